"""Bringing messages into a space: files, questions, what was read, and taking a bringing back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.program import looking
from evenstep.program.safety import allowed, switches_of
from evenstep.web import imports
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms import QuestionsForm
from evenstep.web.forms_messages import HardWeeksForm
from evenstep.web.getting import getting
from evenstep.web.house import house_of, visit_of
from evenstep.web.models import HardWeek, Import, Space
from evenstep.web.outcome import Answers, Problem
from evenstep.web.pattern import Joined
from evenstep.web.read_words import in_words
from evenstep.web.settings import MAX_UPLOAD_BYTES
from evenstep.web.uploads import take_uploads
from evenstep.web.vault.opened import current
from evenstep.web.views.bring import too_large
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside
from evenstep.web.visits import Reading


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Choose files for a space. Not offered where the other asked to be left alone, nor with the invented people."""
    space = space_of(request, key)
    if current().invented:
        return page(request, "data/not_here.html", {"space": space, "place": "pattern"})
    if not allowed(switches_of(space)).bringing:
        return page(request, "messages/stopped.html", {"space": space, "place": "pattern", "tab": "messages"})
    if request.method != "POST":
        return _choose(request, space, [], 200)
    uploads, large = take_uploads(request, "files")
    problems = [too_large(name) for name in large]
    if not uploads:
        problems = problems or [Problem(0, "", "", _("No file was chosen."), _("Choose one, then go on."))]
        return _choose(request, space, problems, 422)
    visit = visit_of(request)
    with visit.lock:
        reading = visit.begin(uploads)
        reading.space = space.key
        return _go_on(request, space, reading, Answers(), problems)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str, reading: str) -> HttpResponse:
    """What only the person can tell."""
    space, visit = space_of(request, key), visit_of(request)
    with visit.lock:
        under_way = visit.reading_for(reading)
        if under_way is None or under_way.space != space.key:
            raise Http404
        form = QuestionsForm(under_way.outcome.asks, request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            context = {"space": space, "place": "pattern", "tab": "messages", "form": form, "reading": under_way}
            return page(request, "messages/ask.html", context, 422 if form.errors else 200)
        return _go_on(request, space, under_way, form.answers(under_way.answers), list(under_way.set_aside))


def _go_on(
    request: HttpRequest, space: Space, reading: Reading, answers: Answers, problems: list[Problem]
) -> HttpResponse:
    """Read with what was answered: ask further, refuse, or keep. Nothing is read where they asked to stop."""
    if not allowed(switches_of(space)).bringing:
        visit_of(request).reading = None
        return page(request, "messages/stopped.html", {"space": space, "place": "pattern", "tab": "messages"})
    outcome, joined = house_of(request).read(reading.uploads, answers, imports.known(space))
    visit = visit_of(request)
    if visit.left or visit.opened != current():
        raise Http404  # left, locked or unlocked by someone else while we read: nothing is kept
    reading.settle(answers, outcome)
    reading.set_aside = tuple(problems) + outcome.problems
    if joined is None and not outcome.asks:
        visit.reading = None
        return _choose(request, space, list(reading.set_aside), 422)
    if joined is None or joined.me is None:
        return redirect("bring-ask", key=space.key, reading=reading.key)
    visit.reading = None
    return _keep(request, space, joined, answers)


def _keep(request: HttpRequest, space: Space, joined: Joined, answers: Answers) -> HttpResponse:
    today = today_of(request)
    before = looking.Facts(today, joined=tuple(space.imports.values_list("joins_on", flat=True)))
    joins_on = looking.joins_on(before)
    made = imports.keep(space, joined.pair, joined.me or "", now_of(request), joins_on, joined.handles)
    new = answers.hard_weeks - frozenset(space.hard_weeks.values_list("week", flat=True))
    HardWeek.objects.bulk_create(HardWeek(space=space, week=week) for week in new)
    words = _("Read, and kept as times, lengths and kinds. No text was kept.")
    if joins_on > today:
        words += " " + _("It joins the pattern at the next weekly change.")
    say(request, words, lambda: _take_back(made.key, new))
    return redirect("messages" if joins_on <= today else "brought", key=space.key)


def _choose(request: HttpRequest, space: Space, problems: list[Problem], status: int) -> HttpResponse:
    context = {"space": space, "place": "pattern", "tab": "messages", "problems": problems}
    about = {"most_mb": MAX_UPLOAD_BYTES // 2**20, "exports": getting()}
    return page(request, "messages/add.html", context | about, status)


@require_safe
def brought(request: HttpRequest, key: str) -> HttpResponse:
    """Every bringing with what was read, and the weeks that were hard."""
    space = space_of(request, key)
    rows = [
        {"one": one, "readings": [in_words(each) for each in imports.readings_of(one)]}
        for one in space.imports.order_by("-at")
    ]
    context = {"space": space, "place": "pattern", "tab": "messages", "rows": rows, "today": today_of(request)}
    return page(request, "messages/brought.html", context)


@require_POST
def take_back(request: HttpRequest, key: str, brought: str) -> HttpResponse:
    """Undo a bringing, and the pattern is worked out without it. For a day it can be brought in again."""
    space = space_of(request, key)
    there = space.imports.filter(key=brought).first()
    if there is None:
        raise Http404
    set_aside(request, [there])
    return redirect("brought", key=space.key)


def _take_back(key: str, weeks: frozenset[str] = frozenset()) -> None:
    one = Import.objects.filter(key=key).first()
    if one is not None:
        one.space.hard_weeks.filter(week__in=weeks).delete()
        one.space.kept.all().delete()
        one.delete()


@require_http_methods(["GET", "HEAD", "POST"])
def hard_weeks(request: HttpRequest, key: str) -> HttpResponse:
    """Mark past weeks as hard."""
    space = space_of(request, key)
    there = tuple(space.hard_weeks.values_list("week", flat=True))
    form = HardWeeksForm(request.POST if request.method == "POST" else None, initial={"weeks": ", ".join(there)})
    if not form.is_valid():
        context = {"space": space, "place": "pattern", "tab": "messages", "form": form}
        return page(request, "messages/hard_weeks.html", context, 422 if form.errors else 200)
    _set_weeks(space, form.cleaned_data["weeks"])
    say(request, _("Kept."), lambda: _set_weeks(space, frozenset(there)))
    return redirect("brought", key=space.key)


def _set_weeks(space: Space, weeks: frozenset[str]) -> None:
    space.hard_weeks.exclude(week__in=weeks).delete()
    for week in weeks:
        HardWeek.objects.get_or_create(space=space, week=week)

"""Bringing messages: choose files, answer what only the person can tell, see the pattern."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.web.forms import QuestionsForm
from evenstep.web.getting import getting
from evenstep.web.house import house_of, visit_of
from evenstep.web.outcome import Answers, Problem
from evenstep.web.settings import MAX_UPLOAD_BYTES
from evenstep.web.uploads import take_uploads
from evenstep.web.views.page import page
from evenstep.web.visits import Reading, Visit


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Choose one or several files. A file that cannot be used is named; the others go on."""
    if request.method != "POST":
        return page(request, "add.html", _about_files())
    visit = visit_of(request)
    uploads, large = take_uploads(request, "files")
    problems = [too_large(name) for name in large]
    if not uploads:
        return _again(request, problems or [Problem(0, "", "", _("No file was chosen."), _("Choose one, then go on."))])
    with visit.lock:
        reading = visit.begin(uploads)
        _look(request, visit, reading, reading.answers)
        problems += reading.outcome.problems
        if not reading.uploads and not reading.shown:
            visit.reading = None
            return _again(request, problems)
        reading.set_aside = tuple(problems)
    return redirect("ask", key=reading.key)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """One page that asks only what is needed."""
    visit = visit_of(request)
    with visit.lock:
        reading = _reading(visit, key)
        if reading.shown:
            return redirect("notes", key=key)
        form = QuestionsForm(reading.outcome.asks, request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return page(request, "ask.html", {"form": form, "reading": reading}, 422 if form.errors else 200)
        _look(request, visit, reading, form.answers(reading.answers))
    return redirect("notes" if reading.shown else "ask", key=key)


@require_safe
def notes(request: HttpRequest, key: str) -> HttpResponse:
    """The pattern."""
    reading = _reading(visit_of(request), key)
    if not reading.shown:
        return redirect("ask", key=key)
    return page(request, "notes.html", {"shown": reading.shown, "set_aside": reading.set_aside})


def _look(request: HttpRequest, visit: Visit, reading: Reading, answers: Answers) -> None:
    outcome = house_of(request).look(reading.uploads, answers)
    if visit.left:
        raise Http404  # left while we read: nothing is kept
    reading.settle(answers, outcome)


def _reading(visit: Visit, key: str) -> Reading:
    reading = visit.reading_for(key)
    if reading is None:
        raise Http404
    return reading


def _again(request: HttpRequest, problems: list[Problem]) -> HttpResponse:
    return page(request, "add.html", {"problems": problems, **_about_files()}, 422)


def _about_files() -> dict[str, object]:
    return {"most_mb": MAX_UPLOAD_BYTES // 2**20, "exports": getting()}


def too_large(name: str) -> Problem:
    """The words for a file above the page's ceiling."""
    what = _("This file is too large for this page, which takes %(most)s MB in all.") % {
        "most": MAX_UPLOAD_BYTES // 2**20
    }
    to_do = _("Export it again without photos, or use the command line: evenstep pattern.")
    return Problem(0, name, "E114", what, to_do)

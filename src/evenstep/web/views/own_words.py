"""Own words under a practice: writing them, the list, changing, taking away, and one of them on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.inventory.said import Voice
from evenstep.program.friend_card import is_good, problems
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_words import WordsForm
from evenstep.web.models import Space, Written
from evenstep.web.own_words import fields_of, rows, seen, sheet_of, shown
from evenstep.web.sheets.friend import card_of, printed
from evenstep.web.sheets.sheet import Sheet
from evenstep.web.steps import Step
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside


@dataclass(frozen=True)
class Place:
    """Where a request is: a practice that the space may see, and its sheet."""

    space: Space
    step: Step
    sheet: Sheet

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page of it shows."""
        return {"space": self.space, "place": "steps", "step": self.step, "sheet": self.sheet, **more}


@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """What was written, and a form for more."""
    at = _place(request, key, code)
    if isinstance(at, HttpResponse):
        return at
    form = WordsForm(at.sheet, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        kept = [shown(at.sheet, row) for row in rows(at.space, at.step, at.sheet)]
        return page(request, "words/all.html", at.context(form=form, kept=kept), 422 if form.errors else 200)
    row = Written.objects.create(
        space=at.space, practice=at.step.slug, at=now_of(request), local_day=today_of(request), fields=form.kept()
    )
    say(request, _("Kept."), lambda: _remove(row.key))
    return redirect("own-words", key=key, code=at.step.code)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, code: str, written: str) -> HttpResponse:
    """Change what was written."""
    at = _place(request, key, code)
    if isinstance(at, HttpResponse):
        return at
    row = _row(at, written)
    form = WordsForm(at.sheet, request.POST if request.method == "POST" else None, fields_of(row))
    if form.is_valid() and request.POST.get("seen", seen(row)) != seen(row):
        form.add_error(None, _changed_elsewhere())
    if not form.is_valid():
        there = shown(at.sheet, row)
        context = at.context(form=form, one=there, row=row, seen=seen(row))
        return page(request, "words/change.html", context, 422 if form.errors else 200)
    before = row.fields
    Written.objects.filter(pk=row.pk).update(fields=form.kept())
    say(request, _("Changed."), lambda: _restore(row.key, before))
    return redirect("own-words", key=key, code=at.step.code)


@require_POST
def remove(request: HttpRequest, key: str, code: str, written: str) -> HttpResponse:
    """Take it away: for a day it can be brought back."""
    at = _place(request, key, code)
    if isinstance(at, HttpResponse):
        return at
    set_aside(request, [_row(at, written)])
    return redirect("own-words", key=key, code=at.step.code)


@require_safe
def paper(request: HttpRequest, key: str, code: str, written: str) -> HttpResponse:
    """One of them alone on a page, for the printer."""
    at = _place(request, key, code)
    if isinstance(at, HttpResponse):
        return at
    row = _row(at, written)
    if at.sheet.card:
        return _card(request, at, row)
    return page(request, "words/paper.html", at.context(one=shown(at.sheet, row)))


def _card(request: HttpRequest, at: Place, row: Written) -> HttpResponse:
    """A card whose last day is past, or that lacks something, is not shown: first it is made good."""
    today = today_of(request)
    made = card_of(fields_of(row), today)
    if not is_good(made, today) or problems(made, today, at.space.other):
        say(request, _("Its last day is past, or something is missing. Change it first, or take it away."))
        return redirect("own-words-change", key=at.space.key, code=at.step.code, written=row.key)
    lines = printed(at.space, made, Voice(at.space.other, _))
    return page(request, "words/card.html", at.context(lines=lines))


def _place(request: HttpRequest, key: str, code: str) -> Place | HttpResponse:
    """What is switched off looks like what was never there; what is done elsewhere leads to its own page."""
    space = space_of(request, key)
    step = steps.find(space, code)
    if step is None:
        return redirect("steps", key=space.key)
    sheet = sheet_of(space, step, today_of(request))
    if sheet is None:
        return redirect("step", key=space.key, code=step.code)
    return Place(space, step, sheet)


def _row(at: Place, key: str) -> Written:
    found = at.space.written.filter(practice=at.step.slug, key=key).first()
    if found is None:
        raise Http404
    return found


def _changed_elsewhere() -> str:
    return _("This was changed meanwhile, perhaps in another window. What you wrote is below. Keep it, or leave it.")


def _remove(key: str) -> None:
    Written.objects.filter(key=key).delete()


def _restore(key: str, fields: dict[str, Any]) -> None:
    Written.objects.filter(key=key).update(fields=fields)

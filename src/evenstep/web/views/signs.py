"""Signs: six lines on the first day, the two sides' questions, the effects, the weekly six lines, and what they say."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.change import COMPARED, change
from evenstep.inventory.due import offer
from evenstep.inventory.effects import effects
from evenstep.inventory.form import FORMS, OPPOSITE, Form, Side
from evenstep.inventory.glance import glance, leaning
from evenstep.inventory.load import load
from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import Findings, score
from evenstep.inventory.sentences import signs as sentences
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_signs import InventoryForm
from evenstep.web.making import loop_speaks
from evenstep.web.models import AnswerSet, Space
from evenstep.web.signs_chart import picture
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

SIDES: Final[tuple[Side, ...]] = ("reach", "step_back")


@require_safe
def signs(request: HttpRequest, key: str) -> HttpResponse:
    """What was said so far, both sides, and which questions may be opened."""
    space = space_of(request, key)
    today = today_of(request)
    offers = []
    for slug in ordered(space):
        form = _form(space, slug)
        days = list(_fillings(space, slug).values_list("local_day", flat=True))
        offers.append({"form": form, "title": _(form.title), "offer": offer(slug, days, today), "filled": bool(days)})
    context = {
        "space": space,
        "place": "pattern",
        "tab": "signs",
        "offers": offers,
        "told": [each for each in (_told(space, slug) for slug in ordered(space)) if each is not None],
        "glance": _told(space, "glance"),
        "earlier": [
            {"title": _(_form(space, each.form.partition(".")[0]).title), "day": each.local_day, "pk": each.pk}
            for each in space.answer_sets.order_by("-at")
        ],
    }
    return page(request, "signs/all.html", context)


def ordered(space: Space) -> tuple[str, ...]:
    """The longer forms, the side that the six lines spoke of first; then the effects and the weekly lines."""
    newest = _fillings(space, "glance").last()
    side = leaning(_findings(space, newest)) if newest is not None else None
    first: Side = side or "reach"
    return (first, OPPOSITE[first], "effects", "week")


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """One form. Nothing is required; what is left open is kept as open."""
    space = space_of(request, key)
    asks = _form(space, form)
    entered = InventoryForm(asks, space.other, request.POST if request.method == "POST" else None)
    if not entered.is_valid():
        context = {"space": space, "place": "pattern", "tab": "signs", "form": entered, "asks": asks}
        context["lowest"], context["highest"] = (_(asks.scale.word(n)) for n in (0, asks.scale.highest))
        context["title"], context["intro"] = _(asks.title), Voice(space.other, _).say(asks.intro)
        return page(request, "signs/fill.html", context, 422 if entered.errors else 200)
    made = AnswerSet.objects.create(
        space=space, form=asks.key, at=now_of(request), local_day=today_of(request), answers=entered.answers()
    )
    say(request, _("Kept."), lambda: _remove(made.pk))
    return redirect("signs-said", key=space.key, form=form)


@require_safe
def said(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """What the newest filling of one form says."""
    space = space_of(request, key)
    asks = _form(space, form)
    found = _told(space, form)
    if found is None:
        return redirect("signs", key=space.key)
    context = {"space": space, "place": "pattern", "tab": "signs", "each": found, "asks": asks}
    return page(request, "signs/said.html", context)


@require_POST
def forget(request: HttpRequest, key: str, answers: str) -> HttpResponse:
    """Take one filling away: for a day it can be brought back."""
    space = space_of(request, key)
    there = space.answer_sets.filter(pk=int(answers)).first() if answers.isdecimal() and len(answers) < 10 else None
    if there is None:
        raise Http404
    set_aside(request, [there])
    return redirect("signs", key=space.key)


def _form(space: Space, slug: str) -> Form:
    if slug not in FORMS:
        raise Http404
    return load(slug, cast("Kind", space.kind))


def _fillings(space: Space, slug: str) -> Any:
    return space.answer_sets.filter(form__startswith=f"{slug}.")


def _findings(space: Space, filled: AnswerSet) -> Findings:
    form = _form(space, filled.form.partition(".")[0])
    known = {name: value for name, value in filled.answers.items() if name in form.fields}
    return score(form, known)


def _told(space: Space, slug: str) -> dict[str, Any] | None:
    newest = _fillings(space, slug).last()
    if newest is None:
        return None
    form, voice, words = _form(space, slug), Voice(space.other, _), statement(space, slug, newest)
    return {
        "slug": slug,
        "title": _(form.title),
        "day": newest.local_day,
        "pk": newest.pk,
        "words": words,
        "names_help": words is not None and any(_("Help") in line for line in words.sentences),
        "picture": picture(_findings(space, newest), voice),
        "change": _change(space, slug, voice),
    }


def _change(space: Space, slug: str, voice: Voice) -> Statement | None:
    """The newest filling beside the one before, where the form is one that can be compared."""
    two = list(_fillings(space, slug))[-2:]
    if slug not in COMPARED or len(two) < 2:
        return None
    form = _form(space, slug)
    before, after = ({name: value for name, value in each.answers.items() if name in form.fields} for each in two)
    return change(form, before, after, voice)


def statement(space: Space, slug: str, filled: AnswerSet) -> Statement | None:
    """What one filling says; None for the weekly lines, which say something only together."""
    voice, found = Voice(space.other, _), _findings(space, filled)
    if slug == "glance":
        return glance(found, voice)
    if slug == "effects":
        return effects(found, voice)
    if slug not in SIDES:
        return None
    opposite = _fillings(space, OPPOSITE[slug]).last()
    also = _findings(space, opposite) if opposite is not None else None
    return sentences(found, voice, also=also, loop_on=loop_speaks(space), stopped=space.stopped)


def _remove(pk: int) -> None:
    AnswerSet.objects.filter(pk=pk).delete()

"""Sharing the load: alone, or two on one device; then what there is to look at, and one thing in own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from evenstep.inventory.said import Voice
from evenstep.program.decisions import decisions
from evenstep.program.load import pack
from evenstep.program.turns import Person, other_of
from evenstep.web import shares, steps, two
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_shares import AnswersForm, ChooseForm, FairForm, WordsForm
from evenstep.web.models import Space, Written
from evenstep.web.steps import Step
from evenstep.web.two_names import names
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

KEPT: Final = {
    shares.CARDS: gettext_lazy(
        "Then the sums, and which cards you may talk about, are kept in these notes; what each of you filled in is "
        "not. But whoever knows their own guess can work out the other’s."
    ),
    shares.MAP: gettext_lazy(
        "Then the places where your views part are kept in these notes; what each of you filled in is not."
    ),
    shares.FAIR: gettext_lazy(
        "Then one sentence is kept in these notes: that you both said yes, or that something is still open."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@two.one_at_a_time
def parts(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Choose and fill in: alone, or one after the other."""
    space = space_of(request, key)
    found = steps.find(space, code)
    if found is None or found.slug not in (*shares.ALONE, *shares.TOGETHER):
        return redirect("steps", key=key)
    if found.slug in shares.ALONE:
        filled = _fill(request, space, found, "me", two_of_them=False)
        if isinstance(filled, HttpResponse):
            return filled
        return _keep(request, space, found, shares.of_one(space, found.slug, filled))
    plan = two.Plan(
        found.slug,
        found.title,
        str(KEPT[found.slug]),
        lambda request, who: _fill(request, space, found, who, two_of_them=True),
    )
    both = two.gate(request, space, plan)
    if isinstance(both, HttpResponse):
        return both
    two.over(request)
    return _keep(request, space, found, shares.of_two(space, found.slug, both.mine, both.theirs))


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: HttpRequest, key: str, written: str) -> HttpResponse:
    """What there is to look at, and what one would like to do about it."""
    space = space_of(request, key)
    there = _written(space, written)
    found = steps.find(space, there.practice)
    if found is None:
        return redirect("steps", key=key)
    before = str(there.fields.get("text", ""))
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": before})
    if request.method == "POST" and form.is_valid():
        _put(there, form.cleaned_data["text"].strip())
        say(request, _("Kept."), lambda: _put(there, before))
        return redirect("seen", key=key, written=written)
    context = {
        "space": space,
        "place": "steps",
        "step": found,
        "written": there,
        "seen": shares.seen(space, there.practice, there.fields),
        "form": form,
        "alone": there.practice in shares.ALONE,
        "fair": steps.find(space, shares.FAIR) if there.practice in (shares.CARDS, shares.MAP) else None,
        "earlier": [each for each in _earlier(space, found.slug) if each.pk != there.pk],
    }
    return page(request, "shares/seen.html", context, 422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, key: str, written: str) -> HttpResponse:
    """Take it away: for a day it can be brought back."""
    space = space_of(request, key)
    set_aside(request, [_written(space, written)])
    return redirect("steps", key=key)


def _fill(
    request: HttpRequest, space: Space, step: Step, who: Person, *, two_of_them: bool
) -> Mapping[str, Any] | HttpResponse:
    """What one person fills in; before that, the page for it. Nothing is kept on the way."""
    posted = request.POST if request.method == "POST" and "step" in request.POST else None
    voice = Voice(names(space)[other_of(who)], _)
    context = {"space": space, "place": "steps", "step": step, "two": two_of_them, "earlier": []}
    context |= two.turn_of(request) if two_of_them else {"earlier": _earlier(space, step.slug)}
    if step.slug == shares.FAIR:
        fair = FairForm(space, posted)
        return fair.filled() if fair.is_valid() else page(request, "shares/fair.html", {**context, "form": fair})
    if posted is None or posted["step"] == "choose":
        chooses = ChooseForm(space, step.slug, posted)
        if not chooses.is_valid():
            context |= {"form": chooses, "intro": _intro(space, step.slug, voice)}
            return page(request, "shares/choose.html", context, 422 if chooses.errors else 200)
        answers = AnswersForm(space, step.slug, chooses.chosen(), voice)
    else:
        answers = AnswersForm(space, step.slug, posted.getlist("chosen"), voice, posted)
        if answers.is_valid() and answers.chosen:
            return answers.filled()
    return page(request, "shares/answers.html", context | _asks(space, step, answers, voice))


def _asks(space: Space, step: Step, answers: AnswersForm, voice: Voice) -> dict[str, Any]:
    said = pack(shares.kind_of(space)).said
    of_cards = step.slug in (shares.ESTIMATE, shares.CARDS)
    return {
        "form": answers,
        "rows": answers.rows(),
        "ask": voice.say(said["ask"]) if of_cards else "",
        "guess": voice.say(said["alone_ask"]),
        "talk": answers["talk"] if "talk" in answers.fields else None,
    }


def _intro(space: Space, practice: str, voice: Voice) -> str:
    if practice in (shares.MAP, shares.MY_MAP):
        return voice.say(decisions(shares.kind_of(space)).intro)
    return _("Choose some from your own days. A handful is plenty.")


def _keep(request: HttpRequest, space: Space, step: Step, fields: dict[str, Any]) -> HttpResponse:
    made = Written.objects.create(
        space=space, practice=step.slug, at=now_of(request), local_day=today_of(request), fields=fields
    )
    say(request, _("Kept in these notes."), lambda: _forget(made.pk))
    return redirect("seen", key=space.key, written=made.key)


def _earlier(space: Space, practice: str) -> list[Written]:
    return list(space.written.filter(practice=practice)[:20])


def _written(space: Space, key: str) -> Written:
    found = space.written.filter(key=key, practice__in=(*shares.ALONE, *shares.TOGETHER)).first()
    if found is None:
        raise Http404
    return found


def _put(written: Written, text: str) -> None:
    Written.objects.filter(pk=written.pk).update(fields={**written.fields, "text": text})


def _forget(pk: int) -> None:
    Written.objects.filter(pk=pk).delete()

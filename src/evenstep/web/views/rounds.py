"""The check-in on one screen for two: begun, part by part, the notes kept only with two yeses; or on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.program.check_in import CheckIn, check_in, where
from evenstep.program.turns import PEOPLE, Person, next_turn
from evenstep.web import sittings, steps, two
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_round import BeginForm, PartForm, form_of
from evenstep.web.models import Sitting, Space
from evenstep.web.rounds import AGREE, Round, from_json, to_json, what_stays
from evenstep.web.two_names import names, said
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

PRACTICE: Final = "check_in"
BACK: Final = "back"
ON: Final = "on"
KEPT: Final = gettext_noop("Notes of a check-in stay in these notes only if both of you say yes at its end.")


@require_http_methods(["GET", "HEAD", "POST"])
@two.one_at_a_time
def this_round(request: HttpRequest, key: str) -> HttpResponse:
    """Where the two are, or the beginning."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    sitting, this = _under_way(request, space)
    if not sittings.is_fresh(sitting, now_of(request)):
        found = two.gate(request, space, two.Plan(PRACTICE, _("A check-in"), _(KEPT)))
        if isinstance(found, HttpResponse):
            return found
    if sitting is None:
        return _begin(request, space)
    if request.method == "POST" and request.POST.get("part") != str(this.part):
        return _moved_on(request, space, this) if "part" in request.POST else redirect("round", key=space.key)
    if this.part == AGREE:
        return _agree_page(request, space, this)
    return _part(request, space, sitting, this)


@require_POST
@two.one_at_a_time
def agree(request: HttpRequest, key: str) -> HttpResponse:
    """Whether the notes are kept: two taps, one each. A no of either is enough."""
    space = space_of(request, key)
    sitting, this = _under_way(request, space)
    if sitting is None or this.part != AGREE or steps.find(space, PRACTICE) is None:
        return redirect("round", key=space.key)
    go, by = request.POST.get("go"), request.POST.get("by")
    agreed = this.agreed | {each for each in PEOPLE if each == by}
    if go == "no" or agreed == set(PEOPLE):
        return _end(request, space, sitting, replace(this, agreed=frozenset() if go == "no" else agreed))
    back = replace(this, part=AGREE - 1, agreed=frozenset())
    sittings.keep(sitting, to_json(back if go == BACK else replace(this, agreed=agreed)))
    return redirect("round", key=space.key)


@require_POST
@two.one_at_a_time
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Either of the two may stop. Nothing of it stays. Where none is under way, what was passed over is put away."""
    space = space_of(request, key)
    sitting, _this = _under_way(request, space)
    strays = sittings.strays(space, PRACTICE)
    if sitting is None and strays:
        set_aside(request, strays)
        return redirect("round", key=space.key)
    if sitting is not None:
        say(request, sittings.drop(request, sitting))
    two.over(request)
    return redirect("round-over", key=space.key)


@require_safe
def over(request: HttpRequest, key: str) -> HttpResponse:
    """It is over: when the next one is, who calls it, and what both wanted to keep."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    last = _last(request, space)
    context = {
        **_words(space),
        "calls": _calls(space, last),
        "next_on": last.next_on if last is not None and last.next_on else None,
        "notes": _shown(space, last.notes) if last is not None else [],
        "code": steps.code(PRACTICE),
    }
    return page(request, "talk/round_over.html", context)


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The same on paper, with a card for a walk."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    deck = _deck(space)
    parts = [_part_words(space, deck, number) for number in range(AGREE)]
    walk = {
        "name": _(deck.walk.name),
        "how": _(deck.walk.how),
        "questions": [said(space, each) for each in deck.walk.questions],
    }
    return page(request, "talk/round_paper.html", {**_words(space), "parts": parts, "walk": walk})


def _begin(request: HttpRequest, space: Space) -> HttpResponse:
    """The page before: what it is, and who called it."""
    last = _last(request, space)
    turn = next_turn(last.called_by) if last is not None else None
    posted = request.POST if request.method == "POST" else None
    form = BeginForm(space, posted, {"called_by": turn or ""})
    if form.is_valid():
        form.keep_name()
        called = form.cleaned_data["called_by"]
        this = Round(called_by=cast("Person", called) if called in PEOPLE else None)
        sittings.begin(space, PRACTICE, to_json(this), now_of(request))
        return redirect("round", key=space.key)
    deck = _deck(space)
    parts = [(_(part.name), part.minutes) for part in deck.parts]
    context = {**_words(space), "form": form, "parts": parts, "minutes": deck.minutes, "calls": _calls(space, last)}
    context["strays"] = sittings.strays(space, PRACTICE)
    return page(request, "talk/round_begin.html", context, 422 if form.errors else 200)


def _part(request: HttpRequest, space: Space, sitting: Sitting, this: Round) -> HttpResponse:
    """One part: its questions, who goes first, and a place for a note."""
    posted = request.POST if request.method == "POST" else None
    form = form_of(this, names(space), today_of(request), posted)
    if form.is_valid():
        after = replace(this, **form.after())
        is_new_heat = _is_hot(after) and after.tension != this.tension  # first it is said that this is too hot
        return _kept(request, space, sitting, after, stays=is_new_heat)
    return _part_page(request, space, this, form)


def _kept(request: HttpRequest, space: Space, sitting: Sitting, this: Round, *, stays: bool) -> HttpResponse:
    """Keep what was said, and go on, back, or stay. After the last part without any note it is over."""
    step = 0 if stays else {ON: 1, BACK: -1}.get(request.POST.get("go", ""), 0)
    moved = replace(this, part=max(0, this.part + step))
    if moved.part == AGREE and not moved.is_noted:
        return _end(request, space, sitting, moved)
    sittings.keep(sitting, to_json(moved))
    return redirect("round", key=space.key)


def _is_hot(this: Round) -> bool:
    return this.tension is not None and where(this.tension) == "session"


def _part_page(request: HttpRequest, space: Space, this: Round, form: PartForm, trouble: str = "") -> HttpResponse:
    deck = _deck(space)
    first = PEOPLE[(this.part + (this.called_by == "other")) % 2]
    context = {
        **_words(space),
        "form": form,
        "trouble": trouble,
        "part": _part_words(space, deck, this.part),
        "number": this.part,
        "all": [_(part.name) for part in deck.parts],
        "first": names(space)[first],
        "too_hot": _is_hot(this) and form.part == "hard",
        "calls": _calls(space, this) if form.part == "next" else "",
        "listening": steps.find(space, "listening"),
    }
    return page(request, "talk/round_part.html", context, 422 if form.errors or trouble else 200)


def _agree_page(request: HttpRequest, space: Space, this: Round) -> HttpResponse:
    people = [{"who": who, "name": name, "yes": who in this.agreed} for who, name in names(space).items()]
    context = {**_words(space), "two": people, "notes": _shown(space, _notes(space, this))}
    return page(request, "talk/round_agree.html", context)


def _end(request: HttpRequest, space: Space, sitting: Sitting, this: Round) -> HttpResponse:
    sittings.end(request, sitting, what_stays(this, _notes(space, this)))
    two.over(request)
    return redirect("round-over", key=space.key)


def _moved_on(request: HttpRequest, space: Space, this: Round) -> HttpResponse:
    """A form of another part came: nothing is changed, and what was typed is shown."""
    typed = [
        str(value) for name, value in request.POST.items() if name in ("note", "topic", "mine", "theirs") and value
    ]
    words = _("You two are at another part by now. Nothing was changed.")
    if this.part == AGREE:
        say(request, words)
        return redirect("round", key=space.key)
    said_so = " ".join([words, _("What you wrote:"), *typed]) if typed else words
    return _part_page(request, space, this, form_of(this, names(space), today_of(request)), said_so)


def _under_way(request: HttpRequest, space: Space) -> tuple[Sitting | None, Round]:
    return sittings.under_way(space, PRACTICE, now_of(request), from_json) or (None, Round())


def _last(request: HttpRequest, space: Space) -> Round | None:
    found = sittings.last_over(space, PRACTICE, now_of(request), from_json)
    return None if found is None else found[1]


def _deck(space: Space) -> CheckIn:
    return check_in(cast("Kind", space.kind))


def _words(space: Space) -> dict[str, Any]:
    """What all its pages know."""
    words = {name: said(space, text) for name, text in _deck(space).said.items()}
    return {"space": space, "place": "steps", "said_here": words}


def _part_words(space: Space, deck: CheckIn, number: int) -> dict[str, Any]:
    part = deck.parts[number]
    questions = [said(space, each) for each in part.questions]
    return {
        "slug": part.slug,
        "name": _(part.name),
        "how": said(space, part.how),
        "minutes": part.minutes,
        "questions": questions,
    }


def _calls(space: Space, last: Round | None) -> str:
    turn = next_turn(last.called_by) if last is not None else None
    return said(space, _deck(space).said[f"calls_{turn or 'either'}"])


def _notes(space: Space, this: Round) -> Mapping[str, str]:
    """The notes by part, with the topic and the requests in words."""
    notes = {part: [words] for part, words in this.notes.items()}
    if this.said.get("topic"):
        notes["hard"] = [this.said["topic"], *notes.get("hard", [])]
    asked = [_asked(space, this, who, field) for who, field in (("me", "mine"), ("other", "theirs"))]
    notes["request"] = [*asked, *notes.get("request", [])]
    return {part: "\n".join(words for words in lines if words.strip()) for part, lines in notes.items()}


def _asked(space: Space, this: Round, who: str, field: str) -> str:
    words, by = this.said.get(field, ""), this.by.get(cast("Person", who))
    if not words:
        return ""
    values = {"name": names(space)[cast("Person", who)], "words": words}
    if by is None:
        return _("%(name)s asks for: %(words)s") % values
    values["day"] = formats.date_format(by, "j F")
    return _("%(name)s asks for: %(words)s (by %(day)s)") % values


def _shown(space: Space, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(_(part.name), notes[part.slug]) for part in _deck(space).parts if notes.get(part.slug, "").strip()]

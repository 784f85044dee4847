"""The listening session on one device: every tap is a form, kept at once, so that a reload or a crash loses nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.errors import OptionError
from evenstep.program.listening import Listening, listening
from evenstep.program.session import Move, Session, Step, Tap, after, is_current, kept_line, taps
from evenstep.program.session_json import from_json, to_json
from evenstep.program.turns import PEOPLE, Person, other_of
from evenstep.web import sittings, steps, two
from evenstep.web.clocks import clock_of
from evenstep.web.doors import now_of, say, space_of
from evenstep.web.forms_turns import BackForm, LineForm, PauseForm, SetupForm
from evenstep.web.models import Sitting, Space
from evenstep.web.two_names import name_of, names, said
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside
from evenstep.web.wall import next_time, words_for

PRACTICE: Final = "listening"
KEPT: Final = gettext_noop("Of a session one line stays in these notes, and only if both of you say yes to it.")
FORMED: Final = {Tap.BEGIN: "setup", Tap.LINE: "line", Tap.PAUSE: "pause", Tap.BACK_LATER: "back"}
NUMBER: Final = re.compile("[0-9]{1,7}")


@dataclass(frozen=True)
class Place:
    """Where the two are. ``sitting`` None: nothing was begun."""

    space: Space
    sitting: Sitting | None
    session: Session


@require_http_methods(["GET", "HEAD", "POST"])
@two.one_at_a_time
def turns(request: HttpRequest, key: str) -> HttpResponse:
    """One step of the session; a tap leads to the next one."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    place = _place(request, space)
    if not sittings.is_fresh(place.sitting, now_of(request)):
        found = two.gate(request, space, two.Plan(PRACTICE, _("A listening session"), _(KEPT)))
        if isinstance(found, HttpResponse):
            return found
    if request.method == "POST":
        return _tapped(request, place)
    return _shown(request, place)


@require_POST
@two.one_at_a_time
def tap(request: HttpRequest, key: str) -> HttpResponse:
    """A tap without words: apart from the forms, so that none is done later when notes had locked meanwhile."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None or request.POST.get("tap") in set(FORMED):
        return redirect("turns", key=space.key)
    return _tapped(request, _place(request, space))


@require_POST
@two.one_at_a_time
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Either of the two may stop at any time. Nothing of it stays. What was passed over is put away."""
    space = space_of(request, key)
    sitting = _place(request, space).sitting
    strays = sittings.strays(space, PRACTICE)
    if sitting is None and strays:
        set_aside(request, strays)
        return redirect("turns", key=space.key)
    if sitting is not None:
        say(request, sittings.drop(request, sitting))
    two.over(request)
    return redirect("turns-over", key=space.key)


@require_safe
def over(request: HttpRequest, key: str) -> HttpResponse:
    """It is over: the line, if both agreed to it, and nothing else."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    last = sittings.last_over(space, PRACTICE, now_of(request), from_json)
    line = kept_line(last[1]) if last is not None and request.GET.get("line") == last[0].key else ""
    return page(request, "talk/turns_over.html", {**_words(space), "line": line, "code": steps.code(PRACTICE)})


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The whole session as a card on paper."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    return page(request, "talk/turns_paper.html", _words(space))


def _tapped(request: HttpRequest, place: Place) -> HttpResponse:
    """Make one move. A form of an earlier page moves nothing; one that lacks something is shown again."""
    tap, moves = request.POST.get("tap", ""), request.POST.get("moves", "0")
    known = tap in set(Tap) and Tap(tap) in taps(place.session) and Tap(tap) != Tap.STOP
    whose = tap != Tap.AGREED or request.POST.get("by") in PEOPLE
    if not known or not whose or not is_current(place.session, int(moves) if NUMBER.fullmatch(moves) else -1):
        say(request, _("You two are at another step by now. Nothing was changed."))
        return redirect("turns", key=place.space.key)
    form = _form(place, Tap(tap), request.POST)
    if form is not None and not form.is_valid():
        return _shown(request, place, Tap(tap), form)
    return _kept(request, place, after(place.session, _move(request, Tap(tap), form), now_of(request)))


def _move(request: HttpRequest, tap: Tap, form: Any) -> Move:
    by = request.POST.get("by")
    at = form.cleaned_data.get("at") if form is not None else None
    return Move(
        tap,
        setup=form.setup() if isinstance(form, SetupForm) else None,
        line=form.cleaned_data["line"] if isinstance(form, LineForm) and "none" not in request.POST else "",
        by=by if by in PEOPLE else None,
        back_at=None if at is None else next_time(request, at),
    )


def _kept(request: HttpRequest, place: Place, moved: Session) -> HttpResponse:
    """Keep how it stands; when it is done, keep the line that both agreed to, or nothing."""
    space, sitting = place.space, place.sitting
    if moved.step != Step.DONE:
        if sitting is None:
            sittings.begin(space, PRACTICE, to_json(moved), now_of(request))
        else:
            sittings.keep(sitting, to_json(moved))
        return redirect("turns", key=space.key)
    two.over(request)
    over_at = redirect("turns-over", key=space.key)
    if sitting is not None and kept_line(moved):
        sittings.end(request, sitting, to_json(replace(moved, setup=None, timer=None, pause=None)))
        over_at["Location"] += f"?line={sitting.key}"
    elif sitting is not None:
        say(request, sittings.drop(request, sitting))
    return over_at


def _form(place: Place, tap: Tap, data: Any = None) -> Any:
    """The form of a tap that needs words or a time."""
    if tap == Tap.BEGIN:
        form = SetupForm(place.space, place.session.setup, data)
        for name in ("tension", "minutes", "first"):
            form.fields[name].label = said(place.space, _deck(place.space).said[name])
        if data is not None and form.is_valid():
            form.keep_name()
        return form
    if tap == Tap.LINE:
        return LineForm(data)
    if tap == Tap.PAUSE:
        return PauseForm(place.space, data)
    return BackForm(data) if tap == Tap.BACK_LATER else None


def _shown(request: HttpRequest, place: Place, wrong: Tap | None = None, form: Any = None) -> HttpResponse:
    """The page of a step, with the forms of the taps that need one."""
    space, session = place.space, place.session
    forms = {FORMED[tap]: _form(place, tap) for tap in taps(session) if tap in FORMED}
    if wrong is not None:
        forms[FORMED[wrong]] = form
    context = {
        **_words(space, session.speaker),
        **forms,
        "wrong": FORMED.get(wrong) if wrong is not None else None,
        "form": form,
        "session": session,
        "can": {tap.value for tap in taps(session)},
        "begun": place.sitting is not None,
        "strays": place.sitting is None and sittings.strays(space, PRACTICE),
        "clock": clock_of(session.timer, now_of(request)),
        "over": session.timer is not None and session.step == Step.SPEAK,
        **_two(request, space, session),
    }
    name = "talk/turns_pause.html" if session.pause is not None else f"talk/turns_{TEMPLATES[session.step]}.html"
    return page(request, name, context, 422 if wrong is not None else 200)


TEMPLATES: Final = {
    Step.SETUP: "setup",
    Step.HOT: "hot",
    Step.SPEAK: "speak",
    Step.SAY_BACK: "step",
    Step.CHECK: "step",
    Step.SWAP: "step",
    Step.CLOSE: "close",
    Step.AGREE: "agree",
}


def _two(request: HttpRequest, space: Space, session: Session) -> dict[str, Any]:
    """The two by name, who has said yes, and who took a pause until when."""
    pause, speaker = session.pause, session.speaker
    return {
        "two": [{"who": who, "name": name, "yes": who in session.agreed} for who, name in names(space).items()],
        "next_words": said(space, _deck(space).said["swap"], other_of(speaker)) if speaker is not None else "",
        "paused_by": name_of(space, pause.by) if pause is not None else "",
        "back_at": words_for(request, pause.back_at) if pause is not None and pause.back_at is not None else "",
    }


def _place(request: HttpRequest, space: Space) -> Place:
    found = sittings.under_way(space, PRACTICE, now_of(request), _going_on)
    return Place(space, None, Session()) if found is None else Place(space, *found)


def _going_on(state: object) -> Session:
    """A session one can go on with: one that is done and not over, or not begun, can only come from a changed file."""
    session = from_json(state)
    if session.step == Step.DONE or not session.moves:
        raise OptionError("session", "it is done, or was not begun")
    return session


def _deck(space: Space) -> Listening:
    return listening(cast("Kind", space.kind))


def _words(space: Space, speaker: Person | None = None) -> dict[str, Any]:
    """What all its pages know: the sentences and the rules, with the names in them."""
    deck = _deck(space)
    here = speaker or "me"
    return {
        "space": space,
        "place": "steps",
        "said_here": {name: said(space, text, here) for name, text in deck.said.items()},
        "rules": {
            "both": [said(space, each) for each in deck.both],
            "speaker": [said(space, each) for each in deck.speaker],
            "listener": [said(space, each) for each in deck.listener],
        },
        "topics": [said(space, each) for each in deck.topics],
        "card": {"name": _(deck.card_name), "lines": [said(space, each) for each in deck.card]},
    }

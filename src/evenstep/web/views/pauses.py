"""A pause in a space: taken with a sentence, and afterwards one question to the one who took it. Nobody is notified."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.pause import Came, after, may_be_noted, pause_words, take
from evenstep.program.right_now import LATER, Day, comes_back, ended
from evenstep.web import sittings, steps
from evenstep.web.clocks import until
from evenstep.web.doors import now_of, space_of
from evenstep.web.forms_care import OPENING_WORDS, PauseForm
from evenstep.web.forms_turns import BackForm
from evenstep.web.models import Space
from evenstep.web.pausing import PRACTICE, Taken, asked, taken, to_json
from evenstep.web.views.page import page
from evenstep.web.wall import here, next_time, words_for

CAME: Final = frozenset(Came)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, key: str) -> HttpResponse:
    """The pause under way, or the form to take one."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    there = taken(space, now_of(request))
    if there is not None and request.method != "POST":
        return _under_way(request, space, there, BackForm())
    form = PauseForm(request.POST if request.method == "POST" else None)
    back_at = _back_at(request, form) if form.is_valid() else None
    if form.is_valid() and there is None:
        said = form.cleaned_data
        opening = ended(said["own"]) or str(OPENING_WORDS[said["opening"]])
        _forget_older(request, space)
        sittings.begin(space, PRACTICE, to_json(take("me", now_of(request), back_at), opening), now_of(request))
    if form.is_valid():  # when one is there already, a second sending changes nothing
        return redirect("time", key=space.key)
    context = {"space": space, "place": "steps", "form": form, "said_here": _said(request, space, None)}
    return page(request, "talk/pause_take.html", context, 422 if form.errors else 200)


@require_POST
def back(request: HttpRequest, key: str) -> HttpResponse:
    """The answer: back, later, or not. A no is noted nowhere."""
    space = space_of(request, key)
    there = taken(space, now_of(request))
    came = request.POST.get("came", "")
    if there is None or came not in CAME or steps.find(space, PRACTICE) is None:
        return redirect("time", key=space.key)
    if Came(came) == Came.LATER:
        return _later(request, space, there)
    sittings.drop(request, there.sitting)
    return redirect("time-over", key=space.key, how="done" if may_be_noted(Came(came)) else "else")


@require_safe
def over(request: HttpRequest, key: str, how: str) -> HttpResponse:
    """After the answer: after a yes it can be noted as a good moment."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    words = _said(request, space, None)["yes" if how == "done" else "no"]
    context = {"space": space, "place": "steps", "words": words, "came": how == "done"}
    return page(request, "talk/pause_over.html", context)


def asked_words(request: HttpRequest, space: Space) -> str:
    """What Today asks the one who took a pause, once its time is there; "" when nothing is to be asked."""
    there = asked(space, now_of(request))
    if there is None or space.paused or steps.find(space, PRACTICE) is None:
        return ""
    return str(_said(request, space, there)["ask"])


def _later(request: HttpRequest, space: Space, there: Taken) -> HttpResponse:
    """A new time, or none for now."""
    form = BackForm(request.POST)
    if request.POST.get("open") == "yes":
        back_at = None
    elif form.is_valid():
        back_at = next_time(request, form.cleaned_data["at"])
    else:
        return _under_way(request, space, there, form)
    moved = after(there.pause, Came.LATER, now_of(request), back_at)
    if moved is not None:
        sittings.keep(there.sitting, to_json(moved, there.opening))
    return redirect("time", key=space.key)


def _under_way(request: HttpRequest, space: Space, there: Taken, form: BackForm) -> HttpResponse:
    now, back_at = now_of(request), there.pause.back_at
    form.fields["at"].label = _("A later time, if you need one")
    context = {
        "space": space,
        "place": "steps",
        "said_here": _said(request, space, there),
        "opening": there.opening,
        "time": "" if back_at is None else words_for(request, back_at),
        "is_over": back_at is not None and back_at <= now,
        "clock": None if back_at is None else until(back_at, now, in_words=False),
        "form": form,
    }
    return page(request, "talk/pause_under_way.html", context, 422 if form.errors else 200)


def _back_at(request: HttpRequest, form: PauseForm) -> datetime | None:
    """The instant that was named; None for "later". A time that is past is an error of the form."""
    said = form.cleaned_data
    if said["day"] == LATER:
        return None
    found = comes_back(here(request, now_of(request)), Day(said["day"]), said["at"])
    if found is None:
        form.add_error("at", _("This time is already past. Choose a later one, or tomorrow."))
        return None
    return found.at.astimezone(UTC)


def _forget_older(request: HttpRequest, space: Space) -> None:
    """One that was never answered, or cannot be read, is let go of when a new one is taken."""
    older = sittings.strays(space, PRACTICE)
    if older:
        sittings.drop(request, older[0])


def _said(request: HttpRequest, space: Space, there: Taken | None) -> dict[str, Any]:
    back_at = there.pause.back_at if there is not None else None
    time = "" if back_at is None else words_for(request, back_at)
    voice = Voice(space.other, _)
    return {name: voice.say(text, time=time) for name, text in pause_words(cast("Kind", space.kind)).items()}

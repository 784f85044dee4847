"""Two on one device: the screen is passed, each is first alone with the private lines, marks are held in memory only.

A view of something for two is one_at_a_time. It asks here first, on each request, and shows what it gets:

    found = gate(request, space, Plan("check_in", _("A check-in"), kept))
    if isinstance(found, HttpResponse):
        return found  # a page of the passing, or its quiet end
    ...  # both answered alone with a clear no: go on, until over(request)

With ``fill`` each of the two also fills something in, alone, right after the private lines; ``found`` is then the two
fillings, the one of the notes' owner first. ``fill(request, who)`` shows a form and, once that is filled, gives the
marks. Its form holds ``{% include "two/_turn.html" %}``. Nothing is written here; lock and Leave let all of it go.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from evenstep.program.safety import is_clear
from evenstep.program.turns import PEOPLE, Person, other_of
from evenstep.web.forms_care import OwnForm
from evenstep.web.house import visit_of
from evenstep.web.models import Space
from evenstep.web.steps import find
from evenstep.web.two_names import names
from evenstep.web.views.page import page

Marks = Mapping[str, Any]
Fill = Callable[[HttpRequest, Person], "Marks | HttpResponse"]
View = Callable[..., HttpResponse]
NOT_NOW: Final = "not_now"
IN_TURN_KEY: Final = "evenstep.in_turn"


@dataclass(frozen=True)
class Plan:
    """What the two do: its practice, its name, and words for what of it is kept in the open notes, said before."""

    practice: str
    title: str
    kept: str
    fill: Fill | None = None


@dataclass(frozen=True)
class Both:
    """Both are in: what the notes' owner filled, and what the other one did; empty where nothing is filled."""

    mine: Marks
    theirs: Marks


@dataclass
class Passing:
    """Where the two are. ``stage``: own (the private lines), fill, pass (hand it over), or in; ``turn`` names it."""

    practice: str
    space: str
    who: Person
    stage: str = "own"
    marks: dict[Person, Marks] = field(default_factory=dict, repr=False)
    turn: str = field(default_factory=lambda: secrets.token_hex(8))

    def go(self, stage: str) -> None:
        """The next stage. A form of an earlier one no longer counts."""
        self.stage, self.turn = stage, secrets.token_hex(8)


def one_at_a_time(view: View) -> View:
    """Two windows that send at one instant take turns: what a form is checked against is still so when it is acted on.

    Not the lock of a reading: that is held while a file is read, and the two would wait for it.
    """

    @wraps(view)
    def in_turn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with visit_of(request).two_turn:
            request.META[IN_TURN_KEY] = True
            return view(request, *args, **kwargs)

    return in_turn


def gate(request: HttpRequest, space: Space, plan: Plan) -> HttpResponse | Both:
    """The next page of the passing; or, when both are in, what they filled. Only for views that are one_at_a_time."""
    if IN_TURN_KEY not in request.META:
        raise TypeError("a view that asks the gate has to be one_at_a_time")
    passing = _under_way(request, space, plan)
    if passing is not None and passing.stage == "in":
        return _both(passing)
    if request.method == "POST" and "two" in request.POST:
        if request.POST["two"] == NOT_NOW:
            return _end(request, space)
        if passing is None:
            return _begin(request, space, plan)
        if request.POST.get("turn") != passing.turn:
            return redirect(request.get_full_path())  # an older page: whoever has the screen now sees where they are
        if passing.stage != "fill":
            return _moved(request, space, plan, passing)
    return _shown(request, space, plan, passing)


def over(request: HttpRequest) -> None:
    """Let go of what is held of the two: it is done, or stopped."""
    visit_of(request).two = None


def _under_way(request: HttpRequest, space: Space, plan: Plan) -> Passing | None:
    held = visit_of(request).two
    there = isinstance(held, Passing) and (held.practice, held.space) == (plan.practice, space.key)
    return held if there and isinstance(held, Passing) else None


def _begin(request: HttpRequest, space: Space, plan: Plan) -> HttpResponse:
    who = request.POST.get("who")
    if who in PEOPLE:
        visit_of(request).two = Passing(plan.practice, space.key, next(each for each in PEOPLE if each == who))
    return redirect(request.get_full_path())


def _moved(request: HttpRequest, space: Space, plan: Plan, passing: Passing) -> HttpResponse:
    """After the private lines, or after the screen was taken over."""
    if passing.stage == "pass":
        passing.who = other_of(passing.who)
        passing.go("own")
    elif is_clear(OwnForm(space.kind, request.POST).answers()):
        passing.go("fill")
        if plan.fill is None:
            _filled(passing, {})
    else:
        return _end(request, space)
    return redirect(request.get_full_path())


def _filled(passing: Passing, marks: Marks) -> None:
    passing.marks[passing.who] = marks
    passing.go("in" if len(passing.marks) == len(PEOPLE) else "pass")


def _shown(request: HttpRequest, space: Space, plan: Plan, passing: Passing | None) -> HttpResponse | Both:
    people = names(space)
    context = {"space": space, "place": "steps", "plan": plan, "people": people, "fills": plan.fill is not None}
    if passing is None:
        step = find(space, plan.practice)
        return page(request, "two/begin.html", {**context, "rank": step and step.rank})
    context |= {"turn": passing.turn, "who": people[passing.who], "next": people[other_of(passing.who)]}
    if passing.stage == "pass":
        return page(request, "two/pass.html", context)
    if passing.stage == "own":
        return page(request, "two/own.html", {**context, "form": OwnForm(space.kind)})
    assert plan.fill is not None  # noqa: S101 -- without one, nobody is sent to this stage
    request.META[TURN_KEY] = passing.turn
    answer = plan.fill(request, passing.who)
    if isinstance(answer, HttpResponse):
        return answer
    _filled(passing, answer)
    return _both(passing) if passing.stage == "in" else redirect(request.get_full_path())


def _both(passing: Passing) -> Both:
    return Both(*(passing.marks.get(each, {}) for each in PEOPLE))


def _end(request: HttpRequest, space: Space) -> HttpResponse:
    """The same page, whatever the reason was and whoever had the screen."""
    over(request)
    return redirect("two-over", key=space.key)


TURN_KEY: Final = "evenstep.turn"


def turn_of(request: HttpRequest) -> dict[str, str]:
    """What a form that is filled alone must carry: context of two/_turn.html."""
    return {"turn": str(request.META.get(TURN_KEY, ""))}

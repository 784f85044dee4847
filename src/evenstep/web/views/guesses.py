"""A guess beside what was found: the gap, said kindly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evenstep.report import amounts
from evenstep.web.models import Space


@dataclass(frozen=True)
class Beside:
    """One guess and one finding, in words. ``inside``: the guess lies within what it could be."""

    question: str
    guess: str
    found: str
    range: str
    inside: bool


def beside(space: Space, found: dict[str, dict[str, Any]]) -> tuple[Beside, ...]:
    """Each figure that was guessed and found, the newest guess of each."""
    newest = {guess.figure: guess.value for guess in space.guesses.order_by("at")}
    return tuple(_one(space, name, newest[name], found[name]) for name in found if name in newest)


def _one(space: Space, name: str, guess: float, number: dict[str, Any]) -> Beside:
    words = _share if name == "starts" else _wait
    low, high = number["low"], number["high"]
    return Beside(
        question=_question(space, name),
        guess=words(guess),
        found=words(number["value"]),
        range=_("could be %(low)s to %(high)s") % {"low": words(low), "high": words(high)} if low is not None else "",
        inside=low is not None and low <= guess <= high,
    )


def _question(space: Space, name: str) -> str:
    questions = {
        "starts": _("Conversations you start"),
        "my_wait": _("Half of your answers come within"),
        "their_wait": _("Half of %(other)s’s answers come within") % {"other": space.other},
    }
    return questions[name]


def _share(value: float) -> str:
    return _("%(n)s of 100") % {"n": round(100 * value)}


def _wait(seconds: float) -> str:
    return amounts.duration(seconds)

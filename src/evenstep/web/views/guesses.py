"""A guess beside what was found: the gap, said kindly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from evenstep.report import amounts
from evenstep.web.models import Space

WAITS: Final = ("my_wait", "their_wait")


@dataclass(frozen=True)
class Beside:
    """One guess and one finding, in words. ``guess`` is "" where none was made; ``inside``: it is in the range."""

    question: str
    guess: str
    found: str
    range: str
    inside: bool


def beside(space: Space, found: dict[str, dict[str, Any]]) -> tuple[Beside, ...]:
    """Each figure that was guessed and found, the newest guess of each; of two waits never one person's alone."""
    newest: dict[str, float | None] = {guess.figure: guess.value for guess in space.guesses.order_by("at")}
    if any(name in newest for name in WAITS):
        newest = {name: newest.get(name) for name in WAITS} | newest
    there = [name for name in found if name in newest and _finite(found[name]["value"])]
    return tuple(_one(space, name, newest[name], found[name]) for name in there)


def _finite(value: float | None) -> bool:
    """Whether it can be said: a wait may be longer than what was followed."""
    return value is not None and math.isfinite(value)


def _one(space: Space, name: str, guess: float | None, number: dict[str, Any]) -> Beside:
    words = _share if name == "starts" else _wait
    low, high = number["low"], number["high"]
    known = _finite(low) and _finite(high)
    return Beside(
        question=_question(space, name),
        guess="" if guess is None else words(guess),
        found=words(number["value"]),
        range=_("Could be %(low)s to %(high)s.") % {"low": words(low), "high": words(high)} if known else "",
        inside=known and guess is not None and low <= guess <= high,
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

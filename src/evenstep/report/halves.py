"""The loop as people meet it: two circles, one for each who may be the one who reaches, and two halves in each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from evenstep.loop.findings import Answer, Effect, Interval, LoopResult, Verdict
from evenstep.report.names import People, Person

WITHHELD: Final[frozenset[Verdict]] = frozenset({"not enough yet", "does not fit"})
"""Verdicts under which no effect is shown as a finding: page, JSON and terminal leave the numbers out."""


@dataclass(frozen=True)
class Half:
    """One effect with its people in their parts: the first reaches, the second steps back."""

    people: People
    effect: Effect

    @property
    def mover(self) -> Person:
        """Whose half it is: the one who answers later (w) or reaches more (k)."""
        return self.people.second if self.effect.name == "w" else self.people.first

    @property
    def answer(self) -> Answer:
        """What the fit says of it."""
        return self.effect.answer

    @property
    def is_short(self) -> bool:
        """Too few episodes to look at."""
        return self.effect.answer == "not enough yet" or self.effect.problem == "too few episodes"

    @property
    def is_known(self) -> bool:
        """An estimate with a range; False where the fit could give none."""
        ends = (self.effect.rate_ratio, self.effect.ratio.low, self.effect.ratio.high)
        return all(math.isfinite(end) and end > 0 for end in ends)

    @property
    def pull(self) -> Interval:
        """The range as log rate ratio, above 0 in the direction of a circle: slower answers, more reaching."""
        low, high = math.log(self.effect.ratio.low), math.log(self.effect.ratio.high)
        return Interval(-high, -low) if self.effect.name == "w" else Interval(low, high)


@dataclass(frozen=True)
class Circle:
    """The two halves that could close: ``later`` of the one who steps back, ``more`` of the one who reaches."""

    people: People
    later: Half
    more: Half
    closes: bool

    @property
    def halves(self) -> tuple[Half, Half]:
        """In the order of the circle: a message again, a later answer, more messages."""
        return self.later, self.more


def circles(loop: LoopResult, people: People) -> tuple[Circle, Circle]:
    """Both circles: with the first person as the one who reaches, then with the second."""
    return _circle(loop, people), _circle(loop, people.swapped())


def halves(loop: LoopResult, people: People) -> tuple[Half, Half, Half, Half]:
    """All four halves in the order of the circles."""
    one, other = circles(loop, people)
    return *one.halves, *other.halves


def _circle(loop: LoopResult, people: People) -> Circle:
    reaches, steps_back = people.first.key, people.second.key
    return Circle(
        people=people,
        later=Half(people, loop.effect(steps_back, "w")),
        more=Half(people, loop.effect(reaches, "k")),
        closes=loop.verdict == "both directions" and reaches in loop.circles,
    )

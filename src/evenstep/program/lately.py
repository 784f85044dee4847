"""What the moments of the last weeks say, as facts for choosing: never about who did what, only how it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Protocol

LATELY: Final = timedelta(days=28)
TENSE_FROM: Final = 3  # of 4
LEFT: Final = frozenset({"left", "open"})  # how a hard moment ended, when nobody came back to it
# Fact -> how many such moments in the last four weeks it takes.
FEWEST: Final = {"hard_lately": 3, "left_open": 2, "good_lately": 2}


class Noted(Protocol):
    """What is read of a moment. ``tension`` from 0 to 4; ``ended`` "" where it was not said."""

    @property
    def good(self) -> bool:
        """Whether it was noted as a good moment."""

    @property
    def tension(self) -> int:
        """How tense it was."""

    @property
    def ended(self) -> str:
        """How it ended."""

    @property
    def local_day(self) -> date:
        """The day it was, where the person was."""


def from_moments(moments: Iterable[Noted], today: date) -> frozenset[str]:
    """The facts that hold on ``today``. Good moments count as a fact only in weeks that were not hard."""
    lately = [each for each in moments if timedelta(0) <= today - each.local_day < LATELY]
    hard = [each for each in lately if not each.good]
    counted = {
        "hard_lately": sum(each.tension >= TENSE_FROM for each in hard),
        "left_open": sum(each.ended in LEFT for each in hard),
        "good_lately": len(lately) - len(hard),
    }
    found = {name for name, count in counted.items() if count >= FEWEST[name]}
    return frozenset(found - {"good_lately"} if "hard_lately" in found else found)

"""What noted moments say together: who moved toward first, in hard weeks and in the others, by topic and by period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from evenstep.stats.binomial import one_sided_bounds

FEWEST: Final = 5  # of moments in which one of the two alone moved toward; below it nothing is said
PERIOD: Final = timedelta(days=91)


class Noted(Protocol):
    """What is read of a moment. ``toward`` is "me", "other", "both" or "nobody"; ``local_day`` the day it was."""

    @property
    def toward(self) -> str:
        """Who moved toward the other."""

    @property
    def topic(self) -> str:
        """What it was about; "" when not said."""

    @property
    def local_day(self) -> date:
        """The day it was, where the person was."""


@dataclass(frozen=True)
class Split:
    """Who moved toward, among the moments in which one did alone.

    ``mine`` of ``n``; ``low`` and ``high`` bound my share (Clopper–Pearson 1934), all rows of a table together with
    95 %; None below FEWEST.
    ``apart``: moments in which both moved, or nobody; they count for neither.
    """

    label: str
    mine: int
    n: int
    apart: int
    low: float | None = None
    high: float | None = None

    @property
    def enough(self) -> bool:
        """Whether a share may be said at all."""
        return self.low is not None

    @property
    def lead(self) -> str:
        """Who moved toward more often: "me" or "other"; "open" where the range crosses an even split; "" for few."""
        if self.low is None or self.high is None:
            return ""
        return "me" if self.low > 0.5 else "other" if self.high < 0.5 else "open"

    @property
    def theirs(self) -> int:
        """How many were the other's."""
        return self.n - self.mine

    @property
    def low_100(self) -> int:
        """The lower bound of 100, rounded outward."""
        return math.floor(100 * (self.low or 0.0))

    @property
    def high_100(self) -> int:
        """The upper bound of 100, rounded outward."""
        return math.ceil(100 * (1.0 if self.high is None else self.high))


def iso_week(day: date) -> str:
    """The week of a day, as "2024-W07"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def by_weeks(moments: Iterable[Noted], hard_weeks: frozenset[str]) -> tuple[Split, Split]:
    """Moments of the weeks that were called hard, and of all other weeks."""
    all_of_them = list(moments)
    hard = [m for m in all_of_them if iso_week(m.local_day) in hard_weeks]
    ordinary = [m for m in all_of_them if iso_week(m.local_day) not in hard_weeks]
    return split("hard", hard), split("ordinary", ordinary)


def by_topic(moments: Iterable[Noted], topics: Sequence[str]) -> tuple[Split, ...]:
    """One split for each topic that was noted at all, in the order of ``topics``. The ranges hold together."""
    all_of_them = list(moments)
    return _together({topic: [m for m in all_of_them if m.topic == topic] for topic in topics})


def by_period(moments: Iterable[Noted], today: date) -> tuple[Split, ...]:
    """One split for each quarter of a year back from ``today`` that has moments, newest first. Label: its last day.

    The ranges hold together.
    """
    all_of_them = [m for m in moments if m.local_day <= today]
    if not all_of_them:
        return ()
    periods = (today - min(m.local_day for m in all_of_them)) // PERIOD + 1
    ends = [today - back * PERIOD for back in range(periods)]
    return _together({end.isoformat(): [m for m in all_of_them if end - PERIOD < m.local_day <= end] for end in ends})


def _together(parts: Mapping[str, Sequence[Noted]]) -> tuple[Split, ...]:
    """A split for each part that has moments; each range so wide that all of them hold at once (Bonferroni)."""
    rows = sum(split(label, moments).enough for label, moments in parts.items())
    found = [split(label, moments, rows) for label, moments in parts.items()]
    return tuple(each for each in found if each.n + each.apart)


def split(label: str, moments: Sequence[Noted], rows: int = 1) -> Split:
    """My share among moments in which one of the two alone moved toward. ``rows``: how many are looked at together."""
    mine = sum(m.toward == "me" for m in moments)
    n = mine + sum(m.toward == "other" for m in moments)
    apart = len(moments) - n
    if n < FEWEST:
        return Split(label, mine, n, apart)
    low, high = one_sided_bounds(mine, n, level=1 - 0.025 / max(1, rows))
    return Split(label, mine, n, apart, low, high)

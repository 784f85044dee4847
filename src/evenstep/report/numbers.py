"""The long results table as pairs: the same number for both people, or none at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from evenstep.measures.base import MeasureOptions
from evenstep.report.names import People

Lead = Literal["first", "second", "even", "cant_tell"]

OWN_ONLY: Final = frozenset({"rhythm_hours"})
"""Measures that are shown for oneself only: nothing finer than a week is ever said about the other."""

EVEN_LOW: Final = 0.40
EVEN_HIGH: Final = 0.60


@dataclass(frozen=True)
class Number:
    """One row of measures.base.RESULTS."""

    key: str
    x: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_weeks: int
    enough: bool
    verdict: str | None
    holds_for: str | None


@dataclass(frozen=True)
class Pair:
    """The same number for the first and the second person."""

    first: Number
    second: Number

    @property
    def enough(self) -> bool:
        """Both have enough: a number about one is never shown without the same for the other."""
        return self.first.enough and self.second.enough

    @property
    def n_weeks(self) -> int:
        """ISO weeks behind both."""
        return min(self.first.n_weeks, self.second.n_weeks)


class Numbers:
    """Looks up numbers of one conversation by measure and slice, ordered as the people are."""

    def __init__(self, results: pl.DataFrame, people: People) -> None:
        self.people = people
        self._rows: dict[tuple[str, str], list[Number]] = {}
        for row in results.iter_rows(named=True):
            self._rows.setdefault((row["measure"], row["person"]), []).append(_number(row))

    def pairs(self, measure: str, key: str | None = None) -> tuple[Pair, ...]:
        """Slices that both people have, in the order of x; only those of ``key`` when given."""
        second = {(n.key, n.x): n for n in self._rows.get((measure, self.people.second.key), [])}
        pairs = [
            Pair(n, second[n.key, n.x])
            for n in self._rows.get((measure, self.people.first.key), [])
            if (n.key, n.x) in second and key in (None, n.key)
        ]
        return tuple(sorted(pairs, key=lambda p: p.first.x if p.first.x is not None else -math.inf))

    def pair(self, measure: str, key: str = "") -> Pair | None:
        """The one slice ``key``; None when the table does not hold it for both."""
        found = self.pairs(measure, key)
        return found[0] if found else None

    def own(self, measure: str) -> tuple[Number, ...]:
        """One's own rows of a measure that may stand alone; empty when nobody is "me"."""
        me = self.people.me
        rows = self._rows.get((measure, me.key), []) if me else []
        return tuple(sorted(rows, key=lambda n: n.x if n.x is not None else -math.inf))

    def single(self, measure: str, key: str = "") -> Number | None:
        """A comparison that stands on the row of person a only."""
        return next((n for n in self._rows.get((measure, "a"), []) if n.key == key), None)

    def lead(self, number: Number) -> Lead:
        """Who has more, by the number's own verdict, else by its interval (a share of the first person)."""
        if number.verdict in ("a_more", "b_more"):
            return "first" if number.verdict[0] == self.people.first.key else "second"
        if number.verdict == "even":
            return "even"
        return "cant_tell" if number.verdict else share_lead(number)


def share_lead(number: Number) -> Lead:
    """The rule of initiation for any share: one side of a half, inside 40 to 60 of 100, or can't tell."""
    if number.low is None or number.high is None:
        return "cant_tell"
    if number.low > 0.5:
        return "first"
    if number.high < 0.5:
        return "second"
    return "even" if number.low >= EVEN_LOW and number.high <= EVEN_HIGH else "cant_tell"


def weeks_to_go(n: int, minimum: int, n_weeks: int, weeks_seen: float, options: MeasureOptions) -> int | None:
    """About how many more weeks would bring ``n`` to ``minimum`` at the pace so far; None when nobody can say.

    ``weeks_seen`` is the length of the history in weeks. Never below 1.
    """
    for_weeks = max(0, options.min_weeks - n_weeks)
    if n >= minimum:
        return max(1, for_weeks)
    if n <= 0 or weeks_seen <= 0:
        return None
    return max(1, for_weeks, math.ceil((minimum - n) * weeks_seen / n))


def _number(row: Mapping[str, object]) -> Number:
    return Number(
        key=str(row["key"]),
        x=_float(row["x"]),
        value=_float(row["value"]),
        low=_float(row["low"]),
        high=_float(row["high"]),
        n=_int(row["n"]),
        n_weeks=_int(row["n_weeks"]),
        enough=bool(row["enough"]),
        verdict=None if row["verdict"] is None else str(row["verdict"]),
        holds_for=None if row["holds_for"] is None else str(row["holds_for"]),
    )


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0

"""From the numbers of a header to a day and a time: which number is the day, the month, the year; whose calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.sources.whatsapp.bytes import Bools, Ints
from evenstep.sources.whatsapp.lines import Small
from evenstep.sources.whatsapp.shape import Shape
from evenstep.spoken import N_, words
from evenstep.spoken import day as day_words

BY_DAY: Final = N_("a day above 12")
BY_ORDER: Final = N_("only this order runs forward")
BY_USER: Final = N_("you said so")
AND: Final = N_("{one} and {other}")
OR: Final = N_("{one}; {other}")
BY_FORM: Final = N_("the file's own dates")

_NAMES: Final = {"d": "day", "m": "month", "y": "year"}
_BUDDHIST: Final = 543  # years ahead of the common era, as Thai phones show them
_FIRST_YEAR: Final = 2009  # the app's first year: two digits that mean an earlier one are no year
_EPOCH: Final = date(1970, 1, 1).toordinal()
ORDERS: Final = {0: ("ymd", "ydm"), 2: ("dmy", "mdy"), -1: ("dmy", "mdy", "ymd")}
"""The orders a date may have, by where its year of four digits stands; -1: none has."""
NO_DAY: Final = -(2**31)
"""Stands for a date that does not exist."""


@dataclass(frozen=True)
class Order:
    """How dates are written: "dmy", "mdy", "ymd" or "ydm", how that was decided, and how many rows do not fit it."""

    order: str
    decided_by: str


@dataclass(frozen=True)
class Runs:
    """Stretches of rows with one date, in file order: ``numbers`` (k, 3); ``rows``: how many; ``home``: may decide."""

    numbers: Small
    rows: Ints
    home: Bools

    @staticmethod
    def of(numbers: Small, home: Bools) -> Runs:
        """The runs of the (n, 3) date numbers of all rows; ``home`` (n,) as home.at_home."""
        first = changes(numbers)
        if not len(first):
            return Runs(numbers, first, home)
        return Runs(numbers[first], np.diff(first, append=len(numbers)), np.logical_or.reduceat(home, first))

    def pick(self, keep: Bools) -> Runs:
        """Only these runs."""
        return Runs(self.numbers[keep], self.rows[keep], self.home[keep])


@dataclass(frozen=True)
class Span:
    """The days a date may have, as days since 1970."""

    first: int
    last: int

    @staticmethod
    def until(now: datetime | None) -> Span:
        """1990-01-01 to now + 48 h (to the end of 2099 when now is not known)."""
        last = date(2099, 12, 31) if now is None else (now + timedelta(hours=48)).date()
        return Span(date(1990, 1, 1).toordinal() - _EPOCH, last.toordinal() - _EPOCH)


def day_numbers(numbers: Small, order: str, span: Span) -> Ints:
    """Days since 1970, shape (n,), of date numbers (n, 3) in ``order``; NO_DAY where there is no such day in span."""
    d, m, y = (numbers[:, order.index(c)].astype(np.int64) for c in "dmy")
    y = _full_years(y, span)
    days = _civil(y, m, d)
    real = (m >= 1) & (m <= 12) & (d >= 1) & (d <= _month_length(y, m)) & (days >= span.first) & (days <= span.last)
    return np.where(real, days, NO_DAY)


def _full_years(y: Ints, span: Span) -> Ints:
    """Two digits are 20yy; Buddhist years are taken back when every year of the file is one."""
    if not len(y):
        return y
    last_year = date.fromordinal(span.last + _EPOCH).year
    years: Ints = np.flatnonzero(np.bincount(y))
    full = np.where(years < 100, years + 2000, years)
    thai = np.where(years < 100, years + 2500, years) - _BUDDHIST
    beyond = full > min(last_year, 2051)  # 52 is 2009 on a Thai phone, and 2052 on no phone yet
    if beyond.all() and (thai >= _FIRST_YEAR).all() and (thai <= last_year).all():
        return np.where(y < 100, y + 2500, y) - _BUDDHIST
    early = (y < 100) & (y + 2000 < _FIRST_YEAR)
    return np.where(early, 0, np.where(y < 100, y + 2000, y))


def _civil(y: Ints, m: Ints, d: Ints) -> Ints:
    """Days since 1970-01-01 of a proleptic Gregorian date (Hinnant's days_from_civil)."""
    y = y - (m <= 2)
    era = y // 400
    yoe = y - era * 400
    doy = (153 * ((m + 9) % 12) + 2) // 5 + d - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    days: Ints = era * 146097 + doe - 719468
    return days


def _month_length(y: Ints, m: Ints) -> Ints:
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    leap = ((y % 4 == 0) & (y % 100 != 0)) | (y % 400 == 0)
    month: Ints = np.clip(m, 0, 12)
    longest: Ints = lengths[month] + ((month == 2) & leap)
    return longest


def changes(numbers: Small) -> npt.NDArray[np.int64]:
    """Rows where the date differs from the row before: all that can tell the order, shape (k,)."""
    if not len(numbers):
        return np.zeros(0, np.int64)
    key = (numbers[:, 0].astype(np.int64) * 10_000 + numbers[:, 1]) * 10_000 + numbers[:, 2]
    differs = key[1:] != key[:-1]
    return np.concatenate([np.zeros(1, np.int64), np.flatnonzero(differs) + 1])


@dataclass(frozen=True)
class _Candidate:
    order: str
    days: Ints  # NO_DAY where the date does not exist in this order
    rows: Ints

    @property
    def valid(self) -> Bools:
        found: Bools = self.days != NO_DAY
        return found

    @property
    def jumps(self) -> Ints:
        """Where, among the valid days, one is more than a day before the one ahead of it."""
        return np.flatnonzero(np.diff(self.days[self.valid]) < -1) + 1

    @property
    def main_line(self) -> Bools:
        """True for the valid days on the longest line that never runs back."""
        found = self.valid
        if len(self.jumps):
            found[np.flatnonzero(found)] = _never_back(self.days[found])
        return found

    def lone_step(self) -> bool:
        """True when the one step back goes away without one lone line: something pasted, or planned."""
        days, rows, jumps = self.days[self.valid], self.rows[self.valid], self.jumps.tolist()
        if len(jumps) != 1:
            return False
        inner = [i for i in (jumps[0] - 1, jumps[0]) if 0 < i < len(days) - 1 and rows[i] == 1]
        return any(days[i + 1] - days[i - 1] >= -1 for i in inner)


def _never_back(days: Ints) -> Bools:
    """The longest subsequence that never falls, by patience sorting."""
    tops: list[int] = []
    at: list[int] = []
    before = np.full(len(days), -1, np.int64)
    for i, day in enumerate(days.tolist()):
        pile = bisect_right(tops, day)
        before[i] = at[pile - 1] if pile else -1
        tops[pile : pile + 1], at[pile : pile + 1] = [day], [i]
    found = np.zeros(len(days), np.bool_)
    i = at[-1] if at else -1
    while i >= 0:
        found[i] = True
        i = int(before[i])
    return found


def decide_order(runs: Runs, shape: Shape, span: Span, given: str | None, file: str) -> Order:
    """Decide the order of the runs' dates. Raises NeedsAnswer("date_order") when nothing proves one.

    First what is possible (a day above 12, a year before the app existed), then the only order in which
    the file runs forward, then the user. Never a guess, and never on the word of one line that may be pasted.
    """
    year_at = shape.opened.year_at
    orders = ORDERS.get(year_at, ())
    if shape.order:
        return Order(shape.order, BY_ORDER)
    if given in orders:
        return Order(given, BY_USER)
    runs, found, some = _trusted(runs, orders, span, file)
    best = _possible(found, some)
    best = [c for c in found if c in best or not _disproved(c, best)] if best else best
    if year_at == -1:
        best = _without_leading_year(best, runs.numbers, shape)
    if (year_at == 0 or shape.year_leads) and "ymd" in [c.order for c in best]:
        return Order("ymd", BY_FORM)
    if len(best) == 1:
        return Order(best[0].order, _proof(runs.numbers, best[0].order))
    forward = sorted(best, key=lambda c: len(c.jumps))
    if forward and _clear(*forward[:2]):
        return Order(forward[0].order, BY_ORDER)
    raise _ask(runs.numbers, best or found, some, span, file)


def _trusted(runs: Runs, orders: Sequence[str], span: Span, file: str) -> tuple[Runs, list[_Candidate], Bools]:
    """The runs that may decide (all, when none of those has a date), as each order reads them, and which have a day.

    Raises InputError E217 when no date exists in any order.
    """
    for each in (runs.pick(runs.home), runs):
        found = [_Candidate(order, day_numbers(each.numbers, order, span), each.rows) for order in orders]
        some = np.logical_or.reduce([c.valid for c in found])
        if some.any():
            return each, found, some
    shown = "/".join(str(n) for n in runs.numbers[0].tolist())
    raise InputError(
        "E217", file, "", words("no date of this file, such as {shown}, is one of our calendar", shown=shown)
    )


def _disproved(other: _Candidate, best: list[_Candidate]) -> bool:
    """True when dates that do not exist in this order stand on the line of the file, or are most of it."""
    for c in best:
        against = c.valid & ~other.valid
        if not (against & c.main_line).any() and 2 * against.sum() <= c.valid.sum():
            return False
    return True


def _without_leading_year(best: list[_Candidate], numbers: Small, shape: Shape) -> list[_Candidate]:
    """A first number above 12 is a day, though "13/01/23" could be 2013 where the year leads.

    Unless the form is one of those, or the file runs forward only so, or it would all be on one day of the month.
    """
    first = [c for c in best if c.order != "ymd"]
    if len(first) != 1 or len(best) == 1 or shape.year_may_lead:
        return best
    day = numbers[first[0].valid, first[0].order.index("d")]
    one_day_only = len(day) > 1 and bool((day == day[0]).all())
    return best if one_day_only or len(first[0].jumps) else first


def _possible(found: list[_Candidate], some: Bools) -> list[_Candidate]:
    """The orders under which every date exists that exists under any; one that nearly always holds counts alone."""
    missed = {c.order: int((some & ~c.valid).sum()) for c in found}
    whole = [c for c in found if missed[c.order] == 0]
    if whole:
        return whole
    first, *others = sorted(found, key=lambda c: missed[c.order])
    few = 20 * missed[first.order] <= int(some.sum())
    return [first] if few and all(missed[c.order] > 5 * missed[first.order] for c in others) else []


def _clear(best: _Candidate, second: _Candidate) -> bool:
    few, many = len(best.jumps), len(second.jumps)
    return (few == 0 and many > 0 and not second.lone_step()) or (many >= 3 and many >= 10 * few)


def _proof(numbers: Small, order: str) -> str:
    return BY_DAY if (numbers[:, order.index("d")] > 12).any() else BY_FORM


def _ask(numbers: Small, found: list[_Candidate], some: Bools, span: Span, file: str) -> NeedsAnswer:
    rows = np.flatnonzero(some)
    two = [int(rows[0]), int(rows[-1])] if len(rows) else []
    samples = list(dict.fromkeys(tuple(numbers[r].tolist()) for r in two))
    choices = []
    for c in found:
        spelled = [_spell(np.array([s], np.int16), c.order, span) for s in samples]
        choices.append(Choice(c.order, _together([s for s in spelled if s], OR)))
    written = _together(["/".join(f"{n:02d}" for n in s) for s in samples], AND)
    question = words("The dates ({written}) can be read in more than one way. Which is right?", written=written)
    if not any(c.valid[some].all() for c in found):
        question = words(
            "The order of day and month seems to change inside the file ({written}). Which is right?", written=written
        )
    return NeedsAnswer("date_order", question, choices, file)


def _spell(numbers: Small, order: str, span: Span) -> str:
    day = int(day_numbers(numbers, order, span)[0])
    if day == NO_DAY:
        return ""
    return day_words(date.fromordinal(day + _EPOCH))


def _together(one_or_two: Sequence[str], between: str) -> str:
    """At most two, as they are or joined by ``between``."""
    if len(one_or_two) < 2:
        return one_or_two[0] if one_or_two else ""
    return words(between, one=one_or_two[0], other=one_or_two[1])

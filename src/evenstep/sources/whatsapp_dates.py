"""From the numbers of a header to a day and a time: which number is the day, the month, the year; whose calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.sources.whatsapp_bytes import Bools, Ints
from evenstep.sources.whatsapp_lines import Small
from evenstep.sources.whatsapp_shape import Shape

BY_DAY: Final = "a day above 12"
BY_ORDER: Final = "only this order runs forward"
BY_USER: Final = "you said so"
BY_FORM: Final = "the file's own dates"

_NAMES: Final = {"d": "day", "m": "month", "y": "year"}
_BUDDHIST: Final = 543  # years ahead of the common era, as Thai phones show them
_FIRST_YEAR: Final = 2009  # the app's first year: two digits that mean an earlier one are no year
_EPOCH: Final = date(1970, 1, 1).toordinal()
NO_DAY: Final = -(2**31)
"""Stands for a date that does not exist."""


@dataclass(frozen=True)
class Order:
    """How dates are written: "dmy", "mdy", "ymd" or "ydm", how that was decided, and how many rows do not fit it."""

    order: str
    decided_by: str


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
    valid: Bools
    jumps: int  # steps back of more than a day


def _candidate(numbers: Small, order: str, span: Span) -> _Candidate:
    days = day_numbers(numbers, order, span)
    valid = days != NO_DAY
    steps = np.diff(days[valid])
    return _Candidate(order, valid, int((steps < -1).sum()))


def decide_order(numbers: Small, shape: Shape, span: Span, given: str | None, file: str) -> Order:
    """Decide the order of (k, 3) date numbers in file order. Raises NeedsAnswer("date_order") when nothing proves one.

    First what is possible (a day above 12, a year before the app existed), then the only order in which
    the file runs forward, then the user. Never a guess.
    """
    year_at = shape.opened.year_at
    orders = {0: ("ymd", "ydm"), 2: ("dmy", "mdy"), -1: ("dmy", "mdy", "ymd")}.get(year_at, ())
    if given in orders:
        return Order(given, BY_USER)
    found = [_candidate(numbers, order, span) for order in orders]
    some = np.logical_or.reduce([c.valid for c in found])
    if not some.any():
        shown = "/".join(str(n) for n in numbers[0].tolist())
        raise InputError("E217", file, "", f"no date of this file, such as {shown}, is one of our calendar")
    best = _possible(found, some)
    if year_at == -1:
        best = _without_leading_year(best, numbers, shape)
    if year_at == 0 and "ymd" in [c.order for c in best]:
        return Order("ymd", BY_FORM)
    if len(best) == 1:
        return Order(best[0].order, _proof(numbers, best[0].order))
    forward = sorted(best, key=lambda c: c.jumps)
    if forward and _clear(forward[0].jumps, forward[1].jumps):
        return Order(forward[0].order, BY_ORDER)
    raise _ask(numbers, best or found, some, span, file)


def _without_leading_year(best: list[_Candidate], numbers: Small, shape: Shape) -> list[_Candidate]:
    """A first number above 12 is a day, though "13/01/23" could be 2013 where the year leads.

    Unless the form is one of those, or the file runs forward only so, or it would all be on one day of the month.
    """
    first = [c for c in best if c.order != "ymd"]
    if len(first) != 1 or len(best) == 1 or shape.year_may_lead:
        return best
    day = numbers[first[0].valid, first[0].order.index("d")]
    one_day_only = len(day) > 1 and bool((day == day[0]).all())
    return best if one_day_only or first[0].jumps else first


def _possible(found: list[_Candidate], some: Bools) -> list[_Candidate]:
    """The orders under which every date exists that exists under any; one that nearly always holds counts alone."""
    missed = {c.order: int((some & ~c.valid).sum()) for c in found}
    whole = [c for c in found if missed[c.order] == 0]
    if whole:
        return whole
    first, *others = sorted(found, key=lambda c: missed[c.order])
    few = 20 * missed[first.order] <= int(some.sum())
    return [first] if few and all(missed[c.order] > 5 * missed[first.order] for c in others) else []


def _clear(best: int, second: int) -> bool:
    return (best == 0 and second > 0) or (second >= 3 and second >= 10 * best)


def _proof(numbers: Small, order: str) -> str:
    return BY_DAY if (numbers[:, order.index("d")] > 12).any() else BY_FORM


def _ask(numbers: Small, found: list[_Candidate], some: Bools, span: Span, file: str) -> NeedsAnswer:
    rows = np.flatnonzero(some)
    two = [int(rows[0]), int(rows[-1])] if len(rows) else []
    samples = list(dict.fromkeys(tuple(numbers[r].tolist()) for r in two))
    choices = []
    for c in found:
        spelled = [_spell(np.array([s], np.int16), c.order, span) for s in samples]
        choices.append(Choice(c.order, "; ".join(s for s in spelled if s)))
    written = " and ".join("/".join(f"{n:02d}" for n in s) for s in samples)
    question = f"The dates ({written}) can be read in more than one way. Which is right?"
    if not any(c.valid[some].all() for c in found):
        question = f"The order of day and month seems to change inside the file ({written}). Which is right?"
    return NeedsAnswer("date_order", question, choices, file)


def _spell(numbers: Small, order: str, span: Span) -> str:
    day = int(day_numbers(numbers, order, span)[0])
    if day == NO_DAY:
        return ""
    when = date.fromordinal(day + _EPOCH)
    return f"{when.day} {when:%B %Y}"

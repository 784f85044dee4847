"""From header numbers to local wall times: the hour beside its day-period word, the date in its decided order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from evenstep.errors import InputError
from evenstep.events.clock import UTC_TYPE, LocalToUtc, to_utc
from evenstep.sources.base import ReadOptions
from evenstep.sources.whatsapp.bytes import Bools, Ints, distinct
from evenstep.sources.whatsapp.dates import NO_DAY, Order, Runs, Span, changes, day_numbers, decide_order
from evenstep.sources.whatsapp.dayparts import AFTERNOON_HOURS, HOURS, MORNING_HOURS, hour_of_day
from evenstep.sources.whatsapp.eras import common_years
from evenstep.sources.whatsapp.lines import Small
from evenstep.sources.whatsapp.shape import Shape
from evenstep.spoken import words as later

_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_MANY: Final = 200  # messages that never show an hour past 12, nor 0: a 12-hour clock without its word
_MANY_DATES: Final = 10
_MANY_HOURS: Final = 6
_LITERAL: Final = 0.1  # a word beside so many hours above 12 is no day-period: "19 h 02 min 30 s"
_FEW_BACK: Final = 3


@dataclass(frozen=True)
class WallTimes:
    """``local``: microseconds since 1970 on the phone's clock; rows with ``code`` E211 or E217 have none."""

    local: Ints
    code: Sequence[str]  # "" or the reject code, by the values of ``bad``
    bad: Ints  # 0 good, 1 E217 (no such date or time), 2 E211 (a date only in another order)
    order: Order
    orders: tuple[str, ...]


def wall_times(
    numbers: Small,
    word: Small,
    shape: Small,
    shapes: Sequence[Shape],
    words: Sequence[str],
    home: Bools,
    *,
    options: ReadOptions,
    file: str,
) -> WallTimes:
    """Local times of all header rows; those of ``home`` may decide the order of dates.

    Raises NeedsAnswer("date_order"), InputError E217 or E220.
    """
    span = Span.until(options.now)
    days = np.full(len(numbers), NO_DAY, np.int64)
    bad = np.zeros(len(numbers), np.int64)
    orders: list[Order] = []
    for i, each in enumerate(shapes):
        rows = np.flatnonzero(shape == i)
        if not len(rows):
            continue
        dates = common_years(numbers[rows, :3], each, file)
        runs = Runs.of(dates, home[rows])
        order = decide_order(runs, each, span, options.date_order, file)
        orders.append(order)
        days[rows] = np.repeat(day_numbers(runs.numbers, order.order, span), runs.rows)
        missed = rows[days[rows] == NO_DAY]
        other = _fits_another(dates[days[rows] == NO_DAY], order.order, span)
        bad[missed] = np.where(other, 2, 1)
    strange = [w for each in shapes for w in each.strange_words]
    hour = _hours(numbers, word, words, strange, file)
    minute, second = numbers[:, 4].astype(np.int64), numbers[:, 5].astype(np.int64)
    bad[(bad == 0) & ((hour < 0) | (minute > 59) | (second > 59))] = 1
    if (bad > 0).all():
        raise InputError("E217", file, "", later("no line has a date and a time that exist"))
    local = ((days * 24 + hour) * 60 + minute) * 60 + second
    return WallTimes(local * _SECOND, ("", "E217", "E211"), bad, orders[0], tuple(o.order for o in orders))


def utc_times(local: Ints, zone: str) -> LocalToUtc:
    """As events.clock.to_utc, for microseconds: days far from any change of the clocks take their one offset.

    A day is quiet when the offset is the same at noon of the day before and of the day after. Only
    the rows of the others, few, need the order of the file.
    """
    day = local // _DAY
    runs = np.concatenate([np.zeros(1, np.int64), np.flatnonzero(day[1:] != day[:-1]) + 1])
    days = day[runs]
    around = distinct(np.concatenate([days - 1, days, days + 1]))
    noons = around * _DAY + _DAY // 2
    offset = noons - to_utc(_series(noons), zone).time.to_physical().to_numpy()
    before, after = (offset[np.searchsorted(around, days + step)] for step in (-1, 1))
    length = np.diff(runs, append=len(day))
    quiet = np.repeat(before == after, length)
    rows = np.flatnonzero(~quiet)
    exact = to_utc(_series(local[rows]), zone)
    utc = local - np.repeat(before, length)
    utc[rows] = exact.time.to_physical().to_numpy()
    return LocalToUtc(pl.Series("time", utc).cast(UTC_TYPE), exact.folds, exact.gaps)


def _series(microseconds: Ints) -> pl.Series:
    return pl.Series(microseconds).cast(pl.Datetime("us"))


def _fits_another(dates: Small, order: str, span: Span) -> Bools:
    other = {"dmy": "mdy", "mdy": "dmy", "ymd": "ydm", "ydm": "ymd"}[order]
    fits: Bools = day_numbers(dates, other, span) != NO_DAY
    return fits


def _hours(numbers: Small, word: Small, words: Sequence[str], strange: Sequence[str], file: str) -> Ints:
    hour = numbers[:, 3].astype(np.int64)
    used = np.flatnonzero(np.bincount(word)).tolist()
    meaning = {c: HOURS.get(words[c]) or frozenset() for c in used if words[c]}
    literal = [c for c in meaning if (hour[word == c] > 12).mean() > _LITERAL]
    unknown = [c for c in meaning if not meaning[c] and c not in literal]
    if unknown:
        meaning |= _learned(numbers, word, meaning, unknown, file)
    if not meaning:
        _check_clock(numbers, hour, strange, file)
    result = np.where(hour <= 24, hour % 24, -1)
    for code, hours in meaning.items():
        if code not in literal:
            table = np.array([hour_of_day(h, hours) for h in range(100)])
            rows = word == code
            result[rows] = table[np.clip(hour[rows], 0, 99)]
    return result


def _learned(
    numbers: Small, word: Small, meaning: dict[int, frozenset[int]], unknown: list[int], file: str
) -> dict[int, frozenset[int]]:
    """Which unknown word is the morning: the other one's opposite, or the one that comes first in a day."""
    known = [hours for code, hours in meaning.items() if code not in unknown]
    if len(unknown) == 1 and len(known) == 1 and known[0] in (MORNING_HOURS, AFTERNOON_HOURS):
        return {unknown[0]: AFTERNOON_HOURS if known[0] == MORNING_HOURS else MORNING_HOURS}
    if len(unknown) == 2 and not known:
        one, two = unknown
        same_day = (numbers[1:, :3] == numbers[:-1, :3]).all(axis=1)
        forth = int((same_day & (word[:-1] == one) & (word[1:] == two)).sum())
        back = int((same_day & (word[:-1] == two) & (word[1:] == one)).sum())
        if (forth == 0) != (back == 0):
            first, second = (one, two) if forth else (two, one)
            return {first: MORNING_HOURS, second: AFTERNOON_HOURS}
    raise InputError("E220", file, "", later("the words beside the hours are not ones we know"))


def _check_clock(numbers: Small, hour: Ints, strange: Sequence[str], file: str) -> None:
    """Refuse a clock that stays between 1 and 12 where that cannot be chance, or beside a word we do not know."""
    if not len(hour) or hour.min() < 1 or hour.max() > 12:
        return
    if strange:
        meant = later("the hours stay below 13, and we do not know what {word} means", word=repr(strange[0]))
        raise InputError("E220", file, "", meant)
    minutes = hour * 60 + numbers[:, 4]
    same_day = (numbers[1:, :3] == numbers[:-1, :3]).all(axis=1)
    back = int((same_day & (np.diff(minutes) < -60)).sum())
    many = len(hour) >= _MANY and len(changes(numbers[:, :3])) >= _MANY_DATES and len(distinct(hour)) >= _MANY_HOURS
    if back >= _FEW_BACK or many:
        unsure = later("the hours run from 1 to 12 and nothing tells morning from afternoon")
        raise InputError("E220", file, "", unsure)

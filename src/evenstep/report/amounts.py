"""Numbers as words: lengths of time, shares out of 100, counts, dates. No percent sign, no false precision."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from evenstep.spoken import MONTHS, N_, pairs, tr, trn
from evenstep.spoken import day as words_of_a_day
from evenstep.spoken import digits as _set

MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
DAY_S: Final = 86400.0
SHORT_MONTHS: Final = N_(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
COUNTED: Final[dict[str, tuple[str, str]]] = pairs(
    {
        "second": ("{n} second", "{n} seconds"),
        "hour": ("{n} hour", "{n} hours"),
        "week": ("{n} week", "{n} weeks"),
        "more week": ("{n} more week", "{n} more weeks"),
        "month": ("{n} month", "{n} months"),
        "time": ("{n} time", "{n} times"),
        "message": ("{n} message", "{n} messages"),
        "turn": ("{n} turn", "{n} turns"),
        "start": ("{n} start", "{n} starts"),
        "reach": ("{n} reach", "{n} reaches"),
        "wait": ("{n} wait", "{n} waits"),
        "run": ("{n} run", "{n} runs"),
        "check": ("{n} check", "{n} checks"),
        "record": ("{n} record", "{n} records"),
        "notice": ("{n} notice of the app", "{n} notices of the app"),
    }
)


def duration(seconds: float) -> str:
    """A length of time in words: "40 seconds", "35 min", "1 h 40 min", "2 days 3 h"."""
    if seconds < 90:
        return count(round(seconds), "second")
    minutes = round(seconds / MINUTE_S)
    if minutes < 10 * 60:
        return _minutes(minutes)
    hours = round(seconds / HOUR_S)
    if hours < 48:
        return tr("{h} h", h=str(hours))
    if hours % 24 and hours < 96:
        return tr("{d} days {h} h", d=str(hours // 24), h=str(hours % 24))
    return tr("{d} days", d=str(hours // 24))


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return tr("{m} min", m=str(rest))
    return tr("{h} h {m} min", h=str(hours), m=str(rest)) if rest else tr("{h} h", h=str(hours))


def half_within(seconds: float, resolution_s: float) -> str:
    """Words: "within 35 min", or "in under 2 minutes" when the clock's own tick is too coarse to say more."""
    if seconds < 2 * resolution_s:
        return tr("in under 2 minutes") if resolution_s >= MINUTE_S else tr("in under 2 seconds")
    return tr("within {time}", time=duration(seconds))


def under(resolution_s: float) -> str:
    """Words: "under 2 minutes" for a clock that ticks in minutes, "under 2 seconds" for one that ticks in seconds."""
    return tr("under 2 minutes") if resolution_s >= MINUTE_S else tr("under 2 seconds")


def short_duration(seconds: float, resolution_s: float) -> str:
    """A median as it stands in a table or a picture."""
    return under(resolution_s) if seconds < 2 * resolution_s else duration(seconds)


def duration_range(low: float, high: float, resolution_s: float = 0.0) -> str:
    """Words: "24 to 51 min"; the unit once where both share it."""
    from_, to = short_duration(low, resolution_s), short_duration(high, resolution_s)
    if from_ == to:
        return to
    if _only_minutes(low, resolution_s) and _only_minutes(high, resolution_s):
        return tr("{low} to {high} min", low=str(round(low / MINUTE_S)), high=str(round(high / MINUTE_S)))
    return to_words(from_, to)


def _only_minutes(seconds: float, resolution_s: float) -> bool:
    """Whether this is said in minutes alone."""
    return seconds >= 2 * resolution_s and seconds >= 90 and round(seconds / MINUTE_S) < 60


def to_words(low: str, high: str) -> str:
    """Words: "57 to 65"."""
    return tr("{low} to {high}", low=low, high=high)


def of_100(share: float) -> str:
    """A share as a number out of 100: "61", "fewer than 1", "more than 99"; 0 and 100 only when exact."""
    if 0 < share <= 0.005:
        return tr("fewer than 1")
    if 0.995 <= share < 1:
        return tr("more than 99")
    return str(_round_100(share))


def other_of_100(share: float) -> str:
    """The rest of ``share`` out of 100, so that the two words always add up."""
    if 0 < share <= 0.005:
        return tr("more than 99")
    if 0.995 <= share < 1:
        return tr("fewer than 1")
    return str(100 - _round_100(share))


def range_100(low: float, high: float) -> str:
    """Words: "57 to 65" out of 100: the lower end rounded down and the upper end up, so no range shrinks.

    An end is never rounded onto the half that the range leaves out: "50.3 to 60" beside "you started more often".
    """
    lowest, highest = _ends_100(low, high)
    return highest if lowest == highest else to_words(lowest, highest)


def dash_range_100(low: float, high: float) -> str:
    """The same for a narrow cell: "57–65"."""
    lowest, highest = _ends_100(low, high)
    return highest if lowest == highest else f"{lowest}–{highest}"


def _ends_100(low: float, high: float) -> tuple[str, str]:
    bottom, top = math.floor(low * 100 + 1e-9), math.ceil(high * 100 - 1e-9)
    lowest = clear(low * 100, 50) if bottom == 50 and low * 100 > 50 + 1e-9 else str(bottom)
    highest = clear(high * 100, 50) if top == 50 and high * 100 < 50 - 1e-9 else str(top)
    return lowest, highest


def _round_100(share: float) -> int:
    return math.floor(share * 100 + 0.5)


def number(value: int) -> str:
    """An integer with thousands set apart: "38,912"."""
    return _set(f"{value:,}")


def count(value: int, noun: str) -> str:
    """Words: "1 start", "1,148 starts". ``noun`` is one of COUNTED."""
    return trn(*COUNTED[noun], value, n=number(value))


def decimal(value: float, digits: int = 1) -> str:
    """A plain decimal with a real minus sign."""
    return _set(f"{value:.{digits}f}").replace("-", "−")


def clear(value: float, *marks: float, digits: int = 1) -> str:
    """``value`` with ``digits`` decimals, or as many more (up to four) as keep it on its side of every mark.

    What still rounds onto a mark is said in words: "just above 0". So no number contradicts the sentence beside it.
    """
    for places in range(digits, max(digits, 4) + 1):
        shown = round(value, places)
        if all((shown > mark) == (value > mark) and (shown < mark) == (value < mark) for mark in marks):
            return _set(f"{value:,.{places}f}").replace("-", "−")
    nearest = min(marks, key=lambda mark: abs(value - mark))
    what = f"{nearest:g}"
    return tr("just above {number}", number=what) if value > nearest else tr("just below {number}", number=what)


def day(moment: datetime) -> str:
    """Words: "3 May 2025"."""
    return tr(words_of_a_day(moment))


def month(moment: datetime) -> str:
    """Words: "May 2025"."""
    return tr("{month} {year}", month=tr(MONTHS[moment.month - 1]), year=str(moment.year))


def span(start: datetime, end: datetime) -> str:
    """Words: "March 2023 to June 2025", or days when both lie in one month."""
    if (start.year, start.month) == (end.year, end.month):
        return day(start) if start.date() == end.date() else to_words(day(start), day(end))
    return to_words(month(start), month(end))


def listed(words: list[str]) -> str:
    """Words: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else tr("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def short_month(moment: datetime) -> str:
    """Words: "May 2025", the month cut to three letters."""
    return tr("{month} {year}", month=tr(SHORT_MONTHS[moment.month - 1]), year=str(moment.year))


def tick(seconds: float) -> str:
    """A mark on a time axis: "10 min", "6 h"."""
    if seconds < HOUR_S:
        return tr("{m} min", m=str(round(seconds / MINUTE_S)))
    return tr("{h} h", h=str(round(seconds / HOUR_S)))


def hours(seconds: float) -> str:
    """A length of time in whole hours: "72 hours"."""
    return count(round(seconds / HOUR_S), "hour")


def capital(words: str) -> str:
    """With a capital at its beginning; the rest as it is."""
    return words[:1].upper() + words[1:]

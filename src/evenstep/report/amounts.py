"""Numbers as words: lengths of time, shares out of 100, counts, dates. No percent sign, no false precision."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
DAY_S: Final = 86400.0
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def duration(seconds: float) -> str:
    """A length of time in words: "40 seconds", "35 min", "1 h 40 min", "2 days 3 h"."""
    if seconds < 90:
        return count(round(seconds), "second")
    minutes = round(seconds / MINUTE_S)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 10 * 60:
        return _pair(minutes // 60, "h", minutes % 60, "min")
    hours = round(seconds / HOUR_S)
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} days" + (f" {hours % 24} h" if hours % 24 and hours < 96 else "")


def _pair(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit}" + (f" {small} {small_unit}" if small else "")


def half_within(seconds: float, resolution_s: float) -> str:
    """Words: "within 35 min", or "in under 2 minutes" when the clock's own tick is too coarse to say more."""
    if seconds < 2 * resolution_s:
        return f"in {under(resolution_s)}"
    return f"within {duration(seconds)}"


def under(resolution_s: float) -> str:
    """Words: "under 2 minutes" for a clock that ticks in minutes, "under 2 seconds" for one that ticks in seconds."""
    return "under 2 minutes" if resolution_s >= MINUTE_S else "under 2 seconds"


def short_duration(seconds: float, resolution_s: float) -> str:
    """A median as it stands in a table or a picture."""
    return under(resolution_s) if seconds < 2 * resolution_s else duration(seconds)


def duration_range(low: float, high: float, resolution_s: float = 0.0) -> str:
    """Words: "24 to 51 min"; the unit once where both share it."""
    from_, to = short_duration(low, resolution_s), short_duration(high, resolution_s)
    if from_ == to:
        return to
    both_minutes = from_.endswith(" min") and to.endswith(" min") and " h" not in from_ + to
    return f"{from_.removesuffix(' min')} to {to}" if both_minutes else f"{from_} to {to}"


def of_100(share: float) -> str:
    """A share as a number out of 100: "61", "fewer than 1", "more than 99"; 0 and 100 only when exact."""
    if 0 < share <= 0.005:
        return "fewer than 1"
    if 0.995 <= share < 1:
        return "more than 99"
    return str(_round_100(share))


def other_of_100(share: float) -> str:
    """The rest of ``share`` out of 100, so that the two words always add up."""
    swapped = {"fewer than 1": "more than 99", "more than 99": "fewer than 1"}
    words = of_100(share)
    if words in swapped:
        return swapped[words]
    return str(100 - _round_100(share))


def range_100(low: float, high: float) -> str:
    """Words: "57 to 65" out of 100: the lower end rounded down and the upper end up, so no range shrinks.

    An end is never rounded onto the half that the range leaves out: "50.3 to 60" beside "you started more often".
    """
    bottom, top = math.floor(low * 100 + 1e-9), math.ceil(high * 100 - 1e-9)
    lowest = clear(low * 100, 50) if bottom == 50 and low * 100 > 50 + 1e-9 else str(bottom)
    highest = clear(high * 100, 50) if top == 50 and high * 100 < 50 - 1e-9 else str(top)
    return highest if lowest == highest else f"{lowest} to {highest}"


def dash_range_100(low: float, high: float) -> str:
    """The same for a narrow cell: "57–65"."""
    return range_100(low, high).replace(" to ", "–")


def _round_100(share: float) -> int:
    return math.floor(share * 100 + 0.5)


def number(value: int) -> str:
    """An integer with thousands set apart: "38,912"."""
    return f"{value:,}"


def count(value: int, noun: str, plural: str | None = None) -> str:
    """Words: "1 start", "1,148 starts"."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def decimal(value: float, digits: int = 1) -> str:
    """A plain decimal with a real minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def clear(value: float, *marks: float, digits: int = 1) -> str:
    """``value`` with ``digits`` decimals, or as many more (up to four) as keep it on its side of every mark.

    What still rounds onto a mark is said in words: "just above 0". So no number contradicts the sentence beside it.
    """
    for places in range(digits, max(digits, 4) + 1):
        shown = round(value, places)
        if all((shown > mark) == (value > mark) and (shown < mark) == (value < mark) for mark in marks):
            return f"{value:,.{places}f}".replace("-", "−")
    nearest = min(marks, key=lambda mark: abs(value - mark))
    return f"just {'above' if value > nearest else 'below'} {nearest:g}"


def day(moment: datetime) -> str:
    """Words: "3 May 2025"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def month(moment: datetime) -> str:
    """Words: "May 2025"."""
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def span(start: datetime, end: datetime) -> str:
    """Words: "March 2023 to June 2025", or days when both lie in one month."""
    if (start.year, start.month) == (end.year, end.month):
        return day(start) if start.date() == end.date() else f"{day(start)} to {day(end)}"
    return f"{month(start)} to {month(end)}"


def listed(words: list[str]) -> str:
    """Words: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def short_month(moment: datetime) -> str:
    """Words: "May 2025", the month cut to three letters."""
    return f"{MONTHS[moment.month - 1][:3]} {moment.year}"


def tick(seconds: float) -> str:
    """A mark on a time axis: "10 min", "6 h"."""
    return f"{round(seconds / MINUTE_S)} min" if seconds < HOUR_S else f"{round(seconds / HOUR_S)} h"


def hours(seconds: float) -> str:
    """A length of time in whole hours: "72 hours"."""
    return count(round(seconds / HOUR_S), "hour")

"""When a mail was sent: its Date, held against the time of delivery; the "From " line where both are missing."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz
from typing import Final

NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS: Final = {name: number for number, name in enumerate(NAMES, start=1)}
USUAL: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?"
    r"\s+([+-])(\d\d)(\d\d)\b"
)
SEPARATOR: Final = re.compile(
    r"([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}):(\d\d)(?::(\d\d))?((?: +[^\s\d]\S*){0,2}?)"
    r" +(?:([+-]\d{4}) +)?(\d{4})(?: +([+-]\d{4}))?\s*$"
)
ZONED: Final = re.compile(r"(?:[+-]\d\d:?\d\d|\b(?:UTC?|GMT|Z|[ECMP][SD]T))\b\D*$")
"""The library takes a date without a zone for UTC; we do not."""

UNIX_DAYS: Final = date(1970, 1, 1).toordinal()
DAY_S: Final = 86_400
WIDEST_S: Final = 15 * 3_600
LATE_S: Final = DAY_S
EARLY_S: Final = 7 * DAY_S
"""A Date may be a day later than the delivery, or a week earlier (mails that wait); else the clock was wrong."""


def sent_time(date_field: str, received: str, separator: str) -> tuple[int | None, bool]:
    """(seconds since 1970 or None, True when the Date field could not be used)."""
    sent = field_time(date_field)
    arrived = field_time(received.rpartition(";")[2]) if received else None
    if sent is not None and (arrived is None or -EARLY_S <= sent - arrived <= LATE_S):
        return sent, False
    if arrived is not None:
        return arrived, True
    return separator_time(separator), True


def field_time(value: str) -> int | None:
    """A date of a header field in seconds since 1970; None when it has no zone or is no date."""
    usual = USUAL.match(value.strip())
    try:
        if usual is not None:
            day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
            offset = (int(hours) * 3_600 + int(minutes) * 60) * (1 if sign == "+" else -1)
            at = (int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0))
            return _seconds(*at, offset)
        parsed = parsedate_tz(value[:200]) if ZONED.search(value[:200]) else None
        if parsed is None or parsed[9] is None:
            return None
        year_, month_, day_, hour_, minute_, second_ = parsed[:6]
        return _seconds(year_, month_, day_, hour_, minute_, second_, parsed[9])
    except (ValueError, LookupError, TypeError, OverflowError):
        return None


def separator_time(separator: str) -> int | None:
    """The date of a "From " line, which is in UTC unless it carries its offset (RFC 4155)."""
    found = SEPARATOR.search(separator)
    if found is None:
        return field_time(separator.partition(" ")[2].partition(" ")[2])
    month, day, hour, minute, second, _, before, year, behind = found.groups()
    zone = before or behind or "+0000"
    offset = (int(zone[1:3]) * 3_600 + int(zone[3:]) * 60) * (-1 if zone[0] == "-" else 1)
    try:
        return _seconds(int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), offset)
    except (ValueError, LookupError):
        return None


def _seconds(year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int) -> int:
    """Raises ValueError for a time that does not exist."""
    if hour > 23 or minute > 59 or second > 60 or abs(offset) > WIDEST_S:
        raise ValueError(offset)
    days = date(year, month, day).toordinal() - UNIX_DAYS
    return days * DAY_S + hour * 3_600 + minute * 60 + second - offset

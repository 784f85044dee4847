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
    r"\s+([+-])(\d\d):?(\d\d)\b"
)
ISO: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T ]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d))\s*"
)
FROM_UTC: Final = re.compile(r"(?:GMT|UTC?)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\b", re.I)
"""An offset that is said from UTC ("GMT+1", "UTC+05:30")."""
SEPARATOR: Final = re.compile(
    r"([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}):(\d\d)(?::(\d\d))?((?: +[^\s\d]\S*){0,2}?)"
    r" +(?:([+-]\d{4}) +)?(\d{4})(?: +([+-]\d{4}))?\s*$"
)
NAMED_HOURS: Final = {
    name: hours
    for hours, names in (
        *((0, "WET"), (1, "WEST CET MET MEZ"), (2, "CEST MEST MESZ EET"), (3, "EEST MSK"), (4, "MSD")),
        *((8, "HKT SGT AWST"), (9, "JST KST"), (10, "AEST"), (11, "AEDT"), (12, "NZST"), (13, "NZDT")),
        *((-10, "HST"), (-9, "AKST"), (-8, "AKDT")),
    )
    for name in names.split()
}
"""Names of zones that old programs wrote, and that mean one offset only (IST and BST mean several)."""

NAMED_ZONE: Final = re.compile(rf"\b({'|'.join(NAMED_HOURS)})\b\W*$")
ZONED: Final = re.compile(r"(?:[+-]\d\d:?\d\d|\b(?:UTC?|GMT|Z|[ECMP][SD]T))\b\D*$")
"""The library takes a date without a zone for UTC; we do not."""

UNIX_DAYS: Final = date(1970, 1, 1).toordinal()
DAY_S: Final = 86_400
EARLIEST_S: Final = (date(1990, 1, 1).toordinal() - UNIX_DAYS) * DAY_S
"""No date before is a mail's own: a clock that was never set, or a year that was written wrongly."""

WIDEST_S: Final = 15 * 3_600
LATE_S: Final = DAY_S
EARLY_S: Final = 7 * DAY_S
"""A Date may be a day later than the delivery, or a week earlier (mails that wait); else the clock was wrong."""


def sent_time(date_field: str, received: str, separator: str) -> tuple[int | None, bool]:
    """(seconds since 1970 or None, True when the Date field could not be used)."""
    sent = field_time(date_field)
    arrived = field_time(received.rpartition(";")[2]) if received else None
    if sent is not None and sent >= EARLIEST_S and (arrived is None or -EARLY_S <= sent - arrived <= LATE_S):
        return sent, False
    stands_in = arrived if arrived is not None else separator_time(separator)
    return (stands_in, True) if stands_in is not None else (sent, False)


def field_time(value: str) -> int | None:
    """A date of a header field in seconds since 1970; None when it has no zone or is no date."""
    usual = USUAL.match(value.strip())
    try:
        if usual is not None:
            day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
            at = (int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0))
            return _seconds(*at, _offset(sign, hours, minutes))
        iso = ISO.fullmatch(value.strip()[:60])
        if iso is not None:
            *moment, sign, hours, minutes = iso.groups()
            year_, month_, day_, hour_, minute_, second_ = (int(part or 0) for part in moment)
            return _seconds(year_, month_, day_, hour_, minute_, second_, _offset(sign, hours, minutes))
        return _by_library(value[:200])
    except (ValueError, LookupError, TypeError, OverflowError):
        return None


def separator_time(separator: str) -> int | None:
    """The date of a "From " line, which is in UTC unless it carries its offset (RFC 4155)."""
    found = SEPARATOR.search(separator)
    if found is None:
        return field_time(separator.partition(" ")[2].partition(" ")[2])
    month, day, hour, minute, second, _, before, year, behind = found.groups()
    zone = before or behind or "+0000"
    offset = _offset(zone[0], zone[1:3], zone[3:])
    try:
        return _seconds(int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), offset)
    except (ValueError, LookupError):
        return None


def _by_library(value: str) -> int | None:
    """Dates in the older forms, with the names of zones; None when none is named."""
    from_utc, named = FROM_UTC.search(value), NAMED_ZONE.search(value)
    if from_utc is None and named is None and ZONED.search(value) is None:
        return None
    parsed = parsedate_tz(value[: from_utc.start()] if from_utc else value)
    if parsed is None:
        return None
    offset = parsed[9]
    if from_utc is not None:
        offset = _offset(*from_utc.groups())
    elif named is not None:
        offset = NAMED_HOURS[named[1]] * 3_600
    year, month, day, hour, minute, second = parsed[:6]
    return None if offset is None else _seconds(year, month, day, hour, minute, second, offset)


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> int:
    return (int(hours or 0) * 3_600 + int(minutes or 0) * 60) * (-1 if sign == "-" else 1)


def _seconds(year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int) -> int:
    """Raises ValueError for a time that does not exist."""
    if hour > 23 or minute > 59 or second > 60 or abs(offset) > WIDEST_S:
        raise ValueError(offset)
    days = date(year, month, day).toordinal() - UNIX_DAYS
    return days * DAY_S + hour * 3_600 + minute * 60 + second - offset

"""A wall clock's time as microseconds since 1970, and as UTC where the zone is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from evenstep.events.zone import check_zone

SECOND_US: Final = 1_000_000
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def local_us(year: int, month: int, day: int, minutes: int, seconds: int = 0) -> int | None:
    """Microseconds of the wall clock since 1970; None for a day that does not exist."""
    try:
        midnight = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return ((midnight - EPOCH).days * 86_400 + minutes * 60 + seconds) * SECOND_US


def as_utc(local: int | None, zone: str | None) -> datetime | None:
    """The moment that a wall clock in ``zone`` shows; None when either is not known."""
    if local is None or zone is None:
        return None
    try:
        wall = EPOCH + timedelta(microseconds=local)
        return wall.replace(tzinfo=ZoneInfo(check_zone(zone))).astimezone(UTC)
    except OverflowError:  # the first and the last day there are
        return None

"""Which time zones are known: checked by name alone, without the tables, so that the app starts quickly."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evenstep.errors import OptionError

NO_PLACES: Final = frozenset({"Factory", "localtime"})
"""Entries of the zone database that name no place and do not mean the same on every machine."""


def check_zone(zone: str) -> str:
    """Return ``zone`` when it is an IANA name this machine knows. Raises OptionError."""
    if not _is_known(zone):
        raise OptionError(
            "zone", f"{zone!r} is not a time zone we know. Use a name like Europe/Berlin or America/Lima."
        )
    return zone


def _is_known(zone: str) -> bool:
    """Opens the one file; walking the whole database would take 20 ms."""
    if zone in NO_PLACES or zone.startswith(("posix", "right/")):
        return False
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True

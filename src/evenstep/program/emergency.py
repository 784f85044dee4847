"""Emergency numbers of a country, from the phonenumbers library; which one comes first, where we know it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from phonenumbers.phonemetadata import PhoneMetadata

ANYWHERE: Final = "112"  # reaches help from mobile phones in most of the world, also where it is nobody's own number
GENERAL: Final = ("112", "911", "999")  # one of these, where it is valid, reaches all services
# The country's own first number where that is not the one GENERAL would choose. Seen on services' pages of the country.
OWN_FIRST: Final = {"AU": "000", "CA": "911", "GB": "999", "NZ": "111", "US": "911"}


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """Every emergency number of ``country`` that the library knows, the one to try first at the front; may be empty."""
    metadata = PhoneMetadata.short_metadata_for_region(country)
    if metadata is None or metadata.emergency is None or metadata.emergency.national_number_pattern is None:
        return ()
    known = _all_matching(metadata.emergency.national_number_pattern, metadata.emergency.possible_length)
    return tuple(sorted(known, key=lambda number: (_place(country, number), len(number), number)))


def _place(country: str, number: str) -> int:
    if OWN_FIRST.get(country) == number:
        return -1
    return GENERAL.index(number) if number in GENERAL else len(GENERAL)


def _all_matching(pattern: str, lengths: tuple[int, ...]) -> list[str]:
    """The library gives a pattern, not a list: try every number of the lengths it names (six digits at most)."""
    whole = re.compile(pattern).fullmatch
    tried = (f"{value:0{length}d}" for length in lengths for value in range(10**length))
    return [number for number in tried if whole(number)]

"""Fields of Signal's records: 64-bit numbers written as strings, names in parts, what is absent when it is 0."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from evenstep.sources.chats import Unusable
from evenstep.sources.json_text import LONGEST_NUMBER, is_endless

MILLISECOND: Final = 1_000  # microseconds
LATEST_MS: Final = 10**14
ACI_BYTES: Final = 16
USUAL_DIGITS: Final = 13  # of a time between 2001 and 2286


def number(value: Any, place: str) -> int | None:
    """A number written as a string or plainly; None where it is absent. Raises Unusable E207 or E225."""
    if value is None:
        return None
    if is_endless(value) or (isinstance(value, str) and len(value) > LONGEST_NUMBER):
        raise Unusable("E207", place)
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdecimal():
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is not int:
        raise Unusable("E225", place)
    return value


def moment(value: Any, place: str) -> int:
    """Microseconds since 1970 of a time in milliseconds. Raises Unusable E207, E225, or E226 for none."""
    plain = type(value) is str and len(value) == USUAL_DIGITS and value.isascii() and value.isdecimal()
    ms = int(value) if plain else number(value, place)
    if not ms or abs(ms) > LATEST_MS:
        raise Unusable("E226", place)
    return ms * MILLISECOND


def is_set(value: Any) -> bool:
    """True for a number that is there and not 0."""
    return type(value) in (str, int) and str(value).strip("0") != ""


def key(value: Any, place: str) -> str:
    """The id of a recipient or chat, "0" where it is absent. Raises Unusable E207 or E225."""
    return str(number(value, place) or 0)


def part(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object that a field holds, an empty one where it holds none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def entries(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of the list that a field holds."""
    value = record.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def full_name(record: Mapping[str, Any], given: str, family: str) -> str:
    """Given and family name with one space between."""
    names = (record.get(given), record.get(family))
    return " ".join(name.strip() for name in names if isinstance(name, str) and name.strip())


def account_id(value: Any) -> str:
    """An account's id (16 bytes in base64) as the usual hexadecimal; "" for anything else."""
    data = _bytes(value)
    if len(data) != ACI_BYTES:
        return ""
    digits = data.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def group_id(value: Any) -> str:
    """A short id made of a group's key, which itself is a secret and never kept; "" for anything else."""
    data = _bytes(value)
    return hashlib.blake2b(data, digest_size=8, person=b"signal group").hexdigest() if data else ""


def _bytes(value: Any) -> bytes:
    if not isinstance(value, str) or len(value) > 256:
        return b""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""

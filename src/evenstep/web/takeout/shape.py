"""Holds a parsed file to schema.json: the part of JSON Schema that it uses, each fault with its place."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from evenstep.web.takeout.refused import LETTERS, MISSING, NO_DATE, TOO_LARGE, UNKNOWN, WRONG, Reason, Refused, pointer

Schema = Mapping[str, Any]
Steps = tuple[str | int, ...]
NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
YEARS: Final = range(1900, 2200)
TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: (isinstance(value, int) and not isinstance(value, bool)) or _is_finite(value),
}


def _is_finite(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


@cache
def schema() -> dict[str, Any]:
    """The documented shape of an export."""
    found: dict[str, Any] = json.loads((files("evenstep.web.takeout") / "schema.json").read_text(encoding="utf-8"))
    return found


def check_shape(value: Any, skipped: frozenset[str] = frozenset()) -> None:
    """Raises Refused at the first place that is not as schema.json says. ``skipped``: definitions others check."""
    _check(value, schema(), (), skipped)


def _check(value: Any, wanted: Schema, at: Steps, skipped: frozenset[str]) -> None:
    if "$ref" in wanted:
        name = wanted["$ref"].removeprefix("#/$defs/")
        if name not in skipped:
            _check(value, schema()["$defs"][name], at, skipped)
        return
    reason = _fault(value, wanted)
    if reason is not None:
        raise Refused(reason, pointer(*at))
    if isinstance(value, dict):
        _check_object(value, wanted, at, skipped)
    elif isinstance(value, list):
        _check_array(value, wanted, at, skipped)


def _fault(value: Any, wanted: Schema) -> Reason | None:
    """What is wrong with the value itself, without what is in it."""
    types = wanted.get("type", ())
    types = (types,) if isinstance(types, str) else types
    if types and not any(TYPES[each](value) for each in types):
        return WRONG
    if "const" in wanted and not _same(value, wanted["const"]):
        return WRONG
    if "enum" in wanted and not any(_same(value, each) for each in wanted["enum"]):
        return WRONG
    if isinstance(value, str):
        return _text_fault(value, wanted)
    return _size_fault(value, wanted)


def _text_fault(value: str, wanted: Schema) -> Reason | None:
    if NO_TEXT.search(value):
        return LETTERS
    if len(value) > wanted.get("maxLength", math.inf):
        return TOO_LARGE
    if "pattern" in wanted and not re.fullmatch(wanted["pattern"].removeprefix("^").removesuffix("$"), value, re.A):
        return WRONG
    if "format" in wanted and not is_date(value, wanted["format"]):
        return NO_DATE
    return None


def _size_fault(value: Any, wanted: Schema) -> Reason | None:
    if TYPES["number"](value) and not wanted.get("minimum", -math.inf) <= value <= wanted.get("maximum", math.inf):
        return WRONG
    if isinstance(value, list) and len(value) < wanted.get("minItems", 0):
        return MISSING
    most = wanted.get("maxItems") if isinstance(value, list) else wanted.get("maxProperties")
    return TOO_LARGE if isinstance(value, list | dict) and most is not None and len(value) > most else None


def is_date(text: str, form: str) -> bool:
    """Whether it is a day, or a moment in UTC, in the one way we write it."""
    try:
        moment = date.fromisoformat(text) if form == "date" else datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return moment.year in YEARS and moment.isoformat().replace("+00:00", "Z") == text


def _check_object(value: dict[str, Any], wanted: Schema, at: Steps, skipped: frozenset[str]) -> None:
    known, rest = wanted.get("properties", {}), wanted.get("additionalProperties", True)
    for name in wanted.get("required", ()):
        if name not in value:
            raise Refused(MISSING, pointer(*at, name))
    longest = wanted.get("propertyNames", {}).get("maxLength", math.inf)
    for name, inner in value.items():
        if NO_TEXT.search(name):
            raise Refused(LETTERS, pointer(*at, name))
        if len(name) > longest:
            raise Refused(TOO_LARGE, pointer(*at, name))
        if name not in known and rest is False:
            raise Refused(UNKNOWN, pointer(*at, name))
        _check(inner, known.get(name, rest if isinstance(rest, dict) else {}), (*at, name), skipped)


def _check_array(value: list[Any], wanted: Schema, at: Steps, skipped: frozenset[str]) -> None:
    first = wanted.get("prefixItems", [])
    rest = wanted.get("items", {})
    if rest is False and len(value) > len(first):
        raise Refused(UNKNOWN, pointer(*at, len(first)))
    for number, inner in enumerate(value):
        _check(inner, first[number] if number < len(first) else rest, (*at, number), skipped)


def _same(value: Any, wanted: Any) -> bool:
    """As JSON sees it: 1 is 1.0, and true is no number."""
    return isinstance(value, bool) == isinstance(wanted, bool) and bool(value == wanted)

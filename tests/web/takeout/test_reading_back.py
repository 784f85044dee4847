"""Files that are no export of ours: each is refused in words, with its line, and never with a crash."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds_of_notes import NOON, fill

from evenstep.web.takeout import refused
from evenstep.web.takeout.everything import as_json
from evenstep.web.takeout.reading import parse, read
from evenstep.web.takeout.refused import Reason, Refused
from evenstep.web.takeout.shape import check_shape, schema
from evenstep.web.vault.opened import Opened

HEAD = b'{"evenstep": "notes", "version": 1, "x": '


@pytest.mark.parametrize(
    ("data", "reason", "place"),
    [
        (b"", refused.NOT_OURS, ""),
        (b"\xff\xfe{}", refused.NOT_TEXT, ""),
        (b"<html>", refused.NOT_OURS, ""),
        (b"[]", refused.NOT_OURS, ""),
        (b"{}", refused.NOT_OURS, ""),
        (b'{"evenstep": "key"}', refused.NOT_OURS, ""),
        (b"evenstep backup\n\x00\x01", refused.BACKUP, ""),
        (HEAD + b'"a', refused.CUT, "line 1, column 44"),
        (HEAD + b"1,}", refused.NOT_JSON, "line 1, column 44"),
        (HEAD + b"1} {}", refused.NOT_JSON, "line 1, column 45"),
        (HEAD + b'1, "version": 1}', refused.TWO_FIELDS, ""),
        (HEAD + b"[" * 100_000, refused.TOO_DEEP, "byte 0"),
        (HEAD + b"[" * 200 + b"]" * 200 + b"}", refused.MISSING, "/written"),
        (b'{"evenstep": "notes", "version": 99}', refused.NEWER, "/version"),
        (b'{"evenstep": "notes", "version": ' + b"9" * 5000 + b"}", refused.WRONG, ""),
    ],
)
def test_what_is_no_export_is_refused(data: bytes, reason: Reason, place: str) -> None:
    with pytest.raises(Refused) as found:
        read(data)
    if reason is not refused.WRONG:
        assert (found.value.reason, found.value.place) == (reason, place)


def test_a_byte_order_mark_is_read_over() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_nothing(data: bytes) -> None:
    with pytest.raises(Refused):
        read(HEAD + data)


VALUES: list[Any] = [
    None,
    True,
    -1,
    0.5,
    2**70,
    float("nan"),
    "",
    "x",
    "\x00",
    "2026-11-23",
    [],
    [1],
    {},
    {"a": 1},
]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, each in inner for place in places(each, (*at, key)))]


def put(doc: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    inner = doc
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return doc


def test_our_check_and_the_known_validator_agree(store: Opened) -> None:
    """Every value of an export replaced by each of a list of odd ones; ours may be stricter about dates and letters."""
    fill()
    text = as_json(NOON)
    doc = json.loads(text)
    doc["spaces"][0]["imports"][0]["events"]["rows"] = doc["spaces"][0]["imports"][0]["events"]["rows"][:1]
    doc["spaces"] = doc["spaces"][:1]
    for name in ("answers", "moments", "limits"):
        doc["spaces"][0][name] = doc["spaces"][0][name][:1]
    validator = jsonschema.Draft202012Validator(schema())
    disagreed = []
    for at in places(doc):
        for value in VALUES:
            changed = put(json.loads(json.dumps(doc)), at, value)
            try:
                check_shape(changed)
                ours = None
            except Refused as error:
                ours = error.reason
            theirs = validator.is_valid(changed)
            stricter = ours in (refused.LETTERS, refused.NO_DATE) or value != value  # noqa: PLR0124 (NaN)
            if theirs != (ours is None) and not (theirs and stricter):
                disagreed.append((at, value, ours))
    assert not disagreed

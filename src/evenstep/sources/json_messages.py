"""A JSON object with a list of messages: read at one go when it is plainly valid, else piece by piece."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.spoken import words

SCALARS: Final = frozenset({str, int, float, bool, type(None)})
PLAIN_LEVELS: Final = 8
"""A file nested deeper than exports ever are is read piece by piece, which knows the limit."""


@dataclass
class Document:
    """A file of one chat: its own fields, its records in file order, and what was found on the way.

    ``clashes``: places in ``records`` that name one field twice with different content. ``cut``: where
    the text ends inside a record, so that this record is one more than ``records`` holds.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    records: list[Any] = field(default_factory=list)
    clashes: set[int] = field(default_factory=set)
    cut: str | None = None
    notes: list[Note] = field(default_factory=list)


def read_document(text: str, file: str, depth: int) -> Document:
    """Read a whole file. Raises InputError E221 or E223."""
    return plainly(text) or carefully(text, file, depth)


def plainly(text: str) -> Document | None:
    """The file by Python's own reader; None unless it is valid, names no field twice and is not deep."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    records = whole.get("messages") if isinstance(whole, dict) else None
    if not isinstance(records, list):
        return None
    names = _names_in_flat(records, whole, text) or _names_in(records)
    if names is None or names + len(whole) + (_names_below(whole, 0, "messages") or 0) != _names_written(text):
        return None
    del whole["messages"]
    return Document(whole, records)


def _names_written(text: str) -> int:
    """How many fields the text names; -1 where quotes inside strings make the count unsure."""
    inside = text.count('\\":')
    return -1 if inside and '\\\\":' in text else text.count('":') - inside


def _names_in_flat(records: list[Any], whole: dict[str, Any], text: str) -> int | None:
    """How many fields all records name, where the text has no more brackets than records without inner values need."""
    if set(map(type, records)) != {dict}:
        return None
    objects, lists = _brackets(whole, 0, "messages")
    if text.count("{") != objects + len(records) or text.count("[") != lists + 1:
        return None
    return sum(map(len, records))


def _brackets(value: Any, level: int, without: str = "") -> tuple[int, int]:
    """How many objects and lists there are in ``value``, itself counted."""
    if level > PLAIN_LEVELS or not isinstance(value, dict | list):
        return 0, 0
    inner = [each for name, each in value.items() if name != without] if isinstance(value, dict) else value
    found = [_brackets(each, level + 1) for each in inner]
    is_object = isinstance(value, dict)
    return sum(each[0] for each in found) + is_object, sum(each[1] for each in found) + (not is_object)


def _names_in(records: list[Any]) -> int | None:
    """How many fields all records name; None when one is nested too deeply to be plain."""
    count = 0
    for record in records:
        if type(record) is dict:
            count += len(record)
            if SCALARS.issuperset(map(type, record.values())):
                continue
        below = _names_below(record, 1)
        if below is None:
            return None
        count += below
    return count


def _names_below(value: Any, level: int, without: str = "") -> int | None:
    """How many fields are named below ``value``, its own not counted; None when it is too deep."""
    if level > PLAIN_LEVELS:
        return None
    if isinstance(value, dict):
        inner = [each for name, each in value.items() if name != without]
    else:
        inner = value if isinstance(value, list) else []
    count = 0
    for each in inner:
        if isinstance(each, dict | list):
            below = _names_below(each, level + 1)
            if below is None:
                return None
            count += below + (len(each) if isinstance(each, dict) else 0)
    return count


def carefully(text: str, file: str, depth: int) -> Document:
    """The same file piece by piece: what is complete is kept, a field named twice is noticed, depth has a limit."""
    source = JsonText(text, file, depth)
    document = Document()

    def one(at: int) -> int:
        if at >= len(text):
            raise EndsEarly(at)
        try:
            record, end = source.value(at)
        except EndsEarly as cut:
            document.cut = source.place(cut.at)
            raise
        if source.clash:
            document.clashes.add(len(document.records))
        document.records.append(record)
        return end

    try:
        listed = {"messages": lambda at: source.array(at, one)}
        source.finish(source.object(source.skip(0), document.fields, listed))
    except EndsEarly as ends:
        if document.cut is None:
            if not document.records and not document.fields:
                detail = words("the file ends early")
                raise InputError("E223", file, source.place(ends.at), detail) from None
            document.notes.append(Note("E222", f"{file}, {source.place(ends.at)}", words("file ends early")))
    if source.repeats:
        document.notes.append(Note("E224", file, "", source.repeats))
    return document

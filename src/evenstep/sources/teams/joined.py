"""Records of Teams and Skype that tell of one event: the beginning and the end of a call, a message and its edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evenstep.sources.timeline import Line


class CallRow(NamedTuple):
    """A record about a call: its state, its id, and which line of the chat it is."""

    state: str
    call_id: str
    line: int


class EditRow(NamedTuple):
    """A later version: which line it is, when the first was written, to how many microseconds that is exact."""

    line: int
    first: int
    exact: int


def join_calls(lines: list[Line], calls: Sequence[CallRow]) -> set[int]:
    """One event at the beginning of each call, with its length; the places of the lines that are no event now."""
    begun = {row.call_id: row for row in calls if row.state == "started" and row.call_id}
    gone: set[int] = set()
    for row in calls:
        start = begun.get(row.call_id)
        if start is None or row is start or row.state not in ("ended", "missed") or row.line in gone:
            continue
        told = lines[row.line]
        lines[start.line] = lines[start.line]._replace(kind=told.kind, duration_s=told.duration_s)
        gone.add(row.line)
    return gone


def lay_edits(lines: list[Line], edits: Iterable[EditRow]) -> set[int]:
    """Lay Skype's later versions over what they change; the places of those that are no event of their own."""
    gone: set[int] = set()
    of_unit: dict[int, dict[tuple[str, int], int]] = {}
    for edit in edits:
        if edit.exact not in of_unit:
            of_unit[edit.exact] = _by_time(lines, edit.exact)
        later = lines[edit.line]
        place = of_unit[edit.exact].get((later.sender, edit.first // edit.exact))
        if place is None or place == edit.line or place in gone or (lines[place].utc or 0) >= (later.utc or 0):
            continue
        lines[place] = lines[place]._replace(kind=later.kind, text=later.text, edited=later.edited)
        gone.add(edit.line)
    return gone


def _by_time(lines: Sequence[Line], unit: int) -> dict[tuple[str, int], int]:
    """The place of each message by its sender and time; none where two share them."""
    found: dict[tuple[str, int], int] = {}
    twice = set()
    for place, line in enumerate(lines):
        if line.utc is None or line.kind in ("reaction", "call", "missed_call"):
            continue
        key = line.sender, line.utc // unit
        if found.setdefault(key, place) != place:
            twice.add(key)
    return {key: place for key, place in found.items() if key not in twice}

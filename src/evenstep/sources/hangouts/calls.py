"""Calls of Hangouts: one event begins a call, another ends it and alone knows how long it was and who was there."""

from __future__ import annotations

from typing import Any, Final

from evenstep.sources.timeline import Line

STARTS: Final = "call starts"
ENDS: Final = "call ends"
MARKS: Final = {"START_HANGOUT": STARTS, "END_HANGOUT": ENDS}
BOTH: Final = 2
LONGEST_CALL: Final = 31_536_000
MOST_DIGITS: Final = 9
MICROS: Final = 1_000_000


def marked(call: dict[str, Any], line: Line) -> Line | None:
    """The line of a call's beginning or end, marked as such for ``settled``; None for who joined or left."""
    mark = MARKS.get(str(call.get("event_type")))
    if mark is None:
        return None
    kind, seconds = _how_it_went(call) if mark == ENDS else ("call", None)
    return line._replace(kind=kind, duration_s=seconds, id=mark)


def settled(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines, in the order of time, with one for each call; and how many ends went into their beginning."""
    kept: list[Line] = []
    begun: int | None = None
    ended = 0
    for line in lines:
        if line.id == ENDS and begun is not None:
            kept[begun] = kept[begun]._replace(kind=line.kind, duration_s=line.duration_s)
            begun = None
            ended += 1
            continue
        if line.id == STARTS:
            begun = len(kept)
        elif line.id == ENDS:  # its beginning is not in the file
            line = line._replace(utc=(line.utc or 0) - int((line.duration_s or 0.0) * MICROS))  # noqa: PLW2901
        kept.append(line if line.id is None else line._replace(id=None))
    return kept, ended


def _how_it_went(call: dict[str, Any]) -> tuple[str, float | None]:
    """("call", seconds) where the end tells of a length and of more than one person, else ("missed_call", None)."""
    told: Any = call.get("hangout_duration_secs")
    people = call.get("participant_id")
    digits = isinstance(told, str) and told.isascii() and told.isdecimal() and len(told) <= MOST_DIGITS
    seconds: Any = int(told) if digits else told
    alone = isinstance(people, list) and len(people) < BOTH
    if type(seconds) not in (int, float) or not 0 < seconds <= LONGEST_CALL or alone:
        return "missed_call", None
    return "call", float(seconds)

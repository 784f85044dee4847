"""Everything in the open store as one JSON file: schema.json says what stands where."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.db.models import Model

from evenstep.events.schema import from_parquet
from evenstep.web.models import AnswerSet, Guess, Import, Limit, Moment, Settings, Space
from evenstep.web.takeout.tables import Rows, plain_conversation, plain_events, stored_conversations

VERSION: Final = 1
ENCODE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

# Left out, each for a reason (docs/reference/takeout.md says them to the reader):
# Space.joint_on, reaching_on, loop_on   only a person asked alone switches them on; a file must not
# Space.last_used, Look, Offered, Unlock  about the use of the program, not about the person's life
# Kept                                   worked out from the rest
# Settings.first_run_done, backed_up_on, tries_emptied_on, untidied  about this computer
# whatever was taken away               it is as good as gone (taken.py)
SETTINGS: Final = ("language", "country", "theme", "text_size", "lock_after_min", "veil", "adult_on")
SPACE: Final = ("key", "kind", "other", "me", "alone", "made_at", "stopped", "paused")
ANSWERS: Final = ("form", "at", "local_day", "answers")
MOMENT: Final = ("key", "at", "local_day", "good", "toward", "back", "topic", "tension", "ended", "mended", "note")
GUESS: Final = ("figure", "value", "at")
IMPORT: Final = ("key", "at", "joins_on", "reading", "handles")
TRIED: Final = ("key", "practice", "at", "begun_on", "ended_on", "helped")
WRITTEN: Final = ("key", "practice", "at", "local_day", "fields")
LIMIT: Final = ("key", "at", "aspect", "words", "instead", "starts", "ends", "most", "per", "rule", "after", "until")
SLIP: Final = ("key", "at", "local_day", "note")
SITTING: Final = ("key", "practice", "at", "ended_at", "state")


def as_json(now: datetime) -> bytes:
    """The file. Two exports of the same facts differ in ``written`` alone."""
    return (_text(take_out(now), 0) + "\n").encode()


def take_out(now: datetime) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "evenstep": "notes",
        "version": VERSION,
        "written": plain(now),
        "settings": columns(Settings.objects.first() or Settings(), SETTINGS),
        "spaces": [_space(space) for space in Space.objects.order_by("made_at", "key")],
    }


def columns(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    """Some columns of a row as plain values."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date | time) else value


def answers_of(row: AnswerSet) -> dict[str, Any]:
    """One filling."""
    return columns(row, ANSWERS)


def moment_of(row: Moment) -> dict[str, Any]:
    """One moment."""
    return columns(row, MOMENT)


def guess_of(row: Guess) -> dict[str, Any]:
    """One guess."""
    return columns(row, GUESS)


def _space(space: Space) -> dict[str, Any]:
    return {
        **columns(space, SPACE),
        "answers": _sorted(answers_of(row) for row in space.answer_sets.all()),
        "moments": _sorted(moment_of(row) for row in space.moments.all()),
        "hard_weeks": sorted(space.hard_weeks.values_list("week", flat=True)),
        "guesses": _sorted(guess_of(row) for row in space.guesses.all()),
        "imports": [_import(row) for row in space.imports.order_by("at", "key")],
        "tried": _sorted(columns(row, TRIED) for row in space.tried.all()),
        "written": _sorted(columns(row, WRITTEN) for row in space.written.all()),
        "limits": _sorted(_limit(row) for row in space.limits.all()),
        "sittings": _sorted(columns(row, SITTING) for row in space.sittings.all()),
    }


def _limit(row: Limit) -> dict[str, Any]:
    return {**columns(row, LIMIT), "slips": _sorted(columns(slip, SLIP) for slip in row.slips.all())}


def _import(row: Import) -> dict[str, Any]:
    return {
        **columns(row, IMPORT),
        "reading": [_reading(one) for one in row.reading],
        "conversation": plain_conversation(stored_conversations(bytes(row.conversations))),
        "events": plain_events(from_parquet(bytes(row.events))),
    }


def _reading(stored: dict[str, Any]) -> dict[str, Any]:
    """What a file held, with its moments written as all others are."""
    gaps = [[_as_here(end) for end in gap] for gap in stored["gaps"]]
    return {**stored, "gaps": gaps, "first": _as_here(stored["first"]), "last": _as_here(stored["last"])}


def _as_here(moment: str | None) -> str | None:
    return None if moment is None else str(plain(datetime.fromisoformat(moment)))


def _sorted(rows: Any) -> list[dict[str, Any]]:
    """By what they say, so that the order of the file depends on nothing else."""
    return sorted(rows, key=lambda row: (row["at"], canonical(row)))


def canonical(value: Any) -> str:
    """One text for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _text(value: Any, depth: int) -> str:
    """JSON with a line for each thing; a list or object of plain values, such as a moment's row, is one line."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or not any(isinstance(each, dict | list) for each in inner):
        return ENCODE(value)
    indent, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict):
        each_text = (
            _lines(each, depth + 1) if isinstance(each, Rows) else _text(each, depth + 1) for each in value.values()
        )
        pairs = (f"{ENCODE(name)}: {text}" for name, text in zip(value, each_text, strict=True))
        return "{" + indent + ("," + indent).join(pairs) + end + "}"
    return "[" + indent + ("," + indent).join(_text(each, depth + 1) for each in value) + end + "]"


def _lines(rows: Rows, depth: int) -> str:
    """The messages, a line each; there may be 200,000, so nobody looks at them one by one."""
    indent = "\n" + " " * (depth + 1)
    return "[" + indent + ("," + indent).join(map(ENCODE, rows)) + "\n" + " " * depth + "]" if rows else "[]"

"""The reading report as JSON and back; what comes back is checked field by field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from evenstep.events.reading import Gap, Note, Reading
from evenstep.events.schema import SOURCE_NAMES
from evenstep.problem_codes import CODES
from evenstep.sources.apart.said import number_in, text_in, words_in, words_out
from evenstep.sources.apart.wire import Unsound

NUMBERS: Final = ("seen", "imported", "skipped", "system", "already_there")
TEXTS: Final = ("file", "source", "encoding")
WORDS: Final = ("date_order_decided_by", "zone_decided_by")
MAYBE: Final = ("date_order", "zone", "title", "me")
COUNTS: Final = ("kinds", "senders", "shapes")
MOST_ENTRIES: Final = 1_000_000


def reading_out(reading: Reading) -> dict[str, Any]:
    """A reading as JSON."""
    said: dict[str, Any] = {name: getattr(reading, name) for name in (*NUMBERS, *TEXTS, *MAYBE)}
    said |= {name: words_out(getattr(reading, name)) for name in WORDS}
    said |= {name: dict(getattr(reading, name)) for name in COUNTS}
    said |= {name: _iso(getattr(reading, name)) for name in ("first", "last")}
    said["gaps"] = [[_iso(gap.start), _iso(gap.end)] for gap in reading.gaps]
    for name in ("aside", "notes"):
        said[name] = [[n.code, words_out(n.place), words_out(n.detail), n.count] for n in getattr(reading, name)]
    return said | {"capped": reading.capped}


def reading_in(said: Any) -> Reading:
    """The same back. Raises Unsound for anything but an honest reading."""
    if not isinstance(said, dict):
        raise Unsound("a reading")
    values: dict[str, Any] = {name: number_in(said.get(name)) for name in NUMBERS}
    values |= {name: text_in(said.get(name)) for name in TEXTS}
    values |= {name: words_in(said.get(name)) for name in WORDS}
    values |= {name: None if said.get(name) is None else text_in(said[name]) for name in MAYBE}
    values |= {name: _counts(said.get(name)) for name in COUNTS}
    values |= {name: None if said.get(name) is None else moment_in(said[name]) for name in ("first", "last")}
    values["gaps"] = tuple(_each(said.get("gaps"), 2, lambda gap: Gap(moment_in(gap[0]), moment_in(gap[1]))))
    values |= {name: tuple(_each(said.get(name), 4, _note)) for name in ("aside", "notes")}
    if not isinstance(said.get("capped"), bool) or values["source"] not in SOURCE_NAMES:
        raise Unsound("a reading")
    return Reading(**values, capped=said["capped"])


def moment_in(said: Any) -> datetime:
    """A UTC moment. Raises Unsound."""
    try:
        moment = datetime.fromisoformat(text_in(said))
    except ValueError as error:
        raise Unsound("a moment") from error
    if moment.utcoffset() != timedelta(0):
        raise Unsound("a moment")
    return moment


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _note(said: list[Any]) -> Note:
    if said[0] not in CODES:
        raise Unsound("a code")
    return Note(said[0], words_in(said[1]), words_in(said[2]), number_in(said[3]))


def _counts(said: Any) -> dict[str, int]:
    if not isinstance(said, dict) or len(said) > MOST_ENTRIES:
        raise Unsound("counts")
    return {text_in(name): number_in(count) for name, count in said.items()}


def _each(said: Any, width: int, make: Callable[[list[Any]], Any]) -> list[Any]:
    if not isinstance(said, list) or len(said) > MOST_ENTRIES:
        raise Unsound("a list")
    if any(not isinstance(each, list) or len(each) != width for each in said):
        raise Unsound("a list")
    return [make(each) for each in said]

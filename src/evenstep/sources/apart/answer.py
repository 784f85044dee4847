"""What was read, from the reader to whoever asked: the report and the three tables, checked as a stranger's."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

import polars as pl

from evenstep.errors import EvenstepError
from evenstep.events.reading import REJECTS
from evenstep.events.schema import CONVERSATIONS, EVENTS, check_conversations, check_events
from evenstep.problem_codes import CODES
from evenstep.sources.apart.report import moment_in, reading_in, reading_out
from evenstep.sources.apart.said import number_in
from evenstep.sources.apart.tables import columns_in, columns_out
from evenstep.sources.apart.wire import Unsound
from evenstep.sources.assemble import EARLIEST, LATEST
from evenstep.sources.base import Parsed

MOMENTS: Final = ("observed_from", "observed_until")
GAPS: Final = ("start", "end")


def parsed_out(parsed: Parsed) -> tuple[bytes, bytes]:
    """The report as JSON and the tables' bytes."""
    events, event_pieces = columns_out(parsed.events)
    rejects, reject_pieces = columns_out(parsed.rejects)
    report = {
        "reading": reading_out(parsed.reading),
        "rows": [parsed.events.height, parsed.rejects.height],
        "text": "text" in parsed.events.columns,
        "events": events,
        "rejects": rejects,
        "conversations": parsed.conversations.to_dicts(),
    }
    return json.dumps(report, default=datetime.isoformat).encode(), b"".join(event_pieces + reject_pieces)


def parsed_in(report: bytes, tables: bytes, *, keep_text: bool) -> Parsed:
    """The same back. Raises Unsound for anything that an honest reader would not say."""
    try:
        said = json.loads(report)
        parsed = _parsed(said, memoryview(tables), keep_text=keep_text)
        check_events(parsed.events)
        check_conversations(parsed.conversations)
    except (EvenstepError, LookupError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Unsound(type(error).__name__) from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise Unsound(type(error).__name__) from error
    _check_whole(parsed)
    return parsed


def _parsed(said: Any, tables: memoryview, *, keep_text: bool) -> Parsed:
    n_events, n_rejects = (number_in(n) for n in said["rows"])
    if said["text"] and not keep_text:
        raise Unsound("text that nobody asked for")
    columns = dict(EVENTS) | ({"text": pl.String()} if said["text"] else {})
    length = sum(number_in(n) for lengths in said["events"] for n in lengths)
    events = columns_in(said["events"], tables[:length], n_events, columns)
    rejects = columns_in(said["rejects"], tables[length:], n_rejects, REJECTS)
    return Parsed(events, _conversations(said["conversations"]), rejects, reading_in(said["reading"]))


def _conversations(said: list[dict[str, Any]]) -> pl.DataFrame:
    rows = [row | {name: moment_in(row[name]) for name in MOMENTS} | {"gaps": _gaps(row["gaps"])} for row in said]
    if any(set(row) != set(CONVERSATIONS) for row in rows):
        raise Unsound("conversations")
    return pl.DataFrame(rows, schema=dict(CONVERSATIONS))


def _gaps(said: list[dict[str, Any]]) -> list[dict[str, datetime]]:
    return [{name: moment_in(gap[name]) for name in GAPS} for gap in said]


def _check_whole(parsed: Parsed) -> None:
    """Counts that agree, times that may be, codes we know, events of the conversations that are there."""
    reading, events = parsed.reading, parsed.events
    counts = (reading.imported, reading.skipped) == (events.height, parsed.rejects.height)
    times = events["time"].is_between(EARLIEST, LATEST).all()
    codes = set(parsed.rejects["code"].unique()) <= set(CODES)
    known = set(events["conversation_id"].unique()) <= set(parsed.conversations["conversation_id"])
    if not (reading.balances and counts and times and codes and known):
        raise Unsound("what does not add up")

"""The tables of one bringing as plain JSON, rows one can read, and back: exact in both directions."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from evenstep.errors import EventTableError
from evenstep.events.schema import (
    CONVERSATIONS,
    EVENTS,
    check_conversations,
    check_events,
    conform_conversations,
    conform_events,
)
from evenstep.web.takeout import refused
from evenstep.web.takeout.refused import Refused, pointer
from evenstep.web.takeout.shape import NO_TEXT

TIME: Final = "%Y-%m-%dT%H:%M:%S%.fZ"
INTEGERS: Final = frozenset({"event_id", "n_chars", "n_words", "reply_to", "source_line"})
NUMBERS: Final = frozenset({"resolution_s", "duration_s"})
NULLABLE: Final = frozenset({"duration_s", "reply_to"})
LONGEST_TEXT: Final = 500
Steps = tuple[str | int, ...]


class Rows(list[list[Any]]):
    """The rows of a table, of which there may be 200,000."""


def stored_conversations(data: bytes) -> pl.DataFrame:
    """The conversations table out of the bytes of a row."""
    return check_conversations(conform_conversations(pl.read_parquet(io.BytesIO(data))))


def plain_events(events: pl.DataFrame) -> dict[str, Any]:
    """The events as columns' names and rows."""
    shown = events.select(
        pl.col(name).dt.strftime(TIME)
        if name == "time"
        # a short decimal that is read back as the same number, not 0.0010000000474974513
        else pl.col(name).cast(pl.String).cast(pl.Float64)
        if name in NUMBERS
        else pl.col(name).cast(pl.String)
        if _is_text(name)
        else pl.col(name)
        for name in EVENTS
    )
    return {"columns": list(EVENTS), "rows": Rows(list(row) for row in shown.iter_rows())}


def plain_conversation(conversations: pl.DataFrame) -> dict[str, Any]:
    """The one conversation as an object."""
    row = conversations.row(0, named=True)
    plain = {name: row[name] for name in CONVERSATIONS}
    for name in ("observed_from", "observed_until"):
        plain[name] = _moment(plain[name])
    plain["gaps"] = [{end: _moment(gap[end]) for end in ("start", "end")} for gap in plain["gaps"]]
    return plain


def events_of(plain: Any, at: Steps) -> pl.DataFrame:
    """The events table out of its plain form. Checked here and not by shape.py: there may be 200,000 rows."""
    if not isinstance(plain, dict) or set(plain) != {"columns", "rows"}:
        raise Refused(refused.WRONG, pointer(*at))
    if plain["columns"] != list(EVENTS):
        raise Refused(refused.WRONG, pointer(*at, "columns"))
    columns = _columns(plain["rows"], (*at, "rows"))
    try:
        series = [_series(name, column) for name, column in zip(EVENTS, columns, strict=True)]
        return check_events(conform_events(pl.DataFrame(series)))
    except EventTableError as error:
        raise Refused(refused.EVENTS, _cell(error, at)) from error
    except (pl.exceptions.PolarsError, OverflowError, TypeError, ValueError) as error:
        raise Refused(refused.EVENTS, pointer(*at, "rows")) from error


def conversation_of(plain: Mapping[str, Any], at: Steps) -> pl.DataFrame:
    """The conversations table of one row; the shape of ``plain`` is known to be right."""
    row = dict(plain)
    for name in ("observed_from", "observed_until"):
        row[name] = _time(pl.Series([row[name]]))[0]
    row["gaps"] = [{end: _time(pl.Series([gap[end]]))[0] for end in ("start", "end")} for gap in row["gaps"]]
    try:
        frame = pl.DataFrame([row], schema=dict(CONVERSATIONS))
        return check_conversations(conform_conversations(frame))
    except EventTableError as error:
        raise Refused(refused.EVENTS, pointer(*at)) from error


def _columns(rows: Any, at: Steps) -> list[tuple[Any, ...]]:
    if not isinstance(rows, list):
        raise Refused(refused.WRONG, pointer(*at))
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(EVENTS):
            raise Refused(refused.WRONG, pointer(*at, number))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(EVENTS)
    for place, (name, column) in enumerate(zip(EVENTS, columns, strict=True)):
        _check_types(name, column, at, place)
    return columns


def _check_types(name: str, column: Sequence[Any], at: Steps, place: int) -> None:
    """One look at the kinds of value; only where one is wrong, a second to say where."""
    allowed = _types(name) | ({type(None)} if name in NULLABLE else set())
    if not set(map(type, column)) <= allowed:
        number = next(n for n, value in enumerate(column) if type(value) not in allowed)
        raise Refused(refused.WRONG, pointer(*at, number, place))
    if allowed == {str}:
        for text in set(column):
            if NO_TEXT.search(text) or len(text) > LONGEST_TEXT:
                raise Refused(refused.LETTERS, pointer(*at, column.index(text), place))


def _types(name: str) -> set[type]:
    if name in INTEGERS:
        return {int}
    if name in NUMBERS:
        return {int, float}
    return {bool} if name == "edited" else {str}


def _series(name: str, column: Sequence[Any]) -> pl.Series:
    if name == "time":
        return _time(pl.Series(name, column, pl.String)).alias(name)
    if name in NUMBERS:
        return pl.Series(name, column, pl.Float64).cast(pl.Float32)
    return pl.Series(name, column, pl.String if _is_text(name) else EVENTS[name])


def _time(texts: pl.Series) -> pl.Series:
    return texts.str.to_datetime(TIME, time_unit="us", strict=True).dt.replace_time_zone("UTC")


def _moment(moment: Any) -> str:
    """A moment as every other one in the file is written."""
    return str(moment.isoformat().replace("+00:00", "Z"))


def _is_text(name: str) -> bool:
    return name in {"conversation_id", "import_id", "source", "sender", "kind", "zone_source"}


def _cell(error: EventTableError, at: Steps) -> str:
    return pointer(*at, "rows") if error.row is None else pointer(*at, "rows", error.row)

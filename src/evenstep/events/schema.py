"""The two tables everything else is computed from: events and conversations, with their check and Parquet form."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import polars as pl

from evenstep.errors import EventTableError

KINDS: Final = (
    "text",
    "media",
    "voice",
    "sticker",
    "call",
    "missed_call",
    "reaction",
    "deleted",
    "view_once",
    "poll",
    "location",
    "visit",
    "other",
)
ZONE_SOURCES: Final = ("given", "assumed", "in_file")
SOURCE_NAMES: Final = (
    *("whatsapp", "telegram", "table", "simulated", "messenger", "instagram", "imessage", "sms", "signal", "discord"),
    *("slack", "mail", "line", "kakaotalk", "google_chat", "matrix", "teams", "hangouts"),
)
RESOLUTIONS_S: Final = (0.001, 1.0, 60.0)

KindType: Final = pl.Enum(KINDS)
ZoneSourceType: Final = pl.Enum(ZONE_SOURCES)
SourceType: Final = pl.Enum(SOURCE_NAMES)
TimeType: Final = pl.Datetime("us", "UTC")
GapType: Final = pl.List(pl.Struct({"start": TimeType, "end": TimeType}))

EVENTS: Final[Mapping[str, pl.DataType]] = {
    "conversation_id": pl.String(),
    "event_id": pl.Int64(),  # the order inside the conversation; file order is the truth
    "import_id": pl.String(),
    "source": SourceType,
    "time": TimeType,  # UTC
    "resolution_s": pl.Float32(),  # the clock's tick: 0.001, 1 or 60 seconds
    "sender": pl.Categorical(),
    "kind": KindType,
    "n_chars": pl.Int32(),  # letters of the message; 0 where there is no text
    "n_words": pl.Int32(),  # runs of non-space
    "duration_s": pl.Float32(),  # calls, voice notes; null when unknown
    "reply_to": pl.Int64(),  # event_id, null when none
    "edited": pl.Boolean(),
    "zone_source": ZoneSourceType,
    "source_line": pl.Int64(),  # line or record number in the export, from 1
}
EVENT_NULLABLE: Final = frozenset({"duration_s", "reply_to"})

CONVERSATIONS: Final[Mapping[str, pl.DataType]] = {
    "conversation_id": pl.String(),
    "person_a": pl.String(),  # null until two persons are chosen (events/people.py)
    "person_b": pl.String(),
    "me": pl.String(),  # person_a or person_b; null when not known
    "zone_a": pl.String(),  # IANA; the zone person a lives in
    "zone_b": pl.String(),
    "observed_from": TimeType,
    "observed_until": TimeType,  # the export's own time where the file has one, else the last event
    "capped": pl.Boolean(),  # the app's export limit was probably reached: the start is missing
    "gaps": GapType,  # long silences that may be a lost phone, not silence
    "sources": pl.List(pl.String()),
}
CONVERSATION_NULLABLE: Final = frozenset({"person_a", "person_b", "me", "zone_a", "zone_b"})


def check_events(events: pl.DataFrame) -> pl.DataFrame:
    """Return ``events`` unchanged when it keeps the contract.

    Shape: one row an event, the columns of EVENTS in any order (and ``text`` where the caller asked for it).
    Raises EventTableError that names the first bad row and its column.
    """
    _check_columns("events", events, EVENTS, EVENT_NULLABLE, optional=frozenset({"text"}))
    known = pl.col("resolution_s").is_in(pl.Series(RESOLUTIONS_S, dtype=pl.Float32).implode())
    bad = (
        ("n_chars", pl.col("n_chars") < 0, "a length below 0"),
        ("n_words", pl.col("n_words") < 0, "a length below 0"),
        ("duration_s", pl.col("duration_s") < 0, "a duration below 0 s"),
        ("resolution_s", ~known, "not one of 0.001, 1 or 60 seconds"),
    )
    _none_bad("events", events, bad)
    if not (events["event_id"].diff().drop_nulls() > 0).all():  # ids that only grow are no id twice
        repeated = pl.struct("conversation_id", "event_id").is_duplicated()
        _none_bad("events", events, (("event_id", repeated, "the same id twice in one conversation"),))
    return events


def check_conversations(conversations: pl.DataFrame) -> pl.DataFrame:
    """Return ``conversations`` unchanged when it keeps the contract; EventTableError otherwise."""
    _check_columns("conversations", conversations, CONVERSATIONS, CONVERSATION_NULLABLE)
    same = pl.col("person_a") == pl.col("person_b")
    backwards = pl.col("observed_until") < pl.col("observed_from")
    stranger = pl.col("me").is_not_null() & (pl.col("me") != pl.col("person_a")) & (pl.col("me") != pl.col("person_b"))
    bad = (
        ("conversation_id", pl.col("conversation_id").is_duplicated(), "the same conversation twice"),
        ("person_b", same, "the same person on both sides"),
        ("observed_until", backwards, "earlier than observed_from"),
        ("me", stranger, "neither person_a nor person_b"),
    )
    _none_bad("conversations", conversations, bad)
    return conversations


def empty_events() -> pl.DataFrame:
    """An events table with no rows."""
    return pl.DataFrame(schema=dict(EVENTS))


def empty_conversations() -> pl.DataFrame:
    """A conversations table with no rows."""
    return pl.DataFrame(schema=dict(CONVERSATIONS))


def conform_events(frame: pl.DataFrame) -> pl.DataFrame:
    """Cast and order the columns as EVENTS says, ``text`` last where present. Raises EventTableError."""
    return _conform("events", frame, EVENTS, keep=("text",))


def conform_conversations(frame: pl.DataFrame) -> pl.DataFrame:
    """Cast and order the columns as CONVERSATIONS says. Raises EventTableError."""
    return _conform("conversations", frame, CONVERSATIONS)


def to_parquet(frame: pl.DataFrame, target: Path | IO[bytes] | None = None) -> bytes:
    """Write a table as Parquet (zstd); returns the bytes, and writes them to ``target`` when given."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    data = buffer.getvalue()
    if isinstance(target, Path):
        target.write_bytes(data)
    elif target is not None:
        target.write(data)
    return data


def from_parquet(data: bytes | Path | IO[bytes]) -> pl.DataFrame:
    """Read an events table back and check it. Raises EventTableError."""
    frame = pl.read_parquet(io.BytesIO(data) if isinstance(data, bytes) else data)
    return check_events(conform_events(frame))


def conversations_from_parquet(data: bytes) -> pl.DataFrame:
    """A conversations table back from to_parquet's bytes, checked. Raises EventTableError when it is something else."""
    return check_conversations(conform_conversations(pl.read_parquet(io.BytesIO(data))))


def _conform(
    table: str, frame: pl.DataFrame, schema: Mapping[str, pl.DataType], keep: tuple[str, ...] = ()
) -> pl.DataFrame:
    for name in schema:
        if name not in frame.columns:
            raise EventTableError(table, name, None, "the column is missing")
    casts = []
    for name, dtype in schema.items():
        try:
            casts.append(frame[name].cast(dtype))
        except pl.exceptions.PolarsError as error:
            raise EventTableError(
                table, name, _uncastable_row(frame[name], dtype), str(error).split("\n")[0]
            ) from error
    return pl.DataFrame(casts + [frame[name] for name in keep if name in frame.columns])


def _uncastable_row(column: pl.Series, dtype: pl.DataType) -> int | None:
    try:
        lost = column.cast(dtype, strict=False).is_null() & column.is_not_null()
    except pl.exceptions.PolarsError:
        return None
    return lost.arg_max() if lost.any() else None


def _check_columns(
    table: str,
    frame: pl.DataFrame,
    schema: Mapping[str, pl.DataType],
    nullable: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> None:
    found = frame.schema
    for name, dtype in schema.items():
        if name not in found:
            raise EventTableError(table, name, None, "the column is missing")
        if found[name] != dtype:
            raise EventTableError(table, name, None, f"is {found[name]}, should be {dtype}")
        if name not in nullable and frame[name].null_count():
            raise EventTableError(table, name, frame[name].is_null().arg_max(), "is empty")
    for name in found:
        if name not in schema and name not in optional:
            raise EventTableError(table, name, None, "is not a column of this table")


def _none_bad(table: str, frame: pl.DataFrame, checks: Sequence[tuple[str, pl.Expr, str]]) -> None:
    """Raise for the first of ``checks`` (column, rows that are bad, problem) that finds a row; all in one query."""
    flags = frame.select(bad.any().alias(str(at)) for at, (_, bad, _) in enumerate(checks)).row(0)
    for (column, bad, problem), found in zip(checks, flags, strict=True):
        if found:
            row = frame.select(bad.fill_null(False).arg_max()).item()
            raise EventTableError(table, column, row, problem)

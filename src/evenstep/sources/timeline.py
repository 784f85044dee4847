"""What a parser has read, line by line, to events: UTC times, the order of the file, replies and reactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import polars as pl

from evenstep.errors import NeedsAnswer
from evenstep.events.clock import to_utc
from evenstep.events.reading import Note
from evenstep.events.schema import TimeType
from evenstep.sources.assemble import RejectRow, in_range, not_too_long
from evenstep.sources.base import ReadOptions
from evenstep.sources.naming import shown_names
from evenstep.spoken import words

IN_FILE: Final = "the times in the file carry their zone"
GIVEN: Final = "you said so"
BLOCK: Final = 10_000


class Line(NamedTuple):
    """One event as a parser reads it, in file order; a reaction may stand anywhere behind its message.

    ``chat``: the conversation_id. ``sender``: a key that is one person's. ``utc``: microseconds
    since 1970, or None; then ``local`` is the wall clock in microseconds since 1970 (None in both:
    kept aside, E226). ``number``: the record or line, from 1. ``id``: the message's own key inside
    its chat. ``reply``: the id it answers, or the id that a reaction belongs to.
    """

    chat: str
    sender: str
    kind: str
    utc: int | None
    local: int | None
    number: int
    text: str = ""
    duration_s: float | None = None
    id: str | None = None
    reply: str | None = None
    edited: bool = False


LINE_TYPES: Final[dict[str, pl.DataType]] = {
    "chat": pl.String(),
    "sender": pl.String(),
    "kind": pl.String(),
    "utc": pl.Int64(),
    "local": pl.Int64(),
    "number": pl.Int64(),
    "text": pl.String(),
    "duration_s": pl.Float32(),
    "id": pl.String(),
    "reply": pl.String(),
    "edited": pl.Boolean(),
}
"""The fields of Line as columns."""


@dataclass(frozen=True)
class Timed:
    """Events (all columns but import_id and source), those kept aside, and how the zone was decided.

    ``names``: sender key -> the name it is shown under.
    """

    events: pl.DataFrame
    rejects: list[RejectRow]
    zone: str | None
    zone_decided_by: str
    notes: list[Note]
    names: dict[str, str]


def timeline(
    lines: Sequence[Line], names: Mapping[str, str], options: ReadOptions, *, file: str, resolution_s: float
) -> Timed:
    """The events of ``lines``; ``names``: sender key -> name as the file has it; ``resolution_s``: the clock's tick.

    Raises NeedsAnswer("zone") when some lines have only the time of a wall clock and no zone was given.
    """
    columns = _columns(lines)
    shown, cleaned = shown_names(names, columns["sender"])
    notes = [Note("E203", "", "names", cleaned)] if cleaned else []
    frame = _frame(columns, shown, options)
    timed = _with_time(frame, options, file, notes)
    in_time = (pl.col("time").is_not_null() & in_range(pl.col("time"), options.now)).fill_null(value=False)
    good = in_time & not_too_long(options.limits)
    aside = timed.filter(~good).select("number", pl.when(in_time).then("n_chars"))
    replied, lost = _replies(_in_order(timed.filter(good)))
    if lost:
        notes.append(Note("E229", "", f"{lost:,}", lost))
    naive = not bool(timed["in_file"].all())
    return Timed(
        events=_events(replied, resolution_s),
        rejects=[_reject(file, number, letters) for number, letters in aside.iter_rows()],
        zone=options.zone if naive else None,
        zone_decided_by=(GIVEN if naive else IN_FILE) if lines else "",
        notes=notes,
        names=shown,
    )


def _reject(file: str, number: int, letters: int | None) -> RejectRow:
    """A record whose time cannot be, or that has more letters than a message can."""
    place = f"record {number:,}"
    return (
        ("E226", file, place, number, "")
        if letters is None
        else ("E234", file, place, number, words("{n} letters", n=letters))
    )


def _columns(lines: Sequence[Line]) -> dict[str, Sequence[Any]]:
    """The fields of all lines, each as one sequence; blocks of lines, because they are still near at hand then."""
    columns: dict[str, list[Any]] = {name: [] for name in Line._fields}
    for start in range(0, len(lines), BLOCK):
        for name, values in zip(Line._fields, zip(*lines[start : start + BLOCK], strict=True), strict=True):
            columns[name].extend(values)
    return dict(columns)


def _frame(columns: Mapping[str, Sequence[Any]], shown: Mapping[str, str], options: ReadOptions) -> pl.DataFrame:
    frame = pl.DataFrame(columns, schema=LINE_TYPES, strict=False)
    keys = list(shown)
    counted = frame.with_columns(
        sender=pl.col("sender").replace_strict(keys, [shown[key] for key in keys], return_dtype=pl.String),
        n_chars=pl.col("text").str.len_chars().cast(pl.Int32),
        n_words=pl.col("text").str.count_matches(r"\S+").cast(pl.Int32),
        index=pl.int_range(pl.len(), dtype=pl.Int64),
    ).rename({"chat": "conversation_id"})
    return counted if options.keep_text else counted.drop("text")


def _with_time(frame: pl.DataFrame, options: ReadOptions, file: str, notes: list[Note]) -> pl.DataFrame:
    """Add ``time`` (UTC) and ``in_file``. Lines without a UTC time need the zone that was given."""
    naive = frame["utc"].is_null() & frame["local"].is_not_null()
    times = frame["utc"].cast(pl.Datetime("us")).dt.replace_time_zone("UTC").cast(TimeType)
    if naive.any():
        if options.zone is None:
            question = words("These times carry no zone. Where was the phone or computer that exported them?")
            raise NeedsAnswer("zone", question, (), file)
        walls = frame.select(pl.when(naive).then(pl.col("local")).cast(pl.Datetime("us"))).to_series()
        given = to_utc(walls, options.zone)
        if given.folds + given.gaps:
            detail = f"{given.folds} times happen twice, {given.gaps} never"
            notes.append(Note("E219", "", detail, given.folds + given.gaps))
        times = pl.DataFrame({"a": times, "b": given.time}).select(pl.coalesce("a", "b")).to_series()
    return frame.with_columns(time=times, in_file=~naive)


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """File order for messages; a reaction stands where its time puts it, never before the message it belongs to."""
    if frame["conversation_id"].is_sorted() and not (frame["kind"] == "reaction").any():
        return frame.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id"))
    is_reaction = pl.col("kind") == "reaction"
    keyed = (
        frame.with_columns(
            running=pl.when(~is_reaction).then("time").cum_max().forward_fill().over("conversation_id"),
            reaction=is_reaction,
        )
        .with_columns(key=pl.when("reaction").then(pl.max_horizontal("time", "running")).otherwise("running"))
        .sort("conversation_id", "key", "reaction", "index", maintain_order=True)
    )
    numbered = keyed.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id"))
    return numbered.drop("key", "running", "reaction")


def _replies(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Add ``reply_to`` (event_id); references to absent, doubtful or later messages are dropped and counted."""
    if not frame["reply"].count():
        return frame.with_columns(reply_to=pl.lit(None, pl.Int64)), 0
    by_id = (
        frame.filter(pl.col("id").is_not_null())
        .select("conversation_id", reply="id", target="event_id")
        .unique(["conversation_id", "reply"], keep="none")
    )
    joined = frame.join(by_id, on=["conversation_id", "reply"], how="left", maintain_order="left")
    done = joined.with_columns(reply_to=pl.when(pl.col("target") < pl.col("event_id")).then("target"))
    lost = done.select((pl.col("reply").is_not_null() & pl.col("reply_to").is_null()).sum()).item()
    return done, int(lost)


def _events(frame: pl.DataFrame, resolution_s: float) -> pl.DataFrame:
    done = frame.with_columns(
        resolution_s=pl.lit(resolution_s, pl.Float32),
        zone_source=pl.when("in_file").then(pl.lit("in_file")).otherwise(pl.lit("given")),
        source_line=pl.col("number"),
    )
    return done.drop("utc", "local", "id", "reply", "target", "number", "index", "in_file", strict=False)

"""The rows of Telegram chats to events: UTC times, persons by id, the order of the file, replies and reactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from evenstep.errors import NeedsAnswer
from evenstep.events.clock import to_utc
from evenstep.events.reading import Note
from evenstep.events.schema import TimeType
from evenstep.sources.assemble import RejectRow, in_range
from evenstep.sources.base import ReadOptions
from evenstep.sources.telegram.chats import Chat
from evenstep.sources.telegram.record import Row
from evenstep.spoken import words

WIDEST_OFFSET = timedelta(hours=15)
LOCAL_FORMAT = "%Y-%m-%dT%H:%M:%S"
ROW_TYPES: Final[dict[str, pl.DataType]] = {
    "key": pl.String(),
    "kind": pl.String(),
    "unix": pl.Int64(),
    "date": pl.String(),
    "number": pl.Int64(),
    "text": pl.String(),
    "duration_s": pl.Float32(),
    "id": pl.Int64(),
    "reply": pl.Int64(),
    "target": pl.Int64(),
    "edited": pl.Boolean(),
}
"""The fields of telegram_record.Row as columns."""


@dataclass(frozen=True)
class Timed:
    """Events (all columns but import_id and source), those kept aside, and how the zone was decided."""

    events: pl.DataFrame
    rejects: list[RejectRow]
    zone: str | None
    zone_decided_by: str
    notes: list[Note]


def timed_events(chats: Sequence[tuple[str, Chat]], names: Mapping[str, str], options: ReadOptions, file: str) -> Timed:
    """The events of ``chats`` (conversation_id, chat). Raises NeedsAnswer("zone") when some rows carry no UTC time."""
    frame = pl.concat([_frame(conversation_id, chat, names, options) for conversation_id, chat in chats])
    notes: list[Note] = []
    with_time, zoned = _with_time(frame, options, file, notes)
    good = with_time["time"].is_not_null() & with_time.select(in_range(pl.col("time"), options.now)).to_series()
    bad = with_time.filter(~good.fill_null(value=False))
    rejects: list[RejectRow] = [
        ("E226", file, f"record {number:,}", number, "a reaction" if kind == "reaction" else "")
        for number, kind in bad.select("number", "kind").iter_rows()
    ]
    kept = with_time.filter(good.fill_null(value=False))
    ordered = _in_order(kept)
    replied, lost = _replies(ordered)
    if lost:
        notes.append(Note("E229", "", f"{lost:,}", lost))
    unix = bool(with_time["in_file"].all())
    decided = "Unix times in the file" if unix else "you said so"
    return Timed(_events(replied), rejects, None if unix and not zoned else options.zone, decided, notes)


def _frame(conversation_id: str, chat: Chat, names: Mapping[str, str], options: ReadOptions) -> pl.DataFrame:
    columns = dict(zip(Row._fields, zip(*chat.rows, strict=True), strict=True)) if chat.rows else {}
    frame = pl.DataFrame({name: columns.get(name, ()) for name in ROW_TYPES}, schema=ROW_TYPES, strict=False)
    counted = frame.with_columns(
        sender=pl.Series([names[row.key] for row in chat.rows], dtype=pl.String),
        n_chars=pl.col("text").str.len_chars().cast(pl.Int32),
        n_words=pl.col("text").str.count_matches(r"\S+").cast(pl.Int32),
        index=pl.int_range(pl.len(), dtype=pl.Int64),
        conversation_id=pl.lit(conversation_id),
    )
    return counted.drop("key") if options.keep_text else counted.drop("key", "text")


def _with_time(frame: pl.DataFrame, options: ReadOptions, file: str, notes: list[Note]) -> tuple[pl.DataFrame, bool]:
    """Add ``time`` (UTC) and ``in_file``; True when the given zone was needed.

    A reaction carries local time only: the offset of the messages around it, which show both
    clocks, turns it into UTC. Messages without a UTC time (before June 2022) need the zone.
    """
    local = frame["date"].str.strptime(pl.Datetime("us"), LOCAL_FORMAT, strict=False)
    utc = (frame["unix"] * 1_000_000).cast(pl.Datetime("us"))
    timed = frame.with_columns(local=local, utc=utc, offset=local - utc).with_row_index("_at")
    known = (
        timed.select("local", near="offset").drop_nulls().sort("local").filter(pl.col("near").abs() <= WIDEST_OFFSET)
    )
    open_rows = timed.filter(pl.col("utc").is_null() & pl.col("local").is_not_null() & (pl.col("kind") == "reaction"))
    near = open_rows.select("_at", "local").sort("local").join_asof(known, on="local", strategy="nearest")
    joined = timed.join(near.select("_at", "near"), on="_at", how="left", maintain_order="left")
    solved = joined.with_columns(utc=pl.coalesce("utc", pl.col("local") - pl.col("near")))
    in_file = solved["utc"].is_not_null() | solved["local"].is_null()
    times = solved["utc"].dt.replace_time_zone("UTC")
    naive = ~in_file
    if naive.any():
        if options.zone is None:
            raise NeedsAnswer(
                "zone", words("These times carry no zone. Where was the computer that exported them?"), (), file
            )
        walls = solved.select(pl.when(pl.col("utc").is_null()).then("local")).to_series()
        given = to_utc(walls, options.zone)
        if given.folds + given.gaps:
            detail = f"{given.folds} times happen twice, {given.gaps} never"
            notes.append(Note("E219", "", detail, given.folds + given.gaps))
        times = pl.DataFrame({"a": times, "b": given.time}).select(pl.coalesce("a", "b")).to_series()
    done = solved.with_columns(time=times.cast(TimeType), in_file=in_file)
    return done.drop("_at", "local", "utc", "offset", "near"), bool(naive.any())


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """File order for messages; a reaction stands after the message it answers and before the next later one."""
    is_reaction = pl.col("target").is_not_null()
    running = pl.when(~is_reaction).then("time").cum_max().forward_fill().over("conversation_id")
    keyed = frame.with_columns(key=pl.when(is_reaction).then(pl.max_horizontal("time", running)).otherwise(running))
    ordered = keyed.sort("conversation_id", "key", is_reaction, "index", maintain_order=True)
    return ordered.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id")).drop("key")


def _replies(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Add ``reply_to`` (event_id) for replies and reactions; references to absent or later messages are dropped."""
    by_id = (
        frame.filter(pl.col("target").is_null() & pl.col("id").is_not_null())
        .select("conversation_id", reply="id", by_id="event_id")
        .unique(["conversation_id", "reply"], keep="none")
    )
    by_index = frame.select("conversation_id", target="index", by_index="event_id")
    joined = frame.join(by_id, on=["conversation_id", "reply"], how="left", maintain_order="left").join(
        by_index, on=["conversation_id", "target"], how="left", maintain_order="left"
    )
    found = pl.coalesce("by_index", "by_id")
    done = joined.with_columns(reply_to=pl.when(found < pl.col("event_id")).then(found))
    asked = pl.col("reply").is_not_null() | pl.col("target").is_not_null()
    lost = done.select((asked & pl.col("reply_to").is_null()).sum()).item()
    return done, int(lost)


def _events(frame: pl.DataFrame) -> pl.DataFrame:
    done = frame.with_columns(
        resolution_s=pl.lit(1.0, pl.Float32),
        zone_source=pl.when("in_file").then(pl.lit("in_file")).otherwise(pl.lit("given")),
        source_line=pl.col("number"),
    )
    unwanted = ["unix", "date", "id", "reply", "target", "number", "index", "in_file", "by_id", "by_index"]
    return done.drop(unwanted)

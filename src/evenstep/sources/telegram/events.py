"""The rows of Telegram chats to events: UTC times, persons by id, the order of the file, replies and reactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from evenstep.errors import NeedsAnswer
from evenstep.events.clock import to_utc
from evenstep.events.reading import Note
from evenstep.events.schema import TimeType
from evenstep.sources.assemble import RejectRow, in_range, not_too_long
from evenstep.sources.base import ReadOptions
from evenstep.spoken import words

WIDEST_OFFSET = timedelta(hours=15)
LOCAL_FORMAT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True)
class Timed:
    """Events (all columns but import_id and source), those kept aside, and how the zone was decided."""

    events: pl.DataFrame
    rejects: list[RejectRow]
    zone: str | None
    zone_decided_by: str
    notes: list[Note]


def timed_events(rows: pl.DataFrame, names: Mapping[str, str], options: ReadOptions, file: str) -> Timed:
    """The events of ``rows``, in file order. Raises NeedsAnswer("zone") when some rows carry no UTC time."""
    frame = _frame(rows, names)
    notes: list[Note] = []
    with_time, zoned = _with_time(frame, options, file, notes)
    in_time = (pl.col("time").is_not_null() & in_range(pl.col("time"), options.now)).fill_null(value=False)
    good = in_time & not_too_long(options.limits)
    aside = with_time.filter(~good).select("number", "kind", pl.when(in_time).then("n_chars"))
    rejects = [_reject(file, *row) for row in aside.iter_rows()]
    ordered = _in_order(with_time.filter(good))
    replied, lost = _replies(ordered)
    if lost:
        notes.append(Note("E229", "", f"{lost:,}", lost))
    unix = bool(with_time["in_file"].all())
    decided = "Unix times in the file" if unix else "you said so"
    return Timed(_events(replied), rejects, None if unix and not zoned else options.zone, decided, notes)


def _reject(file: str, number: int, kind: str, letters: int | None) -> RejectRow:
    """A record whose time cannot be, or that has more letters than a message can."""
    place = f"record {number:,}"
    if letters is None:
        return "E226", file, place, number, "a reaction" if kind == "reaction" else ""
    return "E234", file, place, number, words("{n} letters", n=letters)


def _frame(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The rows under the names that are shown."""
    keys = list(names)
    shown = pl.col("key").replace_strict(keys, [names[key] for key in keys], return_dtype=pl.String)
    return rows.with_columns(sender=shown, index=pl.int_range(pl.len(), dtype=pl.Int64)).drop("key")


def _with_time(frame: pl.DataFrame, options: ReadOptions, file: str, notes: list[Note]) -> tuple[pl.DataFrame, bool]:
    """Add ``time`` (UTC) and ``in_file``; True when the given zone was needed.

    A reaction carries local time only: the offset of the messages around it, which show both
    clocks, turns it into UTC. Messages without a UTC time (before June 2022) need the zone.
    """
    if not frame["unix"].null_count():
        times = _utc(frame).dt.replace_time_zone("UTC").cast(TimeType)
        return frame.with_columns(time=times, in_file=pl.lit(value=True)), False
    local = frame["date"].str.strptime(pl.Datetime("us"), LOCAL_FORMAT, strict=False)
    utc = _utc(frame)
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


def _utc(frame: pl.DataFrame) -> pl.Series:
    return (frame["unix"] * 1_000_000).cast(pl.Datetime("us"))


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """File order for messages; a reaction stands after the message it answers and before the next later one."""
    if frame["conversation_id"].is_sorted() and not frame["target"].count():
        return frame.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id"))
    is_reaction = pl.col("target").is_not_null()
    running = pl.when(~is_reaction).then("time").cum_max().forward_fill().over("conversation_id")
    keyed = frame.with_columns(key=pl.when(is_reaction).then(pl.max_horizontal("time", running)).otherwise(running))
    ordered = keyed.sort("conversation_id", "key", is_reaction, "index", maintain_order=True)
    return ordered.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id")).drop("key")


def _replies(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Add ``reply_to`` (event_id) for replies and reactions; references to absent or later messages are dropped."""
    if not frame["reply"].count() + frame["target"].count():
        return frame.with_columns(reply_to=pl.lit(None, pl.Int64)), 0
    by_id = (
        frame.filter(pl.col("target").is_null() & pl.col("id").is_not_null())
        .select("conversation_id", reply="id", by_id="event_id")
        .unique(["conversation_id", "reply"], keep="none")
    )
    by_number = frame.filter(pl.col("target").is_null()).select(
        "conversation_id", target="number", by_number="event_id"
    )
    joined = frame.join(by_id, on=["conversation_id", "reply"], how="left", maintain_order="left").join(
        by_number, on=["conversation_id", "target"], how="left", maintain_order="left"
    )
    found = pl.coalesce("by_number", "by_id")
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
    unwanted = ["unix", "date", "id", "reply", "target", "number", "index", "in_file", "by_id", "by_number"]
    return done.drop(unwanted, strict=False)

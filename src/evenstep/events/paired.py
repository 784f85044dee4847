"""The events of the two people as arrays in time order, with the events of one clock tick spread over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.events.order import in_file_order

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MICRO: Final = 1_000_000  # microseconds in a second: times are whole microseconds inside


@dataclass(frozen=True)
class PairedEvents:
    """Events of the two people as arrays, sorted: one entry an event, times in microseconds."""

    conversation: Ints
    time: Ints
    who: Ints  # 0 person a, 1 person b
    resolution: Ints
    words: Ints
    call: Bools
    picked_up: Bools
    missed: Bools
    call_end: Ints  # time, plus the duration where a call was picked up


def paired_events(table: pl.DataFrame, events: pl.DataFrame) -> PairedEvents:
    """The events of each conversation's two people, without reactions, sorted by conversation and time.

    ``table`` is the conversations table with a row number ``conversation``, which the result refers to.
    """
    rows = _rows(table, events)
    column = {name: rows[name].to_numpy() for name in rows.columns}
    time = spread_ticks(column["conversation"], column["time"], column["resolution"])
    if (np.diff(time)[np.diff(column["conversation"]) == 0] < 0).any():  # clocks of different ticks in one chat
        order = np.lexsort((column["event_id"], time, column["conversation"]))
        column, time = {name: values[order] for name, values in column.items()}, time[order]
    return PairedEvents(
        column["conversation"],
        time,
        column["who"],
        column["resolution"],
        column["n_words"],
        column["call"],
        column["picked_up"],
        column["missed"],
        time + np.where(column["picked_up"], column["duration"], 0),
    )


def _rows(table: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    people = table.select("conversation_id", "conversation", "person_a", "person_b")
    sender = pl.col("sender").cast(pl.String)
    duration_us = (pl.col("duration_s").fill_null(0.0).cast(pl.Float64) * MICRO).round().cast(pl.Int64)
    return (
        events.lazy()
        .filter(pl.col("kind") != "reaction")
        .select("conversation_id", "event_id", "time", "resolution_s", sender, "kind", "n_words", "duration_s")
        .join(people.lazy(), on="conversation_id", how="inner")
        .filter((pl.col("sender") == pl.col("person_a")) | (pl.col("sender") == pl.col("person_b")))
        .select(
            pl.col("conversation").cast(pl.Int64),
            pl.col("event_id"),
            pl.col("time"),
            (pl.col("sender") == pl.col("person_b")).cast(pl.Int64).alias("who"),
            (pl.col("resolution_s").cast(pl.Float64) * 1000).round().cast(pl.Int64).mul(1000).alias("resolution"),
            pl.col("n_words").cast(pl.Int64),
            pl.col("kind").is_in(["call", "missed_call"]).alias("call"),
            ((pl.col("kind") == "call") & (duration_us > 0)).alias("picked_up"),
            # A call of unknown length is neither: it stays an ordinary event.
            ((pl.col("kind") == "missed_call") | ((pl.col("kind") == "call") & (pl.col("duration_s") == 0)))
            .fill_null(value=False)
            .alias("missed"),
            duration_us.alias("duration"),
        )
        .sort("conversation", "event_id")
        # File order is the truth where two clocks disagree a little; a larger step back is believed.
        .with_columns(in_file_order(pl.col("time")).over("conversation").dt.timestamp("us"))
        .sort("conversation", "time", "event_id")
        .collect()
    )


def spread_ticks(conversation: Ints, time: Ints, resolution: Ints) -> Ints:
    """Spread k events of one tick to 0, 1/k, 2/k … of it, in file order; the first stays where it is."""
    if time.size == 0:
        return time
    new = changes(conversation) | changes(time) | changes(resolution)
    first = np.flatnonzero(new)
    size = np.diff(np.append(first, time.size))
    rank = np.arange(time.size) - np.repeat(first, size)
    spread: Ints = time + resolution * rank // np.repeat(size, size)
    return spread


def changes(values: Ints | Bools) -> Bools:
    """True on the first entry and wherever an entry differs from the one before."""
    changed = np.ones(values.size, dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed

"""The point list that all models of one pair are compared on: who wrote, and when, in seconds after the first event."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from evenstep.events.paired import MICRO, paired_events
from tables import conversations_of, events_table


def points_of(conversations: pl.DataFrame, events: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Seconds since the first event (n,), strictly growing, and who, 0 or 1 (n,), of the one pair in the tables.

    Events of one clock tick are spread over it, as everywhere in evenstep (``turn_gap_s = 0``: each is a turn start).
    """
    each = paired_events(conversations.with_row_index("conversation"), events)
    time = (each.time - each.time[0]) / MICRO
    assert (np.diff(time) > 0).all()
    return time, each.who


def copenhagen_pair(path: Path, first: int, second: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables of one pair of the Copenhagen SMS list or of its one-pair file; exact duplicates dropped."""
    rows = pl.read_csv(path)
    rows.columns = ["time", "sender", "recipient"]
    pair = rows.filter(pl.col("sender").is_in([first, second]) & pl.col("recipient").is_in([first, second]))
    pair = pair.unique(maintain_order=True).sort("time", maintain_order=True)
    times = pl.from_epoch(pair["time"]).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    events = events_table([
        {"event_id": i, "sender": "A" if sender == first else "B", "time": time}
        for i, (sender, time) in enumerate(zip(pair["sender"], times, strict=True))
    ])  # fmt: skip
    return conversations_of(events), events

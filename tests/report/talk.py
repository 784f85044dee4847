"""An invented conversation as the two tables, drawn with a seed, to measure and report for real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from evenstep.events.schema import conform_conversations, conform_events


def talk(
    days: int = 400,
    *,
    names: tuple[str, str] = ("Ada", "B"),
    me: str | None = "Ada",
    zone: str = "Europe/Berlin",
    starts_by_a: float = 0.65,
    seed: int = 1,
    a_day: float = 5.0,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(conversations, events): a few short exchanges a day between waking hours, answers after minutes to hours."""
    rng = np.random.default_rng(seed)
    begin = datetime(2024, 1, 3, 6, tzinfo=UTC)
    rows: list[dict[str, object]] = []
    for day in range(days):
        clock = begin + timedelta(days=day, hours=float(rng.uniform(0, 4)))
        for _ in range(rng.poisson(a_day)):
            clock += timedelta(hours=float(rng.exponential(2.2)))
            if clock.hour >= 22 or clock.hour < 5:
                break
            who = 0 if rng.random() < starts_by_a else 1
            for _ in range(rng.integers(1, 7)):
                rows.append({"time": clock, "sender": names[who], "n_chars": int(rng.integers(3, 90))})
                if rng.random() < 0.8:
                    who = 1 - who
                clock += timedelta(seconds=float(rng.lognormal(6.3 + 0.6 * who, 1.3)))
    return _tables(rows, names, me, zone)


def _tables(
    rows: list[dict[str, object]], names: tuple[str, str], me: str | None, zone: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame = pl.DataFrame(rows).sort("time").with_row_index("event_id")
    events = frame.with_columns(
        conversation_id=pl.lit("c1"),
        import_id=pl.lit("i1"),
        source=pl.lit("whatsapp"),
        time=pl.col("time").dt.truncate("1m"),
        resolution_s=pl.lit(60.0),
        kind=pl.lit("text"),
        n_words=(pl.col("n_chars") // 5 + 1),
        duration_s=pl.lit(None),
        reply_to=pl.lit(None),
        edited=pl.lit(False),
        zone_source=pl.lit("given"),
        source_line=pl.col("event_id") + 1,
    )
    conversations = pl.DataFrame(
        {
            "conversation_id": ["c1"],
            "person_a": [names[0]],
            "person_b": [names[1]],
            "me": pl.Series([me], dtype=pl.String),
            "zone_a": [zone],
            "zone_b": [zone],
            "observed_from": [events["time"].min()],
            "observed_until": [events["time"].max()],
            "capped": [False],
            "gaps": pl.Series([[]], dtype=pl.List(pl.Struct({"start": pl.Datetime, "end": pl.Datetime}))),
            "sources": [["whatsapp"]],
        }
    )
    return conform_conversations(conversations), conform_events(events)

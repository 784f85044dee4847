"""Rhythm: the two indices against their definitions, shifts by hand, and hours of oneself only."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from evenstep.measures.catalogue import measure
from tables import Row, conversations_of, events_from, utc


def rhythm_of(rows: list[Row], **columns: object) -> pl.DataFrame:
    events = events_from(rows)
    names = [f"rhythm_{what}" for what in ("burstiness", "memory", "shift", "hours")]
    return measure(conversations_of(events, **columns), events, names)


def at_seconds(gaps_s: list[float]) -> list[Row]:
    times = np.cumsum([0, *gaps_s])
    return [
        ("A", pl.Series([utc("2024-01-01 00:00")]).dt.offset_by(f"{int(time)}s")[0].strftime("%Y-%m-%d %H:%M:%S"))
        for time in times
    ]


def test_indices_follow_goh_and_barabasi() -> None:
    gaps = np.random.default_rng(2).lognormal(9, 1.2, 400).round() + 301
    got = rhythm_of(at_seconds(gaps.tolist())).filter(pl.col("person") == "a")
    index = dict(zip(got["measure"], got["value"], strict=False))
    assert index["rhythm_burstiness"] == pytest.approx((gaps.std() - gaps.mean()) / (gaps.std() + gaps.mean()))
    assert index["rhythm_memory"] == pytest.approx(np.corrcoef(gaps[:-1], gaps[1:])[0, 1])
    assert got.filter(pl.col("measure") == "rhythm_memory")["n"].to_list() == [399]


def test_a_metronome_and_a_person_who_never_writes() -> None:
    got = rhythm_of(at_seconds([3600.0] * 50))
    burstiness = got.filter(pl.col("measure") == "rhythm_burstiness")
    assert burstiness["value"].to_list() == [pytest.approx(-1.0, abs=1e-6), None]
    assert got.filter(pl.col("measure") == "rhythm_memory")["value"].to_list() == [None, None]


def test_a_gap_of_the_history_is_no_gap_between_turns() -> None:
    """Hourly turns, a month without a phone, hourly turns again: still a metronome."""
    rows = at_seconds([3600.0] * 10 + [30 * 86_400.0] + [3600.0] * 10)
    hole = [(rows[10][1], rows[11][1])]
    got = rhythm_of(rows, gaps=hole).filter(pl.col("person") == "a")
    assert got.filter(pl.col("measure") == "rhythm_burstiness")["value"][0] == pytest.approx(-1.0, abs=1e-6)
    assert got.filter(pl.col("measure") == "rhythm_burstiness")["n"][0] == 20


def test_participation_shifts_by_hand() -> None:
    """A · B (answers) · B (goes on) · A (answers) · 9 h later A · A calls, picked up (A goes on) · A, not counted."""
    got = rhythm_of(
        [
            ("A", "2024-01-01 10:00"),
            ("B", "2024-01-01 10:10"),
            ("B", "2024-01-01 10:20"),
            ("A", "2024-01-01 10:30"),
            ("A", "2024-01-01 19:30"),
            ("A", "2024-01-01 19:40", {"kind": "call", "duration_s": 60.0}),
            ("A", "2024-01-01 19:50"),
        ]
    ).filter(pl.col("measure") == "rhythm_shift")
    rows = got.select("person", "key", "value", "n").rows()
    assert rows == [("a", "AB-BA", 0.5, 2), ("a", "AB-AB", 0.5, 2), ("b", "AB-BA", 0.5, 2), ("b", "AB-AB", 0.5, 2)]


def test_hours_are_shown_of_oneself_only() -> None:
    """B is me, in Berlin: Monday 10:10 and 10:20 UTC are 11 h; A's hours are nowhere."""
    rows: list[Row] = [("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:10"), ("B", "2024-01-01 10:20")]
    hours = rhythm_of(rows, me="B", zone_b="Europe/Berlin").filter(pl.col("measure") == "rhythm_hours")
    assert hours["person"].unique().to_list() == ["b"]
    assert hours["x"].to_list() == list(range(168))
    assert hours["value"].to_list() == [1.0 if hour == 11 else 0.0 for hour in range(168)]
    assert hours["key"][11] == "Mon 11"
    nobody = rhythm_of(rows).filter(pl.col("measure") == "rhythm_hours")
    assert nobody.height == 0

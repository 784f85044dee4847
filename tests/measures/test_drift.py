"""Drift by month and its change, on literal counts and on a pair that really drifts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from tables import Row, conversations_of, events_from, utc
from worlds import simulate


def test_raw_shares_and_their_months() -> None:
    """January: A A B (turns 10 min apart). March: B. Nothing in February: no row."""
    rows: list[Row] = [
        ("A", "2024-01-31 10:00"),
        ("A", "2024-01-31 10:10"),
        ("B", "2024-01-31 10:20"),
        ("B", "2024-03-01 10:00"),
    ]
    events = events_from(rows)
    got = measure(conversations_of(events), events, ["drift_turns_raw", "drift_turns", "drift_starts_raw"])
    raw = got.filter((pl.col("measure") == "drift_turns_raw") & (pl.col("person") == "a"))
    assert raw["key"].to_list() == ["2024-01", "2024-03"]
    assert raw["x"].to_list() == [utc("2024-01-01 00:00").timestamp(), utc("2024-03-01 00:00").timestamp()]
    assert raw["value"].to_list() == pytest.approx([2 / 3, 0.0])
    assert raw["n"].to_list() == [3, 1]
    starts = got.filter(pl.col("measure") == "drift_starts_raw")
    assert starts.select("person", "key", "value").rows() == [("a", "2024-03", 0.0), ("b", "2024-03", 1.0)]
    assert got["low"].null_count() == got.height  # two weeks are too few
    assert not got["enough"].any()


def test_months_begin_in_the_zone_of_the_person_asking() -> None:
    """31 January 23:30 UTC is February in Berlin."""
    events = events_from([("A", "2024-01-31 23:30"), ("B", "2024-01-31 23:40")])
    zones = {"zone_a": "Europe/Berlin", "zone_b": "UTC"}
    berlin = measure(conversations_of(events, me="A", **zones), events, ["drift_turns"])
    assert berlin["key"].unique().to_list() == ["2024-02"]
    assert berlin["x"][0] == utc("2024-01-31 23:00").timestamp()
    assert measure(conversations_of(events, me="B", **zones), events, ["drift_turns"])["key"][0] == "2024-01"
    assert measure(conversations_of(events, **zones), events, ["drift_turns"])["key"][0] == "2024-01"


def moving(first: float, last: float, weeks: int = 52) -> pl.DataFrame:
    """Three turns a day, 6 h apart; the chance that it is A's moves in a straight line."""
    rng = np.random.default_rng(6)
    rows: list[Row] = []
    for number in range(weeks * 21):
        chance = first + (last - first) * number / (weeks * 21)
        time = pl.Series([utc("2024-01-01 06:00")]).dt.offset_by(f"{number // 3}d{number % 3 * 6}h")[0]
        rows.append(("A" if rng.random() < chance else "B", f"{time:%Y-%m-%d %H:%M}"))
    return events_from(rows)


@pytest.mark.parametrize(("first", "last", "verdict"), [(0.3, 0.7, "a_more"), (0.7, 0.3, "b_more"), (0.5, 0.5, "even")])
def test_change_since_the_first_months(first: float, last: float, verdict: str) -> None:
    events = moving(first, last)
    got = measure(conversations_of(events), events, ["drift_change_turns"])
    a = got.row(0, named=True)
    assert got["verdict"].to_list() == [verdict] * 2
    assert a["low"] <= a["value"] <= a["high"]
    assert a["value"] == pytest.approx((last - first) * 0.75, abs=0.1)
    assert a["enough"]


def test_the_smoothed_share_follows_a_real_drift_and_is_calmer_than_the_raw_one() -> None:
    events = moving(0.2, 0.8)
    got = measure(conversations_of(events), events, ["drift_turns", "drift_turns_raw"]).filter(pl.col("person") == "a")
    smooth, raw = (got.filter(pl.col("measure") == name) for name in ("drift_turns", "drift_turns_raw"))
    straight = np.linspace(0.2, 0.8, smooth.height)
    off = np.abs(smooth["value"].to_numpy() - straight)
    assert off.max() < 0.12
    assert (smooth["low"] < straight).mean() > 0.8
    assert (smooth["high"] > straight).mean() > 0.8
    assert smooth["value"].diff().std() < raw["value"].diff().std()  # type: ignore[operator]
    assert smooth["interval"].unique().to_list() == ["smoothing"]
    assert raw["interval"].unique().to_list() == ["none"]


def test_scatter_of_weeks_widens_the_band() -> None:
    """The same monthly counts, once in even weeks, once with each week all A or all B."""
    calm, wild = events_from(taking_turns(every=1)), events_from(taking_turns(every=14))
    width = [
        measure(conversations_of(events), events, ["drift_turns"])
        .select((pl.col("high") - pl.col("low")).mean())
        .item()
        for events in (calm, wild)
    ]
    assert width[1] > 1.5 * width[0]


def taking_turns(every: int) -> list[Row]:
    """Two turns a day for half a year; A and B change over after ``every`` turns (14: a week)."""
    times = [pl.Series([utc("2024-01-01 06:00")]).dt.offset_by(f"{number * 12}h")[0] for number in range(26 * 14)]
    return [("AB"[number // every % 2], f"{time:%Y-%m-%d %H:%M}") for number, time in enumerate(times)]


def test_under_half_a_year_there_is_no_change_to_speak_of() -> None:
    events = moving(0.3, 0.7, weeks=25)
    got = measure(conversations_of(events), events, ["drift_change_turns"])
    assert got["value"].to_list() == [None, None]
    assert got["verdict"].to_list() == ["cant_tell"] * 2


def test_one_sided_starts_in_both_stretches_are_not_called_certain() -> None:
    rows: list[Row] = [("B", f"2024-{month:02d}-{day:02d} 10:00") for month in range(1, 13) for day in range(1, 29)]
    events = events_from(rows)
    got = measure(conversations_of(events), events, ["drift_change_starts"])
    assert got["value"].to_list() == [0.0, 0.0]
    assert got["low"].to_list() == [None, None]
    assert got["verdict"].to_list() == ["cant_tell"] * 2


def test_starts_need_thirty_to_be_enough() -> None:
    made = simulate("null", 9, 3)
    few = measure(made.conversations, made.events, ["drift_starts"], MeasureOptions(min_starts=500))
    assert not few["enough"].any()
    assert measure(made.conversations, made.events, ["drift_starts"])["enough"].all()

"""Waiting times by hand, on both clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from evenstep.measures.waiting import curve_grid
from tables import Row, conversations_of, events_from, utc

# After the opening exchange (A's first waiting is left-censored) B answers A after 10 min, 30 min, 2 h, and never;
# A answers B after 20 min each time, and B's last word stands open for 100 h.
STORY: list[Row] = [
    ("A", "2024-01-01 08:00"),
    ("B", "2024-01-01 08:01"),
    ("A", "2024-01-01 08:21"),
    ("B", "2024-01-01 08:31"),
    ("A", "2024-01-01 08:51"),
    ("B", "2024-01-01 09:21"),
    ("A", "2024-01-01 09:41"),
    ("B", "2024-01-01 11:41"),
]


def waits(rows: list[Row], options: MeasureOptions | None = None, **columns: Any) -> pl.DataFrame:
    events = events_from(rows)
    names = ("waiting_median", "waiting_mean_24h", "waiting_within_1h", "waiting_within_24h", "waiting_gap")
    return measure(conversations_of(events, **columns), events, names, options or MeasureOptions())


def one(results: pl.DataFrame, name: str, person: str, key: str = "clock") -> dict[str, Any]:
    rows = results.filter((pl.col("measure") == name) & (pl.col("person") == person) & (pl.col("key") == key))
    assert rows.height == 1
    return rows.row(0, named=True)


def test_clock_hours_by_hand() -> None:
    """B: 10, 30, 120 min, all answered: median 30 min. A: 20, 20, 20 min and one open for 100 h, cut at 72 h."""
    got = waits(STORY, observed_until="2024-01-05 15:41")
    assert one(got, "waiting_median", "b")["value"] == 1800.0
    assert one(got, "waiting_median", "b")["n"] == 3
    assert one(got, "waiting_within_1h", "b")["value"] == pytest.approx(2 / 3)
    assert one(got, "waiting_mean_24h", "b")["value"] == pytest.approx(160 * 60 / 3)
    assert one(got, "waiting_median", "a")["value"] == 1200.0
    assert one(got, "waiting_median", "a")["n"] == 4  # the open one was followed for the full 72 h
    assert one(got, "waiting_within_24h", "a")["value"] == pytest.approx(3 / 4)
    assert one(got, "waiting_mean_24h", "a")["value"] == pytest.approx((3 * 1200 + 86_400) / 4)
    assert one(got, "waiting_gap", "a")["value"] == -600.0
    assert one(got, "waiting_gap", "b")["value"] == 600.0


def test_a_waiting_cut_short_by_the_end_of_the_file_is_open_not_counted_as_seen() -> None:
    """B's last word stands open for 10 min only: at 20 min three of three answered."""
    got = waits(STORY, observed_until="2024-01-01 11:51")
    assert one(got, "waiting_median", "a")["n"] == 3
    assert one(got, "waiting_within_1h", "a")["value"] == 1.0


def test_more_than_half_unanswered_has_no_median() -> None:
    """A asks on four days; B answers the second time only, after 1 h, and once more after 80 h: cut at 72 h."""
    rows: list[Row] = [
        ("B", "2024-01-01 10:00"),
        ("A", "2024-01-01 11:00"),
        ("B", "2024-01-04 19:00"),
        ("A", "2024-01-04 20:00"),
        ("B", "2024-01-04 21:00"),
        ("A", "2024-01-04 22:00"),
    ]
    got = waits(rows, observed_until="2024-01-10 10:00")
    assert one(got, "waiting_median", "b") | {"value": None, "low": None, "high": None, "n": 3} == one(
        got, "waiting_median", "b"
    )
    assert one(got, "waiting_within_24h", "b")["value"] == pytest.approx(1 / 3)
    assert one(got, "waiting_gap", "a")["value"] is None


def test_a_night_is_short_in_active_hours() -> None:
    """Eight weeks: A writes at noon, B answers in 10 min; once A writes at 23:00 and B answers at 9:00."""
    rows: list[Row] = []
    for day in range(56):
        date = pl.Series([utc("2024-01-01 00:00")]).dt.offset_by(f"{day}d")[0]
        at = f"{date:%Y-%m-%d}"
        rows += [("A", f"{at} 09:00"), ("B", f"{at} 09:10"), ("A", f"{at} 12:00"), ("B", f"{at} 12:10")]
        rows += [("A", f"{at} 20:00"), ("B", f"{at} 20:10")]
    rows += [("A", "2024-02-26 12:00"), ("B", "2024-02-26 12:10"), ("A", "2024-02-26 23:00"), ("B", "2024-02-27 09:00")]
    events = events_from(rows)
    got = measure(conversations_of(events), events, ["waiting_curve"]).filter(pl.col("person") == "b")
    before_ten = got.filter(pl.col("x") < 9.9 * 3600).group_by("key", maintain_order=True).last()
    shares = dict(zip(before_ten["key"], before_ten["value"], strict=True))
    assert shares["clock"] < 1.0  # ten hours by the clock
    assert shares["active"] == 1.0


def test_the_curve_runs_from_a_minute_to_the_horizon_and_never_falls() -> None:
    events = events_from(STORY)
    got = measure(conversations_of(events), events, ["waiting_curve"])
    one_curve = got.filter((pl.col("person") == "b") & (pl.col("key") == "clock"))
    assert one_curve["x"].to_list() == pytest.approx(curve_grid(72 * 3600.0).tolist())
    assert one_curve["x"][0] == pytest.approx(60.0)
    assert one_curve["value"].diff().drop_nulls().min() >= 0
    at_half_hour = one_curve.filter(pl.col("x") >= 1800.0)["value"][0]
    assert at_half_hour == pytest.approx(2 / 3)


def test_another_horizon_censors_earlier() -> None:
    got = waits(STORY, MeasureOptions(censor_s=3600.0), observed_until="2024-01-05 15:41")
    assert one(got, "waiting_within_24h", "b")["value"] == pytest.approx(2 / 3)  # the 2 h answer lies beyond 1 h


def long_story(a_minutes: int, b_minutes: int, weeks: int = 20) -> list[Row]:
    """Ten exchanges a week; a answers after ``a_minutes`` plus 0–9 min, b after ``b_minutes`` plus 0–9 min."""
    rng = np.random.default_rng(4)
    rows: list[Row] = []
    for week in range(weeks):
        time = pl.Series([utc("2024-01-01 08:00")]).dt.offset_by(f"{week}w")
        for step in range(20):
            who = "AB"[step % 2]
            rows.append((who, f"{time[0]:%Y-%m-%d %H:%M}"))
            minutes = (b_minutes if who == "A" else a_minutes) + int(rng.integers(10))
            time = time.dt.offset_by(f"{minutes}m")
    return rows


@pytest.mark.parametrize(
    ("a_minutes", "b_minutes", "verdict"), [(60, 10, "a_more"), (10, 60, "b_more"), (60, 60, "even")]
)
def test_the_gap_says_who_answers_more_slowly(a_minutes: int, b_minutes: int, verdict: str) -> None:
    got = waits(long_story(a_minutes, b_minutes))
    rows = got.filter((pl.col("measure") == "waiting_gap") & (pl.col("key") == "clock"))
    assert rows["verdict"].to_list() == [verdict] * 2
    assert rows["enough"].all()
    a, b = one(got, "waiting_gap", "a"), one(got, "waiting_gap", "b")
    assert (a["low"], a["high"]) == (-b["high"], -b["low"])
    assert a["low"] <= a["value"] <= a["high"]


def test_few_weeks_give_values_without_intervals_and_no_verdict() -> None:
    got = waits(long_story(60, 10, weeks=7))
    assert got["low"].null_count() == got.height
    assert not got["enough"].any()
    assert got.filter(pl.col("measure") == "waiting_gap")["verdict"].unique().to_list() == ["cant_tell"]
    assert one(got, "waiting_median", "a")["value"] == pytest.approx(3870, abs=270)


def spread_waits(a_s: float, b_s: float, resolution_s: float) -> pl.DataFrame:
    """Ten weeks of five waitings a day each way: A's answers take ``a_s`` seconds, B's ``b_s``."""
    start, rows = utc("2024-01-01 08:00"), []
    for day in range(70):
        at = start + timedelta(days=day)
        for sender, wait in [("A", 0.0), *[("B", b_s), ("A", a_s)] * 5]:
            at += timedelta(seconds=wait)
            rows.append((sender, at.isoformat(sep=" ", timespec="seconds")[:19]))
    return events_from(rows, resolution_s=resolution_s)


@pytest.mark.parametrize(
    ("a_s", "b_s", "resolution_s", "verdict"),
    [
        (600.0, 3600.0, 1.0, "b_more"),
        (600.0, 660.0, 1.0, "even"),  # a tenth longer is no difference, however sure
        (60.0, 160.0, 60.0, "even"),  # less than two ticks apart: the clock cannot show it
        (60.0, 160.0, 1.0, "b_more"),
    ],
)
def test_a_longer_answer_must_be_longer_than_the_clock_can_hide(
    a_s: float, b_s: float, resolution_s: float, verdict: str
) -> None:
    events = spread_waits(a_s, b_s, resolution_s)
    got = measure(conversations_of(events), events, ["waiting_gap"])
    assert got.filter(pl.col("key") == "clock")["verdict"].unique().to_list() == [verdict]

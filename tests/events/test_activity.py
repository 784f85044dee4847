"""Active hours: the profile, its scale, and durations on it."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from evenstep.events.activity import FLOOR, active_rate, active_seconds, hour_of_week, local_us, week_hours
from tables import utc

WEEK_S = 7 * 86_400.0
MONDAY_S = utc("2024-01-01 00:00").timestamp()  # a Monday


def clock_times(*texts: str) -> pl.Series:
    return pl.Series([utc(text) for text in texts], dtype=pl.Datetime("us", "UTC"))


def test_hours_of_the_week_count_from_monday_in_the_persons_own_zone() -> None:
    time = clock_times("2024-01-01 00:00", "2024-01-07 23:30", "2024-07-01 12:00")
    utc_hours = hour_of_week(local_us(time, pl.Series([None] * 3, dtype=pl.String)))
    assert utc_hours.tolist() == [0, 167, 12]
    berlin = hour_of_week(local_us(time, pl.Series(["Europe/Berlin"] * 3)))
    assert berlin.tolist() == [1, 0, 14]  # one hour ahead in winter, two in summer


def test_each_row_may_have_a_zone_of_its_own() -> None:
    time = clock_times("2024-01-01 00:00", "2024-01-01 00:00", "2024-01-01 00:00")
    zones = pl.Series(["Asia/Kolkata", None, "Asia/Tokyo"], dtype=pl.String)
    assert (local_us(time, zones) - local_us(time, zones)[1]).tolist() == [19_800_000_000, 0, 32_400_000_000]


def test_quarter_hours_follow_the_change_of_the_clocks() -> None:
    """Berlin, 31 March 2024: at 01:00 UTC the clock jumps from 02:00 to 03:00 (a Sunday: hours 144–167)."""
    begin = utc("2024-03-31 00:00").timestamp()
    hours = week_hours("Europe/Berlin", begin, begin + 3 * 3600).hour.reshape(-1)[:12]
    assert hours.tolist() == [145] * 4 + [147] * 4 + [148] * 4


def test_a_zone_of_half_hours_is_exact() -> None:
    hours = week_hours("Asia/Kolkata", MONDAY_S, MONDAY_S + 3600).hour
    assert hours.tolist()[:4] == [5, 5, 6, 6]


def test_twenty_four_active_hours_pass_in_an_average_day() -> None:
    rng = np.random.default_rng(3)
    cells = week_hours("Europe/Berlin", MONDAY_S, MONDAY_S + 8 * WEEK_S)
    rate = active_rate(rng.choice(np.arange(9, 22), 800) + 24 * rng.integers(0, 7, 800), cells)
    assert rate.mean() == pytest.approx(1.0)
    week = active_seconds(np.array([MONDAY_S + 5000.0]), np.array([MONDAY_S + 5000.0 + WEEK_S]), rate, cells)
    assert week[0] == pytest.approx(WEEK_S)


def test_a_night_costs_almost_nothing_but_never_nothing() -> None:
    """Turns only between 9 and 22 h: from midnight to six is worth the floor, a day hour more than an hour."""
    hours = np.tile(np.arange(9, 22), 7 * 20) + np.repeat(24 * np.arange(7), 13 * 20)
    cells = week_hours("UTC", MONDAY_S, MONDAY_S + 8 * WEEK_S)
    rate = active_rate(hours, cells)
    night = active_seconds(np.array([MONDAY_S]), np.array([MONDAY_S + 4 * 3600.0]), rate, cells)[0]
    noon = active_seconds(np.array([MONDAY_S + 12 * 3600]), np.array([MONDAY_S + 16 * 3600.0]), rate, cells)[0]
    assert 0 < night < 0.1 * noon
    assert rate.min() >= 0.9 * FLOOR
    assert noon > 4 * 3600


def test_no_turns_make_every_hour_count_the_same() -> None:
    cells = week_hours(None, MONDAY_S, MONDAY_S + WEEK_S)
    rate = active_rate(np.array([], dtype=np.int64), cells)
    span = active_seconds(np.array([MONDAY_S + 10.5]), np.array([MONDAY_S + 99.25]), rate, cells)
    assert span[0] == pytest.approx(88.75)


def test_time_that_was_not_observed_is_not_taken_for_silence() -> None:
    """Nine days, Monday to Tuesday of the next week, one turn every hour: all hours have the same rate."""
    cells = week_hours(None, MONDAY_S, MONDAY_S + 9 * 86_400 - 1)
    rate = active_rate(np.arange(9 * 24) % 168, cells)
    assert rate == pytest.approx(np.ones(168))


def test_durations_add_up() -> None:
    rng = np.random.default_rng(5)
    cells = week_hours("America/New_York", MONDAY_S, MONDAY_S + 4 * WEEK_S)
    rate = active_rate(rng.integers(0, 168, 300), cells)
    at = np.sort(MONDAY_S + rng.random(50) * 4 * WEEK_S)
    parts = active_seconds(at[:-1], at[1:], rate, cells)
    assert (parts > 0).all()
    assert parts.sum() == pytest.approx(active_seconds(at[:1], at[-1:], rate, cells)[0])

"""Wall time to UTC: every zone, every change of the clocks from 1990 to 2040, and the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.events.clock import to_utc, to_wall
from evenstep.events.zone import NO_PLACES

UTC = ZoneInfo("UTC")
ZONES = sorted(available_timezones() - NO_PLACES)


@pytest.fixture(scope="module", autouse=True)
def _zone_data_of_the_package() -> Iterator[None]:
    """Compare with the tzdata package, so that an old system database cannot decide the result."""
    reset_tzpath(to=[])
    ZoneInfo.clear_cache()
    yield
    reset_tzpath()
    ZoneInfo.clear_cache()


def wall(*times: str) -> pl.Series:
    return pl.Series([datetime.fromisoformat(t) for t in times], dtype=pl.Datetime("us"))


def minutes_around_every_change(zone: str) -> pl.Series:
    """UTC, every ten minutes from 30 hours before to 30 hours after each change of the clocks."""
    hours = pl.datetime_range(
        datetime(1990, 1, 1), datetime(2040, 12, 31), "6h", eager=True, time_unit="us"
    ).dt.replace_time_zone("UTC")
    local = hours.dt.convert_time_zone(zone)
    offset = local.dt.base_utc_offset() + local.dt.dst_offset()
    changes = hours.filter((offset != offset.shift(1)).fill_null(value=False))
    steps = pl.Series([timedelta(minutes=10 * k) for k in range(-180, 181)], dtype=pl.Duration("us"))
    around = changes.to_frame("t").join(steps.to_frame("d"), how="cross").select(pl.col("t") + pl.col("d"))["t"]
    return around.unique().sort()


@pytest.mark.parametrize("first_letter", sorted({zone[0] for zone in ZONES}))
def test_every_zone_round_trips_around_every_change(first_letter: str) -> None:
    for zone in (z for z in ZONES if z.startswith(first_letter)):
        time = minutes_around_every_change(zone)
        if time.len() == 0:
            continue
        back = to_utc(to_wall(time, zone), zone)
        wrong = (back.time != time).sum()
        assert wrong == 0, f"{zone}: {wrong} of {time.len()} moments differ"
        assert back.gaps == 0


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Caracas", "WET"])
def test_offsets_agree_with_the_standard_library(zone: str) -> None:
    time = minutes_around_every_change(zone)
    expected = [t.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for t in time.to_list()]
    assert to_wall(time, zone).to_list() == expected


def test_the_order_of_the_file_decides_a_fold() -> None:
    """02:50 then 02:10: the second is an hour later, not forty minutes earlier (data/INDEX.md, order.txt)."""
    found = to_utc(
        wall("2023-10-29 02:50", "2023-10-29 02:10", "2023-10-29 02:20", "2023-10-30 09:00"), "Europe/Berlin"
    )
    assert [f"{t:%dT%H:%M}" for t in found.time] == ["29T00:50", "29T01:10", "29T01:20", "30T08:00"]
    assert (found.folds, found.gaps) == (3, 0)


def test_a_fold_without_a_step_back_is_the_first_pass() -> None:
    found = to_utc(wall("2023-10-29 01:59", "2023-10-29 02:10", "2023-10-29 03:10"), "Europe/Berlin")
    assert [f"{t:%H:%M}" for t in found.time] == ["23:59", "00:10", "02:10"]


def test_two_phones_that_disagree_by_seconds_do_not_turn_the_clock_back() -> None:
    found = to_utc(wall("2023-10-29 02:10:05", "2023-10-29 02:10:03", "2023-10-29 02:40"), "Europe/Berlin")
    assert [f"{t:%H:%M:%S}" for t in found.time] == ["00:10:05", "00:10:03", "00:40:00"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("01:50", "04:00", "01:30"), ("01:10", "03:05", "00:30")],
)
def test_a_wall_time_that_never_was_keeps_the_order(before: str, after: str, expected: str) -> None:
    """02:30 on the night the clocks go forward: either side of the change, whichever its neighbours allow."""
    day = "2024-03-31 "
    found = to_utc(wall(day + before, day + "02:30", day + after), "Europe/Berlin")
    assert f"{found.time[1]:%H:%M}" == expected
    assert found.gaps == 1


def test_nulls_stay_null() -> None:
    found = to_utc(pl.Series([None, datetime(2024, 1, 1)], dtype=pl.Datetime("us")), "Europe/Berlin")
    assert found.time.to_list() == [None, datetime(2023, 12, 31, 23, tzinfo=UTC)]


@given(
    st.lists(st.integers(0, 40 * 365 * 24 * 3600), min_size=1, max_size=40),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]),
)
def test_away_from_folds_the_round_trip_is_exact(seconds: list[int], zone: str) -> None:
    start = datetime(1995, 1, 1, tzinfo=UTC)
    time = pl.Series(sorted(start + timedelta(seconds=s) for s in seconds), dtype=pl.Datetime("us", "UTC"))
    back = to_utc(to_wall(time, zone), zone)
    unambiguous = back.folds == 0
    assert (back.time == time).all() or not unambiguous
    assert back.time.len() == time.len()

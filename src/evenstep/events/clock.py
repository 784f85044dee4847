"""Local wall time to UTC by zone: where the clocks change, the order of the file decides.

A naive export shows the exporting phone's wall clock. Once a year an hour happens twice (a
*fold*) and once a year an hour never happens (a *gap*). Sorting by time would swap the two
people around a fold, so the order of the file is taken as the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from evenstep.events.zone import check_zone

LOCAL_TYPE: Final = pl.Datetime("us")
UTC_TYPE: Final = pl.Datetime("us", "UTC")

JITTER: Final = timedelta(seconds=60)
"""Two phones disagree by seconds; only a larger step back inside a fold is the clock being set back."""

FOLD_NIGHT: Final = timedelta(hours=30)
"""Ambiguous rows closer than this belong to one change of the clocks."""


@dataclass(frozen=True)
class LocalToUtc:
    """``time``: Datetime[us, UTC] in the order given; rows at a wall time that comes twice (folds) or never (gaps)."""

    time: pl.Series
    folds: int
    gaps: int


def to_utc(local: pl.Series, zone: str) -> LocalToUtc:
    """Turn wall times into UTC.

    Parameters: ``local``, naive Datetime, shape (n,), in file order, nulls allowed and kept;
    ``zone``, an IANA name. Raises OptionError for an unknown zone.
    """
    check_zone(zone)
    wall = local.cast(LOCAL_TYPE)
    either = pl.DataFrame({"wall": wall}).select(
        earliest=pl.col("wall").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null"),
        latest=pl.col("wall").dt.replace_time_zone(zone, ambiguous="latest", non_existent="null"),
    )
    earliest, latest = (either[name].dt.convert_time_zone("UTC") for name in ("earliest", "latest"))
    twice = (earliest != latest).fill_null(value=False)
    never = earliest.is_null() & wall.is_not_null()
    time = earliest.alias("time")
    if twice.any():
        time = time.scatter(_second_pass(wall, twice), latest.gather(_second_pass(wall, twice)))
    if never.any():
        rows = never.arg_true()
        time = time.scatter(rows, pl.Series(_fill_gaps(wall, time, rows.to_list(), zone), dtype=UTC_TYPE))
    return LocalToUtc(time, int(twice.sum()), int(never.sum()))


def to_wall(time: pl.Series, zone: str) -> pl.Series:
    """UTC to naive wall time in ``zone``, shape (n,). Raises OptionError for an unknown zone."""
    return time.dt.convert_time_zone(check_zone(zone)).dt.replace_time_zone(None)


def _second_pass(wall: pl.Series, twice: pl.Series) -> pl.Series:
    """Rows that stand in the second pass of a fold: those after the largest step back of their night."""
    night = pl.DataFrame({"row": twice.arg_true(), "wall": wall.filter(twice)}).with_columns(
        step=pl.col("wall").diff().fill_null(timedelta(0))
    )
    nights = night.with_columns(night=(pl.col("step").abs() > FOLD_NIGHT).cum_sum())
    back = nights.with_columns(largest=pl.col("step").min().over("night"))
    turned = (pl.col("step") == pl.col("largest")) & (pl.col("largest") < -JITTER)
    return back.filter(turned.cum_max().over("night"))["row"]


def _fill_gaps(wall: pl.Series, time: pl.Series, rows: list[int], zone: str) -> list[datetime]:
    """UTC for wall times that never were: the clock before the change, or after it where only that keeps the order."""
    filled: dict[int, datetime] = {}
    tz = ZoneInfo(zone)
    for row in rows:
        naive = wall[row]
        before_change, after_change = (
            (naive.replace(tzinfo=tz, fold=fold) - naive.replace(tzinfo=tz, fold=fold).utcoffset()) for fold in (0, 1)
        )
        candidates = [moment.replace(tzinfo=ZoneInfo("UTC")) for moment in (before_change, after_change)]
        previous = filled.get(row - 1) or (time[row - 1] if row else None)
        following = next((t for t in time.slice(row + 1, 50) if t is not None), None)
        filled[row] = min(candidates, key=lambda moment: _disorder(previous, moment, following))
    return [filled[row] for row in rows]


def _disorder(previous: datetime | None, moment: datetime, following: datetime | None) -> timedelta:
    """How far a row would stand against the order of its neighbours."""
    early = max(previous - moment, timedelta(0)) if previous is not None else timedelta(0)
    late = max(moment - following, timedelta(0)) if following is not None else timedelta(0)
    return early + late

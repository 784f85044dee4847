"""Each person's active hours: a clock that runs fast when they usually write and slowly at night."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

HOURS_A_WEEK: Final = 168
CELL_S: Final = 900  # every zone's offset from UTC is a whole number of quarter hours in our times
SMOOTHING_H: Final = 1.5  # sd of the periodic Gaussian kernel
FLOOR: Final = 0.05  # no hour counts less than this share of the mean
PRIOR_TURNS: Final = 500.0  # below about this many turns the days of the week borrow from one another
_MICRO: Final = 1_000_000
_DAY_US: Final = 86_400 * _MICRO


@dataclass(frozen=True)
class WeekHours:
    """The local hour of the week (0 = Monday 0–1 h) of each quarter-hour cell from ``origin_s`` (epoch s) on."""

    origin_s: int
    hour: Ints  # shape (cells,)

    def between(self, begin_s: float, end_s: float) -> WeekHours:
        """Only the cells that touch [begin_s, end_s] (epoch s), plus one."""
        first = int((begin_s - self.origin_s) // CELL_S)
        last = int((end_s - self.origin_s) // CELL_S)
        return WeekHours(self.origin_s + first * CELL_S, self.hour[first : last + 1])


def local_us(time: pl.Series, zone: pl.Series) -> Ints:
    """Local wall time in microseconds since 1970, an entry a row; ``zone`` names each row's IANA zone, null for UTC."""
    wall = time.dt.timestamp("us").to_numpy().copy()
    for name in zone.drop_nulls().unique():
        rows = (zone == name).fill_null(value=False).to_numpy()
        local = time.filter(pl.Series(rows)).dt.convert_time_zone(name).dt.replace_time_zone(None)
        wall[rows] = local.dt.timestamp("us").to_numpy()
    return wall


def hour_of_week(wall_us: Ints) -> Ints:
    """Hour of the week of local wall times: 0 is Monday 0–1 h, 167 Sunday 23–24 h."""
    days = wall_us // _DAY_US
    hours: Ints = (days + 3) % 7 * 24 + wall_us % _DAY_US // (3600 * _MICRO)  # 1970-01-01 was a Thursday
    return hours


def week_hours(zone: str | None, begin_s: float, end_s: float) -> WeekHours:
    """The local hours of every quarter hour from ``begin_s`` to ``end_s`` (epoch s) in ``zone``; UTC when null."""
    origin = int(begin_s // CELL_S) * CELL_S
    count = int(end_s // CELL_S) - origin // CELL_S + 1
    cells = pl.Series((origin + CELL_S * np.arange(count, dtype=np.int64)) * _MICRO).cast(pl.Datetime("us", "UTC"))
    return WeekHours(origin, hour_of_week(local_us(cells, pl.repeat(zone, count, dtype=pl.String, eager=True))))


def active_rate(turn_hours: Ints, cells: WeekHours) -> Floats:
    """A person's turn rate by hour of their week: shape (168,), mean 1, never below 5 % of the mean before scaling.

    ``turn_hours`` are the hours of the week of their turns, ``cells`` the time they were observed. Turns and time are
    smoothed around the week with a Gaussian of sd 1.5 h before dividing. With few turns the hour of the day is
    trusted more than the hour of the week (weight n / (n + 500) for the week). No turns: every hour counts the same.
    """
    n = turn_hours.size
    if n == 0:
        return np.ones(HOURS_A_WEEK)
    turns = np.bincount(turn_hours, minlength=HOURS_A_WEEK).astype(np.float64)
    hours = np.bincount(cells.hour, minlength=HOURS_A_WEEK).astype(np.float64) * (CELL_S / 3600)
    week = _smooth(turns) / np.maximum(_smooth(hours), 1e-9)
    day = _smooth(turns.reshape(7, 24).sum(axis=0)) / np.maximum(_smooth(hours.reshape(7, 24).sum(axis=0)), 1e-9)
    weight = n / (n + PRIOR_TURNS)
    rate = weight * week + (1 - weight) * np.tile(day, 7)
    floored = np.maximum(rate, FLOOR * rate.mean())
    scaled: Floats = floored / floored.mean()
    return scaled


def active_seconds(begin_s: Floats, end_s: Floats, rate: Floats, cells: WeekHours) -> Floats:
    """Active seconds from ``begin_s`` to ``end_s`` (epoch s, inside ``cells``): the integral of ``rate`` over each.

    24 active hours pass in an average day. Shape of ``begin_s``.
    """
    passed = np.concatenate([[0.0], np.cumsum(rate[cells.hour] * CELL_S)])

    def until(time_s: Floats) -> Floats:
        at = (time_s - cells.origin_s) / CELL_S
        cell = np.clip(np.floor(at).astype(np.int64), 0, cells.hour.size - 1)
        reached: Floats = passed[cell] + (at - cell) * (passed[cell + 1] - passed[cell])
        return reached

    active: Floats = until(end_s) - until(begin_s)
    return active


def _smooth(values: Floats) -> Floats:
    """Convolve around the circle with a Gaussian of sd SMOOTHING_H entries."""
    smoothed: Floats = _kernel(values.size) @ values
    return smoothed


@lru_cache(maxsize=2)
def _kernel(size: int) -> Floats:
    step = np.arange(size)
    distance = np.abs(step[:, None] - step[None, :])
    kernel = np.exp(-0.5 * (np.minimum(distance, size - distance) / SMOOTHING_H) ** 2)
    rows: Floats = kernel / kernel.sum(axis=1, keepdims=True)
    return rows

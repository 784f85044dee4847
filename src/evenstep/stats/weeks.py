"""ISO weeks as whole numbers, their names, and sums over them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_DAY_US: Final = 86_400_000_000


def week_number(wall_us: Ints) -> Ints:
    """ISO weeks since the one of 1970-01-01 (local wall time in microseconds): weeks begin on Monday."""
    weeks: Ints = (wall_us // _DAY_US + 3) // 7
    return weeks


def week_label(number: int) -> str:
    """The ISO name of a week number: week_label(0) is "1970-W01"."""
    monday = date(1969, 12, 29) + timedelta(weeks=number)
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekly(week: Ints, n_weeks: int, weights: npt.NDArray[Any] | None = None) -> Floats:
    """Sum ``weights`` (shape (n,) or (n, k); ones when not given) by week: shape (n_weeks,) or (n_weeks, k)."""
    if weights is None or weights.ndim == 1:
        return np.bincount(week, weights, minlength=n_weeks).astype(np.float64)
    k = weights.shape[1]
    cells = week[:, None] * k + np.arange(k)
    sums = np.bincount(cells.ravel(), weights.ravel(), minlength=n_weeks * k).astype(np.float64)
    return sums.reshape(n_weeks, k)

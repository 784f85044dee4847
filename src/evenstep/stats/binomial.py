"""Exact binomial bounds: for a share of exactly 0 or 1, where resampling can say nothing, and for counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def edge_bound(share: Floats, n: npt.NDArray[Any], level: float = 0.95) -> tuple[Floats, Floats]:
    """The two-sided Clopper–Pearson interval (1934) of shares that are exactly 0 or 1 of ``n`` trials.

    At these edges the incomplete beta function has a closed form: 0 of n gives [0, 1 − (α/2)^(1/n)].
    Any other share, and n = 0, gives NaN. Shapes follow ``share``.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        far = ((1 - level) / 2) ** (1 / np.asarray(n, dtype=np.float64))
    none = (share == 0) & (n > 0)
    every = (share == 1) & (n > 0)
    low = np.where(every, far, np.where(none, 0.0, np.nan))
    high = np.where(none, 1 - far, np.where(every, 1.0, np.nan))
    return low, high


def one_sided_bounds(count: int, n: int, level: float = 0.99) -> tuple[float, float]:
    """The one-sided Clopper–Pearson bounds (1934) of a rate that was seen ``count`` times in ``n`` trials.

    Each holds with probability ``level`` or more by itself: the rate is above the first, and below the second.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no count")
    return _least_rate(count, n, level), 1.0 - _least_rate(n - count, n, level)


def _least_rate(count: int, n: int, level: float) -> float:
    """The rate at which ``count`` or more of ``n`` have the probability 1 − level."""
    if count == 0:
        return 0.0
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    more = np.arange(count, n + 1)
    ways = log_factorial[n] - log_factorial[more] - log_factorial[n - more]
    low, high = 0.0, 1.0
    for _ in range(60):  # halves the interval to the last bit of a rate
        rate = (low + high) / 2
        tail = np.exp(ways + more * np.log(rate) + (n - more) * np.log1p(-rate)).sum()
        low, high = (rate, high) if tail < 1 - level else (low, rate)
    return low

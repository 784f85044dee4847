"""Stationary block bootstrap over weeks: intervals that survive spells and drift better than formulas do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from evenstep.stats.binomial import edge_bound

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LEAST_DEFINED = 0.95  # of the draws; with fewer no interval is given


@dataclass(frozen=True)
class Estimate:
    """Values with their intervals, k at once. NaN where something is not defined.

    ``value``, ``low``, ``high``: shape (k,). ``n``: observations behind each. ``n_weeks``: weeks with any of them.
    ``exact``: True where the bounds are exact binomial ones.
    """

    value: Floats
    low: Floats
    high: Floats
    n: Ints
    n_weeks: Ints
    exact: Bools

    def column(self, number: int) -> Estimate:
        """One of the values as an Estimate of its own."""
        return self.columns(slice(number, number + 1))

    def columns(self, part: slice) -> Estimate:
        """Some of the values."""
        return Estimate(
            self.value[part], self.low[part], self.high[part], self.n[part], self.n_weeks[part], self.exact[part]
        )

    def with_edges(self, level: float, where: Bools) -> Estimate:
        """Exact binomial bounds instead of resampled ones for shares of exactly 0 or 1, ``where`` True."""
        low, high = edge_bound(self.value, self.n, level)
        exact = ~np.isnan(low) & where
        return replace(self, low=np.where(exact, low, self.low), high=np.where(exact, high, self.high), exact=exact)


@lru_cache(maxsize=64)
def week_counts(n_weeks: int, draws: int, block_weeks: float, seed: int) -> Floats:
    """How often each week is drawn: shape (draws, n_weeks), each row sums to ``n_weeks``; read-only.

    Stationary bootstrap (Politis & Romano 1994): blocks of geometric length, ``block_weeks`` on average, around the
    circle. The stream depends on these four numbers alone, so neither labels, nor row order, nor other
    conversations can change an interval.
    """
    rng = np.random.default_rng([seed, n_weeks, draws])
    begins = rng.random((draws, n_weeks)) < 1 / block_weeks
    begins[:, 0] = True
    jump = rng.integers(0, n_weeks, (draws, n_weeks))
    step = np.arange(n_weeks)
    block_at = np.maximum.accumulate(np.where(begins, step, 0), axis=1)
    week = (np.take_along_axis(jump, block_at, axis=1) + step - block_at) % n_weeks
    flat = np.arange(draws)[:, None] * n_weeks + week
    counts = np.bincount(flat.ravel(), minlength=draws * n_weeks).reshape(draws, n_weeks).astype(np.float64)
    counts.setflags(write=False)
    return counts


@lru_cache(maxsize=1024)
def widened_level(n_weeks: int, block_weeks: float, level: float) -> float:
    """The level at which to read the percentiles, so that ``n_weeks`` independent weeks get their right variance.

    Blocks drawn around a circle know the mean of their own sample: for independent weeks the resampled variance is
    too small by the factor 1 − B/n, with B = 1 + 2 Σ (1 − k/n)(1 − 1/block)^k (from Politis & Romano 1994, lemma 1).
    The expanded percentile interval (Hesterberg 2015) repairs this for B = 1; here it is done for blocks.
    """
    lags = np.arange(1, n_weeks)
    lost = 1 + 2 * float(((1 - lags / n_weeks) * (1 - 1 / block_weeks) ** lags).sum())
    normal = NormalDist()
    return 2 * normal.cdf(normal.inv_cdf(0.5 + level / 2) / (1 - lost / n_weeks) ** 0.5) - 1


def percentile_interval(draws: Floats, level: float | Floats = 0.95) -> tuple[Floats, Floats]:
    """Percentile interval of each column of ``draws`` (shape (draws, k)); NaN draws are undefined and set aside.

    The two ends are the same order statistic counted from either side, so that −draws gives exactly the mirrored
    interval. NaN where fewer than 95 % of the draws are defined. An infinite end stays infinite.
    """
    ordered = np.sort(draws, axis=0)  # NaN last
    defined = np.count_nonzero(~np.isnan(ordered), axis=0)
    below = np.maximum(np.floor((1 - level) / 2 * (defined + 1)).astype(np.int64) - 1, 0)
    above = np.maximum(defined - 1 - below, 0)
    columns = np.arange(draws.shape[1])
    known = defined >= max(LEAST_DEFINED * draws.shape[0], 1)
    low = np.where(known, ordered[np.minimum(below, draws.shape[0] - 1), columns], np.nan)
    high = np.where(known, ordered[above, columns], np.nan)
    return low, high


@dataclass(frozen=True)
class WeekBlocks:
    """How to resample the weeks of one history. No interval below ``min_weeks`` weeks with data."""

    n_weeks: int
    draws: int = 2_000
    block_weeks: float = 4.0
    level: float = 0.95
    min_weeks: int = 8
    seed: int = 0

    def totals(self, by_week: Floats, stream: int = 0) -> Floats:
        """Resampled sums of ``by_week`` (shape (n_weeks, k)): shape (draws, k). Another ``stream``, other draws."""
        totals: Floats = week_counts(self.n_weeks, self.draws, self.block_weeks, self.seed + stream) @ by_week
        return totals

    def interval(self, draws: Floats, n_weeks: Ints) -> tuple[Floats, Floats]:
        """Percentile interval of each column, widened for few weeks; NaN below ``min_weeks`` weeks."""
        enough = n_weeks >= max(self.min_weeks, 2)
        level = [widened_level(int(n), self.block_weeks, self.level) for n in np.where(enough, n_weeks, 2)]
        low, high = percentile_interval(draws, np.array(level))
        return np.where(enough, low, np.nan), np.where(enough, high, np.nan)

    def ratio_draws(self, numerator: Floats, denominator: Floats, stream: int = 0) -> Floats:
        """Resampled Σ numerator ÷ Σ denominator: shape (draws, k), NaN where a draw has nothing below the line."""
        return _divide(self.totals(numerator, stream), self.totals(denominator, stream))

    def ratio(self, numerator: Floats, denominator: Floats, *, share: bool = True) -> Estimate:
        """Σ numerator ÷ Σ denominator for each column (both shape (n_weeks, k)), with its interval.

        ``share``: the ratio is a proportion of ``denominator`` trials, so exactly 0 or 1 gets the exact bound.
        """
        top, bottom = numerator.sum(axis=0), denominator.sum(axis=0)
        n_weeks = np.count_nonzero(denominator, axis=0)
        value = _divide(top, bottom)
        low = np.full(value.size, np.nan)
        high = low.copy()
        if n_weeks.max(initial=0) >= self.min_weeks:
            low, high = self.interval(self.ratio_draws(numerator, denominator), n_weeks)
        exact = np.zeros(value.size, dtype=bool)
        estimate = Estimate(value, low, high, np.rint(bottom).astype(np.int64), n_weeks, exact)
        return estimate.with_edges(self.level, where=n_weeks >= self.min_weeks) if share else estimate


def _divide(top: Floats, bottom: Floats) -> Floats:
    """Element by element; NaN where ``bottom`` is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = np.where(bottom != 0, top / bottom, np.nan)
    return ratio

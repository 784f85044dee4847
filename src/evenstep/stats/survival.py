"""Kaplan–Meier curves: exact for the value, on fine bins for every bootstrap draw at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.stats.weeks import weekly

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_BINS: Final = 400
_HALF: Final = 0.5 + 1e-12  # a survival of one half, product of fractions, may miss 0.5 by a rounding error


@dataclass(frozen=True)
class SurvivalCurves:
    """Survival just after each of ``time`` (shape (k,), ascending): ``survival`` has shape (curves, k)."""

    time: Floats
    survival: Floats

    def at(self, time: Floats) -> Floats:
        """Survival just after each entry of ``time``: shape (curves, times)."""
        padded = np.concatenate([np.ones((self.survival.shape[0], 1)), self.survival], axis=1)
        at: Floats = padded[:, np.searchsorted(self.time, time, side="right")]
        return at

    def median(self) -> Floats:
        """The first time at which survival is one half or less; infinite where that never comes. Shape (curves,)."""
        if self.time.size == 0:
            return np.full(self.survival.shape[0], np.inf)
        half = self.survival <= _HALF
        median = np.where(half.any(axis=1), self.time[half.argmax(axis=1)], np.inf)
        median[np.isnan(self.survival[:, 0])] = np.nan
        return median

    def restricted_mean(self, horizon: float) -> Floats:
        """The mean of min(time, horizon): the area under each curve up to ``horizon``. Shape (curves,)."""
        inside = self.time < horizon
        steps = np.diff(np.concatenate([[0.0], self.time[inside], [horizon]]))
        before = np.concatenate([np.ones((self.survival.shape[0], 1)), self.survival[:, inside]], axis=1)
        mean: Floats = before @ steps
        return mean


def kaplan_meier(duration: Floats, observed: Bools) -> SurvivalCurves:
    """The product-limit estimate (Kaplan & Meier 1958): one exact curve at the distinct event times.

    ``duration`` shape (n,), any unit; ``observed`` False where censored. Events come before censorings at a tie.
    """
    time, events = np.unique(duration[observed], return_counts=True)
    at_risk = duration.size - np.searchsorted(np.sort(duration), time, side="left")
    survival = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    return SurvivalCurves(time, survival[None, :])


def binned_curves(duration: Floats, observed: Bools, week: Ints, counts: Floats, always: Floats) -> SurvivalCurves:
    """Kaplan–Meier with every week counted ``counts[draw, week]`` times: a curve a draw.

    Times are the distinct event times, thinned to about 400 by rank, plus ``always``; without thinning each curve is
    the exact estimate. A draw without any waiting is NaN.
    """
    bins = _bins(duration[observed], always)
    n_weeks, k = counts.shape[1], bins.size
    died = np.searchsorted(bins, duration[observed], side="left")
    # Censored between two bins: still there at the earlier one, gone by the later.
    left = np.searchsorted(bins, duration[~observed], side="right") - 1
    events = weekly(week[observed] * k + died, n_weeks * k).reshape(n_weeks, k)
    gone = weekly((week[~observed] * k + left)[left >= 0], n_weeks * k).reshape(n_weeks, k)
    drawn = counts @ events
    leaving = drawn + counts @ gone
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    survival = np.cumprod(1.0 - drawn / np.maximum(at_risk, 1), axis=1, dtype=np.float64)
    survival[counts @ weekly(week, n_weeks) == 0] = np.nan
    return SurvivalCurves(bins, survival)


def _bins(event_time: Floats, always: Floats) -> Floats:
    distinct = np.unique(event_time)
    if distinct.size > MOST_BINS:
        ranked = np.sort(event_time)
        picks = np.linspace(0, ranked.size - 1, MOST_BINS).round().astype(np.int64)
        distinct = ranked[picks]
    return np.unique(np.concatenate([distinct, always]))

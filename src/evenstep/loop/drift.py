"""A person's drift of days to weeks on a grid: an autoregression with exact mean, variance and memory.

The Ornstein–Uhlenbeck process seen once a day is a first-order autoregression; Rouwenhorst's chain (1995; Kopecky &
Suen 2010) has its conditional mean, variance and autocorrelation exactly, however slowly it moves.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, comb, exp
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST: Final = 5  # levels of any drift
STEP_LOG: Final = 0.28  # of log rate between two levels
STEP = 1e-4  # of log tau, for the derivative of the transitions: exact to about 1e-8


def grid(levels: int) -> Floats:
    """The levels of a drift with mean 0 and sd 1: shape (levels,), evenly spaced; one level is no drift."""
    points: Floats = np.linspace(-1.0, 1.0, levels) * np.sqrt(levels - 1.0) if levels > 1 else np.zeros(1)
    return points


def long_run(levels: int) -> Floats:
    """The stationary weights of the grid (binomial): shape (levels,)."""
    return np.array([comb(levels - 1, n) / 2 ** (levels - 1) for n in range(levels)])


def daily(tau_days: float, levels: int) -> Floats:
    """Transitions over one day: shape (levels, levels), rows sum to 1."""
    return _rouwenhorst(exp(-1.0 / tau_days), levels)


def daily_slope(tau_days: float, levels: int) -> Floats:
    """Derivative of ``daily`` by log tau."""
    up, down = daily(tau_days * exp(STEP), levels), daily(tau_days * exp(-STEP), levels)
    slope: Floats = (up - down) / (2 * STEP)
    return slope


def levels_for(sd: float, most: int) -> int:
    """How many levels a drift of ``sd`` (log rate) needs so that neighbours differ by STEP_LOG; 5 to ``most``.

    On a coarser grid the likelihood feels the grid: some curvatures came out up to ten times too flat.
    """
    needed = 1 + ceil((2 * abs(sd) / STEP_LOG) ** 2)
    return min(max(needed, FEWEST), most)


@lru_cache(maxsize=8)
def _rouwenhorst(keep: float, levels: int) -> Floats:
    if levels == 1:
        return np.ones((1, 1))
    stay = 0.5 * (1 + keep)
    move = np.array([[stay, 1 - stay], [1 - stay, stay]])
    for n in range(3, levels + 1):
        wider = np.zeros((n, n))
        wider[:-1, :-1] += stay * move
        wider[:-1, 1:] += (1 - stay) * move
        wider[1:, :-1] += (1 - stay) * move
        wider[1:, 1:] += stay * move
        wider[1:-1] /= 2
        move = wider
    move.setflags(write=False)
    return move

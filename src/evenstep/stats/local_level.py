"""Local-level smoothing: a level that wanders, seen through noise of known size."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WANDER_SD: Final = np.linspace(0.0, 1.0, 41)  # what a level may wander in one step, as an sd
PRIOR_SD: Final = 0.5  # half-normal prior over it: 0.5 in log odds is 12 points of a share near one half


def smooth_level(seen: Floats, variance: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Posterior mean and variance of the level at each observation: both of shape (n,).

    ``seen`` = level + noise of ``variance`` (shape (n,)); between neighbours the level takes ``steps`` steps of a
    random walk (shape (n − 1,)). The first level is free. How far it wanders in a step is not fitted but averaged
    over (likelihood times a weak half-normal prior), so that a short history gives a wide band and not a flat line.
    Kalman filter and Rauch–Tung–Striebel smoother (Durbin & Koopman 2012, chapter 2), for all of WANDER_SD at once.
    """
    n = seen.size
    wander = np.append(steps, 0.0)[:, None] * WANDER_SD**2
    level, spread = np.empty((n, WANDER_SD.size)), np.empty((n, WANDER_SD.size))
    level[0], spread[0] = seen[0], variance[0]
    log_likelihood = np.zeros(WANDER_SD.size)
    for t in range(1, n):
        ahead = spread[t - 1] + wander[t - 1]
        total = ahead + variance[t]
        surprise = seen[t] - level[t - 1]
        gain = ahead / total
        level[t] = level[t - 1] + gain * surprise
        spread[t] = ahead * (1 - gain)
        log_likelihood -= 0.5 * (np.log(total) + surprise**2 / total)
    for t in range(n - 2, -1, -1):
        back = spread[t] / (spread[t] + wander[t])
        level[t] += back * (level[t + 1] - level[t])
        spread[t] += back**2 * (spread[t + 1] - spread[t] - wander[t])
    log_weight = log_likelihood - 0.5 * (WANDER_SD / PRIOR_SD) ** 2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    mean: Floats = (level * weight).sum(axis=1)
    total_variance: Floats = ((spread + (level - mean[:, None]) ** 2) * weight).sum(axis=1)
    return mean, total_variance

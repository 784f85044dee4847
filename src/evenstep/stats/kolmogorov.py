"""How far a sample lies from the unit exponential: the Kolmogorov–Smirnov distance and its p-value."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SMALL_X = 1.18  # below it the theta series converges faster, above it the alternating one


def exponential_distance(values: Floats) -> float:
    """The largest gap between the distribution of ``values`` (n,) and that of a unit exponential; NaN when empty."""
    n = values.size
    if n == 0:
        return math.nan
    expected = -np.expm1(-np.sort(values))
    steps = np.arange(n + 1) / n
    return float(max((steps[1:] - expected).max(), (expected - steps[:-1]).max()))


def kolmogorov_p(distance: float, n: int) -> float:
    """P of a distance at least as large in ``n`` draws from the known law: asymptotic, Stephens' (1970) correction."""
    root = math.sqrt(n)
    return kolmogorov_tail((root + 0.12 + 0.11 / root) * distance) if n > 0 else math.nan


def kolmogorov_tail(x: float) -> float:
    """P(K > x) for Kolmogorov's limit law (1933): absolute error below 1e-15."""
    if math.isnan(x) or x <= 0:
        return math.nan if math.isnan(x) else 1.0
    if x < SMALL_X:
        below = sum(math.exp(-((2 * k - 1) ** 2) * math.pi**2 / (8 * x * x)) for k in range(1, 6))
        return 1.0 - math.sqrt(2 * math.pi) / x * below
    return 2 * sum((-1.0) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 6))

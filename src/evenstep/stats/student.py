"""Student's t with whole degrees of freedom: p-values and quantiles without a table or a special function."""

from __future__ import annotations

import math


def t_tail(t: float, df: int) -> float:
    """P(|T| > |t|) for Student's t with ``df`` >= 1 degrees of freedom; NaN for a NaN.

    The finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4, on the small side where it matters: absolute error about
    1e-15. With ``df`` below 1 nothing is known and NaN is returned.
    """
    if df < 1 or math.isnan(t):
        return math.nan
    angle = math.atan(abs(t) / math.sqrt(df))
    square = math.cos(angle) ** 2
    odd = df % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for j in range(3 if odd else 2, df + 1, 2):
        total += term
        term *= square * (j - 1) / j
    inside = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return min(max(1 - inside, 0.0), 1.0)


def t_quantile(p: float, df: int) -> float:
    """The t for which P(|T| > t) = ``p``, by bisection: 0.05 gives the half width of a 95 % interval."""
    if df < 1 or not 0 < p <= 1:
        return math.nan
    low, high = 0.0, 1.0
    while t_tail(high, df) > p:
        high *= 2
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if t_tail(middle, df) > p else (low, middle)
    return 0.5 * (low + high)

"""Holm's step-down adjustment: several p-values, one chance of a false alarm (Holm 1979)."""

from __future__ import annotations

import math
from collections.abc import Sequence


def holm(p: Sequence[float]) -> list[float]:
    """Adjusted p-values in the same order. NaN stays NaN and still counts as one of the family."""
    order = sorted(range(len(p)), key=lambda i: (math.isnan(p[i]), p[i]))
    adjusted, most = [math.nan] * len(p), 0.0
    for rank, i in enumerate(order):
        if not math.isnan(p[i]):
            most = max(most, min(1.0, (len(p) - rank) * p[i]))
            adjusted[i] = most
    return adjusted

"""Exact binomial bounds for a share of exactly 0 or 1, where resampling can say nothing."""

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

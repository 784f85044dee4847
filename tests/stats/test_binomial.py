"""Exact bounds at the edges against scipy's Clopper–Pearson."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from evenstep.stats.binomial import edge_bound


@pytest.mark.parametrize("n", [1, 7, 30, 5000])
@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("share", [0, 1])
def test_edges_agree_with_scipy(n: int, level: float, share: int) -> None:
    low, high = edge_bound(np.array([float(share)]), np.array([n]), level)
    oracle = binomtest(share * n, n).proportion_ci(level, "exact")
    assert (low[0], high[0]) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_other_shares_and_nothing_counted_have_no_bound_here() -> None:
    low, high = edge_bound(np.array([0.5, np.nan, 0.0]), np.array([10, 0, 0]))
    assert np.isnan(low).all()
    assert np.isnan(high).all()

"""Exact bounds at the edges against scipy's Clopper–Pearson."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, binomtest

from evenstep.stats.binomial import edge_bound, one_sided_bounds


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


@pytest.mark.parametrize(("count", "n"), [(0, 1), (1, 1), (3, 200), (27, 200), (199, 200), (200, 200), (1234, 24_000)])
def test_one_sided_bounds_are_those_of_the_beta_distribution(count: int, n: int) -> None:
    """Oracle: scipy.stats.beta.ppf, the textbook form of Clopper and Pearson."""
    low, high = one_sided_bounds(count, n, 0.99)
    assert low == pytest.approx(beta.ppf(0.01, count, n - count + 1) if count else 0.0, abs=1e-12)
    assert high == pytest.approx(beta.ppf(0.99, count + 1, n - count) if count < n else 1.0, abs=1e-12)
    assert low <= count / n <= high


def test_one_sided_bounds_refuse_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        one_sided_bounds(3, 2)

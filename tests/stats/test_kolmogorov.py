"""The Kolmogorov–Smirnov distance to the unit exponential, against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special
from scipy import stats as oracle

from evenstep.stats.kolmogorov import exponential_distance, kolmogorov_p, kolmogorov_tail


@pytest.mark.parametrize("n", [1, 2, 17, 400])
def test_the_distance_is_that_of_scipy(n: int) -> None:
    values = np.random.default_rng(n).exponential(1.2, n)
    assert exponential_distance(values) == pytest.approx(oracle.kstest(values, "expon").statistic, abs=1e-12)


@pytest.mark.parametrize("x", [0.05, 0.3, 0.7, 1.0, 1.1799, 1.1801, 1.63, 2.5, 5.0])
def test_the_limit_law_is_that_of_scipy(x: float) -> None:
    assert kolmogorov_tail(x) == pytest.approx(special.kolmogorov(x), rel=1e-10, abs=1e-14)


@pytest.mark.parametrize(("distance", "n"), [(0.3, 15), (0.12, 100), (0.05, 900), (0.02, 4000)])
def test_the_p_value_is_close_to_the_exact_one(distance: float, n: int) -> None:
    assert kolmogorov_p(distance, n) == pytest.approx(oracle.kstwo.sf(distance, n), abs=0.004)


def test_nothing_gives_no_number() -> None:
    assert math.isnan(exponential_distance(np.empty(0)))
    assert math.isnan(kolmogorov_p(0.1, 0))
    assert kolmogorov_tail(0.0) == 1.0
    assert math.isnan(kolmogorov_tail(math.nan))

"""Student's t against scipy."""

from __future__ import annotations

import math

import pytest
from scipy.stats import t as oracle

from evenstep.stats.student import t_quantile, t_tail


@pytest.mark.parametrize("df", [1, 2, 3, 4, 9, 25, 38, 51, 300])
def test_equals_scipy(df: int) -> None:
    for t in (0.0, 0.3, -1.0, 2.0, 4.0, 9.0):
        assert t_tail(t, df) == pytest.approx(2 * oracle.sf(abs(t), df), abs=1e-13)
    for p in (0.001, 0.05, 0.5):
        assert t_quantile(p, df) == pytest.approx(oracle.isf(p / 2, df), rel=1e-9)


def test_nothing_known_is_not_a_number() -> None:
    assert math.isnan(t_tail(1.0, 0))
    assert math.isnan(t_tail(math.nan, 5))
    assert math.isnan(t_quantile(0.05, 0))

"""Sums by cell are the sums by row: plain products of the whole design."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.loop.cells import MOST_BINS, Cells
from evenstep.loop.terms import rhythm_basis

RNG = np.random.default_rng(11)


def design(bins: int, dense: int, n: int = 700) -> tuple[np.ndarray, np.ndarray]:
    """Bins (one of which never occurs) and other columns in mixed order, and the hour of each row."""
    x = np.hstack([(RNG.random((n, bins)) < 0.2).astype(float), RNG.normal(size=(n, dense))])
    x[:, 0] = 0.0
    return x[:, RNG.permutation(bins + dense)], RNG.integers(0, 168, n)


@pytest.mark.parametrize(("bins", "dense"), [(6, 3), (4, 0), (1, 5), (MOST_BINS + 7, 2)])
def test_products_and_sums_are_those_of_the_rows(bins: int, dense: int) -> None:
    x, hour = design(bins, dense)
    cells, whole = Cells.of(x, hour, rhythm_basis()), np.hstack([x, rhythm_basis()[hour]])
    theta, by_row, weight = RNG.normal(size=whole.shape[1]), RNG.normal(size=len(x)), RNG.random(len(x))
    np.testing.assert_allclose(cells.times(theta), whole @ theta, atol=1e-12)
    np.testing.assert_allclose(cells.summed(by_row), by_row @ whole, atol=1e-11)
    np.testing.assert_allclose(cells.crossed(weight), whole.T @ (whole * weight[:, None]), atol=1e-11)


def test_few_cells_hold_many_rows() -> None:
    x = np.eye(3)[RNG.integers(0, 3, 5_000)]
    cells = Cells.of(x, RNG.integers(0, 168, 5_000), rhythm_basis())
    assert cells.table.shape == (3 * 168, 3 + rhythm_basis().shape[1])
    assert cells.dense.shape == (5_000, 0)

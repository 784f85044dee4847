"""A design whose columns are mostly bins, summed by cell instead of by row.

Clocks, reminders and hours of the week take few values together: thousands of panels share a few hundred cells. What is
linear in the columns is worked out once a cell; only the few columns that are no bins are taken row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_BINS: Final = 48  # columns of 0 and 1 that fit in one whole number beside the hour; further ones go row by row
HOURS: Final = 256


@dataclass(frozen=True)
class Cells:
    """The design ``x`` of shape (rows, columns), with the hour's ``basis`` beside it, taken apart."""

    cell: Ints  # (rows,): which cell a row is in
    table: Floats  # (cells, bins + basis): the columns that only hang on the cell
    dense: Floats  # (rows, others)
    order: Ints  # (columns + basis,): where each column stands among the table's columns and, after them, the dense

    @classmethod
    def of(cls, x: Floats, hour: Ints, basis: Floats) -> Cells:
        """``hour`` (rows,) counts the rows of ``basis`` (168, n)."""
        binary = np.flatnonzero((x * x == x).all(axis=0))[:MOST_BINS]
        others = np.setdiff1d(np.arange(x.shape[1]), binary)
        power = np.zeros(x.shape[1])
        power[binary] = 2.0 ** np.arange(binary.size)
        code = (x @ power).astype(np.int64) * HOURS + hour
        _, first, cell = np.unique(code, return_index=True, return_inverse=True)
        table = np.hstack([x[np.ix_(first, binary)], basis[hour[first]]])
        columns = np.concatenate([binary, x.shape[1] + np.arange(basis.shape[1]), others])
        return cls(cell, table, np.ascontiguousarray(x[:, others]), np.argsort(columns))

    def times(self, theta: Floats) -> Floats:
        """The design with its basis, times ``theta`` (columns + basis,): shape (rows,)."""
        mixed = np.empty(theta.size)
        mixed[self.order] = theta
        n = self.table.shape[1]
        product: Floats = (self.table @ mixed[:n])[self.cell] + self.dense @ mixed[n:]
        return product

    def summed(self, by_row: Floats) -> Floats:
        """The sum of ``by_row`` times each column: shape (columns + basis,)."""
        found = np.concatenate([self._by_cell(by_row) @ self.table, by_row @ self.dense])
        return found[self.order]

    def crossed(self, weight: Floats) -> Floats:
        """The weighted products of all columns with one another: shape (columns + basis, columns + basis)."""
        heavy = self.dense * weight[:, None]
        by_cell = np.array([self._by_cell(column) for column in heavy.T]).reshape(-1, len(self.table))
        across = (by_cell @ self.table).T
        inside = self.table.T @ (self.table * self._by_cell(weight)[:, None])
        whole = np.block([[inside, across], [across.T, self.dense.T @ heavy]])
        return whole[np.ix_(self.order, self.order)]

    def _by_cell(self, by_row: Floats) -> Floats:
        summed: Floats = np.bincount(self.cell, by_row, minlength=self.table.shape[0]).astype(np.float64)
        return summed

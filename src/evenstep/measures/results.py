"""Collecting the rows of the results table, and the words that go with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.measures.base import RESULTS
from evenstep.stats.bootstrap import Estimate

Floats = npt.NDArray[np.float64]

EVEN_SHARE: Final = (0.40, 0.60)
A_MORE, B_MORE, EVEN, CANT_TELL = "a_more", "b_more", "even", "cant_tell"
_OTHER_WAY: Final = {A_MORE: B_MORE, B_MORE: A_MORE}
_FLOATS: Final = frozenset({"x", "value", "low", "high"})


class Rows:
    """The rows of one conversation, collected column by column."""

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        self.columns: dict[str, list[Any]] = {name: [] for name in RESULTS}

    def add(  # noqa: PLR0913 (one argument a column of the table)
        self,
        measure: str,
        person: int,
        estimate: Estimate,
        *,
        unit: str,
        enough: npt.NDArray[np.bool_] | bool,
        key: str | Sequence[str] = "",
        x: Floats | None = None,
        verdict: str | Sequence[str] | None = None,
        holds_for: str | None = None,
        interval: str = "week_blocks",
    ) -> None:
        """Append one row a value of ``estimate``; single entries are repeated. ``person``: 0 is a, 1 is b."""
        k = estimate.value.size
        some = np.isfinite(estimate.low) | np.isfinite(estimate.high)
        kind = np.where(estimate.exact, "exact_binomial", np.where(some, interval, "none"))
        added = {
            "conversation_id": [self.conversation_id] * k,
            "measure": [measure] * k,
            "person": ["ab"[person]] * k,
            "key": _each(key, k),
            "x": [None] * k if x is None else x.tolist(),
            "value": estimate.value.tolist(),
            "low": estimate.low.tolist(),
            "high": estimate.high.tolist(),
            "n": estimate.n.tolist(),
            "n_weeks": estimate.n_weeks.tolist(),
            "unit": [unit] * k,
            "enough": np.broadcast_to(enough, (k,)).tolist(),
            "verdict": _each(verdict, k),
            "holds_for": [holds_for] * k,
            "interval": kind.tolist(),
        }
        for name, values in added.items():
            self.columns[name].extend(values)


def results_table(parts: Sequence[Rows]) -> pl.DataFrame:
    """All rows as one table with the columns of RESULTS. What is not defined or not finite is null."""
    made = []
    for name, dtype in RESULTS.items():
        column = pl.Series(name, [value for part in parts for value in part.columns[name]], dtype=dtype, strict=False)
        made.append(column)
    finite = [pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in _FLOATS]
    return pl.DataFrame(made).with_columns(finite)


def verdicts(low: Floats, high: Floats, *, middle: float = 0.5, even: tuple[float, float] = EVEN_SHARE) -> list[str]:
    """What the interval of person a's number says: a_more, b_more, even (all of it inside ``even``) or cant_tell."""
    more, less = low > middle, high < middle
    slack = 1e-9  # .2 − .3 and .8 − .7 are not quite mirrored in floating point
    level = (low >= even[0] - slack) & (high <= even[1] + slack)
    words: list[str] = np.select([more, less, level], [A_MORE, B_MORE, EVEN], CANT_TELL).tolist()
    return words


def opposite(one: str, other: str) -> bool:
    """True when the two verdicts point at different people."""
    return _OTHER_WAY.get(one) == other


def _each(value: str | Sequence[str] | None, k: int) -> list[Any]:
    return [value] * k if value is None or isinstance(value, str) else list(value)

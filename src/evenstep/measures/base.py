"""What a measure is, and the one long table that all measures return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

HOUR_S: Final = 3600.0

RESULTS: Final[Mapping[str, pl.DataType]] = {
    "conversation_id": pl.String(),
    "measure": pl.String(),  # a name of measures/catalogue.py
    "person": pl.String(),  # "a" or "b": whose number this is (a waiting belongs to the one who answers)
    "key": pl.String(),  # which slice: "8 h", "hard", "active", "2024-03"; "" when there is one only
    "x": pl.Float64(),  # the slice as a number: seconds, month start (epoch s), run length; null when none
    "value": pl.Float64(),  # null when it cannot be computed (a median that is not reached)
    "low": pl.Float64(),  # interval; null when none can be given
    "high": pl.Float64(),
    "n": pl.Int64(),  # observations behind the value
    "n_weeks": pl.Int64(),  # ISO weeks behind the interval
    "unit": pl.String(),  # share, seconds, turns, index, rate
    "enough": pl.Boolean(),  # the minimum of method.md is met; only report and JSON withhold
    "verdict": pl.String(),  # a_more, b_more, even, cant_tell; null where no comparison is made
    "holds_for": pl.String(),  # robustness in words; null where it does not apply
    "interval": pl.String(),  # week_blocks, exact_binomial, smoothing, none
}


@dataclass(frozen=True)
class MeasureOptions:
    """Everything a measure may be told. Durations in seconds, ``seed`` for the bootstrap."""

    turn_gap_s: float = 300.0
    session_gap_s: float = 8 * HOUR_S
    session_gaps_s: tuple[float, ...] = tuple(h * HOUR_S for h in (1, 2, 3, 4, 6, 8, 12, 16, 20, 24))
    censor_s: float = 72 * HOUR_S
    hard_weeks: frozenset[str] = frozenset()  # ISO weeks, "2024-W07", chosen by the person, never guessed
    level: float = 0.95
    draws: int = 2_000
    block_weeks: float = 4.0
    min_weeks: int = 8
    min_waits: int = 30
    min_starts: int = 30
    seed: int = 0


@dataclass(frozen=True)
class Measure:
    """A named measure: the function and what a reader must know about its number."""

    name: str
    function: Callable[[pl.DataFrame, pl.DataFrame, MeasureOptions], pl.DataFrame] = field(repr=False)
    unit: str
    question: str  # what it answers, as a person would ask it
    how: str  # how we got this, in plain words
    source: str  # the paper or definition it follows
    minimum: str  # the least it needs, in words

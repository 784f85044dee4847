"""What validation asks of an estimator of the loop: a name, a version, and four effects with a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import polars as pl

EFFECTS: Final = ("w of a", "k of a", "w of b", "k of b")
"""The four effects, in the order of every tuple of four in validation."""
NAN: Final = float("nan")


@dataclass(frozen=True)
class EffectEstimate:
    """One effect: a log rate ratio, its 95 % interval, its two-sided p, unadjusted. NaN where nothing can be said."""

    coefficient: float = NAN
    low: float = NAN
    high: float = NAN
    p: float = NAN


UNSAID: Final = EffectEstimate()


@dataclass(frozen=True)
class Estimate:
    """What an estimator says of one pair: the four effects in the order of ``EFFECTS``, and its verdict.

    ``verdict`` is one of ``findings.VERDICTS``, or "" where the estimator gives none: it is then taken from the
    effects by the rule of method.md 3.4 (Holm over the four). ``p_adjusted`` may be handed on likewise; where it is
    None, Holm is applied to the four p.
    """

    effects: tuple[EffectEstimate, EffectEstimate, EffectEstimate, EffectEstimate]
    verdict: str = ""
    p_adjusted: tuple[float, float, float, float] | None = None


class Estimator(Protocol):
    """An estimator: deterministic, single-threaded, and importable by its module's name in another process."""

    @property
    def name(self) -> str:
        """Short and unique: it names the row of a table."""
        ...

    def __call__(self, conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
        """The effects in one conversation. What it raises is counted and kept as an error of this pair."""
        ...


@dataclass(frozen=True)
class NamedEstimator:
    """A plain function with a name, which is all an ``Estimator`` needs; pickles when the function does."""

    name: str
    function: Callable[[pl.DataFrame, pl.DataFrame], Estimate]

    def __call__(self, conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
        """Hand on to the function."""
        return self.function(conversations, events)

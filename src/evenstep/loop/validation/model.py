"""The loop model as an estimator: what ``fit_loop`` shows of a pair, with its own adjusted p and verdict."""

from __future__ import annotations

from typing import Final

import polars as pl

from evenstep.loop.findings import Effect
from evenstep.loop.fit import fit_loop
from evenstep.loop.validation.estimator import EffectEstimate, Estimate, NamedEstimator


def loop_model(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """The four effects with the interval that is shown (the wider one, widened to agree with Holm)."""
    result = fit_loop(conversations, events)
    a, b, c, d = (_estimate(effect) for effect in result.effects)
    p, q, r, s = (effect.p_adjusted for effect in result.effects)
    return Estimate((a, b, c, d), result.verdict, (p, q, r, s))


def _estimate(effect: Effect) -> EffectEstimate:
    return EffectEstimate(effect.coefficient, effect.shown.low, effect.shown.high, effect.p)


LOOP: Final = NamedEstimator("loop", loop_model)

"""The loop model as an estimator: what ``fit_loop`` says of a pair, with its own adjusted p and verdict."""

from __future__ import annotations

from typing import Final

import polars as pl

from evenstep.loop.findings import Effect, LoopResult
from evenstep.loop.fit import fit_loop
from evenstep.loop.options import LoopOptions
from evenstep.loop.validation.estimator import NAN, UNSAID, EffectEstimate, Estimate, NamedEstimator


def loop_model(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """As a person gets it: with the checks on which "does not fit" rests."""
    return estimate_of(fit_loop(conversations, events))


def loop_unchecked(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """The fit alone, without checks and controls: the same four effects, sooner."""
    return estimate_of(fit_loop(conversations, events, checks="none"))


def without_partner(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Each person alone: the other's drift and spells are not held beside the effects."""
    return _with(LoopOptions(partner=False), conversations, events)


def without_drift(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Busy and free spells only."""
    return _with(LoopOptions(levels=1), conversations, events)


def without_spells(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Drift of days only."""
    return _with(LoopOptions(spells=False), conversations, events)


def without_both(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """A Poisson regression with clocks, reminder and rhythm: nobody is ever busy for reasons of their own."""
    return _with(LoopOptions(levels=1, spells=False, partner=False), conversations, events)


def _with(options: LoopOptions, conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    return estimate_of(fit_loop(conversations, events, options=options, checks="none"))


def estimate_of(result: LoopResult) -> Estimate:
    """The four effects; where the program says "not enough yet" of one, nothing.

    The interval is the wider of the two 95 % intervals, before it is widened to agree with Holm: that one holds 0
    whenever Holm finds nothing, so in a world without effects its coverage could only be too high.
    """
    a, b, c, d = (_estimate(effect) for effect in result.effects)
    p, q, r, s = (effect.p_adjusted if _said(effect) else NAN for effect in result.effects)
    return Estimate((a, b, c, d), result.verdict, (p, q, r, s))


def _estimate(effect: Effect) -> EffectEstimate:
    if not _said(effect):
        return UNSAID
    both = [each for each in (effect.model, effect.weeks) if each.high - each.low >= 0]  # false for NaN ends
    wider = max(both, key=lambda each: each.high - each.low, default=effect.model)
    return EffectEstimate(effect.coefficient, wider.low, wider.high, effect.p)


def _said(effect: Effect) -> bool:
    return effect.answer != "not enough yet"


LOOP: Final = NamedEstimator("loop", loop_model)
UNCHECKED: Final = NamedEstimator("loop, unchecked", loop_unchecked)
FORMS: Final = (
    NamedEstimator("loop, each alone", without_partner),
    NamedEstimator("loop, no drift", without_drift),
    NamedEstimator("loop, no spells", without_spells),
    NamedEstimator("loop, neither", without_both),
)
"""Simpler forms of the model, for the comparison in docs/validation.md."""

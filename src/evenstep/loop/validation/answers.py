"""What an estimate amounts to when its estimator does not say it: Holm over the four, and the rule of the loop."""

from __future__ import annotations

import math
from dataclasses import replace

from evenstep.loop.findings import Answer, EffectName, Verdict
from evenstep.loop.rule import ORDER, answer_of, verdict_of
from evenstep.loop.validation.estimator import EffectEstimate, Estimate
from evenstep.loop.validation.records import Four
from evenstep.stats.holm import holm

ALPHA = 0.05


def completed(estimate: Estimate) -> Estimate:
    """``estimate`` with adjusted p and a verdict; what the estimator said itself stays."""
    adjusted = estimate.p_adjusted or _adjusted(estimate)
    whole = replace(estimate, p_adjusted=adjusted)
    return whole if whole.verdict else replace(whole, verdict=_verdict(whole, adjusted))


def _verdict(estimate: Estimate, adjusted: Four) -> Verdict:
    """By ``evenstep.loop.rule``, from coefficients, intervals and adjusted p alone."""
    return verdict_of([_answer(name, estimate.effects[n], adjusted[n]) for n, (_, name) in enumerate(ORDER)])


def _answer(name: EffectName, effect: EffectEstimate, adjusted: float) -> Answer:
    if math.isnan(adjusted):
        return "not enough yet"
    return answer_of(name, effect.coefficient, effect.low, effect.high, found=adjusted < ALPHA)


def _adjusted(estimate: Estimate) -> Four:
    a, b, c, d = holm([effect.p for effect in estimate.effects])
    return a, b, c, d

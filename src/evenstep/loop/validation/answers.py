"""What an estimate amounts to when its estimator does not say it: Holm over the four, and the verdict."""

from __future__ import annotations

import math
from dataclasses import replace

from evenstep.loop.findings import Verdict
from evenstep.loop.validation.estimator import Estimate
from evenstep.loop.validation.records import Four
from evenstep.stats.holm import holm

ALPHA = 0.05
LOOP_SIGNS: Four = (-1.0, 1.0, -1.0, 1.0)
CIRCLES = ((1, 2), (3, 0))
"""k of one with w of the other: the two loops there can be, as places in the four effects."""
TYPICAL_STEP: Four = (math.log(2), 1.0, math.log(2), 1.0)
SMALL = (math.log(0.90), math.log(1.11))


def completed(estimate: Estimate) -> Estimate:
    """``estimate`` with adjusted p and a verdict; what the estimator said itself stays."""
    adjusted = estimate.p_adjusted or _adjusted(estimate)
    whole = replace(estimate, p_adjusted=adjusted)
    return whole if whole.verdict else replace(whole, verdict=verdict_of(whole, adjusted))


def verdict_of(estimate: Estimate, adjusted: Four) -> Verdict:
    """The verdict of method.md 3.4, from coefficients and adjusted p alone."""
    signs = [math.copysign(1.0, e.coefficient) * LOOP_SIGNS[i] for i, e in enumerate(estimate.effects)]
    shows = [p < ALPHA and sign > 0 for p, sign in zip(adjusted, signs, strict=True)]
    if any(shows[k] and shows[w] for k, w in CIRCLES):
        return "both directions"
    if any(shows):
        return "one direction"
    if any(p < ALPHA for p in adjusted):
        return "the other way round"
    if all(math.isnan(p) for p in adjusted):
        return "not enough yet"
    steps = zip(estimate.effects, TYPICAL_STEP, strict=True)
    small = all(SMALL[0] < e.low * step and e.high * step < SMALL[1] for e, step in steps)
    return "no sign" if small else "can't tell"


def _adjusted(estimate: Estimate) -> Four:
    a, b, c, d = holm([effect.p for effect in estimate.effects])
    return a, b, c, d

"""Pitfall: the rank correlation of unanswered messages with reply time, as chat analysers suggest."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.loop.pitfalls.contact import Contact, answers, contact_of
from evenstep.loop.pitfalls.hazard import Z_95
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate
from evenstep.stats.student import t_tail

Floats = npt.NDArray[np.float64]


def message_correlation(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Spearman's rho, with its sign turned: below 0 means more unanswered messages came with slower answers.

    It fails because a long wait leaves time for more messages: the cause may run from the wait to the messages.
    """
    contact = contact_of(conversations, events)
    a, b = (_rank_effect(contact, person) for person in (0, 1))
    return Estimate((a, UNSAID, b, UNSAID))


def spearman(x: npt.NDArray[np.generic], y: npt.NDArray[np.generic]) -> float:
    """Spearman's rank correlation, ties by their mean rank; NaN where one side does not vary."""
    first, second = _ranks(x), _ranks(y)
    first, second = first - first.mean(), second - second.mean()
    size = math.sqrt(float(first @ first) * float(second @ second))
    return float(first @ second) / size if size > 0 else math.nan


def _rank_effect(contact: Contact, person: int) -> EffectEstimate:
    _, wait, waited = answers(contact, person)
    if wait.size < 4:
        return UNSAID
    rho = spearman(waited, wait)
    if math.isnan(rho) or abs(rho) >= 1:
        return UNSAID
    t = rho * math.sqrt((wait.size - 2) / (1 - rho**2))
    center, half = math.atanh(rho), Z_95 / math.sqrt(wait.size - 3)
    return EffectEstimate(-rho, -math.tanh(center + half), -math.tanh(center - half), t_tail(t, wait.size - 2))


def _ranks(values: npt.NDArray[np.generic]) -> Floats:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - 0.5 * (count - 1))[place])

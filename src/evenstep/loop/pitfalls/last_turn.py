"""Pitfall: both effects on the clock of the last turn, with decayed pressure and slowness, and drift ignored."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.loop.pitfalls.contact import DAY_S, Contact, contact_of, follow_up_times, recent_log_wait
from evenstep.loop.pitfalls.hazard import RiskRows, clock_cuts, cut_rows, first_effect, fit_hazard, owing, waiting
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate

Floats = npt.NDArray[np.float64]

TAU_S: Final = 1.5 * DAY_S


def last_turn(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Answers by log(1 + P), follow-ups by S, both by the time since the last turn; the model's own errors.

    It fails because both people's ups and downs of days move pressure, slowness and both hazards together.
    """
    return _estimate(conversations, events, by_week=False)


def last_turn_by_week(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """The same with errors of 7-day blocks."""
    return _estimate(conversations, events, by_week=True)


def decayed_count(times_s: Floats, at_s: Floats, tau_s: float) -> Floats:
    """The sum of exp(−(at − time)/τ) over the sorted times before each ``at_s``, in log space: no overflow."""
    if times_s.size == 0:
        return np.zeros(at_s.size)
    origin = times_s[0]
    logs = np.logaddexp.accumulate((times_s - origin) / tau_s)
    before = np.searchsorted(times_s, at_s, side="right")
    decayed = np.exp(
        logs[np.maximum(before - 1, 0)] - (at_s - origin) / tau_s, where=before > 0, out=np.zeros(at_s.size)
    )
    return np.asarray(decayed)


def _estimate(conversations: pl.DataFrame, events: pl.DataFrame, *, by_week: bool) -> Estimate:
    contact = contact_of(conversations, events)
    effects = [act(contact, person, by_week=by_week) for person in (0, 1) for act in (_stepping_back, _reaching)]
    return Estimate((effects[0], effects[1], effects[2], effects[3]))


def _stepping_back(contact: Contact, person: int, *, by_week: bool) -> EffectEstimate:
    risk = owing(contact, person)
    follow_ups = follow_up_times(contact, 1 - person)
    rows = cut_rows(risk, np.concatenate([clock_cuts(contact.first_s[risk.turn]), follow_ups]))
    pressure = np.log1p(decayed_count(follow_ups, rows.middle_s, TAU_S))
    return _effect(contact, person, rows, contact.first_s, pressure, by_week=by_week)


def _reaching(contact: Contact, person: int, *, by_week: bool) -> EffectEstimate:
    risk = waiting(contact, person)
    rows = cut_rows(risk, clock_cuts(contact.last_s[risk.turn]))
    slowness = recent_log_wait(contact, 1 - person, rows.middle_s)
    length = rows.end_s - rows.begin_s
    if length.size:
        mean = float(np.average(slowness, weights=length))
        spread = float(np.sqrt(np.average((slowness - mean) ** 2, weights=length)))
        slowness = (slowness - mean) / spread if spread > 0 else slowness - mean
    return _effect(contact, person, rows, contact.last_s, slowness, by_week=by_week)


def _effect(
    contact: Contact, person: int, rows: RiskRows, origin_s: Floats, covariate: Floats, *, by_week: bool
) -> EffectEstimate:
    if rows.acts.sum() == 0:
        return UNSAID
    fit, design = fit_hazard(contact, person, rows, rows.middle_s - origin_s[rows.turn], covariate[:, None])
    return first_effect(fit, design, rows, by_week=by_week)

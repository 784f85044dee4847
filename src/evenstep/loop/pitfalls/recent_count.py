"""Pitfall: the reply hazard on the debt clock with the follow-ups of the last three days."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.loop.pitfalls.contact import DAY_S, Contact, contact_of, follow_up_times
from evenstep.loop.pitfalls.hazard import clock_cuts, cut_rows, first_effect, fit_hazard, owing
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate

Floats = npt.NDArray[np.float64]

RECENT_S: Final = 3 * DAY_S


def recent_count(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Debt clock with log(1 + the other's follow-ups in the last 3 days), the model's own errors.

    It fails because slow days let follow-ups pile up: slowness comes first and lasts, the count follows it.
    """
    return _estimate(conversations, events, by_week=False)


def recent_count_by_week(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """The same with errors of 7-day blocks: wider, and centred on the same wrong number."""
    return _estimate(conversations, events, by_week=True)


def within(times_s: Floats, at_s: Floats, span_s: float) -> Floats:
    """How many of the sorted ``times_s`` lie in (at − span, at], for each ``at_s``."""
    upto = np.searchsorted(times_s, at_s, side="right")
    return np.asarray(upto - np.searchsorted(times_s, at_s - span_s, side="right"), dtype=np.float64)


def _estimate(conversations: pl.DataFrame, events: pl.DataFrame, *, by_week: bool) -> Estimate:
    contact = contact_of(conversations, events)
    a, b = (_effect(contact, person, by_week=by_week) for person in (0, 1))
    return Estimate((a, UNSAID, b, UNSAID))


def _effect(contact: Contact, person: int, *, by_week: bool) -> EffectEstimate:
    risk = owing(contact, person)
    follow_ups = follow_up_times(contact, 1 - person)
    leaving = follow_ups + RECENT_S
    rows = cut_rows(risk, np.concatenate([clock_cuts(contact.debt_s[risk.turn]), follow_ups, leaving]))
    if rows.acts.sum() == 0:
        return UNSAID
    count = np.log1p(within(follow_ups, rows.middle_s, RECENT_S))
    fit, design = fit_hazard(contact, person, rows, rows.middle_s - contact.debt_s[rows.turn], count[:, None])
    return first_effect(fit, design, rows, by_week=by_week)

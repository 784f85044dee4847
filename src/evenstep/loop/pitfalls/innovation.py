"""Careful but weak: follow-ups beyond their own fitted rate, with one's own recent speed held, and weekly blocks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.loop.pitfalls.contact import Contact, contact_of, follow_up_times, recent_log_wait
from evenstep.loop.pitfalls.hazard import clock_cuts, cut_rows, first_effect, fit_hazard, owing, waiting
from evenstep.loop.pitfalls.recent_count import RECENT_S, within
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate

Floats = npt.NDArray[np.float64]


def innovation(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Debt clock with log(1 + N) − log(1 + Λ): the other's follow-ups N of 3 days against the number Λ expected.

    Λ comes from the other's own hazard of following up, so that long waits no longer count as pressure; one's own
    recent waits stand beside it. The false alarms of drift are gone, and nearly all power with them.
    """
    contact = contact_of(conversations, events)
    a, b = (_effect(contact, person) for person in (0, 1))
    return Estimate((a, UNSAID, b, UNSAID))


def expected_follow_ups(contact: Contact, person: int) -> tuple[Floats, Floats]:
    """Times, and the follow-ups of ``person`` expected up to each from clock and hour alone; (0, 0) if none."""
    risk = waiting(contact, person)
    rows = cut_rows(risk, clock_cuts(contact.last_s[risk.turn]))
    if rows.acts.sum() == 0:
        return np.zeros(1), np.zeros(1)
    none = np.empty((rows.acts.size, 0))
    fit, _ = fit_hazard(contact, person, rows, rows.middle_s - contact.last_s[rows.turn], none)
    total = np.concatenate([[0.0], np.cumsum(fit.mean)])
    when = np.stack([rows.begin_s, rows.end_s], axis=1).ravel()
    return when, np.stack([total[:-1], total[1:]], axis=1).ravel()


def _effect(contact: Contact, person: int) -> EffectEstimate:
    risk = owing(contact, person)
    follow_ups = follow_up_times(contact, 1 - person)
    leaving = follow_ups + RECENT_S
    rows = cut_rows(risk, np.concatenate([clock_cuts(contact.debt_s[risk.turn]), follow_ups, leaving]))
    if rows.acts.sum() == 0:
        return UNSAID
    when, total = expected_follow_ups(contact, 1 - person)
    expected = np.interp(rows.middle_s, when, total) - np.interp(rows.middle_s - RECENT_S, when, total)
    beyond = np.log1p(within(follow_ups, rows.middle_s, RECENT_S)) - np.log1p(expected)
    own = recent_log_wait(contact, person, rows.middle_s)
    fit, design = fit_hazard(
        contact, person, rows, rows.middle_s - contact.debt_s[rows.turn], np.stack([beyond, own], axis=1)
    )
    return first_effect(fit, design, rows, by_week=True)

"""Pitfall and half-remedy: the reply hazard with its clock restarted at the last message, or kept from the first."""

from __future__ import annotations

import numpy as np
import polars as pl

from evenstep.loop.pitfalls.contact import Contact, contact_of
from evenstep.loop.pitfalls.hazard import clock_cuts, cut_rows, first_effect, fit_hazard, owing
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate


def last_message_clock(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Answers by the time since the *last* message, with log(1 + follow-ups in this wait).

    It fails because a wait with many follow-ups is one that already was long: the restarted clock forgets that.
    """
    contact = contact_of(conversations, events)
    a, b = (_effect(contact, person, debt=False) for person in (0, 1))
    return Estimate((a, UNSAID, b, UNSAID))


def debt_clock(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Answers by the time since the *first* unanswered message, with log(1 + follow-ups in this wait).

    Under spells of hours the null holds about as it should; a reminder is still taken for pressure, with its sign.
    """
    contact = contact_of(conversations, events)
    a, b = (_effect(contact, person, debt=True) for person in (0, 1))
    return Estimate((a, UNSAID, b, UNSAID))


def _effect(contact: Contact, person: int, *, debt: bool) -> EffectEstimate:
    risk = owing(contact, person)
    origin = contact.debt_s if debt else contact.first_s
    rows = cut_rows(risk, clock_cuts(origin[risk.turn]))
    if rows.acts.sum() == 0:
        return UNSAID
    count = np.log1p(contact.earlier[rows.turn])
    fit, design = fit_hazard(contact, person, rows, rows.middle_s - origin[rows.turn], count[:, None])
    return first_effect(fit, design, rows, by_week=False)

"""Piecewise-exponential hazards of one person: risk time in rows, and the coefficient of the first covariate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.pitfalls.contact import DAY_S, SESSION_GAP_S, TURN_GAP_S, Contact
from evenstep.loop.poisson import PoissonFit, cluster_covariance, fit_poisson
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate
from evenstep.stats.student import t_quantile, t_tail

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Fine steps: within a coarse one the later waits are slower and followed up more often, which looks like an effect.
CLOCK_S: Final = 60.0 * np.array([0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 720, 1440])
LIGHT_RIDGE: Final = 0.1  # on the steps of the clock and the hours of the day: an hour without events has no estimate
WEEK_S: Final = 7 * DAY_S
Z_95: Final = 1.959963984540054


@dataclass(frozen=True)
class RiskTime:
    """Stretches of time in which one person may act, each ending in an act or not; disjoint and in order."""

    person: int
    begin_s: Floats  # (m,)
    end_s: Floats
    acts: Bools
    turn: Ints  # the turn that opened it


@dataclass(frozen=True)
class RiskRows:
    """Risk time cut into n rows within which every covariate may be taken as constant."""

    begin_s: Floats
    end_s: Floats
    acts: Floats  # 0.0 or 1.0
    turn: Ints

    @property
    def middle_s(self) -> Floats:
        """(n,) where a covariate that changes smoothly is read off."""
        return 0.5 * (self.begin_s + self.end_s)


def owing(contact: Contact, person: int) -> RiskTime:
    """When ``person`` owes an answer: the last turn is the other's, and the silence is shorter than a session's gap."""
    turn = np.flatnonzero(contact.who == 1 - person)
    limit = contact.last_s[turn] + SESSION_GAP_S
    end = np.minimum(contact.next_s[turn], limit)
    acts = (contact.next_who[turn] == person) & (contact.next_s[turn] <= limit)
    return _known(contact, RiskTime(person, contact.first_s[turn], end, acts, turn))


def waiting(contact: Contact, person: int) -> RiskTime:
    """When ``person`` had the last word: from ``turn_gap_s`` after it until the next turn of anyone."""
    turn = np.flatnonzero(contact.who == person)
    acts = contact.next_who[turn] == person
    return _known(contact, RiskTime(person, contact.last_s[turn] + TURN_GAP_S, contact.next_s[turn], acts, turn))


def cut_rows(risk: RiskTime, cuts: Floats) -> RiskRows:
    """Cut the risk time at every full hour and at each of ``cuts`` (epoch s) that falls inside it."""
    if risk.turn.size == 0:
        return RiskRows(risk.begin_s, risk.end_s, risk.acts.astype(np.float64), risk.turn)
    hours = np.arange(np.floor(risk.begin_s[0] / 3600) * 3600, risk.end_s[-1], 3600.0)
    edges = np.unique(np.concatenate([risk.begin_s, risk.end_s, hours, cuts]))
    left, right = edges[:-1], edges[1:]
    at = np.searchsorted(risk.begin_s, left, side="right") - 1
    inside = (at >= 0) & (left < risk.end_s[np.maximum(at, 0)])
    at, left, right = at[inside], left[inside], right[inside]
    acts = risk.acts[at] & (right == risk.end_s[at])
    return RiskRows(left, right, acts.astype(np.float64), risk.turn[at])


def clock_cuts(origin_s: Floats) -> Floats:
    """Where a clock that starts at each origin passes one of its steps."""
    return np.asarray((np.unique(origin_s)[:, None] + CLOCK_S[1:]).ravel())


def fit_hazard(
    contact: Contact, person: int, rows: RiskRows, clock_s: Floats, covariates: Floats
) -> tuple[PoissonFit, Floats]:
    """The hazard of ``person`` by clock (n,), hour of their day and covariates (n, c); the fit and its design.

    Columns: covariates, one constant, then steps of the clock and hours with a light ridge.
    """
    step = np.searchsorted(CLOCK_S, clock_s, side="right") - 1
    hour = contact.of_day(person, rows.middle_s)
    steps = step[:, None] == np.arange(CLOCK_S.size)
    hours = hour[:, None] == np.arange(24)
    design = np.hstack([covariates, np.ones((step.size, 1)), steps, hours]).astype(np.float64)
    ridge = np.full(design.shape[1], LIGHT_RIDGE)
    ridge[: covariates.shape[1] + 1] = 0.0
    return fit_poisson(design, rows.acts, rows.end_s - rows.begin_s, ridge=ridge), design


def first_effect(fit: PoissonFit, design: Floats, rows: RiskRows, *, by_week: bool) -> EffectEstimate:
    """The first covariate's coefficient, with the model's own errors or those of 7-day blocks and t(G − 1)."""
    if fit.problem:
        return UNSAID
    b = float(fit.coefficients[0])
    if not by_week:
        return normal_effect(b, float(fit.standard_error[0]))
    block = np.floor((rows.middle_s - rows.begin_s[0]) / WEEK_S)
    covariance, df = cluster_covariance(fit, design, rows.acts, block)
    error = math.sqrt(float(covariance[0, 0])) if df else math.nan
    half = t_quantile(0.05, df) * error
    return EffectEstimate(b, b - half, b + half, t_tail(b / error, df) if error > 0 else math.nan)


def normal_effect(coefficient: float, error: float) -> EffectEstimate:
    """An estimate with a normal error."""
    p = math.erfc(abs(coefficient) / error / math.sqrt(2)) if error > 0 else math.nan
    return EffectEstimate(coefficient, coefficient - Z_95 * error, coefficient + Z_95 * error, p)


def _known(contact: Contact, risk: RiskTime) -> RiskTime:
    """Without stretches of no length, and without those that lead into a call or a hole in the history."""
    last = risk.turn == contact.who.size - 1
    keep = (risk.end_s > risk.begin_s) & ((contact.next_who[risk.turn] >= 0) | last)
    return RiskTime(risk.person, risk.begin_s[keep], risk.end_s[keep], risk.acts[keep], risk.turn[keep])

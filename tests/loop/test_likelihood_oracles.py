"""The whole fit against others' code: statsmodels where nothing is hidden, sums written naively where something is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from naive_design import Naive, small_history
from scipy.linalg import expm

from evenstep.loop import drift
from evenstep.loop.climb import climb, poisson_start
from evenstep.loop.design import (
    IDLE_EDGES,
    OWES,
    OWES_EDGES,
    REMIND_EDGES,
    WAITS_EDGES,
    clocks,
    rows_of,
)
from evenstep.loop.history import history_of
from evenstep.loop.likelihood import HIDDEN, Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import rhythm_basis, terms_of

STATES = (("owes", OWES_EDGES), ("waits", WAITS_EDGES), ("idle", IDLE_EDGES))


@cache
def nothing_hidden(person: int) -> Likelihood:
    """Half a simulated year with one level of drift and no spells."""
    pair = simulate("loop", weeks=26, seed=5)
    options = LoopOptions()
    history = history_of(pair.conversations, pair.events, options)
    rows = rows_of(history, clocks(history, options), person, options)
    return Likelihood(rows, terms_of(rows), 1, spells=False)


def newton(likelihood: Likelihood) -> np.ndarray:
    theta = likelihood.start()
    for _ in range(6):  # each time at least one more step, and they converge quadratically
        theta = poisson_start(likelihood, theta)
    return theta


def oracle(likelihood: Likelihood) -> sm.GLM:
    """statsmodels on the same rows: terms and rhythm, log risk time as an offset."""
    rows = likelihood.rows
    x = np.hstack([likelihood.terms.values, rhythm_basis()[rows.hour]])[rows.risk]
    return sm.GLM(rows.y[rows.risk], x, family=sm.families.Poisson(), exposure=rows.dt_h[rows.risk])


@pytest.mark.parametrize("person", [0, 1])
def test_without_priors_the_fit_is_statsmodels_poisson_regression(person: int) -> None:
    """Both coefficients and standard errors; the priors made too weak to matter."""
    likelihood = nothing_hidden(person)
    terms, y = likelihood.terms, likelihood.rows.y
    never = tuple(name for name, x in zip(terms.names, terms.values.T, strict=True) if not (x * y).any())
    likelihood = replace(likelihood, terms=terms.without(never))  # statsmodels would look for minus infinity
    weak = np.where(np.arange(likelihood.size) < likelihood.cuts[1], 1e-9, likelihood.precision)
    object.__setattr__(likelihood, "precision", weak)
    theirs = oracle(likelihood).fit(tol=1e-13, maxiter=100)
    theta, b = newton(likelihood), likelihood.cuts[1]
    np.testing.assert_allclose(theta[:b], theirs.params, atol=1e-6)
    rows = likelihood.rows
    expected = np.where(rows.risk, rows.dt_h, 0.0) * np.exp(likelihood.log_rate(theta))
    se = np.sqrt(np.diag(np.linalg.inv(likelihood.complete_information(expected)[:b, :b])))
    np.testing.assert_allclose(se, theirs.bse, rtol=1e-5)
    value, gradient = likelihood.evaluate(theta)
    happened = rows.y[rows.risk] == 1  # statsmodels counts the events of a panel, we take their time
    off = theta - likelihood.mean
    value += 0.5 * float(off @ (likelihood.precision * off))
    assert value == pytest.approx(theirs.llf - np.log(rows.dt_h[rows.risk][happened]).sum(), abs=1e-4)
    np.testing.assert_allclose(gradient[:b], 0.0, atol=1e-4)


@pytest.mark.parametrize("person", [0, 1])
def test_with_priors_their_score_is_the_pull_of_the_priors(person: int) -> None:
    likelihood = nothing_hidden(person)
    top = climb(likelihood, likelihood.start(), 1e-8)
    b = likelihood.cuts[1]
    pull = (likelihood.precision * (top.theta - likelihood.mean))[:b]
    assert np.abs(pull).max() > 0.5
    theirs = oracle(likelihood).score(top.theta[:b])
    scale = np.sqrt(np.diag(likelihood.complete_information(np.where(likelihood.rows.risk, 1e-3, 0.0))[:b, :b]))
    np.testing.assert_allclose((theirs - pull) / scale, 0.0, atol=2e-3)
    np.testing.assert_allclose(top.theta[:b], newton(likelihood)[:b], atol=2e-4)


@pytest.mark.parametrize(("seed", "person"), [(0, 0), (0, 1), (1, 0), (2, 1)])
def test_the_log_likelihood_is_the_naive_sum(seed: int, person: int) -> None:
    """Every feature read off the definitions, every panel a matrix exponential over levels times states."""
    naive = small_history(seed, 45)
    rows = rows_of(naive.history, clocks(naive.history, naive.options), person, naive.options)
    likelihood = Likelihood(rows, terms_of(rows), 3)
    theta = _some(likelihood, seed)
    off = theta - likelihood.mean
    prior = 0.5 * float(off @ (likelihood.precision * off))
    assert likelihood.evaluate(theta)[0] + prior == pytest.approx(_naive(naive, likelihood, theta, person, 1), abs=1e-6)


def test_panels_are_short_enough_for_what_moves_inside_them() -> None:
    """Pressure fades within a panel; cutting each in four moves the log-likelihood by less than 0.001 a turn."""
    naive = small_history(1, 45)
    rows = rows_of(naive.history, clocks(naive.history, naive.options), 0, naive.options)
    likelihood = Likelihood(rows, terms_of(rows), 3)
    theta = _some(likelihood, 1)
    coarse, fine = (_naive(naive, likelihood, theta, 0, parts) for parts in (1, 4))
    assert abs(coarse - fine) < 1e-3 * rows.y.sum()
    assert coarse != fine


def _some(likelihood: Likelihood, seed: int) -> np.ndarray:
    theta = likelihood.start() + np.random.default_rng(seed).normal(0, 0.4, likelihood.size)
    theta[-HIDDEN:] = [1.8, 0.3, -0.4, 0.6, 1.4]
    return theta


def _naive(naive: Naive, likelihood: Likelihood, theta: np.ndarray, person: int, parts: int) -> float:
    rows, hidden, m = likelihood.rows, likelihood.hidden(theta), likelihood.levels
    value = dict(zip(likelihood.terms.names, theta, strict=False))
    rhythm = rhythm_basis() @ theta[likelihood.cuts[0] : likelihood.cuts[1]]
    speed = np.kron(np.exp(hidden.drift_sd * drift.grid(m)), [1.0, np.exp(-hidden.depth)])
    switch = np.kron(np.eye(m), [[-hidden.to_busy, hidden.to_busy], [hidden.to_free, -hidden.to_free]])
    move = np.kron(drift.daily(hidden.drift_days, m), np.eye(2))
    stay = np.array([hidden.to_free, hidden.to_busy]) / (hidden.to_busy + hidden.to_free)
    state, total, day = np.kron(drift.long_run(m), stay), 0.0, None
    for p in range(rows.y.size):
        width = rows.dt_h[p] / parts
        for part in range(parts):
            t = float(rows.begin_s[p] + (part + 0.5) * width * 3600)
            today = int((t + naive.history.origin_s - 3 * 3600) // 86_400)
            state = state @ move if day is not None and today > day else state
            day, rate = today, _rate(naive, value, rhythm, person, t, (rows.slowness[p], *rows.pace[p]))
            state = state @ expm(width * (switch - rate * np.diag(speed)))
        state = state * rate * speed if rows.y[p] else state
        total += np.log(state.sum())
        state = state / state.sum()
    return float(total)


def _rate(naive: Naive, value: dict, rhythm: np.ndarray, person: int, t: float, standard: tuple) -> float:
    """Per hour at ``t``; the three features in units of their own sd are taken as given (tested by themselves)."""
    m = naive.at(person, t)
    if not m.at_risk:
        return 0.0
    name, edges = STATES[m.state]
    log = value[f"{name} {edges[edges <= max(m.clock_s, 0.0)][-1] / 60:g} min"] + rhythm[m.hour]
    if m.state != OWES:
        return float(np.exp(log + value["k"] * standard[0]))
    for low, high in pairwise(REMIND_EDGES):
        if low <= m.reminded_s < high:
            log += value[f"reminder {low / 60:g} min"]
    log += value["w"] * np.log(1 + m.pressure)
    return float(np.exp(log + value["pace of the last answer"] * standard[1] + value["pace of late"] * standard[2]))

"""A person's likelihood: exact gradient, exact curvature where it is asked for, no trace of how panels are cut."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evenstep.loop.climb import Top, climb, inverse_columns, poisson_start
from evenstep.loop.design import clocks, rows_of
from evenstep.loop.history import history_of
from evenstep.loop.likelihood import HIDDEN, Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import Coefficient, _by_week, allowing, finished
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import K, W, terms_of


@cache
def made(levels: int = 5, weeks: int = 10) -> Likelihood:
    """Person a of a small simulated pair."""
    pair = simulate("loop-spells+drift", weeks=weeks, seed=3)
    history = history_of(pair.conversations, pair.events, LoopOptions())
    rows = rows_of(history, clocks(history, LoopOptions()), 0, LoopOptions())
    return Likelihood(rows, terms_of(rows), levels)


@cache
def at_the_top() -> Top:
    likelihood = made()
    return climb(likelihood, poisson_start(likelihood, likelihood.start()), 1e-7)


def differences(likelihood: Likelihood, theta: np.ndarray, h: float) -> np.ndarray:
    steps = h * np.eye(theta.size)
    return np.array([(likelihood.evaluate(theta + s)[0] - likelihood.evaluate(theta - s)[0]) / (2 * h) for s in steps])


@pytest.mark.parametrize("levels", [1, 5])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_gradient_is_the_differences_in_every_parameter(levels: int, seed: int) -> None:
    likelihood = made(levels)
    rng = np.random.default_rng(seed)
    theta = poisson_start(likelihood, likelihood.start()) + rng.normal(0, 0.2, likelihood.size)
    theta[-HIDDEN:] = [1.5 - 2.7 * seed, 0.4, -0.6, 0.5 - 0.9 * seed, 1.2]  # both signs of depth and sd
    gradient = likelihood.evaluate(theta)[1]
    assert np.isfinite(gradient).all()
    np.testing.assert_allclose(gradient, differences(likelihood, theta, 1e-4), rtol=1e-5, atol=2e-5)
    assert (np.abs(gradient[-HIDDEN:-2]) > 1e-3).all()


def test_the_signs_of_depth_and_drift_are_labels() -> None:
    """A negative depth with the switches exchanged and the state's rate moved is the same law; so is a negative sd."""
    likelihood = made()
    _, b = likelihood.cuts
    theta = at_the_top().theta
    plain = _without_priors(likelihood, theta)
    turned = theta.copy()
    turned[b + 3] *= -1
    assert _without_priors(likelihood, turned) == pytest.approx(plain, abs=1e-8)
    turned[b] *= -1
    turned[[b + 1, b + 2]] = turned[[b + 2, b + 1]]
    clocks_of_states = [
        n for n, name in enumerate(likelihood.terms.names) if name.startswith(("owes", "waits", "idle"))
    ]
    turned[clocks_of_states] -= theta[b]
    assert _without_priors(likelihood, turned) == pytest.approx(plain, abs=1e-8)


def _without_priors(likelihood: Likelihood, theta: np.ndarray) -> float:
    off = theta - likelihood.mean
    return likelihood.evaluate(theta)[0] + 0.5 * float(off @ (likelihood.precision * off))


def test_the_top_is_a_top() -> None:
    likelihood, top = made(), at_the_top()
    assert top.converged
    assert top.value == pytest.approx(likelihood.evaluate(top.theta)[0], abs=1e-9)
    rng = np.random.default_rng(2)
    around = [likelihood.evaluate(top.theta + rng.normal(0, 0.05, top.theta.size))[0] for _ in range(20)]
    assert max(around) < top.value
    for start in (likelihood.start(), top.theta + rng.normal(0, 0.3, top.theta.size)):
        other = climb(likelihood, start, 1e-7)
        assert other.value == pytest.approx(top.value, abs=1e-4)
        there = other.theta.copy()
        there[-2] = np.copysign(there[-2], top.theta[-2])  # the sign of the drift's sd is a label
        np.testing.assert_allclose(there, top.theta, atol=0.01)


def test_the_score_sums_to_events_minus_expected() -> None:
    """At the top the terms without a prior see as many events as they expect."""
    likelihood, top = made(), at_the_top()
    likelihood.evaluate(top.theta)
    score, rows = likelihood.work.score, likelihood.rows
    expected = rows.y - score
    assert (expected >= -1e-12).all()
    assert expected[~rows.risk] == pytest.approx(0.0, abs=1e-9)
    for name in (W, K):
        column = likelihood.terms.values[:, likelihood.terms.names.index(name)]
        assert column @ expected == pytest.approx(column @ rows.y, abs=0.02)
    assert expected.sum() == pytest.approx(rows.y.sum(), rel=0.02)  # the priors pull a little


def test_quiet_is_the_gain_where_nothing_happens() -> None:
    likelihood, top = made(), at_the_top()
    likelihood.evaluate(top.theta)
    work, none = likelihood.work, likelihood.rows.y == 0
    np.testing.assert_allclose(work.quiet[none], work.gain[none], atol=1e-12)
    assert (work.quiet <= 1e-9).all()
    np.testing.assert_allclose(work.quiet[~likelihood.rows.risk], 0.0, atol=1e-9)
    np.testing.assert_allclose(work.alpha.sum(axis=(1, 2)), 1.0, atol=1e-10)
    np.testing.assert_allclose(work.smooth.sum(axis=1), 1.0, atol=1e-10)


def test_inverse_columns_are_those_of_the_full_curvature() -> None:
    """Against the whole matrix of differences, inverted: standard errors within 1 % (measured: 0.6 %)."""
    likelihood, top = made(), at_the_top()
    h = 1e-4
    steps = h * np.eye(top.theta.size)
    bent = np.array(
        [(likelihood.evaluate(top.theta - s)[1] - likelihood.evaluate(top.theta + s)[1]) / (2 * h) for s in steps]
    )
    np.testing.assert_allclose(bent, bent.T, atol=2e-3 * np.sqrt(np.outer(np.diag(bent), np.diag(bent))).max())
    inverse = np.linalg.inv((bent + bent.T) / 2)
    assert (np.linalg.eigvalsh(inverse) > 0).all()
    columns = tuple(likelihood.terms.names.index(name) for name in (W, K))
    found, solved = inverse_columns(likelihood, top, columns)
    assert solved == (True, True)
    fit = finished(likelihood, top)
    rows = likelihood.rows
    by_week = np.array([_weeks_of(likelihood, top.theta + s) - _weeks_of(likelihood, top.theta - s) for s in steps]).T
    se = np.sqrt(np.diag(inverse))
    for row, n, effect in zip(found, columns, (fit.w, fit.k), strict=True):
        assert np.sqrt(row[n]) == pytest.approx(se[n], rel=0.01)
        np.testing.assert_allclose(row / (se * se[n]), inverse[n] / (se * se[n]), atol=0.05)
        assert effect.value == top.theta[n]
        assert effect.model == pytest.approx(se[n], rel=0.01)
        influence = by_week @ inverse[n] / (2 * h)
        weeks = np.unique(rows.week[rows.risk]).size
        assert effect.n_weeks == weeks
        assert effect.weeks == pytest.approx(np.sqrt(influence @ influence * weeks / (weeks - 1)), rel=0.04)


def _weeks_of(likelihood: Likelihood, theta: np.ndarray) -> np.ndarray:
    """Each week's log-likelihood given those before it."""
    likelihood.evaluate(theta)
    return np.bincount(likelihood.rows.week, likelihood.work.gain)


def test_columns_from_a_poor_guess_are_nearly_as_good() -> None:
    """With the complete-data curvature as a guess: the conjugate gradients do the work, not the search."""
    likelihood, top = made(), at_the_top()
    likelihood.evaluate(top.theta)
    guess = np.linalg.inv(likelihood.complete_information(likelihood.rows.y - likelihood.work.score))
    columns = tuple(likelihood.terms.names.index(name) for name in (W, K))
    good, poor = (inverse_columns(likelihood, replace(top, inverse=each), columns)[0] for each in (top.inverse, guess))
    for one, two, n in zip(good, poor, columns, strict=True):
        assert np.sqrt(two[n]) == pytest.approx(np.sqrt(one[n]), rel=0.03)
    assert any(guess[n, n] < 0.97 * one[n] for one, n in zip(good, columns, strict=True))


def test_without_spells_and_drift_nothing_hidden_is_left() -> None:
    likelihood = replace(made(1), spells=False)
    theta = poisson_start(likelihood, likelihood.start())
    value, _ = likelihood.evaluate(theta)
    rate = likelihood.work.rate * likelihood.rows.dt_h
    y = likelihood.rows.y == 1
    off = theta - likelihood.mean
    plain = np.log(likelihood.work.rate[y]).sum() - rate.sum() - 0.5 * off @ (likelihood.precision * off)
    assert value == pytest.approx(plain, abs=1e-6)


def test_what_weeks_say_adds_up_to_the_pull_of_the_priors() -> None:
    """At the top the whole slope is that of the priors; a week with nothing at risk says nothing."""
    likelihood, top = made(), at_the_top()
    along = np.random.default_rng(2).normal(size=top.theta.size) * 0.05
    pull = float(along @ (likelihood.precision * (top.theta - likelihood.mean)))
    slopes = _by_week(likelihood, top.theta, along)
    assert slopes.size == likelihood.rows.week.max() + 1
    assert np.abs(slopes).max() > 0.1
    assert slopes.sum() == pytest.approx(pull + float(along @ top.gradient), abs=1e-3)
    quiet = likelihood.rows.week == 3
    rows = replace(likelihood.rows, risk=likelihood.rows.risk & ~quiet, y=np.where(quiet, 0, likelihood.rows.y))
    without = _by_week(replace(likelihood, rows=rows), top.theta, along)
    assert without[3] == pytest.approx(0.0, abs=1e-8)
    np.testing.assert_allclose(without[:3], slopes[:3], atol=1e-9)  # what comes later changes no week before it
    assert not np.allclose(without[4:], slopes[4:], atol=1e-6)


def test_the_allowance_is_a_part_of_what_was_moved() -> None:
    found = Coefficient(0.3, 0.1, 0.08, 20, "")
    assert allowing(found, 0.3) == found
    wider = allowing(found, 0.0)
    assert wider.value == 0.3
    assert wider.model == pytest.approx(np.hypot(0.1, 0.18))
    assert wider.weeks == pytest.approx(np.hypot(0.08, 0.18))
    assert allowing(replace(found, problem="separation"), 0.0).model == 0.1
    assert allowing(found, float("nan")) == found

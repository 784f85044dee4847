"""The hidden spells and drift: closed forms, likelihood and smoothing against sums over every path and quadrature."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from naive_hidden import Case, by_matrices, by_paths, exponential, filtered, silent
from numpy.polynomial.hermite_e import hermegauss
from scipy.integrate import nquad
from scipy.stats import multivariate_normal

from evenstep.loop import drift
from evenstep.loop.chain_steps import SMALL, exp_of

CHAIN = (float(np.exp(-2.5)), 0.2, 0.3)  # slowed to 8 %, spells of 5 h and 3.3 h
RNG = np.random.default_rng(5)


def panels(n: int, days: int, seed: int) -> Case:
    """``n`` uneven panels over ``days`` days, a third ending in an event, one of them not at risk."""
    rng = np.random.default_rng(seed)
    rate, dt = rng.uniform(0.05, 2.0, n), 10 ** rng.uniform(-2, 1, n)
    y = (rng.random(n) < 0.35).astype(np.int64)
    rate[n // 2], y[n // 2] = 0.0, 0
    new_day = np.zeros(n, dtype=bool)
    new_day[np.linspace(0, n, days, endpoint=False).astype(int)[1:]] = True
    return Case(rate, dt, y, new_day)


def daily_counts(counts: np.ndarray, hourly: float, **hidden: float) -> Case:
    """Days of 24 h with ``counts`` events each; spells make no difference."""
    rows = [(24.0 / (c + 1), int(n < c), n == 0) for c in counts for n in range(c + 1)]
    dt, y, first = (np.array(column) for column in zip(*rows, strict=True))
    new_day = first.astype(bool)
    new_day[0] = False
    return Case(np.full(dt.size, hourly), dt, y.astype(np.int64), new_day, **hidden)


def test_the_exponential_of_many_numbers_is_that_of_each() -> None:
    """To 2 units in the last place, down to where it vanishes; what is not a number is not written anywhere else."""
    x = -np.concatenate([np.geomspace(1e-300, 700.0, 4_001), [0.0, 1e-320, 0.5 * np.log(2.0), 707.9]])
    found = x.copy()
    exp_of(found, np.empty(x.size))
    np.testing.assert_allclose(found, np.exp(x), rtol=4.5e-16, atol=0.0)
    far = np.array([-750.0, -1e300, -np.inf, np.nan])
    exp_of(far, np.empty(far.size))
    assert (far <= 1e-307).all()
    assert (far >= 0.0).all()


@pytest.mark.parametrize("t", [0.0, 1e-9, 1e-4, SMALL, 0.02, 1.0, 50.0, 2_000.0])
@pytest.mark.parametrize(
    ("rate", "chain"),
    [
        (0.0, CHAIN),
        (1.3, CHAIN),
        (400.0, (0.05, 1 / 60, 3.0)),
        (0.7, (1.0, 0.5, 0.5)),
        (2.0, (9.0, 1 / 60, 1 / 60)),
    ],
)
def test_the_two_by_twoexponential(t: float, rate: float, chain: tuple[float, float, float]) -> None:
    slow, to_busy, to_free = chain
    free, busy = rate, rate * slow
    b, s = 0.5 * (to_free - to_busy + busy - free), -0.5 * (to_busy + to_free + free + busy)
    ch, sh = exponential(b, s, to_busy * to_free, t)
    ours = ch * np.eye(2) + sh * np.array([[b, to_busy], [to_free, -b]])
    np.testing.assert_allclose(ours, silent(rate, 1.0, chain, t), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("t_big", [0.999 * SMALL, 1.001 * SMALL])
def test_the_series_meets_the_closed_form(t_big: float) -> None:
    """Both sides of the seam are right to 1e-9: no cancellation, no jump."""
    b, qq = 0.3, 0.06
    big = np.sqrt(b * b + qq)
    ch, sh = exponential(b, -0.8, qq, t_big / big)
    fade = np.exp(-0.8 * t_big / big)
    assert ch == pytest.approx(fade * np.cosh(t_big), rel=1e-9)
    assert sh == pytest.approx(fade * np.sinh(t_big) / big, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_spells_alone_are_the_sum_over_all_paths(seed: int) -> None:
    case = replace(panels(9, 1, seed), chain=CHAIN)
    assert filtered(case).value == pytest.approx(by_paths(case), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_drift_alone_is_the_sum_over_all_grid_paths(seed: int) -> None:
    case = replace(panels(6, 4, seed), levels=5, sd=0.7, days=3.0)
    assert filtered(case).value == pytest.approx(by_paths(case), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_both_together_are_the_sum_over_all_paths(seed: int) -> None:
    case = replace(panels(7, 3, seed), levels=3, sd=0.7, days=3.0, chain=CHAIN)
    assert filtered(case).value == pytest.approx(by_paths(case), abs=1e-9)


@pytest.mark.parametrize("levels", [1, 2, 9])
def test_a_longer_case_is_the_product_of_big_matrices(levels: int) -> None:
    case = replace(panels(150, 12, 7), levels=levels, chain=CHAIN)
    value, quiet = by_matrices(case)
    found = filtered(case)
    assert found.value == pytest.approx(value, abs=1e-8)
    np.testing.assert_allclose(found.quiet, quiet, atol=1e-9)


def test_where_nothing_happens_quiet_is_the_gain() -> None:
    case = replace(panels(150, 12, 8), levels=5, chain=CHAIN)
    found = filtered(case)
    none = case.y == 0
    assert found.value == pytest.approx(found.gain.sum(), abs=1e-10)
    np.testing.assert_allclose(found.gain[none], found.quiet[none], atol=1e-12)
    hazard = np.exp(found.gain - found.quiet)[~none] / case.rate[~none]
    level = np.exp(case.sd * drift.grid(5))
    assert (hazard > CHAIN[0] * level[0]).all()
    assert (hazard < level[-1]).all()


def test_the_score_is_the_derivative_by_each_panels_log_rate() -> None:
    case = replace(panels(40, 5, 9), levels=4, chain=CHAIN)
    found, h = filtered(case), 1e-5
    for p in range(40):
        bump = np.where(np.arange(40) == p, h, 0.0)
        up, down = (filtered(replace(case, rate=case.rate * np.exp(side * bump))).value for side in (1, -1))
        assert found.score[p] == pytest.approx((up - down) / (2 * h), abs=1e-7)
    expected = case.y - found.score
    assert (expected[case.rate > 0] > 0).all()
    assert expected[case.rate == 0] == pytest.approx(0.0, abs=1e-12)


def test_without_anything_hidden_the_score_is_y_minus_rate_times_time() -> None:
    case = panels(40, 1, 10)
    np.testing.assert_allclose(filtered(case).score, case.y - case.rate * case.dt, atol=1e-10)


@pytest.mark.parametrize("days", [2.0, 10.0])
def test_the_grid_is_near_the_continuous_drift(days: float) -> None:
    """Two days with spells by adaptive quadrature: 9 levels are off by 0.002 units or less, 41 by a quarter of that."""
    case = replace(panels(14, 2, 3), sd=0.6, days=days, chain=CHAIN)
    keep = np.exp(-1 / days)
    first = int(np.flatnonzero(case.new_day)[0])

    def density(z0: float, z1: float) -> float:
        """Likelihood of the two days at standard normal drifts times their joint density."""
        state = np.array([CHAIN[2], CHAIN[1]]) / (CHAIN[1] + CHAIN[2])
        for p in range(case.rate.size):
            level = np.exp(case.sd * (z0 if p < first else z1))
            state = state @ silent(case.rate[p], level, CHAIN, case.dt[p])
            if case.y[p]:
                state = state * case.rate[p] * level * np.array([1.0, CHAIN[0]])
        step = (z1 - keep * z0) / np.sqrt(1 - keep**2)
        weight = np.exp(-0.5 * (z0**2 + step**2)) / (2 * np.pi * np.sqrt(1 - keep**2))
        return float(state.sum() * weight)

    scale = np.exp(-filtered(replace(case, levels=41)).value)
    total = nquad(lambda *z: scale * density(*z), [[-5, 5]] * 2, opts={"epsabs": 1e-4, "epsrel": 1e-4, "limit": 20})[0]
    truth = np.log(total) - np.log(scale)
    off = {levels: filtered(replace(case, levels=levels)).value - truth for levels in (5, 9, 41)}
    assert abs(off[41]) < 6e-4
    assert abs(off[9]) < 3e-3
    assert abs(off[41]) < abs(off[9]) < abs(off[5])


@pytest.mark.parametrize(("levels", "value", "mean"), [(9, 0.05, 0.07), (41, 0.01, 0.015)])
def test_three_days_of_counts_against_gauss_hermite(levels: int, value: float, mean: float) -> None:
    """Marginal likelihood and posterior means (in sd of the drift) against quadrature of the Gaussian drift.

    Measured: 9 levels 0.035 units and 0.053 sd off, 41 levels 0.007 and 0.011: the error falls like 1 / levels.
    """
    counts = np.array([3, 0, 9])
    case = daily_counts(counts, 0.2, sd=0.5, days=4.0, levels=levels)
    truth, means = _by_quadrature(counts, case)
    found = filtered(case)
    ends = np.append(np.flatnonzero(case.new_day) - 1, case.y.size - 1)
    assert found.value == pytest.approx(truth, abs=value)
    np.testing.assert_allclose(found.smooth[ends] @ drift.grid(levels), means, atol=mean)


def _by_quadrature(counts: np.ndarray, case: Case) -> tuple[float, np.ndarray]:
    nodes, weights = hermegauss(40)
    z = np.stack(np.meshgrid(nodes, nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 3)
    weight = np.prod(np.stack(np.meshgrid(weights, weights, weights, indexing="ij"), axis=-1), axis=-1).ravel()
    root = np.linalg.cholesky(_dense(3, case.days))
    path = z @ root.T
    likelihood = np.exp(_log_poisson(counts, case, path)) * weight / (2 * np.pi) ** 1.5
    return float(np.log(likelihood.sum())), likelihood @ path / likelihood.sum()


def _dense(n: int, days: float) -> np.ndarray:
    """The covariance of an Ornstein–Uhlenbeck path with sd 1 seen once a day."""
    step = np.arange(n)
    return np.exp(-np.abs(step[:, None] - step) / days)


def _log_poisson(counts: np.ndarray, case: Case, path: np.ndarray) -> np.ndarray:
    """Of the event times given the drift: shape of ``path`` without its last axis."""
    log = np.log(case.rate[0]) + case.sd * path
    return (counts * log - 24.0 * np.exp(log)).sum(axis=-1)


@pytest.mark.parametrize(("levels", "most", "usual", "width"), [(9, 0.2, 0.06, 0.3), (41, 0.06, 0.02, 0.1)])
def test_smoothing_against_a_dense_gaussian_process(levels: int, most: float, usual: float, width: float) -> None:
    """Forty days: posterior means by importance sampling around the Laplace approximation of the dense posterior.

    The posterior sd is 0.41 of the drift's sd. Measured: 9 levels 0.05 off (root mean square), 0.14 at most; 41
    levels 0.012 and 0.037.
    """
    rng = np.random.default_rng(12)
    n, sd, days = 40, 0.6, 6.0
    prior = _dense(n, days)
    counts = rng.poisson(24 * 0.3 * np.exp(sd * np.linalg.cholesky(prior) @ rng.normal(size=n)))
    case = daily_counts(counts, 0.3, sd=sd, days=days, levels=levels)
    means, posterior_sd = _sampled_posterior(counts, case, prior, rng)
    ends = np.append(np.flatnonzero(case.new_day) - 1, case.y.size - 1)
    smooth = filtered(case).smooth[ends]
    np.testing.assert_allclose(smooth.sum(axis=1), 1.0, atol=1e-10)
    ours = smooth @ drift.grid(levels)
    assert np.abs(ours - means).max() < most
    assert np.sqrt(((ours - means) ** 2).mean()) < usual
    spread = np.sqrt(smooth @ drift.grid(levels) ** 2 - ours**2)
    np.testing.assert_allclose(spread, posterior_sd, rtol=width)


def _sampled_posterior(
    counts: np.ndarray, case: Case, prior: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    precision = np.linalg.inv(prior)
    z = np.zeros(counts.size)
    for _ in range(50):
        mean = 24 * case.rate[0] * np.exp(case.sd * z)
        bent = precision + np.diag(case.sd**2 * mean)
        z = z + np.linalg.solve(bent, case.sd * (counts - mean) - precision @ z)
    proposal = multivariate_normal(z, np.linalg.inv(bent))
    draws = proposal.rvs(40_000, random_state=rng)
    log = _log_poisson(counts, case, draws) + multivariate_normal(np.zeros(counts.size), prior).logpdf(draws)
    log = log - proposal.logpdf(draws)
    weight = np.exp(log - log.max())
    weight = weight / weight.sum()
    assert 1 / (weight**2).sum() > 4_000
    means = weight @ draws
    return means, np.sqrt(weight @ (draws - means) ** 2)


@pytest.mark.parametrize("levels", [2, 9, 101])
@pytest.mark.parametrize("days", [0.3, 4.0, 60.0])
def test_the_grid_has_the_drifts_moments(levels: int, days: float) -> None:
    points, weight, move = drift.grid(levels), drift.long_run(levels), drift.daily(days, levels)
    keep = np.exp(-1 / days)
    assert weight @ points == pytest.approx(0.0, abs=1e-12)
    assert weight @ points**2 == pytest.approx(1.0)
    np.testing.assert_allclose(weight @ move, weight, atol=1e-12)
    np.testing.assert_allclose(move @ points, keep * points, atol=1e-12)
    np.testing.assert_allclose(move @ points**2 - (keep * points) ** 2, 1 - keep**2, atol=1e-12)
    slope = (drift.daily(days * np.exp(1e-3), levels) - drift.daily(days * np.exp(-1e-3), levels)) / 2e-3
    np.testing.assert_allclose(drift.daily_slope(days, levels), slope, atol=1e-5)


@pytest.mark.parametrize(
    ("sd", "most", "levels"), [(0.0, 13, 5), (0.28, 13, 5), (-0.4, 13, 10), (0.6, 13, 13), (0.6, 1, 1)]
)
def test_a_wide_drift_has_more_levels(sd: float, most: int, levels: int) -> None:
    assert drift.levels_for(sd, most) == levels
    if 1 < levels < most:
        assert np.diff(abs(sd) * drift.grid(levels)).max() <= drift.STEP_LOG + 1e-12

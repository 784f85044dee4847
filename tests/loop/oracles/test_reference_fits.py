"""The models others would fit reproduce their reference numbers on a real pair, and are right where truth is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hawkes import fit_hawkes, hawkes_in_seconds, negative
from points import copenhagen_pair, points_of
from relational import decayed_at_events, fit_relational, relational_in_seconds
from scipy.optimize import approx_fprime

RNG = np.random.default_rng(8)
MINUTES = np.sort(RNG.uniform(0.001, 500, 80))
WHO = RNG.integers(0, 2, 80)


@pytest.fixture(scope="module")
def dyad(samples: Path) -> tuple[np.ndarray, np.ndarray]:
    time, who = points_of(*copenhagen_pair(samples / "copenhagen" / "dyad_176_578.csv", 176, 578))
    assert np.bincount(who).tolist() == [951, 810]
    return time, who


def test_hawkes_reference_numbers(dyad: tuple[np.ndarray, np.ndarray]) -> None:
    time, who = dyad
    fit = fit_hawkes(time / 60 + 0.001, who)
    assert fit.log_likelihood == pytest.approx(-6690.959342, abs=2e-6)
    assert fit.decay == pytest.approx(0.203760, abs=1e-6)
    assert fit.excitation[[0, 1], [1, 0]] == pytest.approx([0.879, 0.627], abs=6e-4)
    assert fit.excitation.diagonal() == pytest.approx([0.007, 0.007], abs=2e-3)


def test_relational_reference_numbers(dyad: tuple[np.ndarray, np.ndarray]) -> None:
    fit = fit_relational(*dyad)
    found = [fit.baseline, fit.inertia, fit.reciprocity]
    assert found == pytest.approx([-8.27164295, -0.52316259, 0.67806862], abs=2e-7)
    assert fit.log_likelihood == pytest.approx(-15375.61155, abs=1e-5)


def test_in_seconds_the_two_stand_side_by_side(dyad: tuple[np.ndarray, np.ndarray]) -> None:
    """Giving the first event moves Hawkes by the log of its base rate and no more than a little."""
    time, who = dyad
    whole = fit_hawkes(time / 60 + 0.001, who)
    first = np.log(whole.base[who[0]]) - 0.001 * whole.base.sum()
    given = whole.log_likelihood - first - (time.size - 1) * np.log(60)
    assert hawkes_in_seconds(time, who) == pytest.approx(given, abs=0.05)
    assert hawkes_in_seconds(time, who) >= given
    assert relational_in_seconds(time, who) < hawkes_in_seconds(time, who)


@pytest.mark.parametrize(
    ("first", "second", "n", "hawkes", "relational"),
    [(279, 617, 2860, -18730.2654, -23388.4266), (176, 578, 1763, -13901.1419, -15384.6780)],
)
def test_the_two_pairs_with_most_messages(
    samples: Path, first: int, second: int, n: int, hawkes: float, relational: float
) -> None:
    time, who = points_of(*copenhagen_pair(samples / "copenhagen" / "sms.csv", first, second))
    assert time.size == n
    assert hawkes_in_seconds(time, who) == pytest.approx(hawkes, abs=2e-3)
    assert relational_in_seconds(time, who) == pytest.approx(relational, abs=2e-3)


@pytest.mark.parametrize("begin", [0.0, 40.0])
def test_hawkes_likelihood_is_the_double_sum_and_its_gradient_the_differences(begin: float) -> None:
    x = np.array([0.05, 0.08, 0.1, 0.5, 0.4, 0.2, 0.3])
    level, gradient = negative(x, MINUTES, WHO, begin)
    alpha = x[2:6].reshape(2, 2)
    brute = -(x[0] + x[1]) * (MINUTES[-1] - begin)
    for k in np.flatnonzero(begin < MINUTES):
        ages = MINUTES[k] - MINUTES[:k]
        brute += np.log(x[WHO[k]] + (alpha[WHO[k], WHO[:k]] * x[6] * np.exp(-x[6] * ages)).sum())
    for k in range(MINUTES.size):
        since, until = np.exp(-x[6] * np.array([max(begin - MINUTES[k], 0), MINUTES[-1] - MINUTES[k]]))
        brute -= alpha[:, WHO[k]].sum() * (since - until)
    assert -level == pytest.approx(brute, abs=1e-9)
    differences = approx_fprime(x, lambda y: negative(y, MINUTES, WHO, begin)[0], 1e-7)
    np.testing.assert_allclose(gradient, differences, rtol=1e-3, atol=2e-3)


def test_decayed_counts_are_the_double_sum() -> None:
    time = MINUTES * 60
    found = decayed_at_events(time, WHO)
    for k in (0, 5, 79):
        ages = time[k] - time[: k + 1]
        brute = [(np.exp2(-ages / 600.0) * (WHO[: k + 1] == i)).sum() for i in (0, 1)]
        np.testing.assert_allclose(found[k], brute, rtol=1e-10)


def test_a_fit_of_points_without_memory_finds_none() -> None:
    time = np.cumsum(RNG.exponential(600.0, 4_000))
    who = RNG.integers(0, 2, 4_000)
    fit = fit_hawkes(time / 60, who, begin=float(time[0] / 60))
    assert fit.excitation.sum() < 0.15
    assert hawkes_in_seconds(time, who) == pytest.approx(4_000 * (np.log(1 / 1200) - 1), rel=2e-3)
    assert abs(fit_relational(time, who).reciprocity) < 0.15

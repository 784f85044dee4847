"""Local-level smoothing against a dense Gaussian posterior."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.stats.local_level import PRIOR_SD, WANDER_SD, smooth_level


def dense(seen: np.ndarray, variance: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same posterior by full matrices: the first level with a (nearly) flat prior, wander averaged over."""
    n = seen.size
    at = np.concatenate([[0.0], np.cumsum(steps)])
    flat = 1e5
    log_likelihood, means, variances = [], [], []
    for sd in WANDER_SD:
        prior = flat + sd**2 * np.minimum(at[:, None], at[None, :])
        total = prior + np.diag(variance)
        # Written with the noise, not the prior: no cancellation of large numbers.
        shrink = np.diag(variance) @ np.linalg.inv(total)
        means.append(seen - shrink @ seen)
        variances.append(np.diag(np.diag(variance) - shrink @ np.diag(variance)))
        log_prior = -0.5 * (sd / PRIOR_SD) ** 2
        log_likelihood.append(log_prior - 0.5 * (np.linalg.slogdet(total)[1] + seen @ np.linalg.solve(total, seen)))
    weight = np.exp(np.array(log_likelihood) - max(log_likelihood))
    weight = weight / weight.sum()
    mean = (weight[:, None] * np.array(means)).sum(axis=0)
    spread = (weight[:, None] * (np.array(variances) + (np.array(means) - mean) ** 2)).sum(axis=0)
    assert mean.shape == (n,)
    return mean, spread


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_exact_posterior(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.integers(1, 4, 11).astype(float)
    seen = np.cumsum(rng.normal(0, 0.3, 12)) + rng.normal(0, 0.3, 12)
    variance = rng.uniform(0.05, 0.2, 12)
    mean, spread = smooth_level(seen, variance, steps)
    expected_mean, expected_spread = dense(seen, variance, steps)
    assert mean == pytest.approx(expected_mean, abs=1e-4)
    assert spread == pytest.approx(expected_spread, abs=1e-4)


def test_a_turned_sign_turns_the_level_exactly() -> None:
    rng = np.random.default_rng(9)
    seen, variance, steps = rng.normal(size=20), rng.uniform(0.1, 1, 20), np.ones(19)
    mean, spread = smooth_level(seen, variance, steps)
    turned, same = smooth_level(-seen, variance, steps)
    assert (turned == -mean).all()
    assert (same == spread).all()


def test_one_observation_is_itself() -> None:
    mean, spread = smooth_level(np.array([0.7]), np.array([0.2]), np.array([]))
    assert (mean[0], spread[0]) == pytest.approx((0.7, 0.2))

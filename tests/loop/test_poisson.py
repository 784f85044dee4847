"""Our Poisson regression against statsmodels, and what it says where there is no estimate."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from evenstep.loop.poisson import cluster_covariance, fit_poisson

RNG = np.random.default_rng(11)


def case(n: int = 3_000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of a hazard model: four clock bins, two covariates, risk times over five decades, clusters of rows."""
    bins = np.eye(4)[RNG.integers(0, 4, n)]
    x = np.column_stack([bins, RNG.normal(size=n), RNG.random(n) < 0.2])
    exposure = 10 ** RNG.uniform(0, 5, n)
    counts = RNG.poisson(np.minimum(exposure * np.exp(x @ [-7, -8, -9, -10, 0.3, -0.4]), 50)).astype(float)
    return x, counts, exposure, RNG.integers(0, 40, n)


def test_equals_statsmodels() -> None:
    x, counts, exposure, cluster = case()
    fit = fit_poisson(x, counts, exposure)
    oracle = sm.GLM(counts, x, family=sm.families.Poisson(), exposure=exposure)
    plain = oracle.fit(tol=1e-13)
    assert fit.problem == ""
    np.testing.assert_allclose(fit.coefficients, plain.params, atol=1e-6)
    np.testing.assert_allclose(fit.standard_error, plain.bse, rtol=1e-6)
    np.testing.assert_allclose(fit.mean, plain.mu, rtol=1e-6)
    constant = plain.model.family.loglike(counts, plain.mu) - fit.log_likelihood
    from scipy.special import gammaln

    assert constant == pytest.approx(-gammaln(counts + 1).sum(), abs=1e-6)
    by_cluster = oracle.fit(
        tol=1e-13, cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    ).cov_params()
    ours, df = cluster_covariance(fit, x, counts, cluster)
    assert df == 39
    np.testing.assert_allclose(ours, by_cluster * 40 / 39, rtol=1e-6)


def test_weights_and_ridge_equal_statsmodels() -> None:
    x, counts, exposure, _ = case(800)
    weights = RNG.uniform(0.2, 3, 800)
    weighted = sm.GLM(counts, x, family=sm.families.Poisson(), exposure=exposure, var_weights=weights).fit(tol=1e-13)
    np.testing.assert_allclose(
        fit_poisson(x, counts, exposure, weights=weights).coefficients, weighted.params, atol=1e-6
    )
    ridge = np.array([0, 0, 0, 0, 40.0, 40.0])
    fit = fit_poisson(x, counts, exposure, ridge=ridge)
    gradient = x.T @ (counts - fit.mean) - ridge * fit.coefficients
    np.testing.assert_allclose(gradient, 0, atol=1e-6)
    free = fit_poisson(x, counts, exposure)
    assert (np.abs(fit.coefficients[4:]) < np.abs(free.coefficients[4:])).all()


def test_splitting_a_row_changes_nothing() -> None:
    x, counts, exposure, cluster = case(500)
    again = fit_poisson(np.vstack([x, x]), np.append(counts, np.zeros(500)), np.append(exposure * 0.3, exposure * 0.7))
    fit = fit_poisson(x, counts, exposure)
    np.testing.assert_allclose(again.coefficients, fit.coefficients, atol=1e-9)
    assert again.log_likelihood == pytest.approx(fit.log_likelihood + counts.sum() * np.log(0.3), abs=1e-6)
    ours, _ = cluster_covariance(fit, x, counts, cluster)
    split, _ = cluster_covariance(again, np.vstack([x, x]), np.append(counts, np.zeros(500)), np.tile(cluster, 2))
    np.testing.assert_allclose(split, ours, rtol=1e-8)


def test_a_poor_beginning_still_arrives() -> None:
    """Rates that differ by e^14 between bins, from one common beginning."""
    x = np.repeat(np.eye(3), 400, axis=0)
    exposure = np.repeat([1.0, 1e3, 1e6], 400)
    counts = RNG.poisson(1.5, 1200).astype(float)
    fit = fit_poisson(x, counts, exposure)
    expected = np.log(counts.reshape(3, 400).sum(axis=1) / (400 * np.array([1.0, 1e3, 1e6])))
    np.testing.assert_allclose(fit.coefficients, expected, atol=1e-8)


def test_separation_is_named_with_its_columns() -> None:
    x, counts, exposure, _ = case(600)
    never = (counts == 0) & (RNG.random(600) < 0.5)
    one_column = fit_poisson(np.column_stack([x, never]), counts, exposure)
    assert (one_column.problem, one_column.separated) == ("separation", (6,))
    assert np.isnan(one_column.coefficients).all()
    below = np.where(counts > 0, x[:, 4], x[:, 4] + RNG.exponential(size=600) * never)
    hidden = fit_poisson(np.column_stack([x, below]), counts, exposure)
    assert hidden.problem == "separation"
    assert set(hidden.separated) == {4, 6}


def test_separation_ends_with_a_ridge() -> None:
    x, counts, exposure, _ = case(600)
    design = np.column_stack([x, (counts == 0)])
    fit = fit_poisson(design, counts, exposure, ridge=np.array([0, 0, 0, 0, 0, 0, 1.0]))
    assert fit.problem == ""
    assert np.isfinite(fit.coefficients).all()


def test_columns_that_say_the_same_are_named() -> None:
    x, counts, exposure, _ = case(600)
    assert fit_poisson(np.column_stack([x, x[:, :4].sum(axis=1)]), counts, exposure).problem == "collinear"


def test_rows_of_no_exposure_count_for_nothing() -> None:
    x, counts, exposure, _ = case(600)
    fit = fit_poisson(x, counts, exposure)
    padded = fit_poisson(np.vstack([x, x[:5] + 3]), np.append(counts, np.zeros(5)), np.append(exposure, np.zeros(5)))
    np.testing.assert_allclose(padded.coefficients, fit.coefficients, atol=1e-12)
    assert (padded.mean[600:] == 0).all()


def test_one_cluster_says_nothing() -> None:
    x, counts, exposure, _ = case(200)
    covariance, df = cluster_covariance(fit_poisson(x, counts, exposure), x, counts, np.zeros(200))
    assert df == 0
    assert np.isnan(covariance).all()

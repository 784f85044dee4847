"""Poisson regression with log link: Newton steps, named separation, covariance of the model and of clusters of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Problem = Literal["", "separation", "collinear", "no convergence"]

DECREMENT: Final = 1e-16  # of the log-likelihood, per unit of its own size: a relative 1e-8 of a standard error squared
MOST_STEPS: Final = 60
SUSPICIOUS_STEPS: Final = 12  # a fit that exists takes fewer; a separated one gains 1 a step for ever
MOST_RECTIFICATIONS: Final = 100
RANK: Final = 1e-10  # relative size of an eigenvalue of the scaled information below which columns are collinear


@dataclass(frozen=True)
class PoissonFit:
    """A fitted Poisson regression of p columns on n rows.

    ``problem`` names why there is no estimate: "separation" (some combination of columns is zero wherever something
    happened and has one sign elsewhere: no finite optimum; ``separated`` lists the columns), "collinear", or
    "no convergence". Coefficients and covariance are then NaN.
    """

    coefficients: Floats  # (p,)
    covariance: Floats  # (p, p), the inverse of the information, the ridge included
    log_likelihood: float  # sum of weight · (y log μ − μ): without the constant −log y!, without the ridge's penalty
    mean: Floats  # (n,) expected counts
    steps: int
    decrement: float  # Newton's, at the last step: half of it is what one more step could gain
    problem: Problem
    separated: tuple[int, ...]

    @property
    def standard_error(self) -> Floats:
        """(p,) from the model's covariance."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_poisson(
    design: Floats,
    counts: Floats,
    exposure: Floats,
    *,
    weights: Floats | None = None,
    ridge: Floats | float = 0.0,
) -> PoissonFit:
    """Fit log E(count) = log(exposure) + design · b by Newton's method with halved steps.

    Shapes: ``design`` (n, p), ``counts`` and ``exposure`` (n,), ``weights`` (n,) of the rows (default 1). A ridge r
    (one number or one for each column) subtracts r b² / 2. Converged when the Newton decrement, squared and against
    the number of counts, is below 1e-16. Rows of no exposure are left out.
    A piecewise-exponential hazard model is this regression on rows of (risk time, event 0/1) (Holford 1980).
    """
    weight = np.ones(counts.size) if weights is None else np.asarray(weights, dtype=np.float64)
    used = (exposure > 0) & (weight > 0)
    penalty = np.broadcast_to(np.asarray(ridge, dtype=np.float64), design.shape[1:])
    x, y, at_risk, w = design[used], counts[used], exposure[used], weight[used]
    columns = _one_signed_separation(x, y, penalty)
    if columns:
        return _failed(design, "separation", columns)
    found = _newton(x, y, np.log(at_risk), w, penalty)
    if found is None or found[1] > SUSPICIOUS_STEPS:
        columns = _separation(x, y, penalty)
        if columns:
            return _failed(design, "separation", columns)
    if found is None:
        return _failed(design, "collinear", ())
    b, steps, decrement = found
    if steps == MOST_STEPS:
        return _failed(design, "no convergence", ())
    mean = np.zeros(counts.size)
    mean[used] = at_risk * np.exp(x @ b)
    level = float(w @ (y * np.log(np.maximum(mean[used], 1e-300)) - mean[used]))
    covariance = np.asarray(np.linalg.inv(_information(x, w * mean[used], penalty)), dtype=np.float64)
    return PoissonFit(b, covariance, level, mean, steps, decrement, "", ())


def cluster_covariance(
    fit: PoissonFit,
    design: Floats,
    counts: Floats,
    cluster: npt.NDArray[Any],
    weights: Floats | None = None,
) -> tuple[Floats, int]:
    """The sandwich covariance (p, p) for rows that depend on each other within a cluster, and G − 1.

    Scores are added up by cluster (Liang & Zeger 1986) and scaled by G / (G − 1); use it with t(G − 1). ``cluster``
    holds any label for each row. The correction with the number of rows is left out: splitting a row of risk
    time in two must change nothing. With fewer than 2 clusters all is NaN.
    """
    _, number = np.unique(cluster, return_inverse=True)
    groups = int(number.max()) + 1 if number.size else 0
    if groups < 2:
        return np.full_like(fit.covariance, np.nan), max(groups - 1, 0)
    residual = counts - fit.mean if weights is None else weights * (counts - fit.mean)
    scores = np.stack([np.bincount(number, residual * column, groups) for column in design.T])
    middle = scores @ scores.T * (groups / (groups - 1))
    return np.asarray(fit.covariance @ middle @ fit.covariance), groups - 1


def _newton(x: Floats, y: Floats, offset: Floats, w: Floats, penalty: Floats) -> tuple[Floats, int, float] | None:
    """The optimum, the number of steps and the last squared decrement per event; None when columns are collinear."""
    events = max(float(w @ y), 1.0)
    b = _beginning(x, y, offset, w, penalty)
    level = -np.inf
    decrement = np.inf
    for step in range(1, MOST_STEPS + 1):
        eta = x @ b
        level, mean = _level(eta, y, offset, w, penalty, b)
        gradient = x.T @ (w * (y - mean)) - penalty * b
        information = _information(x, w * mean, penalty)
        if not _full_rank(information):
            return None
        move = np.asarray(np.linalg.solve(information, gradient), dtype=np.float64)
        decrement = float(gradient @ move) / events
        if decrement < DECREMENT:
            return b + move, step, decrement
        b = _downhill(x, y, offset, w, penalty, b, move, level)
    return b, MOST_STEPS, decrement


def _beginning(x: Floats, y: Floats, offset: Floats, w: Floats, penalty: Floats) -> Floats:
    """Least squares of the log of smoothed rates: a start within Newton's reach."""
    rate = np.log((w @ y + 0.5) / (w @ np.exp(offset)))
    b: Floats = np.linalg.lstsq(x.T @ x + np.diag(penalty), x.T @ np.full(y.size, rate), rcond=None)[0]
    return b


def _level(eta: Floats, y: Floats, offset: Floats, w: Floats, penalty: Floats, b: Floats) -> tuple[float, Floats]:
    log_mean = np.minimum(eta + offset, 600.0)  # a far too long step overflows; halving then brings it back
    mean = np.exp(log_mean)
    return float(w @ (y * log_mean - mean)) - 0.5 * float(penalty @ b**2), mean


def _downhill(
    x: Floats, y: Floats, offset: Floats, w: Floats, penalty: Floats, b: Floats, move: Floats, level: float
) -> Floats:
    """The full Newton step, or the first halving of it that does not lose likelihood."""
    for halving in range(30):
        tried = b + move * 0.5**halving
        if _level(x @ tried, y, offset, w, penalty, tried)[0] >= level - 1e-9 * abs(level):
            return tried
    return b


def _information(x: Floats, weight: Floats, penalty: Floats) -> Floats:
    return np.asarray((x * weight[:, None]).T @ x + np.diag(penalty))


def _full_rank(information: Floats) -> bool:
    scale = np.sqrt(np.diag(information))
    if not (np.isfinite(scale).all() and (scale > 0).all()):
        return False
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > RANK)


def _one_signed_separation(x: Floats, y: Floats, penalty: Floats) -> tuple[int, ...]:
    """Columns that are of one sign and zero in every row where something happened: the common case, found at once."""
    happened = x[y > 0]
    one_sign = (x >= 0).all(axis=0) | (x <= 0).all(axis=0)
    alone = one_sign & (x != 0).any(axis=0) & (happened == 0).all(axis=0) & (penalty == 0)
    return tuple(int(j) for j in np.flatnonzero(alone))


def _separation(x: Floats, y: Floats, penalty: Floats) -> tuple[int, ...]:
    """Columns of a combination that separates: the iterative rectifier (Correia, Guimarães & Zylkin 2019)."""
    free = penalty == 0
    scale = np.maximum(np.abs(x).max(axis=0, initial=0.0), 1e-300)
    z = (x / scale)[:, free]
    heavy = np.where(y > 0, 1e6, 1.0)
    root = np.sqrt(heavy)[:, None]
    target = np.where(y > 0, 0.0, 1.0)
    for _ in range(MOST_RECTIFICATIONS):
        g = np.linalg.lstsq(z * root, target * root[:, 0], rcond=None)[0]
        fitted = np.where((np.abs(z @ g) < 1e-5) | (y > 0), 0.0, z @ g)
        if (fitted >= 0).all() and np.abs(fitted - target).max(initial=0.0) < 1e-3:
            break
        target = np.maximum(fitted, 0.0)
    if not (target > 0).any():
        return ()
    columns = np.flatnonzero(free)
    return tuple(int(j) for j in columns[np.abs(g) > 1e-3 * np.abs(g).max()])


def _failed(design: Floats, problem: Problem, separated: tuple[int, ...]) -> PoissonFit:
    n, p = design.shape
    nothing = np.full(p, np.nan)
    return PoissonFit(nothing, np.full((p, p), np.nan), np.nan, np.full(n, np.nan), 0, np.nan, problem, separated)

"""A bivariate exponential Hawkes process by maximum likelihood: the self-exciting model others would fit to a pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.optimize import minimize

MINUTE_S = 60.0
STARTS = (0.02, 0.2, 2.0)  # of the decay, per minute


@dataclass(frozen=True)
class HawkesFit:
    """λ_i(t) = μ_i + Σ_j α_ij Σ_{t_k of j before t} β exp(−β (t − t_k)), all times in minutes.

    ``excitation[i, j]``: how many events of i one event of j leads to on average; ``log_likelihood`` per minute.
    """

    base: np.ndarray
    excitation: np.ndarray
    decay: float
    log_likelihood: float


def fit_hawkes(minutes: np.ndarray, who: np.ndarray, *, begin: float = 0.0) -> HawkesFit:
    """The best of three starts of L-BFGS-B with the exact gradient.

    The process is seen from ``begin`` (minutes) to the last event; an event at or before ``begin`` is given: it
    excites, and is not itself counted.
    """
    data = (minutes.astype(float), who.astype(np.int64), float(begin))
    rate = minutes.size / (minutes[-1] - begin) / 4
    best = None
    for decay in STARTS:
        start = np.array([rate, rate, 0.1, 0.5, 0.5, 0.1, decay])
        found = minimize(
            lambda x: negative(x, *data),
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(1e-9, None)] * 2 + [(0.0, None)] * 4 + [(1e-6, None)],
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2_000, "maxls": 60},
        )
        if best is None or found.fun < best.fun:
            best = found
    return HawkesFit(best.x[:2], best.x[2:6].reshape(2, 2), float(best.x[6]), -float(best.fun))


def hawkes_in_seconds(time_s: np.ndarray, who: np.ndarray) -> float:
    """The maximal log-likelihood of a pair's points in seconds, first event given: comparable between models."""
    fit = fit_hawkes(time_s / MINUTE_S, who, begin=float(time_s[0] / MINUTE_S))
    return fit.log_likelihood - (time_s.size - 1) * np.log(MINUTE_S)


def negative(x: np.ndarray, minutes: np.ndarray, who: np.ndarray, begin: float) -> tuple[float, np.ndarray]:
    """The negative log-likelihood and its gradient at (μ_0, μ_1, α_00, α_01, α_10, α_11, β)."""
    level, gradient = _level(x[:2], x[2:6].reshape(2, 2), x[6], minutes, who, begin)
    return -level, -gradient


@njit(cache=True)
def _level(mu, alpha, beta, t, who, begin):
    """Log-likelihood and gradient by one pass: R_j and its slope decay from event to event."""
    g = np.zeros(7)
    level = -(mu[0] + mu[1]) * (t[-1] - begin)
    g[:2] = -(t[-1] - begin)
    r = np.zeros(2)  # Σ exp(−β age) over earlier events of each person
    d = np.zeros(2)  # Σ age exp(−β age)
    for k in range(t.size):
        if k > 0:
            gap = t[k] - t[k - 1]
            fade = np.exp(-beta * gap)
            r[who[k - 1]] += 1.0
            d = fade * (d + gap * r)
            r = fade * r
        i = who[k]
        if t[k] > begin:
            rate = mu[i] + beta * (alpha[i, 0] * r[0] + alpha[i, 1] * r[1])
            level += np.log(rate)
            g[i] += 1.0 / rate
            for j in range(2):
                g[2 + 2 * i + j] += beta * r[j] / rate
                g[6] += alpha[i, j] * (r[j] - beta * d[j]) / rate
        since, until = max(begin - t[k], 0.0), t[-1] - t[k]
        lived = np.exp(-beta * since) - np.exp(-beta * until)
        slope = until * np.exp(-beta * until) - since * np.exp(-beta * since)
        for receiver in range(2):
            level -= alpha[receiver, i] * lived
            g[2 + 2 * receiver + i] -= lived
            g[6] -= alpha[receiver, i] * slope
    return level, g

"""A plain relational-event fit (Butts 2008): baseline, inertia, reciprocity, each decayed and frozen between events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HALF_LIFE_S = 600.0


@dataclass(frozen=True)
class RelationalFit:
    """Log hazard per second of either person's next event: baseline, own recent events, the other's recent events."""

    baseline: float
    inertia: float
    reciprocity: float
    log_likelihood: float  # per second, first event given


def fit_relational(time_s: np.ndarray, who: np.ndarray) -> RelationalFit:
    """Newton's method on the interval likelihood, the first event conditioned on.

    The statistics are the sums of 2^(−age / 600 s) at the last event, which itself counts 1, and stay as they are
    until the next one.
    """
    own = decayed_at_events(time_s, who)[:-1]
    design = np.stack([np.ones_like(own), own, own[:, ::-1]], axis=2)  # (n − 1, person, 3)
    gap = np.diff(time_s)[:, None]
    happened = np.arange(2) == who[1:, None]
    b = np.array([np.log((time_s.size - 1) / (2 * gap.sum())), 0.0, 0.0])
    for _ in range(50):
        hazard = gap * np.exp(design @ b)
        gradient = np.einsum("np,npc->c", happened - hazard, design)
        curvature = np.einsum("np,npc,npd->cd", hazard, design, design)
        step = np.linalg.solve(curvature, gradient)
        b = b + step
        if gradient @ step < 1e-16:
            break
    eta = design @ b
    return RelationalFit(*(float(x) for x in b), float(eta[happened].sum() - (gap * np.exp(eta)).sum()))


def relational_in_seconds(time_s: np.ndarray, who: np.ndarray) -> float:
    """The maximal log-likelihood of a pair's points in seconds, first event given: comparable between models."""
    return fit_relational(time_s, who).log_likelihood


def decayed_at_events(time_s: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Just after each event, the decayed number of events of each person so far: shape (n, 2)."""
    counts = np.zeros((time_s.size, 2))
    now = np.zeros(2)
    fade = np.exp2(-np.diff(time_s, prepend=time_s[0]) / HALF_LIFE_S)
    for k in range(time_s.size):
        now = now * fade[k]
        now[who[k]] += 1.0
        counts[k] = now
    return counts

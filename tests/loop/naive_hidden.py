"""The hidden chain and drift written out naively: every path summed, or one big matrix exponential a panel."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from scipy.linalg import expm

from evenstep.loop import drift
from evenstep.loop.chain import backward, forward
from evenstep.loop.chain_steps import exponentials


@dataclass(frozen=True)
class Case:
    """Panels and what is hidden in them, as ``forward`` takes them; rates per hour, times in hours."""

    rate: np.ndarray
    dt: np.ndarray
    y: np.ndarray
    new_day: np.ndarray
    sd: float = 0.6
    days: float = 5.0
    levels: int = 1
    chain: tuple[float, float, float] = (1.0, 0.3, 0.4)

    @property
    def hidden(self) -> tuple[np.ndarray, tuple[float, float, float], np.ndarray, np.ndarray]:
        level = np.exp(self.sd * drift.grid(self.levels))
        return level, self.chain, drift.daily(self.days, self.levels).copy(), drift.long_run(self.levels)


@dataclass(frozen=True)
class Filtered:
    """What ``forward`` and ``backward`` found."""

    value: float
    alpha: np.ndarray
    gain: np.ndarray
    quiet: np.ndarray
    score: np.ndarray
    smooth: np.ndarray
    by_level: np.ndarray
    pairs: np.ndarray
    by_chain: tuple[float, float, float]


def filtered(case: Case) -> Filtered:
    """One pass forward and one back by the compiled code."""
    n, m = case.rate.size, case.levels
    panels, hidden = (case.rate, case.dt, case.y, case.new_day), case.hidden
    room = (np.empty((n, m, 2)), np.empty((n, m, 2)), np.empty(n), np.empty(n), np.empty(n))
    value = forward(panels, hidden, room)
    found = (np.empty(n), np.empty((n, m)), np.zeros(m), np.zeros((m, m)))
    by_chain = backward(panels, hidden, room, found)
    return Filtered(value, room[0], room[2], room[3], *found, by_chain)


def exponential(b: float, s: float, qq: float, t: float) -> tuple[float, float]:
    """ch and sh of one cell by the compiled code."""
    parts = np.empty((1, 2))
    exponentials(np.array([b]), np.array([s]), np.array([t]), qq, parts)
    return float(parts[0, 0]), float(parts[0, 1])


def silent(rate: float, level: float, chain: tuple[float, float, float], dt: float) -> np.ndarray:
    """P(state at the end, no event inside | state at the beginning): free first, then busy."""
    slow, to_busy, to_free = chain
    free = rate * level
    return expm(dt * np.array([[-to_busy - free, to_busy], [to_free, -to_free - free * slow]]))


def by_paths(case: Case) -> float:
    """The log-likelihood summed over every path of levels (one a day) and of states (one a panel's end)."""
    level, chain, move, start = case.hidden
    slow, to_busy, to_free = chain
    share = np.array([to_free, to_busy]) / (to_busy + to_free)
    day = np.cumsum(case.new_day)
    step_of = {
        (p, g): silent(case.rate[p], level[g], case.chain, case.dt[p])
        for p in range(day.size)
        for g in range(case.levels)
    }
    total = 0.0
    for levels in product(range(case.levels), repeat=int(day[-1]) + 1):
        weight = start[levels[0]] * np.prod([move[g, h] for g, h in pairwise(levels)])
        steps = [step_of[p, levels[day[p]]] for p in range(day.size)]
        for states in product((0, 1), repeat=day.size + 1):
            path = weight * share[states[0]]
            for p, step in enumerate(steps):
                path *= step[states[p], states[p + 1]]
                if case.y[p]:
                    path *= case.rate[p] * level[levels[day[p]]] * (slow if states[p + 1] else 1.0)
            total += path
    return float(np.log(total))


def by_matrices(case: Case) -> tuple[float, np.ndarray]:
    """Log-likelihood and log P(nothing happens inside a panel | before): products of (2 levels, 2 levels) matrices."""
    level, (slow, to_busy, to_free), move, start = case.hidden
    rates = np.kron(level, [1.0, slow])
    switch = np.kron(np.eye(case.levels), [[-to_busy, to_busy], [to_free, -to_free]])
    state = np.kron(start, np.array([to_free, to_busy]) / (to_busy + to_free))
    value, quiet = 0.0, np.empty(case.rate.size)
    for p in range(case.rate.size):
        if case.new_day[p]:
            state = state @ np.kron(move, np.eye(2))
        state = state @ expm(case.dt[p] * (switch - np.diag(case.rate[p] * rates)))
        quiet[p] = np.log(state.sum())
        if case.y[p]:
            state = state * case.rate[p] * rates
        value += np.log(state.sum())
        state = state / state.sum()
    return float(value), quiet

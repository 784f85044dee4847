"""Draw two people's turns from their intensities by thinning (Lewis & Shedler 1979; Ogata 1981)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evenstep.loop.compiled import njit
from evenstep.loop.intensity import (
    LEAST_STEP_S,
    Floats,
    Record,
    log_rate,
    owes_open,
    pressure_effect,
    start_turn,
)

Ints = npt.NDArray[np.int64]


@njit()
def draw(
    seed: int, span_s: float, law: Record, offset: Floats, clock: Floats, state: Record, extra: float, most: int
) -> tuple[Ints, Floats, Floats, Floats]:
    """Turns from time 0 to ``span_s``: who (0 a, 1 b), first and last event; at most ``most`` of them.

    A share ``extra`` of the turns holds a second event within 90 s. Also returns, for each person, the seconds they
    owed nothing and the integrals of the other's slowness S and its square over them: shape (2, 3).
    """
    np.random.seed(seed)
    who, begin, end = np.empty(most, np.int64), np.empty(most), np.empty(most)
    moments = np.zeros((2, 3))
    log, high = np.zeros(2), np.zeros(2)
    n, t = 0, 0.0
    while t < span_s and n < most:
        segment = _bounds(t, law, offset, state, log, high)
        total = high[0] + high[1]
        wait = np.random.exponential() / total * 3600.0
        step = min(wait, segment)
        _tally(t, step, law, state, moments)
        t += step
        if wait >= segment:
            continue
        mark = np.random.random() * total
        i = 0 if mark < high[0] else 1
        if i == 1:
            mark -= high[0]
        if mark > np.exp(log[i] + pressure_effect(i, t, law, state)):
            continue
        if n > 0 and state.last != i and end[n - 1] > t:
            end[n - 1] = begin[n - 1]  # the answer came first: the rest of the turn is never written
        who[n], begin[n], end[n] = i, t, t
        if np.random.random() < extra:
            end[n] += 10.0 + 80.0 * np.random.random()
        start_turn(i, t, end[n], law, clock, state)
        n += 1
    return who[:n].copy(), begin[:n].copy(), end[:n].copy(), moments


@njit()
def _bounds(t: float, law: Record, offset: Floats, state: Record, log: Floats, high: Floats) -> float:
    """Fill the log rates and their upper bounds; returns for how long both hold."""
    log[0], first = log_rate(0, t, law, offset, state)
    log[1], second = log_rate(1, t, law, offset, state)
    segment = max(min(first, second), LEAST_STEP_S)
    for i in range(2):  # pressure only fades: over the segment its effect lies between the two ends
        now, later = pressure_effect(i, t, law, state), pressure_effect(i, t + 0.999 * segment, law, state)
        high[i] = np.exp(log[i] + max(now, later) + 1e-3 * abs(later - now))
    return segment


@njit()
def _tally(t: float, step: float, law: Record, state: Record, moments: Floats) -> None:
    open_ = owes_open(t, law, state)
    for i in range(2):
        other = 1 - i
        if not (open_ and state.last == other):
            s = (state.usual[other] - law.center[other]) / law.scale[other]
            moments[i, 0] += step
            moments[i, 1] += step * s
            moments[i, 2] += step * s * s

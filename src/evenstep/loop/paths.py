"""Draw paths of the fitted model: one, or two at once from the same chances, so that they can come together again.

Thinning (Lewis & Shedler 1979; Ogata 1981). Each person's candidates are points of one Poisson process in time and
height; a path takes those that lie below its own intensity. Two paths that share the candidates, the spells, the drift
and the lengths of turns differ only where their intensities do. Seconds, rates per hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S
from evenstep.loop import drift
from evenstep.loop.compiled import njit
from evenstep.loop.design import DAY
from evenstep.loop.fitted_law import FittedLaw
from evenstep.loop.intensity import LEAST_STEP_S, NEVER, STATE, Floats, Record, log_rate, pressure_effect

Ints = npt.NDArray[np.int64]

NOBODY: Final = -1
_MOOD: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"busy": (2,), "switch_s": (2,), "level": (2,), "day_s": ()}  # when each spell ends; when the drift moves next
)
MOOD: Final = np.dtype((np.record, [(name, np.float64, shape) for name, shape in _MOOD.items()]))


def nature_dtype(levels: int, quantiles: int) -> np.dtype[np.void]:
    """What does not change over time: a record, which compiled code hands on at no cost, unlike arrays."""
    shapes: dict[str, tuple[int, ...]] = {
        "spell": (2, 3),  # depth, rate to busy, rate to free
        "height": (2, levels),  # log rate of each level of the drift
        "moves": (2, levels, levels),  # cumulated daily transitions
        "share": (levels,),  # cumulated long-run weights
        "lengths_s": (2, quantiles),  # of turns
    }
    return np.dtype((np.record, [(name, np.float64, shape) for name, shape in shapes.items()]))


class Model(NamedTuple):
    """All that a step needs; first axis of a table: person (a, b). Time 0 is the begin of the first cell."""

    law: Record
    offset: Floats  # log rate of a person, answering and reaching, by cell: shape (2, 2, cells)
    clock: Floats  # active seconds by cell: shape (2, cells + 1)
    nature: Record  # spells, drift and lengths of turns: an entry of ``nature_dtype``


class Candidate(NamedTuple):
    """Where a step ends: the time, who might start a turn (NOBODY: no one), its last event, whether each path does."""

    t: float
    who: int
    end_s: float
    first: bool
    second: bool


def model_of(fitted: FittedLaw, hours: tuple[Ints, Ints], cell_s: float = CELL_S) -> Model:
    """The model over cells of ``cell_s``; ``hours``: local hour of the week of each cell, for a and b."""
    law = fitted.law.copy()
    law["cell_s"] = cell_s
    nature = np.zeros(1, nature_dtype(fitted.levels, fitted.lengths_s.shape[1]))
    nature["spell"] = [[h.depth, h.to_busy, h.to_free] for h in fitted.hidden]
    nature["height"] = [hidden.drift_sd * drift.grid(fitted.levels) for hidden in fitted.hidden]
    nature["moves"] = [drift.daily(hidden.drift_days, fitted.levels).cumsum(axis=1) for hidden in fitted.hidden]
    nature["share"] = drift.long_run(fitted.levels).cumsum()
    nature["lengths_s"] = fitted.lengths_s
    active = [np.cumsum(fitted.active[i, hours[i]] * cell_s) for i in (0, 1)]
    return Model(
        law=law,
        offset=np.stack([np.tile(fitted.rhythm[i, hours[i]], (2, 1)) for i in (0, 1)]),
        clock=np.stack([np.append(0.0, passed) for passed in active]),
        nature=nature[0],
    )


def nobody_yet(fitted: FittedLaw) -> Any:
    """An array of one STATE: nobody has said anything, and each is as slow as they usually are."""
    state = np.zeros(1, STATE)
    state["last"], state["reminded"] = NOBODY, NEVER
    state["usual"] = state["latest"] = fitted.usual
    return state


@njit(error_model="numpy")
def begin_mood(t: float, first_day_s: float, model: Model, mood: Record) -> None:
    """Draw spells and drift as they are in the long run at ``t``; the drift first moves at ``first_day_s``."""
    for i in range(2):
        _, to_busy, to_free = model.nature.spell[i]
        mood.busy[i] = 1.0 if np.random.random() * (to_busy + to_free) < to_busy else 0.0
        mood.switch_s[i] = t + _spell_s(i, model, mood)
        mood.level[i] = _pick(model.nature.share)
    mood.day_s = first_day_s


@njit(error_model="numpy")
def _spell_s(i: int, model: Model, mood: Record) -> float:
    rate = model.nature.spell[i, 2] if mood.busy[i] > 0 else model.nature.spell[i, 1]
    return float(np.random.exponential() / rate * 3600.0)


@njit(error_model="numpy")
def _pick(cumulated: Floats) -> int:
    u = np.random.random()
    n = 0
    while n + 1 < cumulated.size and u >= cumulated[n]:
        n += 1
    return n


@njit(error_model="numpy")
def _change_mood(t: float, model: Model, mood: Record) -> None:
    """What is due at ``t``: spells that end, a day that passes."""
    for i in range(2):
        if t >= mood.switch_s[i] - LEAST_STEP_S:
            mood.busy[i] = 1.0 - mood.busy[i]
            mood.switch_s[i] = t + _spell_s(i, model, mood)
    if t >= mood.day_s - LEAST_STEP_S:
        for i in range(2):
            mood.level[i] = _pick(model.nature.moves[i, int(mood.level[i])])
        mood.day_s += DAY


@njit(error_model="numpy", inline="always")
def _bounds(t: float, limit: float, model: Model, mood: Record, states: Any, log: Floats, high: Floats) -> float:
    """Fill each path's log rates and the upper bounds of both paths; returns for how long all of them hold."""
    segment = max(limit - t, LEAST_STEP_S)
    for i in range(2):
        hidden = model.nature.height[i, int(mood.level[i])] - model.nature.spell[i, 0] * mood.busy[i]
        for path in range(states.size):
            x, left = log_rate(i, t, model.law, model.offset, states[path])
            log[path, i] = x + hidden
            segment = min(segment, max(left, LEAST_STEP_S))
    high[:] = NEVER
    for path in range(states.size):
        for i in range(2):  # pressure only fades: over the segment its effect lies between the two ends
            now = pressure_effect(i, t, model.law, states[path])
            later = pressure_effect(i, t + 0.999 * segment, model.law, states[path])
            high[i] = max(high[i], log[path, i] + max(now, later) + 1e-3 * abs(later - now))
    high[0], high[1] = np.exp(high[0]), np.exp(high[1])
    return segment


@njit(error_model="numpy")
def step(t: float, until_s: float, model: Model, mood: Record, states: Any, room: Floats) -> Candidate:
    """From ``t`` to the next moment at which something changes or may happen, ``until_s`` at the latest.

    ``states``: one STATE or two; ``room``: scratch, shape (3, 2). Only ``mood`` moves; the caller starts the turns.
    """
    log, high = room[:2], room[2]
    limit = min(mood.switch_s[0], mood.switch_s[1], mood.day_s, until_s)
    segment = _bounds(t, limit, model, mood, states, log, high)
    total = high[0] + high[1]
    wait = np.random.exponential() / max(total, 1e-12) * 3600.0
    if wait >= segment:
        t += segment
        _change_mood(t, model, mood)
        return Candidate(t, NOBODY, t, False, False)
    t += wait
    mark = np.random.random() * total
    i = 0 if mark < high[0] else 1
    if i == 1:
        mark -= high[0]
    end_s = t + model.nature.lengths_s[i, int(np.random.random() * model.nature.lengths_s.shape[1])]
    first = mark <= np.exp(log[0, i] + pressure_effect(i, t, model.law, states[0]))
    second = False
    if states.size > 1:
        second = mark <= np.exp(log[1, i] + pressure_effect(i, t, model.law, states[1]))
    return Candidate(t, i, end_s, first, second)

"""How fast each of two people starts a turn, given what came before: the model of method.md 3.2 as a running state.

Compiled pieces that the thinning and the echo share. Times in seconds, rates per hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.compiled import njit

Floats = npt.NDArray[np.float64]
Record = Any  # one entry of LAW or STATE: a numpy record, which compiled code takes as a pointer

NEVER = -1e18
NOT_AT_RISK = -1e9
LEAST_STEP_S = 1e-5  # a step that rounding would swallow would never end
MOST_BINS: Final = 48

_LAW: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {  # first axis of a table: person (a, b); edges in seconds from 0, padded with inf; log rates per hour
        "owes_edges": (MOST_BINS,),
        "owes_log": (2, MOST_BINS),
        "waits_edges": (MOST_BINS,),
        "waits_log": (2, MOST_BINS),
        "idle_edges": (MOST_BINS,),
        "idle_log": (2, MOST_BINS),
        "remind_edges": (MOST_BINS,),
        "remind_log": (2, MOST_BINS),
        "w": (2,),
        "k": (2,),
        "copying": (2,),  # of the other's latest log wait
        "pace": (2,),  # of the other's running mean of log waits, while one owes an answer
        "center": (2,),  # of each person's running mean of log waits
        "scale": (2,),
        "forget": (),
        "tau_s": (),
        "turn_gap_s": (),
        "session_gap_s": (),
        "cell_s": (),  # of the two tables over time that go beside: offset (2, 2, cells), clock (2, cells + 1)
    }
)
_STATE: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "last": (),  # who spoke last; -1: nobody yet
        "last_event": (),
        "first_unanswered": (),
        "reminded": (),  # the last follow-up of the waiting that runs
        "pressure": (2, 2),  # decayed follow-ups of each person in waitings that are over, and when that was so
        "pending": (2, 2),  # the same for the waiting that runs
        "usual": (2,),  # running mean of each person's log waits
        "latest": (2,),  # their last log wait
    }
)
LAW: Final = np.dtype((np.record, [(name, np.float64, shape) for name, shape in _LAW.items()]))
STATE: Final = np.dtype((np.record, [(name, np.float64, shape) for name, shape in _STATE.items()]))


def make_law(**given: Any) -> Record:
    """A law from its fields; edges and tables may have fewer than MOST_BINS bins."""
    law = np.zeros(1, LAW)
    for name, value in given.items():
        values = np.asarray(value, dtype=np.float64)
        if name.endswith("_edges"):
            values = np.append(values, np.full(MOST_BINS - values.size, np.inf))
        if name.endswith("_log"):
            law[name][0, :, : values.shape[1]] = values
        else:
            law[name][0] = values
    return law[0]


def fresh(law: Record) -> Record:
    """Nobody has said anything yet."""
    state = np.zeros(1, STATE)
    state["last"], state["reminded"] = -1, NEVER
    state["usual"] = state["latest"] = law["center"]
    return state[0]


@njit()
def _bin(x: float, edges: Floats) -> int:
    b = 0
    while b + 1 < edges.size and x >= edges[b + 1]:
        b += 1
    return b


@njit()
def _until(x: float, edges: Floats) -> float:
    b = 0
    while b + 1 < edges.size and edges[b] <= x + 1e-6:
        b += 1
    return float(edges[b] - x)


@njit()
def owes_open(t: float, law: Record, state: Record) -> bool:
    """Whether somebody owes an answer at ``t``."""
    return bool(state.last >= 0 and t - state.last_event < law.session_gap_s)


@njit()
def log_rate(i: int, t: float, law: Record, offset: Floats, state: Record) -> tuple[float, float]:
    """Log rate of person ``i`` at ``t`` without pressure, and for how many seconds it stays so.

    ``offset`` (person, answering or reaching, cell of time) is added to it.
    """
    cell = min(int(t // law.cell_s), offset.shape[2] - 1)
    silence = max(t - state.last_event, 0.0)
    left = (cell + 1) * law.cell_s - t
    other = 1 - i
    x = offset[i, 0 if owes_open(t, law, state) and state.last == other else 1, cell]
    slowness = law.k[i] * (state.usual[other] - law.center[other]) / law.scale[other]
    if not owes_open(t, law, state):
        left = min(left, _until(silence, law.idle_edges))
        return x + law.idle_log[i, _bin(silence, law.idle_edges)] + slowness, left
    left = min(left, law.session_gap_s - (t - state.last_event))
    if state.last == i:
        if silence < law.turn_gap_s:
            return NOT_AT_RISK, min(left, law.turn_gap_s - silence)
        left = min(left, _until(silence, law.waits_edges))
        return x + law.waits_log[i, _bin(silence, law.waits_edges)] + slowness, left
    debt, since = t - state.first_unanswered, t - state.reminded
    x += law.owes_log[i, _bin(debt, law.owes_edges)] + law.copying[i] * (law.center[other] - state.latest[other])
    x += law.pace[i] * (state.usual[other] - law.center[other])
    if since < 1e17:
        x += law.remind_log[i, _bin(since, law.remind_edges)]
        left = min(left, _until(since, law.remind_edges))
    return x, min(left, _until(debt, law.owes_edges))


@njit()
def pressure_effect(i: int, t: float, law: Record, state: Record) -> float:
    """The part of the log rate of person ``i`` that comes from the other's earlier follow-ups."""
    if not owes_open(t, law, state) or state.last == i:
        return 0.0
    held = state.pressure[1 - i]
    return float(law.w[i] * np.log1p(held[0] * np.exp(-(t - held[1]) / law.tau_s)))


@njit()
def active_until(i: int, t: float, law: Record, clock: Floats) -> float:
    """Active seconds of person ``i`` from time 0 to ``t``."""
    cell = min(int(t // law.cell_s), clock.shape[1] - 2)
    part = (t - cell * law.cell_s) / law.cell_s
    return float(clock[i, cell] + part * (clock[i, cell + 1] - clock[i, cell]))


@njit()
def _add_decayed(held: Floats, t: float, size: float, tau_s: float) -> None:
    held[0] = held[0] * np.exp(-(t - held[1]) / tau_s) + size
    held[1] = t


@njit()
def start_turn(i: int, t: float, last_event: float, law: Record, clock: Floats, state: Record) -> None:
    """Person ``i`` starts a turn at ``t`` that ends with ``last_event``: an answer, a follow-up or a start."""
    other = 1 - i
    if state.last == i:
        _add_decayed(state.pending[i], t, 1.0, law.tau_s)
        state.reminded = t
    else:
        if state.last == other:
            wait = np.log1p(
                max(active_until(i, t, law, clock) - active_until(i, state.first_unanswered, law, clock), 0.0) / 60.0
            )
            state.usual[i] += law.forget * (wait - state.usual[i])
            state.latest[i] = wait
            over = state.pending[other, 0] * np.exp(-(t - state.pending[other, 1]) / law.tau_s)
            _add_decayed(state.pressure[other], t, over, law.tau_s)
            state.pending[other, 0] = 0.0
        state.first_unanswered = t
        state.reminded = NEVER
    state.last = i
    state.last_event = last_event

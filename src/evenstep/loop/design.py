"""One person's rows: panels in which their chance to start a turn is as good as constant, with what came before.

Built from turns alone, O(turns + panels), no Python loop over rows. Seconds since the history's origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba import njit

from evenstep.events.activity import WeekHours, active_rate, active_seconds

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 86_400.0
OWES_EDGES: Final = np.array([0, 2, 10, 30, 60, 180, 360, 1440]) * MINUTE  # debt clock: since the first unanswered event
WAITS_EDGES: Final = np.array([0, 10, 30, 120]) * MINUTE  # since one's own last event, while the other owes
IDLE_EDGES: Final = np.array([0, 12, 24, 72]) * HOUR  # since anyone's last event
REMIND_EDGES: Final = np.array([0, 2, 10, 60]) * MINUTE  # since the other's last follow-up in this waiting
OWES, WAITS, IDLE = 0, 1, 2


@dataclass(frozen=True)
class History:
    """The turns of one pair in time order: an entry a turn; strictly increasing ``begin_s``."""

    origin_s: float  # epoch seconds of time 0
    who: Ints
    begin_s: Floats
    end_s: Floats  # its last event; a picked-up call's end
    after_call: Bools  # the turn before ended in a call that was picked up: nobody owed
    call: Bools  # ends in such a call
    until_s: float
    gaps_s: Floats  # shape (gaps, 2)
    hours: tuple[WeekHours, WeekHours]  # of a, b; local


@dataclass(frozen=True)
class Clocks:
    """What holds between one turn's begin and the next one's: an entry a turn."""

    waiting_begin_s: Floats  # first event of the first unanswered turn
    reminded_s: Floats  # the last follow-up in the waiting; -inf when none
    pressure: Floats  # by the speaker's follow-ups in earlier waitings, at waiting_begin_s
    slowness: Floats  # shape (turns, 2): running mean of each person's log waits after this turn
    log_wait: Floats  # of the waiting that this turn ends; NaN when it ends none


@dataclass(frozen=True)
class Rows:
    """One person's panels, in time order."""

    begin_s: Floats
    dt_h: Floats
    y: Ints  # 1: a turn of this person starts at the panel's end
    risk: Bools
    state: Ints
    turn: Ints  # the turn the panel follows
    hour: Ints  # of the person's local week
    new_day: Bools
    week: Ints
    since: Ints  # bin of the state's clock
    remind: Ints  # 0 to 2; 3 later or never
    log_pressure: Floats  # log(1 + P), 0 where the person owes nothing
    slowness: Floats  # of the other, 0 where the person owes an answer; in its own sd


@njit(cache=True)
def _decay(event_s: Floats, size: Floats, at_s: Floats, tau_s: float) -> Floats:  # pragma: no cover
    """Sum of size exp(-(at - event) / tau) over the events strictly before each ``at_s``; both sorted."""
    out = np.zeros(at_s.size)
    level, last, n = 0.0, 0.0, 0
    for i in range(at_s.size):
        while n < event_s.size and event_s[n] < at_s[i]:
            level = level * np.exp(-(event_s[n] - last) / tau_s) + size[n]
            last = event_s[n]
            n += 1
        out[i] = level * np.exp(-(at_s[i] - last) / tau_s)
    return out


@njit(cache=True)
def _running(values: Floats, first: float, forget: float) -> Floats:  # pragma: no cover
    out = np.empty(values.size)
    mean = first
    for i in range(values.size):
        mean += forget * (values[i] - mean)
        out[i] = mean
    return out


def clocks(history: History, pressure_tau_s: float, half_life: float) -> Clocks:
    who, begin = history.who, history.begin_s
    n = who.size
    opens = np.ones(n, dtype=bool)  # opens a waiting
    opens[1:] = (who[1:] != who[:-1]) | history.after_call[1:]
    first = np.maximum.accumulate(np.where(opens, np.arange(n), 0))
    waiting = begin[first]
    reminded = np.where(opens, -np.inf, begin)
    pressure = np.zeros(n)
    slowness = np.zeros((n, 2))
    log_wait = np.full(n, np.nan)
    answers = opens & ~history.after_call
    answers[0] = False
    forget = 1 - 2 ** (-1 / half_life)
    for i in (0, 1):
        again = (who == i) & ~opens
        mine = np.flatnonzero((who == i) & opens)
        at_open = _decay(begin[again], np.ones(int(again.sum())), begin[mine], pressure_tau_s)
        level = np.zeros(n)
        level[mine] = at_open
        rows = who == i
        pressure[rows] = level[first[rows]]
        mine = np.flatnonzero(answers & (who == i))
        log_wait[mine] = _log_waits(history, i, waiting[mine - 1], begin[mine])
        slowness[:, i] = _seen(mine, log_wait[mine], n, forget)
    return Clocks(waiting, reminded, pressure, slowness, log_wait)


def _log_waits(history: History, i: int, from_s: Floats, to_s: Floats) -> Floats:
    """log(1 + active minutes) of person i's waits: 0 for an answer at once, no cliff at a clock's tick."""
    cells = history.hours[i]
    own = history.begin_s[history.who == i] + history.origin_s
    index = np.clip(((own - cells.origin_s) // 900).astype(np.int64), 0, cells.hour.size - 1)
    rate = active_rate(cells.hour[index], cells)
    active = active_seconds(from_s + history.origin_s, to_s + history.origin_s, rate, cells)
    waits: Floats = np.log1p(np.maximum(active, 0.0) / MINUTE)
    return waits


def _seen(index: Ints, values: Floats, n: int, forget: float) -> Floats:
    """The running mean of ``values`` (known from turn ``index`` on) after each of n turns."""
    if index.size == 0:
        return np.zeros(n)
    running = _running(values, float(values.mean()), forget)
    at = np.searchsorted(index, np.arange(n), side="right") - 1
    return np.where(at >= 0, running[np.maximum(at, 0)], values.mean())


def rows_of(history: History, clock: Clocks, i: int, turn_gap_s: float, session_gap_s: float, tau_s: float) -> Rows:
    """The panels of person ``i`` (0 or 1), from the first turn to the end of the history."""
    breaks = _breaks(history, clock, i, turn_gap_s, session_gap_s)
    left, right = breaks[:-1], breaks[1:]
    middle = 0.5 * (left + right)
    turn = np.searchsorted(history.begin_s, middle, side="right") - 1
    mine = history.who[turn] == i
    silence = middle - history.end_s[turn]
    open_ = (silence < session_gap_s) & ~history.call[turn]
    state = np.where(open_, np.where(mine, WAITS, OWES), IDLE)
    risk = ~(mine & (silence < turn_gap_s) & ~history.call[turn])
    for start, end in history.gaps_s:
        after = np.searchsorted(history.begin_s, end)
        back = history.begin_s[after] if after < history.begin_s.size else history.until_s
        risk &= (middle < start) | (middle >= back)
    next_turn = np.minimum(turn + 1, history.who.size - 1)
    ends = (turn + 1 < history.who.size) & (right == history.begin_s[next_turn]) & (history.who[next_turn] == i)
    debt = middle - clock.waiting_begin_s[turn]
    since = np.where(
        state == OWES,
        np.searchsorted(OWES_EDGES, debt, side="right"),
        np.where(
            state == WAITS,
            np.searchsorted(WAITS_EDGES, silence, side="right"),
            np.searchsorted(IDLE_EDGES, np.maximum(silence, 0), side="right"),
        ),
    )
    reminded = middle - clock.reminded_s[turn]
    remind = np.minimum(np.searchsorted(REMIND_EDGES, reminded, side="right") - 1, 3)
    pressure = clock.pressure[turn] * np.exp(-debt / tau_s)
    dt = (right - left) / HOUR
    slow = _standardised(clock.slowness[turn, 1 - i], np.where(risk & (state != OWES), dt, 0.0))
    cells = history.hours[i]
    cell = np.clip(((middle + history.origin_s - cells.origin_s) // 900).astype(np.int64), 0, cells.hour.size - 1)
    day = np.floor((middle + history.origin_s - 3 * HOUR) / DAY).astype(np.int64)
    return Rows(
        left, dt, (ends & risk).astype(np.int64), risk, state, turn, cells.hour[cell],
        np.diff(day, prepend=day[0]) > 0, (day + 3) // 7, np.maximum(since - 1, 0), remind,
        np.where(state == OWES, np.log1p(pressure), 0.0), np.where(state == OWES, 0.0, slow),
    )  # fmt: skip


def _standardised(values: Floats, weight: Floats) -> Floats:
    total = weight.sum()
    if total <= 0:
        return np.zeros(values.size)
    mean = float(weight @ values) / total
    sd = np.sqrt(float(weight @ (values - mean) ** 2) / total)
    return (values - mean) / sd if sd > 1e-9 else np.zeros(values.size)


def _breaks(history: History, clock: Clocks, i: int, turn_gap_s: float, session_gap_s: float) -> Floats:
    begin, end = history.begin_s, history.end_s
    until = np.append(begin[1:], history.until_s)
    mine = history.who == i
    other = ~mine
    parts = [begin, np.array([history.until_s]), _inside(end, until, begin, session_gap_s, None)]
    parts.append(_inside(end, until, begin, turn_gap_s, mine))
    for edge in WAITS_EDGES[1:]:
        parts.append(_inside(end, until, begin, edge, mine))
    for edge in IDLE_EDGES[1:]:
        parts.append(_inside(end, until, begin, edge, None))
    for edge in OWES_EDGES[1:]:
        parts.append(_inside(clock.waiting_begin_s, until, begin, edge, other))
    for edge in REMIND_EDGES[1:]:
        parts.append(_inside(clock.reminded_s, until, begin, edge, other))
    first_hour = np.ceil((history.origin_s + begin[0]) / HOUR) * HOUR - history.origin_s
    parts.append(np.arange(first_hour, history.until_s, HOUR))
    parts.extend(np.clip(history.gaps_s, begin[0], history.until_s))
    breaks: Floats = np.unique(np.concatenate(parts))
    return breaks[(breaks >= begin[0]) & (breaks <= history.until_s)]


def _inside(base: Floats, until: Floats, begin: Floats, edge: float, rows: Bools | None) -> Floats:
    at = base + edge
    keep = (at > begin) & (at < until)
    if rows is not None:
        keep &= rows
    found: Floats = at[keep]
    return found

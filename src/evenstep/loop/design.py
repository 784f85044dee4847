"""One person's rows: panels in which their chance to start a turn is as good as constant, with what came before.

Built from turns alone, O(turns + panels), no Python loop over rows. Seconds since the history's origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S, active_rate, active_seconds
from evenstep.loop.compiled import njit
from evenstep.loop.history import History
from evenstep.loop.options import LoopOptions

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 86_400.0
DAY_TURNS_S: Final = 3 * HOUR  # of UTC: when the drift moves
OWES_EDGES: Final = np.array([0, 1, 2, 5, 10, 20, 30, 60, 120, 180, 360, 720, 1440]) * MINUTE  # the debt clock
WAITS_EDGES: Final = np.array([0, 0.5, 1, 2, 5, 10, 30, 60, 120, 240]) * MINUTE  # since one's own last, other owes
IDLE_EDGES: Final = np.array([0, 12, 24, 48, 96]) * HOUR  # since anyone's last event
REMIND_EDGES: Final = np.array([0, 2, 10, 60]) * MINUTE  # since the other's last follow-up in this waiting
OWES, WAITS, IDLE = 0, 1, 2


@dataclass(frozen=True)
class Clocks:
    """What holds between one turn's begin and the next one's: an entry a turn."""

    opens: Bools  # the turn opens a waiting
    waiting_begin_s: Floats  # first event of the first unanswered turn
    reminded_s: Floats  # the last follow-up in the waiting; -inf when none
    pressure: Floats  # by the speaker's follow-ups in earlier waitings, at waiting_begin_s
    slowness: Floats  # shape (turns, 2): running mean of each person's log waits after this turn
    latest: Floats  # shape (turns, 2): the last of them


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
    pace: Floats  # shape (panels, 2), 0 where they owe nothing: the other's last wait and their running mean


@njit()
def _decay(event_s: Floats, at_s: Floats, tau_s: float) -> Floats:
    """Sum of exp(-(at - event) / tau) over the events strictly before each ``at_s``; both sorted."""
    out = np.zeros(at_s.size)
    level, last, n = 0.0, 0.0, 0
    for i in range(at_s.size):
        while n < event_s.size and event_s[n] < at_s[i]:
            level = level * np.exp(-(event_s[n] - last) / tau_s) + 1.0
            last = event_s[n]
            n += 1
        out[i] = level * np.exp(-(at_s[i] - last) / tau_s)
    return out


@njit()
def _running(values: Floats, first: float, forget: float) -> Floats:
    out = np.empty(values.size)
    mean = first
    for i in range(values.size):
        mean += forget * (values[i] - mean)
        out[i] = mean
    return out


def clocks(history: History, options: LoopOptions) -> Clocks:
    """Who owes since when, and what came before, turn by turn (method.md 3.2)."""
    who, begin, n = history.who, history.begin_s, history.who.size
    anew = history.after_call | _after_gap(history)  # nobody is known to have owed an answer before
    opens = np.ones(n, dtype=bool)  # opens a waiting
    opens[1:] = (who[1:] != who[:-1]) | anew[1:]
    first = np.maximum.accumulate(np.where(opens, np.arange(n), 0))
    waiting = begin[first]
    pressure, slowness, latest = np.zeros(n), np.zeros((n, 2)), np.zeros((n, 2))
    answers = opens & ~anew
    answers[:1] = False
    forget = 1 - 2 ** (-1 / options.half_life_answers)
    for i in (0, 1):
        again, mine = begin[(who == i) & ~opens], np.flatnonzero((who == i) & opens)
        at_open = np.zeros(n)
        # Follow-ups before a waiting begins are those of earlier waitings.
        at_open[mine] = _decay(again, begin[mine], options.pressure_s)
        pressure += np.where(who == i, at_open[first], 0.0)
        mine = np.flatnonzero(answers & (who == i))
        log_wait = _log_waits(history, i, waiting[mine - 1], begin[mine])
        slowness[:, i] = _seen(mine, log_wait, n, forget)
        latest[:, i] = _seen(mine, log_wait, n, 1.0)
    return Clocks(opens, waiting, np.where(opens, -np.inf, begin), pressure, slowness, latest)


def _log_waits(history: History, i: int, from_s: Floats, to_s: Floats) -> Floats:
    """log(1 + active minutes) of person i's waits: 0 for an answer at once, no cliff at a clock's tick."""
    cells = history.hours[i]
    own = history.begin_s[history.who == i] + history.origin_s
    rate = active_rate(_hour(own, history, i), cells)
    active = active_seconds(from_s + history.origin_s, to_s + history.origin_s, rate, cells)
    waits: Floats = np.log1p(np.maximum(active, 0.0) / MINUTE)
    return waits


def _hour(epoch_s: Floats, history: History, i: int) -> Ints:
    cells = history.hours[i]
    hours: Ints = cells.hour[np.clip((epoch_s - cells.origin_s) // CELL_S, 0, cells.hour.size - 1).astype(np.int64)]
    return hours


def _seen(index: Ints, values: Floats, n: int, forget: float) -> Floats:
    """The running mean of ``values`` (known from turn ``index`` on) after each of n turns; their mean before that."""
    if index.size == 0:
        return np.zeros(n)
    mean = float(values.mean())
    running = _running(values, mean, forget)
    at = np.searchsorted(index, np.arange(n), side="right") - 1
    return np.where(at >= 0, running[np.maximum(at, 0)], mean)


def rows_of(history: History, clock: Clocks, i: int, options: LoopOptions) -> Rows:
    """The panels of person ``i`` (0 or 1), from the first turn to the end of the history."""
    breaks = _breaks(history, clock, i, options)
    left, right = breaks[:-1], breaks[1:]
    middle, dt = 0.5 * (left + right), (right - left) / HOUR
    turn = np.searchsorted(history.begin_s, middle, side="right") - 1
    mine = history.who[turn] == i
    silence, debt = middle - history.end_s[turn], middle - clock.waiting_begin_s[turn]
    open_ = (silence < options.session_gap_s) & ~history.ends_in_call[turn]
    state = np.where(open_, np.where(mine, WAITS, OWES), IDLE)
    busy = np.where(history.ends_in_call[turn], silence < 0, mine & (silence < options.turn_gap_s))  # both in a call
    risk = ~busy & _known(history, middle)
    follower = np.minimum(turn + 1, history.who.size - 1)
    ends = (turn + 1 < history.who.size) & (right == history.begin_s[follower]) & (history.who[follower] == i)
    since = _bins(state, debt, silence)
    remind = np.searchsorted(REMIND_EDGES[1:], middle - clock.reminded_s[turn], side="right")
    pressure = clock.pressure[turn] * np.exp(-debt / options.pressure_s)
    owes, other = state == OWES, 1 - i
    slow = _standardised(clock.slowness[turn, other], np.where(risk & ~owes, dt, 0.0))
    waiting = np.where(risk & owes, dt, 0.0)
    pace = [_standardised(each[turn, other], waiting) for each in (clock.latest, clock.slowness)]
    day = np.floor((middle + history.origin_s - DAY_TURNS_S) / DAY).astype(np.int64)
    return Rows(
        begin_s=left,
        dt_h=dt,
        y=(ends & risk).astype(np.int64),
        risk=risk,
        state=state,
        turn=turn,
        hour=_hour(middle + history.origin_s, history, i),
        new_day=np.diff(day, prepend=day[:1]) > 0,
        week=(day - day[:1]) // 7,
        since=since,
        remind=remind,
        log_pressure=np.where(owes, np.log1p(pressure), 0.0),
        slowness=np.where(owes, 0.0, slow),
        pace=np.column_stack(pace) * owes[:, None],
    )


def _known(history: History, middle: Floats) -> Bools:
    """False inside a gap of the file and until the first turn after it."""
    known = np.ones(middle.size, dtype=bool)
    for start, end in history.gaps_s:
        after = int(np.searchsorted(history.begin_s, end))
        back = history.begin_s[after] if after < history.begin_s.size else history.until_s
        known &= (middle < start) | (middle >= back)
    return known


def _after_gap(history: History) -> Bools:
    """True for turns inside a gap of the file and for the first after it."""
    after = np.zeros(history.who.size, dtype=bool)
    for start, end in history.gaps_s:
        after[np.searchsorted(history.begin_s, start, side="right") : np.searchsorted(history.begin_s, end) + 1] = True
    return after


def _bins(state: Ints, debt: Floats, silence: Floats) -> Ints:
    bins: Ints = np.where(
        state == OWES,
        np.searchsorted(OWES_EDGES[1:], debt, side="right"),
        np.where(
            state == WAITS,
            np.searchsorted(WAITS_EDGES[1:], silence, side="right"),
            np.searchsorted(IDLE_EDGES[1:], silence, side="right"),
        ),
    )
    return bins


def _standardised(values: Floats, weight: Floats) -> Floats:
    total = weight.sum()
    if not total > 0:
        return np.zeros(values.size)
    mean = float(weight @ values) / total
    sd = np.sqrt(float(weight @ (values - mean) ** 2) / total)
    return (values - mean) / sd if sd > 1e-9 else np.zeros(values.size)


def _breaks(history: History, clock: Clocks, i: int, options: LoopOptions) -> Floats:
    begin, end, until = history.begin_s, history.end_s, np.append(history.begin_s[1:], history.until_s)
    mine = history.who == i
    steps = [
        (end, options.session_gap_s, mine | ~mine),
        (end, options.turn_gap_s, mine),
        (end, 0.0, history.ends_in_call),
    ]
    steps += [(end, edge, mine) for edge in WAITS_EDGES if edge > options.turn_gap_s]
    steps += [(end, edge, mine | ~mine) for edge in IDLE_EDGES[1:]]
    steps += [(clock.waiting_begin_s, edge, ~mine) for edge in OWES_EDGES[1:]]
    steps += [(clock.reminded_s, edge, ~mine) for edge in REMIND_EDGES[1:]]
    parts = [begin, np.array([history.until_s]), history.gaps_s.ravel()]
    for base, edge, rows in steps:
        at = base + edge
        parts.append(at[(at > begin) & (at < until) & rows])
    first_hour = np.ceil((history.origin_s + begin[0]) / HOUR) * HOUR - history.origin_s
    cells = history.hours[i]  # where the clock is half an hour off, its hours turn between those of UTC
    turns_s = cells.origin_s + CELL_S * (1 + np.flatnonzero(np.diff(cells.hour))) - history.origin_s
    parts += [np.arange(first_hour, history.until_s, HOUR), turns_s]
    breaks: Floats = np.unique(np.concatenate(parts))
    inside: Floats = breaks[(breaks >= begin[0]) & (breaks <= history.until_s)]
    return inside

"""One path of the fitted model, forked at random moments of waiting: with one follow-up more, and without."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from evenstep.loop.compiled import njit
from evenstep.loop.design import DAY, HOUR
from evenstep.loop.intensity import STATE, Floats, Record, active_until, owes_open, start_turn
from evenstep.loop.paths import MOOD, Model, begin_mood, step

AHEAD_S: Final = 7 * DAY


class Plan(NamedTuple):
    """How a path is drawn and forked."""

    person: int  # who follows up: 0 a, 1 b
    burn_s: float  # drawn first and forgotten
    until_s: float  # nothing is forked after
    apart_s: float  # mean waiting between two forks
    most: int  # turns in one week of one path, beyond which the model runs away


@njit()
def forked(seed: int, plan: Plan, first_day_s: float, model: Model, states: Any, found: Floats) -> int:
    """Fill ``found`` (forks, 2): extra reach acts of the person in 7 days, the added follow-up not counted, and extra
    active seconds of the other until their next turn (at most until the 7 days are over). Returns how many forks
    there were; −1 when a path ran away.

    The moments are those of a Poisson process on the clock that runs while the person waits and may follow up. Reach
    acts are not counted but expected, moment by moment (the compensator: the same mean, less noise).
    """
    np.random.seed(seed)
    mood, both, apart = np.zeros(1, MOOD), np.zeros(2, STATE), np.zeros(1, MOOD)
    room = np.empty((3, 2))
    begin_mood(0.0, first_day_s, model, mood[0])
    t, n, turns = 0.0, 0, 0
    left = np.random.exponential() * plan.apart_s
    while t < plan.until_s and n < found.shape[0]:
        waits = t >= plan.burn_s and may_follow_up(plan.person, t, model, states[0])
        stop = plan.burn_s if t < plan.burn_s else plan.until_s
        at = step(t, min(stop, t + left) if waits else stop, model, mood[0], states, room)
        left -= at.t - t if waits else 0.0
        t = at.t
        if at.first:
            start_turn(at.who, t, at.end_s, model.law, model.clock, states[0])
            turns += 1
            if turns > plan.most * (1 + t / AHEAD_S):
                return -1
        elif waits and left < 1e-6:
            both[0], both[1], apart[0] = states[0], states[0], mood[0]
            start_turn(plan.person, t, t, model.law, model.clock, both[1])
            if not _two_ways(t, plan, model, both, apart[0], found[n]):
                return -1
            n += 1
            left = np.random.exponential() * plan.apart_s
    return n


@njit()
def may_follow_up(i: int, t: float, model: Model, state: Record) -> bool:
    """Whether the last word is that of person ``i``, unanswered, their turn is over and the session is not."""
    law = model.law
    return bool(state.last == i and owes_open(t, law, state) and t - state.last_event >= law.turn_gap_s - 1e-6)


@njit()
def _two_ways(t: float, plan: Plan, model: Model, both: Any, mood: Record, out: Floats) -> bool:
    """The 7 days from ``t`` of two paths at once: what the second has more. False when one of them runs away."""
    person, end = plan.person, t + AHEAD_S
    reach, answered, turns = np.zeros(2), np.full(2, -1.0), np.zeros(2)
    room = np.empty((3, 2))
    while t < end - 1e-6:
        at = step(t, end, model, mood, both, room)
        for path in range(2):
            if is_reach(person, t, model, both[path]):  # no pressure in it: the rate is constant over the step
                reach[path] += (at.t - t) / HOUR * np.exp(room[path, person])
        t = at.t
        for path in range(2):
            if not (at.first if path == 0 else at.second):
                continue
            if at.who != person and answered[path] < 0:
                answered[path] = active_until(at.who, t, model.law, model.clock)
            start_turn(at.who, t, at.end_s, model.law, model.clock, both[path])
            turns[path] += 1
            if turns[path] > plan.most:
                return False
    for path in range(2):
        if answered[path] < 0:
            answered[path] = active_until(1 - person, end, model.law, model.clock)
    out[0], out[1] = reach[1] - reach[0], answered[1] - answered[0]
    return True


@njit()
def is_reach(i: int, t: float, model: Model, state: Record) -> bool:
    """Whether a turn of person ``i`` at ``t`` would be a follow-up or a start, not just an answer."""
    return bool(state.last == i or not owes_open(t, model.law, state))

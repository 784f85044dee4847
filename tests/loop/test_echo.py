"""The echo: 0 where it must be, larger in a stronger circle, the same as without shared chances."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numba import njit

from evenstep.loop.echo import NEVER_WAITS, RUNS_AWAY, echo_of, echoes_of, surface
from evenstep.loop.fit import PairFit, fit_pair
from evenstep.loop.fitted_law import LENGTHS, FittedLaw
from evenstep.loop.fork import Plan, forked
from evenstep.loop.history import history_of
from evenstep.loop.intensity import make_law
from evenstep.loop.likelihood import Hidden
from evenstep.loop.options import LoopOptions
from evenstep.loop.paths import model_of, nobody_yet
from evenstep.loop.person import Coefficient
from evenstep.loop.simulate import simulate

HOUR, DAY, WEEK = 3600.0, 86_400.0, 7 * 86_400.0
OPTIONS = LoopOptions(levels=3)
# A small model: two people alike, flat hours, nothing hidden; log rates per hour.
OWES_S, OWES = np.array([0.0, 1800.0]), np.log([2.0, 0.5])
WAITS_S, WAITS = np.array([0.0, 3600.0]), np.log([0.4, 0.15])
REMIND_S, REMIND = np.array([0.0, 600.0]), np.array([0.7, 0.0])
IDLE, CENTER, SCALE, FORGET, TAU, GAP = float(np.log(0.2)), 3.5, 0.6, 0.16, 1.5 * DAY, 300.0


def small(**changed: Any) -> FittedLaw:
    """The small model, with some fields of its law changed."""
    tables = {
        "owes_edges": OWES_S, "owes_log": np.tile(OWES, (2, 1)), "waits_edges": WAITS_S,
        "waits_log": np.tile(WAITS, (2, 1)), "idle_edges": np.zeros(1), "idle_log": np.full((2, 1), IDLE),
        "remind_edges": REMIND_S, "remind_log": np.tile(REMIND, (2, 1)), "center": (CENTER, CENTER),
        "scale": (SCALE, SCALE), "forget": FORGET, "tau_s": TAU, "turn_gap_s": GAP, "session_gap_s": 8 * HOUR,
        "cell_s": HOUR,
    }  # fmt: skip
    return FittedLaw(
        law=make_law(**(tables | changed)),
        rhythm=np.zeros((2, 168)),
        active=np.ones((2, 168)),
        hidden=(Hidden(0.0, 1.0, 1.0, 0.0, 10.0), Hidden(0.0, 1.0, 1.0, 0.0, 10.0)),
        levels=1,
        lengths_s=np.zeros((2, LENGTHS)),
        usual=np.full(2, CENTER),
    )


def differences(fitted: FittedLaw, seed: int, forks: int, person: int = 0) -> np.ndarray:
    """Extra reach acts and extra active seconds, a row a fork."""
    weeks = forks // 3 + 3
    hours = np.tile(np.arange(168), weeks + 2)
    gap = float(fitted.law["turn_gap_s"])
    plan = Plan(person, WEEK, weeks * WEEK, max(gap, 0.2 * DAY), 5000)
    found = np.full((forks, 2), np.nan)
    n = forked(seed, plan, DAY, model_of(fitted, (hours, hours), HOUR), nobody_yet(fitted), found)
    assert n > forks / 2
    return found[:n]


def mean_and_error(values: np.ndarray) -> tuple[float, float]:
    return float(values.mean()), float(values.std() / np.sqrt(values.size))


def test_no_effect_and_no_clock_is_exactly_nothing() -> None:
    """Nothing in a's own rates knows when a last wrote, nothing in b's that a followed up: both paths are one."""
    flat = small(
        owes_log=np.full((2, 2), IDLE), waits_log=np.full((2, 2), IDLE), remind_log=np.zeros((2, 2)), turn_gap_s=0.0
    )
    assert not differences(flat, 1, 100).any()


def test_with_clocks_alone_only_ones_own_reaching_moves() -> None:
    """No effects, no reminder, a session without end: a's clock starts anew, b answers at the very same moment."""
    own = differences(small(remind_log=np.zeros((2, 2)), session_gap_s=1e9), 2, 400)
    assert not own[:, 1].any()
    mean, error = mean_and_error(own[:, 0])
    assert mean > 3 * error > 0


def test_a_reminder_brings_the_answer_sooner() -> None:
    mean, error = mean_and_error(differences(small(), 3, 600)[:, 1])
    assert mean < -3 * error


def test_as_many_as_a_burst_has_more() -> None:
    """a writes on at 60 an hour for a minute after each own turn and then not at all; b answers after 10 hours.

    So a turn is followed by a geometric number of others, e − 1 on average; only the few begun bursts and early
    answers are in the way of it.
    """
    burst = small(
        owes_log=np.full((2, 2), np.log(0.1)),
        waits_edges=[0.0, 60.0],
        waits_log=np.tile([np.log(60.0), -30.0], (2, 1)),
        remind_log=np.zeros((2, 2)),
        turn_gap_s=0.0,
        session_gap_s=1e9,
    )
    found = differences(burst, 9, 2000)
    mean, error = mean_and_error(found[:, 0])
    assert error < 0.06
    assert mean == pytest.approx(np.e - 1, abs=0.04 + 3 * error)
    assert not found[:, 1].any()


def test_grows_with_the_circle() -> None:
    """Where it is not so strong that b all but stops: from there a reminder rather breaks it."""
    found = [
        mean_and_error(differences(small().with_effects((0.0, w), (k, 0.0)), 4, 800)[:, 0])
        for w, k in ((0.0, 0.0), (-0.1, 0.1), (-0.3, 0.25))
    ]
    for weaker, stronger in pairwise(found):
        assert stronger[0] - weaker[0] > 2.5 * np.hypot(weaker[1], stronger[1])


# The same small model written anew: one cap for all rates, one candidate at a time, each path from its own chances.
LAST, WROTE, FIRST, REMINDED, LEVEL, LEVEL_T, PENDING, PENDING_T, MEAN_A, MEAN_B = range(10)
CAP = 12.0


@njit
def _rate(i: int, t: float, s: np.ndarray, model: np.ndarray) -> float:
    silence = t - s[WROTE]
    slow = model[1] * (s[MEAN_B] - 3.5) / 0.6 if i == 0 else 0.0
    if silence >= 28_800.0:
        return 0.2 * np.exp(slow)
    if s[LAST] == i:
        return 0.0 if silence < 300.0 else (0.4 if silence < 3600.0 else 0.15) * np.exp(slow)
    rate = 2.0 if t - s[FIRST] < 1800.0 else 0.5
    if t - s[REMINDED] < 600.0:
        rate *= np.exp(0.7)
    return rate * (1 + s[LEVEL] * np.exp(-(t - s[LEVEL_T]) / 129_600.0)) ** model[0] if i == 1 else rate


@njit
def _turn(i: int, t: float, s: np.ndarray) -> None:
    if s[LAST] == i:
        if i == 0:
            s[PENDING] = s[PENDING] * np.exp(-(t - s[PENDING_T]) / 129_600.0) + 1.0
            s[PENDING_T] = t
        s[REMINDED] = t
    else:
        mean = MEAN_A if i == 0 else MEAN_B
        s[mean] += 0.16 * (np.log1p((t - s[FIRST]) / 60.0) - s[mean])
        if i == 1:
            s[LEVEL] *= np.exp(-(t - s[LEVEL_T]) / 129_600.0)
            s[LEVEL] += s[PENDING] * np.exp(-(t - s[PENDING_T]) / 129_600.0)
            s[LEVEL_T], s[PENDING] = t, 0.0
        s[FIRST], s[REMINDED] = t, -1e18
    s[LAST], s[WROTE] = i, t


@njit
def _candidate(t: float, s: np.ndarray, model: np.ndarray) -> int:
    i = 0 if np.random.random() < 0.5 else 1
    return i if np.random.random() * CAP < _rate(i, t, s, model) else -1


@njit
def _found_waiting(s: np.ndarray, model: np.ndarray) -> float:
    """Draw until a look at a random moment, one in two days and none in the first five, finds a waiting."""
    t, look = 0.0, 5 * 86_400.0 + np.random.exponential() * 172_800.0
    while True:
        t += np.random.exponential() / (2 * CAP) * 3600.0
        while t > look:
            if s[LAST] == 0 and 300.0 <= look - s[WROTE] < 28_800.0:
                return look
            look += np.random.exponential() * 172_800.0
        i = _candidate(t, s, model)
        if i >= 0:
            _turn(i, t, s)


@njit
def _week(begin: float, s: np.ndarray, model: np.ndarray) -> tuple[float, float]:
    """Reach acts of a in 7 days, and hours until b's first turn."""
    t, reach, answered = begin, 0.0, -1.0
    while True:
        t += np.random.exponential() / (2 * CAP) * 3600.0
        if t > begin + 604_800.0:
            return reach, (answered if answered >= 0 else 604_800.0) / 3600.0
        i = _candidate(t, s, model)
        if i < 0:
            continue
        if i == 0 and (s[LAST] == 0 or t - s[WROTE] >= 28_800.0):
            reach += 1.0
        if i == 1 and answered < 0:
            answered = t - begin
        _turn(i, t, s)


@njit
def _plain(seed: int, model: np.ndarray, pairs: int) -> np.ndarray:
    np.random.seed(seed)
    out = np.zeros((pairs, 2))
    for n in range(pairs):
        s = np.array([0, 0, 0, -1e18, 0, 0, 0, 0, 3.5, 3.5])
        t = _found_waiting(s, model)
        more = s.copy()
        _turn(0, t, more)
        without, with_one = _week(t, s, model), _week(t, more, model)
        out[n, 0], out[n, 1] = with_one[0] - without[0], with_one[1] - without[1]
    return out


def test_equals_a_plain_simulation() -> None:
    w_b, k_a = -0.3, 0.25
    plain = _plain(5, np.array([w_b, k_a]), 6_000)
    fitted = small().with_effects((0.0, w_b), (k_a, 0.0))
    ours = np.concatenate([differences(fitted, seed, 600) for seed in (6, 7, 8)])
    for column, unit in ((0, 1.0), (1, HOUR)):
        expected, noise = mean_and_error(plain[:, column])
        mean, error = mean_and_error(ours[:, column] / unit)
        assert abs(mean - expected) < 2.5 * np.hypot(noise, error)
        assert error < 0.8 * noise * np.sqrt(len(plain) / len(ours))  # what sharing the chances is for


@pytest.fixture(scope="module")
def pair() -> PairFit:
    world = simulate("loop-spells+drift", weeks=30, seed=4)
    return fit_pair(history_of(world.conversations, world.events, OPTIONS), OPTIONS)


def test_the_echo_of_a_fit(pair: PairFit) -> None:
    one = echo_of(pair, 0, OPTIONS)
    both = echoes_of(pair, ("a", "b"), OPTIONS)
    assert both[0] == one and [echo.person for echo in both] == ["a", "b"]
    assert one != echo_of(pair, 0, dataclasses.replace(OPTIONS, seed=1))
    for echo in both:
        assert echo.problem == ""
        assert echo.reach_acts.low < echo.extra_reach_acts < echo.reach_acts.high
        assert echo.wait_hours.low < echo.extra_wait_hours < echo.wait_hours.high
        assert abs(echo.extra_reach_acts) < 5


def at_once(pair: PairFit, who: tuple[int, ...]) -> PairFit:
    """``who`` answer in no time at all."""
    people = list(pair.people)
    for i in who:
        lifted = np.where([name.startswith("owes") for name in people[i].names], 25.0, people[i].coefficients)
        people[i] = dataclasses.replace(people[i], coefficients=lifted)
    return dataclasses.replace(pair, people=(people[0], people[1]))


def test_what_cannot_be_told_is_named(pair: PairFit) -> None:
    endless = echo_of(at_once(pair, (0, 1)), 0, OPTIONS)
    assert endless.problem == RUNS_AWAY and np.isnan([endless.extra_reach_acts, endless.wait_hours.high]).all()
    quick = echo_of(at_once(pair, (1,)), 0, OPTIONS)
    assert quick.problem == NEVER_WAITS and np.isnan([quick.extra_wait_hours, quick.reach_acts.low]).all()


def test_without_an_estimate_the_effect_is_held_at_nothing(pair: PairFit) -> None:
    unknown = Coefficient(np.nan, np.nan, np.nan, 0, "separation")
    people = tuple(dataclasses.replace(person, k=unknown) for person in pair.people)
    held = echo_of(dataclasses.replace(pair, people=people), 0, OPTIONS)
    assert held.problem == "" and np.isfinite([held.extra_reach_acts, held.reach_acts.high]).all()


def test_the_surface_takes_the_noise_out_of_the_spread() -> None:
    rng = np.random.default_rng(3)
    near, later = (np.column_stack([np.ones(n), rng.standard_normal((n, 3))]) for n in (40, 20_000))
    truth, weight = np.array([0.4, 0.3, 0.0, -0.4]), np.full(40, 30.0)
    exact, around = surface(near, near @ truth, weight, later)
    assert exact == pytest.approx(0.4)
    assert around.low == pytest.approx(0.4 - 1.96 * 0.5, abs=0.03)
    assert around.high == pytest.approx(0.4 + 1.96 * 0.5, abs=0.03)
    noisy = [surface(near, near @ truth + rng.normal(0, 0.5, 40), weight, later) for _ in range(200)]
    middle = np.array([value for value, _ in noisy])
    assert middle.std() == pytest.approx(0.5 / np.sqrt(40), rel=0.25)
    width = np.array([interval.high - interval.low for _, interval in noisy]) / 2
    assert 1.96 * 0.5 < np.median(width) < 1.96 * np.hypot(0.5, 0.5)  # plain quantiles would give the latter

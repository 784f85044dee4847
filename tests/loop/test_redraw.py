"""Histories drawn from the fitted model look like the one it was fitted to, and never alike twice."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from evenstep.loop.design import IDLE, OWES, WAITS, clocks, rows_of
from evenstep.loop.fit import PairFit, fit_pair
from evenstep.loop.history import history_of
from evenstep.loop.options import LoopOptions
from evenstep.loop.redraw import draw_history, next_day
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import BESIDE

OPTIONS = LoopOptions(levels=3)
DAY_S = 86_400.0
WEEK_S = 7 * DAY_S


@pytest.fixture(scope="module")
def pair() -> PairFit:
    world = simulate("spells-4h", weeks=30, seed=8)
    return fit_pair(history_of(world.conversations, world.events, OPTIONS), OPTIONS)


def counts(pair: PairFit, seed: int | None) -> list[float]:
    """Turns per hour at risk of each person in each state; ``seed`` None for the real history."""
    history = pair.history if seed is None else draw_history(pair, OPTIONS, seed)
    clock = clocks(history, OPTIONS)
    found = []
    for i in (0, 1):
        rows = rows_of(history, clock, i, OPTIONS)
        for state in (OWES, WAITS, IDLE):
            here = rows.risk & (rows.state == state)
            found.append(float(rows.y[here].sum() / rows.dt_h[here].sum()))
    return found


def test_every_state_is_as_busy_as_it_was(pair: PairFit) -> None:
    drawn = np.array([counts(pair, seed) for seed in range(12)])
    ratio = drawn.mean(axis=0) / counts(pair, None)
    assert (np.abs(np.log(ratio)) < 0.12).all(), ratio


def test_seeds_and_shape(pair: PairFit) -> None:
    one, again, other = (draw_history(pair, OPTIONS, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.begin_s, again.begin_s)
    np.testing.assert_array_equal(one.end_s, again.end_s)
    assert one.begin_s.size != other.begin_s.size or (one.begin_s != other.begin_s).any()
    assert one.begin_s[0] == 0 and one.who[0] == pair.history.who[0]
    assert (np.diff(one.begin_s) > 0).all()
    assert (one.end_s >= one.begin_s).all() and (one.end_s[:-1] <= one.begin_s[1:]).all()
    assert one.until_s == pair.history.until_s
    own = one.who[1:] == one.who[:-1]
    assert (one.begin_s[1:] - one.end_s[:-1])[own].min() >= OPTIONS.turn_gap_s - 1e-6


def test_nothing_in_a_gap(pair: PairFit) -> None:
    gap = np.array([[4 * WEEK_S, 6 * WEEK_S]])
    holed = dataclasses.replace(pair, history=dataclasses.replace(pair.history, gaps_s=gap))
    drawn = draw_history(holed, OPTIONS, 1)
    assert not ((drawn.begin_s >= 4 * WEEK_S) & (drawn.begin_s < 6 * WEEK_S)).any()
    assert (drawn.begin_s > 6 * WEEK_S).sum() > 500
    assert drawn.after_call.size == drawn.who.size


def test_the_drift_moves_where_the_fit_lets_it(pair: PairFit) -> None:
    rows, origin = pair.rows[0], float(pair.history.hours[0].origin_s)
    moved = rows.begin_s[rows.new_day][:5] + pair.history.origin_s - origin
    expected = [next_day(moved[0] - 1.0, origin)]
    while len(expected) < 5:
        expected.append(next_day(expected[-1], origin))
    np.testing.assert_allclose(moved, expected, atol=1e-6)


@pytest.fixture(scope="module")
def together() -> PairFit:
    """One drift of sd 0.6 moves both."""
    world = simulate("drift-shared-10d-0.6", weeks=30, seed=7)
    return fit_pair(history_of(world.conversations, world.events, LoopOptions()), LoopOptions())


def test_drawn_people_share_nothing(together: PairFit) -> None:
    """A known failure, stated: what two people shared is not in what is drawn. Nor do drawn people write as much.

    So the bootstrap judges such a pair by less than there was. That it lets more pass is not asserted: that takes more
    draws than a test has time for.
    """
    assert shared(together) > 0.5
    drawn = [draw_history(together, LoopOptions(), seed) for seed in range(10)]
    turns = np.mean([history.who.size for history in drawn]) / together.history.who.size
    assert 0.5 < turns < 0.9
    left = [shared(fit_pair(history, LoopOptions())) for history in drawn[:3]]
    assert abs(np.mean(left)) < 0.3


def test_what_is_held_beside_is_not_drawn(together: PairFit) -> None:
    """Whatever its coefficients say."""
    people = []
    for person in together.people:
        beside = np.array([name in BESIDE for name in person.names])
        assert np.abs(person.coefficients[beside]).max() > 0.2
        people.append(dataclasses.replace(person, coefficients=np.where(beside, 5.0, person.coefficients)))
    other = dataclasses.replace(together, people=(people[0], people[1]))
    one, two = (draw_history(each, LoopOptions(), 1) for each in (together, other))
    np.testing.assert_array_equal(one.begin_s, two.begin_s)


def shared(pair: PairFit) -> float:
    """The correlation of both people's drift, each as seen in all that they alone did."""
    assert pair.known is not None
    days = np.arange(1, int(pair.history.until_s // DAY_S)) * DAY_S
    one, two = (each.whole.smoothed_drift[np.searchsorted(each.whole.end_s, days)] for each in pair.known)
    return float(np.corrcoef(one, two)[0, 1])

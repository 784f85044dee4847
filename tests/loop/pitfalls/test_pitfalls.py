"""The naive analyses in worlds of known truth: who is fooled where, and that they see what is there."""

from __future__ import annotations

import pickle
from functools import cache

import numpy as np
import polars as pl
import pytest
from plain_pairs import plain_pair

from evenstep.loop.pitfalls import PITFALLS
from evenstep.loop.simulate import simulate
from evenstep.loop.validation.estimator import Estimate
from tables import conversations_of, events_from, swapped

BY_NAME = {each.name: each for each in PITFALLS}
SPELLS = {"spell_h": 4.0}
DRIFT = {"drift_sd": 0.6}


@cache
def pairs(**world: float) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    return [plain_pair(seed, days=120, **world) for seed in (1, 2, 3)]


def found(name: str, **world: float) -> tuple[np.ndarray, np.ndarray]:
    """Coefficient and p of b's w, which is 0 in truth, in three plain pairs of 120 days."""
    effects = [BY_NAME[name](*pair).effects[2] for pair in pairs(**world)]
    return np.array([each.coefficient for each in effects]), np.array([each.p for each in effects])


@pytest.mark.parametrize(
    ("name", "world"),
    [
        ("correlation", SPELLS),
        ("last-message clock", SPELLS),
        ("3-day count", DRIFT),
        ("3-day count, weeks", DRIFT),
        ("last-turn clock", DRIFT),
    ],
)
def test_busy_people_fool_it(name: str, world: dict[str, float]) -> None:
    coefficient, p = found(name, **world)
    assert (coefficient < -0.2).all()
    assert (p < 0.01).all()


@pytest.mark.parametrize(("name", "world"), [("debt clock", SPELLS), ("innovation", DRIFT)])
def test_busy_people_do_not_fool_it(name: str, world: dict[str, float]) -> None:
    coefficient, p = found(name, **world)
    assert (p < 0.05).sum() <= 1
    assert abs(coefficient.mean()) < 0.12


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "correlation"])
def test_where_nothing_moves_nothing_is_found(name: str) -> None:
    coefficient, p = found(name)
    assert (p < 0.01).sum() <= 1
    assert abs(coefficient.mean()) < 0.1


def test_what_is_there_is_seen_by_the_one_who_does_it() -> None:
    pair = simulate("one-way-w", weeks=39, seed=4, w=(0.0, -1.5), drift_sd=0.0, spell_hours=0.0)
    for name in ("3-day count", "last-turn clock"):
        a, _, b, _ = BY_NAME[name](pair.conversations, pair.events).effects
        assert b.coefficient < -0.2
        assert b.high < 0
        assert b.coefficient < a.coefficient
    reaching = simulate("one-way-k", weeks=39, seed=4, k=(0.8, 0.0), drift_sd=0.0, spell_hours=0.0)
    effects = BY_NAME["last-turn clock"](reaching.conversations, reaching.events).effects
    assert effects[1].low > 0
    assert effects[3].coefficient < effects[1].coefficient


def test_swapped_labels_swap_the_answers() -> None:
    pair = simulate("loop-drift", weeks=10, seed=1)
    for each in PITFALLS:
        first = each(pair.conversations, pair.events).effects
        second = each(swapped(pair.conversations), pair.events).effects
        np.testing.assert_allclose(numbers(second), numbers(first[2:] + first[:2]), rtol=1e-9, atol=1e-12)


def test_almost_no_history_gives_no_numbers_and_no_error() -> None:
    events = events_from([("A", "2024-01-01 10:00"), ("B", "2024-01-01 11:00")])
    for each in PITFALLS:
        assert isinstance(each(conversations_of(events), events), Estimate)


def test_names_are_unique_and_each_one_pickles() -> None:
    assert len(BY_NAME) == len(PITFALLS)
    assert pickle.loads(pickle.dumps(PITFALLS)) == PITFALLS  # noqa: S301


def numbers(effects: tuple) -> np.ndarray:
    return np.array([[each.coefficient, each.low, each.high, each.p] for each in effects])

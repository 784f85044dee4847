"""The two worlds that fool naive analyses, a few pairs each: the model is not fooled, they are, by the same rule.

The rule: of n pairs in which nothing is there, those with any effect called (Holm, 5 %) are too many when a test that
keeps its limit (6 %) would have so many with a probability under 5e-7. So a correct program fails here less than once
in a million for both worlds together, and the seeds are fixed.
"""

from __future__ import annotations

import math

import pytest

from evenstep.loop.validation.answers import ALPHA, completed
from evenstep.loop.validation.cells import Cell
from evenstep.loop.validation.known import work_of
from evenstep.loop.validation.records import Record
from evenstep.loop.validation.run import run

PAIRS = 12
WEEKS = 26
MODEL = "loop, unchecked"
LIMIT = 0.06
NAIVE = {"spells-4h": "last-message clock", "drift-own-10d-0.6": "last-turn clock"}
CHANCE = 5e-7


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[Cell, list[Record]]:
    """The model and one naive analysis on the same pairs of each world."""
    model = {Cell(world, WEEKS, MODEL): PAIRS for world in NAIVE}
    naive = {Cell(world, WEEKS, name): PAIRS for world, name in NAIVE.items()}
    plan = {**model, **naive}
    found = run(plan, work_of([MODEL, *NAIVE.values()]), tmp_path_factory.mktemp("smoke"), first_seed=1, jobs=2)
    return {cell: [r for r in found if r.task.cell == cell] for cell in plan}


def called(records: list[Record]) -> int:
    """Pairs in which any effect is called."""
    adjusted = [completed(r.estimate).p_adjusted or () for r in records]
    return sum(any(p < ALPHA for p in each) for each in adjusted)


def too_many(n: int) -> int:
    """The least count that a test which keeps its limit reaches with a probability under CHANCE."""
    at_least = [sum(math.comb(n, i) * LIMIT**i * (1 - LIMIT) ** (n - i) for i in range(c, n + 1)) for c in range(n + 1)]
    return next(c for c, chance in enumerate(at_least) if chance < CHANCE)


def test_the_rule_leaves_room_between_chance_and_a_naive_analysis() -> None:
    assert too_many(PAIRS) == 8
    assert sum(math.comb(12, i) * 0.06**i * 0.94 ** (12 - i) for i in range(8, 13)) == pytest.approx(6.7e-08, rel=0.1)


@pytest.mark.parametrize("world", NAIVE)
def test_the_model_does_not_take_busy_people_for_a_loop(records: dict[Cell, list[Record]], world: str) -> None:
    mine = records[Cell(world, WEEKS, MODEL)]
    assert [r.error for r in mine if r.error] == []
    assert called(mine) < too_many(PAIRS)
    spoken = sum(math.isfinite(e.p) for r in mine for e in r.estimate.effects)
    assert spoken >= 2 * PAIRS, "it must not pass by saying nothing"


@pytest.mark.parametrize("world", NAIVE)
def test_a_naive_analysis_fails_by_the_same_rule(records: dict[Cell, list[Record]], world: str) -> None:
    naive = records[Cell(world, WEEKS, NAIVE[world])]
    assert called(naive) == PAIRS
    assert called(naive) >= too_many(PAIRS)

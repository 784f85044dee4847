"""Worlds whose drift moves answers and reaching apart: each moves what its line says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.loop.scenarios import SCENARIOS
from evenstep.loop.simulate import ANSWERING, REACHING, _offsets, _rhythm

SPAN_S = 52 * 7 * 86_400.0
PARTS = ((0, ANSWERING), (0, REACHING), (1, ANSWERING), (1, REACHING))


def moved(world: str, seed: int = 3) -> np.ndarray:
    """What a world adds to the hours of the week: answers of a, reaching of a, answers of b, reaching of b."""
    offset = _offsets(SCENARIOS[world], SPAN_S, np.random.default_rng(seed)) - _rhythm(SPAN_S)
    return np.stack([offset[person, kind] for person, kind in PARTS])


def test_without_drift_nothing_moves() -> None:
    assert moved("null") == pytest.approx(0.0)


@pytest.mark.parametrize("world", ["drift-own-10d-0.6", "drift-shared-10d-0.6", "spells-4h+drift"])
def test_the_usual_drift_moves_all_that_a_person_does(world: str) -> None:
    found = moved(world)
    assert found[0] == pytest.approx(found[1])
    assert found[2] == pytest.approx(found[3])
    assert (np.abs(found[0] - found[2]).max() < 1e-9) == SCENARIOS[world].shared


def test_opposed_moves_b_the_other_way() -> None:
    found = moved("opposed-0.6")
    assert found[0] == pytest.approx(-found[2])
    assert found.std(axis=1) == pytest.approx(0.6, rel=0.4)


def test_apart_moves_each_kind_alone() -> None:
    together = np.corrcoef(np.stack([moved("apart-0.6", seed).T for seed in range(8)]).reshape(-1, 4).T)
    same_person = 0.3**2 / (0.3**2 + 0.6**2)  # their common drift
    assert together[0, 1] == pytest.approx(same_person, abs=0.2)
    assert together[0, 2] == pytest.approx(0.0, abs=0.2)
    assert moved("apart-0.6").std(axis=1) == pytest.approx(np.hypot(0.3, 0.6), rel=0.4)


def test_one_cause_raises_reaching_of_a_and_slows_answers_of_b() -> None:
    found = moved("one-cause-0.6")
    cause_of_a, cause_of_b = found[1] - found[0], found[2] - found[3]
    assert cause_of_a == pytest.approx(-cause_of_b)
    assert cause_of_a.std() == pytest.approx(0.6, rel=0.4)

"""Pairs with a true loop, spells and drift: the fit gives back what they were drawn with."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from evenstep.loop.findings import LoopResult
from evenstep.loop.fit import fit_loop
from evenstep.loop.simulate import simulate

WEEKS = 39
SEEDS = range(6)
DRIFT_SD = 0.5


@cache
def fitted() -> tuple[tuple[LoopResult, tuple[float, float, float, float]], ...]:
    """Each pair's result and truth."""
    made = [simulate("loop-spells+drift", weeks=WEEKS, seed=seed, drift_sd=DRIFT_SD) for seed in SEEDS]
    return tuple((fit_loop(each.conversations, each.events, checks="none"), each.truth) for each in made)


@pytest.mark.parametrize(("name", "columns"), [("w", [0, 2]), ("k", [1, 3])])
def test_the_effects_come_back(name: str, columns: list[int]) -> None:
    """Mean error of twelve people within 3 standard errors of 0; their spread is what the intervals say."""
    off = np.array([[e.coefficient - t for e, t in zip(r.effects, truth, strict=True)] for r, truth in fitted()])
    off = off[:, columns].ravel()
    assert {r.effects[c].name for r, _ in fitted() for c in columns} == {name}
    assert abs(off.mean()) < 3 * off.std(ddof=1) / np.sqrt(off.size)
    assert abs(off.mean()) < 0.1
    half = np.array([[(r.effects[c].model.high - r.effects[c].model.low) / 2 for c in columns] for r, _ in fitted()])
    assert 0.5 < off.std(ddof=1) / (half.mean() / 1.96) < 1.7  # chance alone: 0.6 to 1.45
    inside = np.abs(off) <= half.ravel()
    assert inside.sum() >= 9


def test_the_spells_and_the_drift_come_back() -> None:
    """Geometric means over twelve people, within a fifth to a half: one history of 39 weeks says little of 10 days."""
    found = np.array([list(vars(each).values()) for r, _ in fitted() for each in r.availability])
    depth, busy, free, sd, days = np.exp(np.log(found).mean(axis=0))
    assert depth == pytest.approx(2.5, rel=0.2)
    assert busy == pytest.approx(4.0, rel=0.35)
    assert free == pytest.approx(6.0, rel=0.35)
    assert sd == pytest.approx(DRIFT_SD, rel=0.25)
    assert 5 < days < 20
    each_depth = found[:, 0]
    assert ((each_depth > 1.2) & (each_depth < 4)).sum() >= 11


def test_the_loop_is_found_in_part_or_whole_and_named_on_both_sides() -> None:
    """A drift as strong as this one in 39 weeks costs the whole circle in some; a part of it is found in most."""
    verdicts = [r.verdict for r, _ in fitted()]
    assert verdicts.count("both directions") >= 3
    assert verdicts.count("both directions") + verdicts.count("one direction") >= 5
    assert any(set(r.circles) == {"a", "b"} for r, _ in fitted())

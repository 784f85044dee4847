"""A pair's fit: the allowance for what is shared is what holding it moved, and nothing that a search or a grid did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evenstep.loop import fit as fit_module
from evenstep.loop.drift import FEWEST
from evenstep.loop.fit import PairFit, fit_pair
from evenstep.loop.history import History, history_of
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import SHARED
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import BESIDE, K, W

OPTIONS = LoopOptions()
ALONE = LoopOptions(partner=False)


@pytest.fixture(scope="module")
def history() -> History:
    world = simulate("drift-shared-10d-0.6", weeks=20, seed=3)
    return history_of(world.conversations, world.events, OPTIONS)


@pytest.fixture(scope="module")
def alone(history: History) -> PairFit:
    return fit_pair(history, ALONE)


def test_columns_that_hold_nothing_at_all_are_allowed_nothing_for(
    history: History, alone: PairFit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five columns of 0: the fit with them is the fit without, on the same grid, to the same place."""
    monkeypatch.setattr(fit_module, "held_beside", lambda rows, *_: np.zeros((rows.y.size, len(BESIDE))))
    pair = fit_pair(history, OPTIONS)
    for i in (0, 1):
        assert pair.likelihoods[i].levels == alone.likelihoods[i].levels > FEWEST
        assert pair.tops[i].evaluations == 1  # it began at its top
        for found, other in ((pair.people[i].w, alone.people[i].w), (pair.people[i].k, alone.people[i].k)):
            assert found.value == other.value
            assert found.model == pytest.approx(other.model, rel=1e-6)
            assert found.weeks == pytest.approx(other.weeks, rel=1e-6)


def test_what_the_columns_moved_is_allowed_for(
    history: History, alone: PairFit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a world with one drift for both: against the same fit with nothing allowed for."""
    pair = fit_pair(history, OPTIONS)
    monkeypatch.setattr(fit_module, "allowing", lambda found, _: found)
    bare = fit_pair(history, OPTIONS)
    moved: list[Any] = []
    for i in (0, 1):
        for name in (W, K):
            found, before = getattr(pair.people[i], name), getattr(bare.people[i], name)
            off = before.value - getattr(alone.people[i], name).value
            assert found.value == before.value
            assert found.model == pytest.approx(np.hypot(before.model, SHARED * off), rel=1e-6)
            assert found.weeks == pytest.approx(np.hypot(before.weeks, SHARED * off), rel=1e-6)
            moved.append(abs(off) / before.model)
    assert max(moved) > 0.5

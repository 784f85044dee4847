"""The law that histories are drawn from says the same as the fit: panel by panel, to rounding."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.events.activity import CELL_S
from evenstep.loop.design import HOUR, OWES
from evenstep.loop.fit import PairFit, fit_pair
from evenstep.loop.fitted_law import FittedLaw, law_of
from evenstep.loop.history import history_of
from evenstep.loop.intensity import NOT_AT_RISK, fresh, log_rate, pressure_effect, start_turn
from evenstep.loop.options import LoopOptions
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import BESIDE

OPTIONS = LoopOptions(levels=3)


@pytest.fixture(scope="module")
def pair() -> PairFit:
    world = simulate("loop-spells+drift", weeks=30, seed=5, copying=(0.2, 0.1))
    return fit_pair(history_of(world.conversations, world.events, OPTIONS), OPTIONS)


def rates_by_law(pair: PairFit, fitted: FittedLaw, i: int) -> np.ndarray:
    """Log rate of person ``i`` in the middle of each of their panels, by replaying the history through the law."""
    history, rows, law = pair.history, pair.rows[i], fitted.law
    cells = [hours.hour for hours in history.hours]
    lift = history.origin_s - history.hours[0].origin_s
    offset = np.stack([np.tile(fitted.rhythm[p, cells[p]], (2, 1)) for p in (0, 1)])
    clock = np.stack([np.append(0.0, np.cumsum(fitted.active[p, cells[p]] * CELL_S)) for p in (0, 1)])
    state = fresh(law)
    state["usual"] = state["latest"] = fitted.usual
    found, turn = np.full(rows.y.size, np.nan), -1
    for n, middle in enumerate(rows.begin_s + 0.5 * rows.dt_h * HOUR):
        while turn < rows.turn[n]:
            turn += 1
            begin, end = history.begin_s[turn] + lift, history.end_s[turn] + lift
            start_turn(int(history.who[turn]), begin, end, law, clock, state)
        log, _ = log_rate(i, middle + lift, law, offset, state)
        found[n] = log + pressure_effect(i, middle + lift, law, state)
    return found


def test_the_law_is_the_fit(pair: PairFit) -> None:
    fitted = law_of(pair, OPTIONS)
    assert pair.history.hours[0].origin_s == pair.history.hours[1].origin_s
    for i in (0, 1):
        rows, likelihood = pair.rows[i], pair.likelihoods[i]
        theta = pair.tops[i].theta.copy()
        for name in BESIDE:
            theta[pair.people[i].names.index(name)] = 0.0
        by_fit, by_law = likelihood.log_rate(theta), rates_by_law(pair, fitted, i)
        assert (by_law[~rows.risk] == NOT_AT_RISK).all()
        np.testing.assert_allclose(by_law[rows.risk], by_fit[rows.risk], atol=1e-8)
        assert (rows.state[rows.risk] == OWES).mean() > 0.05
        assert np.abs(rows.log_pressure).max() > 1
        assert abs(pair.people[i].w.value) > 0.1

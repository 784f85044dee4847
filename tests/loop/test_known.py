"""What is held beside the effects: kinds of panels apart, as known at each moment, nothing of the future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstep.loop.design import OWES, Rows, clocks, rows_of
from evenstep.loop.history import history_of
from evenstep.loop.known import LEAST, Known, held_beside, known_of, only
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import Latent, maximise
from evenstep.loop.rearranged import WEEK_S, _later, shifted_history
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import BESIDE, Terms, terms_of

OPTIONS = LoopOptions(levels=5)


@pytest.fixture(scope="module")
def rows() -> Rows:
    world = simulate("apart-0.6", weeks=16, seed=2)
    history = history_of(world.conversations, world.events, OPTIONS)
    return rows_of(history, clocks(history, OPTIONS), 0, OPTIONS)


def latent_of(end_s: np.ndarray, seed: int) -> Latent:
    drift, spell = np.random.default_rng(seed).normal(size=(2, end_s.size))
    return Latent(end_s, drift, drift, spell, spell)


@pytest.mark.parametrize("answers", [True, False])
def test_merging_what_is_not_of_the_kind_changes_no_likelihood(rows: Rows, *, answers: bool) -> None:
    """The same panels with time in which nothing can happen left whole or cut up: the chain cannot tell."""
    kind = (rows.state == OWES) == answers
    part = only(rows, kind)
    whole = replace(rows, risk=rows.risk & kind, y=np.where(kind & rows.risk, rows.y, 0))
    assert part.y.size < 0.8 * rows.y.size
    assert part.y.sum() == whole.y.sum() > 100
    assert part.dt_h.sum() == pytest.approx(rows.dt_h.sum())
    assert part.new_day.sum() == rows.new_day.sum()
    assert part.dt_h[part.risk].sum() == pytest.approx(whole.dt_h[whole.risk].sum())
    assert part.begin_s[1:] == pytest.approx((part.begin_s + part.dt_h * 3600)[:-1])
    terms = terms_of(part)
    wide = terms_of(whole)
    assert terms.names == wide.names
    likelihoods = [Likelihood(part, terms, 5), Likelihood(whole, wide, 5)]
    theta = likelihoods[0].start()
    theta[: len(terms.names)] += np.random.default_rng(1).normal(0, 0.3, len(terms.names))
    (value, gradient), (other, slope) = (each.evaluate(theta) for each in likelihoods)
    assert value == pytest.approx(other, rel=1e-10)
    np.testing.assert_allclose(gradient, slope, rtol=1e-6, atol=1e-6)


def test_each_panel_has_what_was_known_when_it_began(rows: Rows) -> None:
    rng = np.random.default_rng(4)
    until = float(rows.begin_s[-1] + rows.dt_h[-1] * 3600)
    parts = [latent_of(np.sort(rng.uniform(3600, until, 300)), seed) for seed in range(6)]
    own, partner = Known(*parts[:3]), Known(*parts[3:])
    columns = held_beside(rows, own, partner)
    assert columns.shape == (rows.y.size, len(BESIDE))
    for panel in rng.integers(0, rows.y.size, 200):
        seen = [known_at(part, float(rows.begin_s[panel])) for part in parts]
        owes = rows.state[panel] == OWES
        expected = [*seen[3], seen[5][0], seen[1][0] if owes else 0.0, 0.0 if owes else seen[2][0]]
        assert columns[panel] == pytest.approx(expected)


def known_at(known: Latent, begin_s: float) -> tuple[float, float]:
    """By going through the list: the last entry that had ended."""
    drift, spell, mean = 0.0, 0.0, float(known.filtered_spell.mean())
    for end, z, u in zip(known.end_s, known.filtered_drift, known.filtered_spell, strict=True):
        if end <= begin_s + 1e-6:
            drift, spell = z, u - mean
    return drift, spell


def test_a_moved_history_takes_along_what_was_known_of_it(rows: Rows) -> None:
    """Moved by a week round the end: what was known then, a week later; the other person's stays."""
    week_s = 7 * 86_400.0
    until = float(rows.begin_s[-1] + rows.dt_h[-1] * 3600)
    ends = np.arange(1, int(until // 3600)) * 3600.0
    own, partner = (Known(*(latent_of(ends, n + part) for part in range(3))) for n in (0, 3))
    there, moved = held_beside(rows, own, partner), held_beside(rows, own, partner, 0.0, week_s)
    np.testing.assert_array_equal(there[:, 3:], moved[:, 3:])
    for panel in range(0, rows.y.size, 97):
        was = (float(rows.begin_s[panel]) - week_s - 3600.0) % until  # the clocks may have been changed
        assert moved[panel, :2] == pytest.approx(known_at(partner.whole, was))


def test_answers_and_reaching_that_drift_apart_are_seen_apart(rows: Rows) -> None:
    known = known_of(*[maximise(rows, terms_of(rows), 5, spells=True, decrement=0.1)] * 2)
    answering, reaching = known.answering, known.reaching
    at = np.searchsorted(reaching.end_s, answering.end_s) - 1
    assert answering.filtered_drift.std() > 0.2
    assert reaching.filtered_drift.std() > 0.2
    assert np.corrcoef(answering.filtered_drift, reaching.filtered_drift[np.maximum(at, 0)])[0, 1] < 0.7


def test_of_a_few_turns_nothing_is_known(rows: Rows) -> None:
    few = replace(rows, y=np.where(np.cumsum(rows.y) < LEAST - 1, rows.y, 0))
    level = Terms(("owes 0 min",), np.ones((few.y.size, 1)))
    known = known_of(*[maximise(few, level, 5, spells=True, decrement=1.0)] * 2)
    for part in (known.answering, known.reaching):
        assert not part.filtered_drift.any()
        assert not part.filtered_spell.any()


def test_a_moved_history_knows_nothing_of_its_own_future() -> None:
    """b's turns keep their local hour where clocks change: what b's columns see must be older than each turn."""
    world = simulate("null", weeks=52, seed=1)
    history = history_of(world.conversations, world.events, OPTIONS)
    shift, own = 26, history.begin_s[history.who == 1]
    moved = shifted_history(history, shift, OPTIONS.turn_gap_s)
    rows = rows_of(moved, clocks(moved, OPTIONS), 1, OPTIONS)
    nothing = np.zeros(own.size)
    turns = Latent(own, np.arange(1.0, own.size + 1), nothing, nothing, nothing)  # "known": how many there were
    columns = held_beside(rows, Known(turns, turns, turns), Known(turns, turns, turns), shift * WEEK_S)
    seen = columns[:, 3] + columns[:, 4]
    later = _later(own, shift, moved.until_s, history)
    panel = np.searchsorted(rows.begin_s, later) - 1  # the one that ends with the turn
    whole = (own > 7_200.0) & (own < moved.until_s - 7_200.0) & (later > 7_200.0)  # but for the ends
    assert whole.sum() > 1_000
    assert (seen[panel] <= np.arange(own.size))[whole].all()
    assert (seen[panel] > np.arange(own.size) - 60)[whole].mean() > 0.95

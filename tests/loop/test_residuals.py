"""Time-rescaling residuals: quiet where the model is true, and a clear no where it is not."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from evenstep.loop.bootstrap import against, bootstrapped
from evenstep.loop.design import IDLE, OWES, WAITS
from evenstep.loop.findings import FitTest
from evenstep.loop.fit import PairFit, fit_pair, unseen
from evenstep.loop.history import History, history_of
from evenstep.loop.options import LoopOptions
from evenstep.loop.residuals import LEARNED, fit_tests, judged, learned, residuals
from evenstep.loop.simulate import simulate

OPTIONS = LoopOptions(levels=5)
NORMAL = NormalDist()


def drawn(world: str, weeks: int, seed: int) -> History:
    made = simulate(world, weeks=weeks, seed=seed)
    return history_of(made.conversations, made.events, OPTIONS)


@pytest.fixture(scope="module")
def pair() -> PairFit:
    return fit_pair(drawn("loop-spells+drift", 26, 6), OPTIONS)


def on_the_dot(weeks: int) -> History:
    """Each answers 100 minutes after the other, give or take one, day and night."""
    base = drawn("null", weeks, 1)
    begin = np.cumsum(np.random.default_rng(3).normal(6000.0, 60.0, int(base.until_s / 6000) - 1))
    n, none = begin.size, np.zeros(begin.size, dtype=bool)
    return replace(
        base,
        who=np.arange(n) % 2,
        begin_s=begin,
        end_s=begin.copy(),
        after_call=none,
        ends_in_call=none,
    )


def test_the_true_model_is_not_turned_down(pair: PairFit) -> None:
    tests = unseen(pair)
    assert {(test.person, test.state) for test in tests} >= {("a", "answering"), ("b", "answering")}
    assert all(test.fits and test.n >= 30 and test.p > 1e-4 for test in tests)


def test_residuals_have_mean_one_and_leave_out_only_the_open_end(pair: PairFit) -> None:
    likelihood, top = pair.likelihoods[0], pair.tops[0]
    likelihood.evaluate(top.theta)
    rows, quiet = likelihood.rows, likelihood.work.quiet.copy()
    for state in (OWES, WAITS, IDLE):
        values = residuals(likelihood, state)
        assert values.size == rows.y[rows.state == state].sum() > 50
        assert values.min() > 0
        assert abs(values.mean() - 1) < 4 / np.sqrt(values.size)
        last = np.flatnonzero((rows.y == 1) & (rows.state == state))[-1]
        assert values.sum() == pytest.approx(-quiet[: last + 1][rows.state[: last + 1] == state].sum())


def test_a_residual_knows_nothing_of_what_comes_after(pair: PairFit) -> None:
    likelihood, theta = pair.likelihoods[1], pair.tops[1].theta
    half = likelihood.rows.y.size // 2
    later_gone = np.where(np.arange(likelihood.rows.y.size) < half, likelihood.rows.y, 0)
    changed = replace(likelihood, rows=replace(likelihood.rows, y=later_gone))
    likelihood.evaluate(theta)
    changed.evaluate(theta)
    np.testing.assert_allclose(changed.work.quiet[:half], likelihood.work.quiet[:half], rtol=1e-12)
    assert not np.allclose(changed.work.quiet[half:], likelihood.work.quiet[half:])


def test_the_held_out_weeks_are_not_looked_at(pair: PairFit) -> None:
    likelihood, theta = pair.likelihoods[0], pair.tops[0].theta
    cut = LEARNED * pair.history.until_s
    late = likelihood.rows.begin_s >= cut
    swapped = replace(
        likelihood.rows, y=np.where(late & likelihood.rows.risk, 1 - likelihood.rows.y, likelihood.rows.y)
    )
    (ours, ended), (theirs, _) = (learned(each, theta, cut) for each in (likelihood, replace(likelihood, rows=swapped)))
    assert ended
    np.testing.assert_array_equal(ours, theirs)
    assert np.abs(ours - theta).max() > 1e-3
    assert likelihood.hidden(ours).drift_sd == likelihood.hidden(theta).drift_sd
    assert likelihood.hidden(ours).drift_days == likelihood.hidden(theta).drift_days
    assert likelihood.hidden(ours).depth != likelihood.hidden(theta).depth


def test_fits_with_their_clocks_mixed_up_are_turned_down(pair: PairFit) -> None:
    names, theta = pair.people[0].names, pair.tops[0].theta.copy()
    clocks = np.array([n for n, name in enumerate(names) if name.startswith("owes")])
    theta[clocks] = theta[clocks[::-1]]
    answering = next(test for test in fit_tests(pair.likelihoods[0], theta, 0) if test.state == "answering")
    assert not answering.fits
    assert answering.p < 1e-6


def test_answers_like_clockwork_are_turned_down() -> None:
    tests = unseen(fit_pair(on_the_dot(20), OPTIONS))
    assert [(test.person, test.state, test.fits) for test in tests] == [
        ("a", "answering", False),
        ("b", "answering", False),
    ]


def test_a_misfit_must_be_large_to_count() -> None:
    grid = (np.arange(40_000) + 0.5) / 40_000
    rng = np.random.default_rng(0)
    slightly = judged("a", "answering", rng.permutation(-np.log1p(-grid) * 1.05))
    assert slightly.p < 1e-6
    assert slightly.fits
    clearly = judged("a", "answering", rng.permutation(-np.log1p(-grid) * 1.3))
    assert not clearly.fits


def test_a_misfit_must_be_sure_to_count() -> None:
    grid = (np.arange(40) + 0.5) / 40
    few = judged("a", "starting", np.random.default_rng(0).permutation(-np.log1p(-grid) * 1.6))
    assert few.distance > 0.13
    assert few.fits


@pytest.mark.parametrize(("memory", "fits"), [(0.0, True), (0.4, False), (-0.4, False)])
def test_memory_from_one_to_the_next_is_a_misfit(memory: float, fits: bool) -> None:
    rng = np.random.default_rng(8)
    score = np.zeros(3000)
    for n in range(1, score.size):
        score[n] = memory * score[n - 1] + rng.normal() * np.sqrt(1 - memory**2)
    test = judged("b", "following up", np.array([-np.log1p(-NORMAL.cdf(x)) for x in score]))
    assert test.lag1 == pytest.approx(memory, abs=0.05)
    assert test.fits is fits


def test_few_turns_are_not_judged(pair: PairFit) -> None:
    everything = fit_tests(pair.likelihoods[0], pair.tops[0].theta, 0, from_s=0.97 * pair.history.until_s)
    assert all(test.n >= 30 for test in everything)
    assert "starting" not in [test.state for test in everything]


def test_the_bootstrap_counts_itself_among_the_draws() -> None:
    def at(distance: float, lag1: float = 0.0) -> FitTest:
        return FitTest("a", "answering", 100, distance, 0.5, lag1, True)

    draws = [at(0.01 * n) for n in range(1, 40)] + [replace(at(0.9), person="b")]
    assert against(at(0.385), draws).p == pytest.approx(2 / 40)
    assert against(at(0.385), draws).fits
    assert against(at(0.5), draws).p == pytest.approx(1 / 40)
    assert not against(at(0.5), draws).fits
    assert against(at(0.05), [at(0.04)] * 39).fits  # farther than all, by next to nothing
    assert not against(at(0.01, lag1=-0.3), [at(0.02, lag1=0.05)] * 39).fits


def test_the_bootstrap_draws_and_refits() -> None:
    small = fit_pair(drawn("null", 12, 3), OPTIONS)
    asked: list[tuple[int, int]] = []
    tests = bootstrapped(small, OPTIONS, fit_pair, draws=3, told=lambda done, of: asked.append((done, of)))
    assert asked == [(1, 3), (2, 3), (3, 3)]
    assert {test.state for test in tests} >= {"answering"}
    assert all(test.p in (0.25, 0.5, 0.75, 1.0) and test.fits for test in tests)
    regular = fit_pair(on_the_dot(12), OPTIONS)
    assert not all(test.fits for test in bootstrapped(regular, OPTIONS, fit_pair, draws=3))

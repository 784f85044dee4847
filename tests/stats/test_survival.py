"""Kaplan–Meier against lifelines, by hand, and for every draw at once."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time

from evenstep.stats.bootstrap import week_counts
from evenstep.stats.survival import MOST_BINS, SurvivalCurves, binned_curves, kaplan_meier


def sample(seed: int, n: int, *, ties: bool) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    duration = rng.lognormal(5, 1.5, n)
    if ties:
        duration = np.ceil(duration / 60) * 60
    return np.minimum(duration, 3000.0), (rng.random(n) < 0.8) & (duration < 3000)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_curve_median_and_restricted_mean_are_lifelines(seed: int, ties: bool) -> None:
    duration, observed = sample(seed, 300, ties=ties)
    mine = kaplan_meier(duration, observed)
    oracle = KaplanMeierFitter().fit(duration, observed)
    grid = np.linspace(1, 2999, 97)
    assert mine.at(grid)[0] == pytest.approx(oracle.survival_function_at_times(grid).to_numpy(), abs=1e-9)
    assert mine.median()[0] == pytest.approx(oracle.median_survival_time_, abs=1e-9)
    expected = restricted_mean_survival_time(oracle, t=2000.0)
    assert mine.restricted_mean(2000.0)[0] == pytest.approx(expected, rel=1e-9)


def test_by_hand() -> None:
    """Answers after 1, 2 and 4 min, one open at 2 min: S = 3/4, then 2/4 (the open one is still at risk), then 0."""
    curve = kaplan_meier(np.array([1.0, 2.0, 2.0, 4.0]), np.array([True, True, False, True]))
    assert curve.time.tolist() == [1, 2, 4]
    assert curve.survival[0] == pytest.approx([3 / 4, 1 / 2, 0])
    assert curve.median().tolist() == [2]
    assert curve.restricted_mean(3.0)[0] == pytest.approx(1 + 3 / 4 + 1 / 2)


def test_a_median_that_is_not_reached_is_infinite() -> None:
    assert kaplan_meier(np.array([1.0, 5, 5]), np.array([True, False, False])).median()[0] == np.inf
    assert kaplan_meier(np.array([5.0]), np.array([False])).median()[0] == np.inf
    assert kaplan_meier(np.array([]), np.array([], dtype=bool)).median()[0] == np.inf


@pytest.mark.parametrize("ties", [False, True])
def test_each_draw_is_the_exact_curve_of_the_repeated_sample(ties: bool) -> None:
    """Few enough event times for a bin each: compare every draw with Kaplan–Meier on weeks repeated as drawn."""
    duration, observed = sample(11, 200, ties=ties)
    week = np.random.default_rng(1).integers(0, 12, 200)
    counts = week_counts(12, 25, 4.0, 3)
    marks = np.array([30.0, 500.0, 2500.0])
    drawn = binned_curves(duration, observed, week, counts, marks)
    for draw in range(25):
        times = counts[draw][week].astype(int)
        exact = kaplan_meier(np.repeat(duration, times), np.repeat(observed, times))
        one = SurvivalCurves(drawn.time, drawn.survival[draw : draw + 1])
        assert one.at(marks)[0] == pytest.approx(exact.at(marks)[0], abs=1e-12)
        assert one.median()[0] == exact.median()[0]
        assert one.restricted_mean(2500.0)[0] == pytest.approx(exact.restricted_mean(2500.0)[0], rel=1e-12)


def test_thinned_bins_stay_close_to_the_exact_curve() -> None:
    duration, observed = sample(12, 20_000, ties=False)
    marks = np.geomspace(10, 2900, 30)
    drawn = binned_curves(duration, observed, np.zeros(20_000, dtype=int), np.ones((1, 1)), marks)
    exact = kaplan_meier(duration, observed)
    assert drawn.time.size <= MOST_BINS + marks.size
    assert drawn.at(marks)[0] == pytest.approx(exact.at(marks)[0], abs=2e-3)
    assert drawn.median()[0] == pytest.approx(exact.median()[0], rel=0.01)


def test_a_draw_without_any_waiting_is_undefined() -> None:
    counts = np.array([[1.0, 1.0], [0.0, 2.0]])
    drawn = binned_curves(np.array([5.0]), np.array([True]), np.array([0]), counts, np.array([7.0]))
    assert drawn.median()[0] == 5.0
    assert np.isnan(drawn.median()[1])
    assert np.isnan(drawn.at(np.array([7.0]))[1, 0])

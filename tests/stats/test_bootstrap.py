"""The stationary bootstrap against scipy on independent data, and its own promises."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import bootstrap

from evenstep.stats.bootstrap import WeekBlocks, percentile_interval, week_counts, widened_level


def test_every_draw_has_as_many_weeks_as_the_history() -> None:
    counts = week_counts(20, 500, 4.0, 0)
    assert counts.shape == (500, 20)
    assert (counts.sum(axis=1) == 20).all()
    assert counts.mean(axis=0) == pytest.approx(np.ones(20), abs=0.2)


def test_blocks_of_one_week_are_plain_resampling() -> None:
    """Multinomial counts: each week's count has variance 1 − 1/n."""
    counts = week_counts(30, 4000, 1.0, 1)
    assert counts.var() == pytest.approx(1 - 1 / 30, rel=0.03)


def test_blocks_run_on_for_four_weeks_on_average() -> None:
    """Var of the mean of an alternating series of period 8 (four +1, four −1) is far larger with blocks of 4."""
    signs = np.tile([1.0, 1, 1, 1, -1, -1, -1, -1], 13)[:, None]
    alone = (week_counts(104, 3000, 1.0, 2) @ signs).std()
    blocks = (week_counts(104, 3000, 4.0, 2) @ signs).std()
    # Stationary bootstrap variance: Σ_k (1 − p)^|k| γ(k), circular; with p = 1/4 and this series.
    lags = np.arange(104)
    weight = (1 - lags / 104) * 0.75**lags + lags / 104 * 0.75 ** (104 - lags)
    gamma = np.array([(signs[:, 0] * np.roll(signs[:, 0], -lag)).mean() for lag in lags])
    expected = np.sqrt(104 * (weight[0] * gamma[0] + 2 * (weight[1:] * gamma[1:])[:52].sum()))
    assert alone == pytest.approx(np.sqrt(104), rel=0.05)
    assert blocks == pytest.approx(expected, rel=0.06)


def test_on_independent_weeks_the_interval_is_scipys() -> None:
    rng = np.random.default_rng(7)
    n = rng.poisson(30, 60).astype(float)
    k = rng.binomial(n.astype(int), 0.3).astype(float)
    mine = WeekBlocks(60, draws=20_000, block_weeks=1.0).ratio(k[:, None], n[:, None])
    oracle = bootstrap(
        (k, n),
        lambda x, y, axis=-1: x.sum(axis=axis) / y.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(8),
    ).confidence_interval
    width = oracle.high - oracle.low
    assert mine.value[0] == k.sum() / n.sum()
    assert mine.low[0] == pytest.approx(oracle.low, abs=0.03 * width)
    assert mine.high[0] == pytest.approx(oracle.high, abs=0.03 * width)


@pytest.mark.parametrize(("n", "block"), [(8, 4.0), (13, 4.0), (52, 4.0), (30, 1.0)])
def test_the_widening_is_what_resampling_loses_on_independent_weeks(n: int, block: float) -> None:
    """The resampled sd of the mean of white noise, averaged over many noises, against the true 1/√n."""
    noise = np.random.default_rng(3).normal(size=(n, 2000))
    resampled = (week_counts(n, 4000, block, 5) @ noise / n).var(axis=0).mean()
    normal = NormalDist()
    factor = normal.inv_cdf(0.5 + widened_level(n, block, 0.95) / 2) / normal.inv_cdf(0.975)
    assert factor * np.sqrt(resampled) == pytest.approx(1 / np.sqrt(n), rel=0.03)


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    assert (week_counts(9, 50, 4.0, 1) == week_counts(9, 50, 4.0, 1)).all()
    assert (week_counts(9, 50, 4.0, 1) != week_counts(9, 50, 4.0, 2)).any()


def test_mirrored_draws_give_the_mirrored_interval_exactly() -> None:
    draws = np.random.default_rng(0).normal(size=(2000, 3))
    low, high = percentile_interval(draws)
    mirrored_low, mirrored_high = percentile_interval(-draws)
    assert (mirrored_low == -high).all()
    assert (mirrored_high == -low).all()


def test_the_interval_is_the_50th_value_from_either_side_of_2000() -> None:
    draws = np.random.default_rng(0).permutation(np.arange(1.0, 2001))[:, None]
    low, high = percentile_interval(draws)
    assert (low[0], high[0]) == (50.0, 1951.0)


def test_a_few_undefined_draws_are_set_aside_and_many_give_no_interval() -> None:
    draws = np.tile(np.arange(100.0)[:, None], (1, 2))
    draws[:4, 0] = np.nan
    draws[:6, 1] = np.nan
    low, high = percentile_interval(draws)
    assert (low[0], high[0]) == (5.0, 98.0)
    assert np.isnan([low[1], high[1]]).all()


def test_below_eight_weeks_there_is_a_value_but_no_interval() -> None:
    seven = WeekBlocks(7, draws=200).ratio(np.ones((7, 1)), np.full((7, 1), 2.0))
    assert seven.value[0] == 0.5
    assert np.isnan([seven.low[0], seven.high[0]]).all()
    eight = WeekBlocks(8, draws=200).ratio(np.ones((8, 1)), np.full((8, 1), 2.0))
    assert np.isfinite([eight.low[0], eight.high[0]]).all()


def test_weeks_without_observations_do_not_count_towards_the_minimum() -> None:
    n = np.array([2.0] * 7 + [0.0] * 20)[:, None]
    few = WeekBlocks(27, draws=200).ratio(n / 2, n)
    assert few.n_weeks.tolist() == [7]
    assert np.isnan(few.low[0])


def test_a_share_of_none_gets_the_exact_bound_and_a_mean_does_not() -> None:
    nothing, n = np.zeros((10, 1)), np.full((10, 1), 3.0)
    share = WeekBlocks(10, draws=200).ratio(nothing, n)
    assert (share.low[0], share.high[0]) == pytest.approx((0, 1 - 0.025 ** (1 / 30)))
    assert share.exact.tolist() == [True]
    mean = WeekBlocks(10, draws=200).ratio(nothing, n, share=False)
    assert (mean.low[0], mean.high[0], mean.exact[0]) == (0, 0, False)


def test_no_weeks_at_all_give_nothing() -> None:
    empty = WeekBlocks(0).ratio(np.zeros((0, 1)), np.zeros((0, 1)))
    assert np.isnan(empty.value[0])
    assert empty.n.tolist() == [0]

"""The covariates of the naive analyses against brute force and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from evenstep.loop.pitfalls.contact import contact_of
from evenstep.loop.pitfalls.correlation import spearman
from evenstep.loop.pitfalls.hazard import waiting
from evenstep.loop.pitfalls.innovation import expected_follow_ups
from evenstep.loop.pitfalls.last_turn import decayed_count
from evenstep.loop.pitfalls.recent_count import within
from evenstep.loop.simulate import simulate

RNG = np.random.default_rng(5)
TIMES = np.sort(RNG.uniform(1.6e9, 1.6e9 + 4e6, 60))
AT = np.sort(RNG.uniform(1.6e9 - 1e5, 1.6e9 + 5e6, 300))


def test_spearman_with_ties_equals_scipy() -> None:
    x = RNG.integers(0, 5, 200)
    y = x + RNG.normal(size=200).round()
    assert spearman(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
    assert np.isnan(spearman(np.ones(4), np.arange(4)))


def test_decayed_count_equals_the_sum() -> None:
    age = AT[:, None] - TIMES
    brute = np.where(age >= 0, np.exp(-np.maximum(age, 0) / 129_600), 0).sum(axis=1)
    np.testing.assert_allclose(decayed_count(TIMES, AT, 129_600.0), brute, rtol=1e-9, atol=1e-300)
    assert (decayed_count(TIMES[:0], AT, 1.0) == 0).all()


def test_a_decade_does_not_overflow() -> None:
    decade = np.arange(0, 3.2e8, 3600.0)
    found = decayed_count(decade, decade[-1:], 3600.0)
    assert found == pytest.approx(1 / (1 - np.exp(-1)), rel=1e-6)


def test_within_counts_the_window() -> None:
    age = AT[:, None] - TIMES
    assert within(TIMES, AT, 259_200.0).tolist() == ((age >= 0) & (age < 259_200)).sum(axis=1).tolist()
    assert within(np.array([10.0]), np.array([9.0, 10.0, 19.0, 20.0]), 10.0).tolist() == [0, 1, 1, 0]


def test_expected_follow_ups_add_up_to_those_seen() -> None:
    pair = simulate("null", weeks=8, seed=2)
    contact = contact_of(pair.conversations, pair.events)
    when, total = expected_follow_ups(contact, 0)
    assert (np.diff(when) >= 0).all()
    assert (np.diff(total) >= 0).all()
    assert total[-1] == pytest.approx(waiting(contact, 0).acts.sum(), rel=1e-8)

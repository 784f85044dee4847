"""The search: what an earlier fit learned shortens it and does not move where it ends."""

from __future__ import annotations

from functools import cache

import numpy as np

from evenstep.loop.climb import Top, _first_guess, climb, poisson_start
from evenstep.loop.design import clocks, rows_of
from evenstep.loop.history import history_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import carried_over
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import K, W, terms_of


@cache
def fitted() -> tuple[Likelihood, Top]:
    """Person a of a simulated pair, on three levels and without the effects."""
    pair = simulate("loop-spells+drift", weeks=16, seed=4)
    history = history_of(pair.conversations, pair.events, LoopOptions())
    rows = rows_of(history, clocks(history, LoopOptions()), 0, LoopOptions())
    likelihood = Likelihood(rows, terms_of(rows).without((W, K)), 3)
    return likelihood, climb(likelihood, poisson_start(likelihood, likelihood.start()))


def test_what_was_learned_saves_a_quarter_of_a_search_with_more_terms() -> None:
    first, top = fitted()
    likelihood = Likelihood(first.rows, terms_of(first.rows), 5)
    start = carried_over(likelihood.terms.names, (first.terms, top.theta), likelihood)
    alone, helped = climb(likelihood, start), climb(likelihood, start, before=(first.terms, top.inverse))
    assert alone.converged
    assert helped.converged
    assert helped.evaluations <= 0.75 * alone.evaluations
    assert abs(helped.value - alone.value) < 3e-3
    for name in (W, K):
        n = likelihood.terms.names.index(name)
        assert abs(helped.theta[n] - alone.theta[n]) < 0.06 * np.sqrt(alone.inverse[n, n])


def test_a_first_guess_is_a_curvature_whatever_was_learned() -> None:
    """Positive, with terms that one of the two fits does not have, and from an inverse of no merit."""
    first, top = fitted()
    for terms in (terms_of(first.rows), first.terms.without(first.terms.names[:3])):
        likelihood = Likelihood(first.rows, terms, 3)
        likelihood.evaluate(carried_over(terms.names, (first.terms, top.theta), likelihood))
        for learned in (top.inverse, 1e-6 * np.eye(first.size)):
            guess = _first_guess(likelihood, (first.terms, learned))
            assert (np.linalg.eigvalsh((guess + guess.T) / 2) > 0).all()


def test_the_filter_alone_says_what_an_evaluation_says() -> None:
    first, top = fitted()
    value, _ = first.evaluate(top.theta)
    alpha, gain, quiet = first.work.alpha.copy(), first.work.gain.copy(), first.work.quiet.copy()
    first.evaluate(first.start())
    plain, off = first.filtered(top.theta), top.theta - first.mean
    assert abs(plain - 0.5 * off @ (first.precision * off) - value) < 1e-9
    for found, expected in zip(
        (first.work.alpha, first.work.gain, first.work.quiet), (alpha, gain, quiet), strict=True
    ):
        np.testing.assert_array_equal(found, expected)


def test_a_search_from_its_own_top_with_what_it_learned_stays() -> None:
    first, top = fitted()
    again = climb(first, top.theta, before=(first.terms, top.inverse))
    assert again.evaluations == 1
    np.testing.assert_array_equal(again.theta, top.theta)

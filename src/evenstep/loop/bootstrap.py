"""Does the model fit, judged by histories drawn from it: a parametric bootstrap of the residual tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from evenstep.loop.findings import FitTest
from evenstep.loop.history import History
from evenstep.loop.options import LoopOptions
from evenstep.loop.redraw import draw_history
from evenstep.loop.residuals import FAR, LEAST, LINKED, fit_tests

if TYPE_CHECKING:
    from evenstep.loop.fit import PairFit

DRAWS: Final = 39
Told = Callable[[int, int], None]
Refit = Callable[[History, LoopOptions], "PairFit"]


def bootstrapped(
    pair: PairFit, options: LoopOptions, refit: Refit, draws: int = DRAWS, told: Told | None = None
) -> tuple[FitTest, ...]:
    """The residual tests of both people over the whole time, with p from ``draws`` histories of the fitted model.

    Each is drawn with new spells and drift and fitted anew by ``refit``, so that what fitting takes away from the
    distance is taken away there too. p = (1 + histories at least as far) / (1 + histories). Seeded by
    ``options.seed``; ``told`` hears (done, of how many). As many fits as draws: minutes.
    """
    found = whole(pair, LEAST)
    drawn = []
    for n in range(draws):
        history = draw_history(pair, options, seed=draws * options.seed + n)
        if history.both_spoke:
            drawn.append(whole(refit(history, options), 2))
        if told is not None:
            told(n + 1, draws)
    return tuple(against(test, [each for tests in drawn for each in tests]) for test in found)


def whole(pair: PairFit, least: int) -> tuple[FitTest, ...]:
    """The tests of both people over the whole time, of states with at least ``least`` turns."""
    both = ((i, fit_tests(pair.likelihoods[i], pair.tops[i].theta, i, least=least)) for i in (0, 1))
    return tuple(replace(test, ended=pair.people[i].converged) for i, tests in both for test in tests)


def against(test: FitTest, drawn: list[FitTest]) -> FitTest:
    """``test`` judged by those of the same person and state among ``drawn``.

    It fails where no drawn history is as far off, and it lies farther than the middle one by more than 0.05 of
    distance or 0.10 of correlation: surely, and so much that it matters. It has ended where all of them have.
    """
    same = [each for each in drawn if (each.person, each.state) == (test.person, test.state)]
    if not same:
        return test
    far, linked = np.array([each.distance for each in same]), np.abs([each.lag1 for each in same])
    lag = abs(test.lag1)
    apart = test.distance > far.max() and test.distance - float(np.median(far)) > FAR
    chained = lag > linked.max() and lag - float(np.median(linked)) > LINKED
    p = (1 + int((far >= test.distance).sum())) / (1 + len(same))
    ended = test.ended and all(each.ended for each in same)
    return replace(test, p=p, fits=not (apart or chained), ended=ended)

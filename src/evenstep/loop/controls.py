"""Negative control: the same question asked of a partner moved by whole weeks, where no answer can be true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.climb import Top, climb, poisson_start
from evenstep.loop.design import Rows, clocks, rows_of
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import Controls, Effect
from evenstep.loop.history import History
from evenstep.loop.known import Known, held_beside
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import FittedPerson, carried_over, finished
from evenstep.loop.rearranged import WEEK_S, shifted_history
from evenstep.loop.rule import circles_of
from evenstep.loop.terms import BESIDE, K, Terms, W, terms_of
from evenstep.loop.verdict import UNENDED, effects_of

Floats = npt.NDArray[np.float64]
Fit = tuple[Likelihood, Floats]
Both = tuple[Known, Known]
Told = Callable[[int, int], None]

FEW: Final = 6  # shifts of the default check
ALL: Final = 51
DECREMENT: Final = 0.05


@dataclass(frozen=True)
class Found:
    """One person's fit under a shift; the next one starts from it."""

    likelihood: Likelihood
    top: Top


def shifts_of(weeks: int, most: int) -> tuple[int, ...]:
    """At most ``most`` distinct shifts in whole weeks, spread evenly; none comes nearer than a week to the truth."""
    if weeks < 2:
        return ()
    return tuple(int(n) for n in np.unique(np.linspace(1, weeks - 1, min(most, weeks - 1)).round()))


def controls_of(
    history: History,
    fits: tuple[Fit, Fit],
    known: Both | None,
    options: LoopOptions,
    most: int = FEW,
    told: Told | None = None,
) -> Controls:
    """How often the same test finds something where b's turns are moved by whole weeks against a's.

    ``fits``: each person's likelihood and parameters; ``known``: what was held beside them, which moves with whom it is
    about. ``most`` shifts at most; ``told`` hears (done, of how many). Holm
    and circles as in the real one. Spells and drift are fitted anew with the rest: where both share a drift, the fit
    leaves it to what was known of the other, and holding the little that is left as their own would make effects out
    of it (in a world with one drift of sd 0.6 for both, w was called in 27 of 48 such controls, and in none like
    this). Standard errors come without the allowance for what two people share (``person.allowing``): a moved partner
    shares nothing, and without it the control is the easier one to fool. A shift in which a search does not end is
    counted apart.
    """
    weeks = shifts_of(history.weeks, most)
    calls, loops, asked = np.zeros(4, dtype=np.int64), 0, 0
    before: tuple[Found | None, Found | None] = (None, None)
    for n, shift in enumerate(weeks):
        effects, before = _asked(history, fits, known, options, shift, before)
        if UNENDED not in (effect.problem for effect in effects):
            answers = [effect.answer for effect in effects]
            calls += [answer in ("shows", "opposite") for answer in answers]
            loops += bool(circles_of(answers))
            asked += 1
        if told is not None:
            told(n + 1, len(weeks))
    each = calls.tolist()
    return Controls(asked, loops, (each[0], each[1], each[2], each[3]), len(weeks) - asked)


def _asked(
    history: History,
    fits: tuple[Fit, Fit],
    known: Both | None,
    options: LoopOptions,
    shift: int,
    before: tuple[Found | None, Found | None],
) -> tuple[tuple[Effect, Effect, Effect, Effect], tuple[Found, Found]]:
    """The four effects under one shift."""
    moved = shifted_history(history, shift, options.turn_gap_s)
    clock = clocks(moved, options)
    found: list[Found] = []
    for i in (0, 1):
        rows = rows_of(moved, clock, i, options)
        terms = terms_of(rows)
        if known is not None:
            later = (shift * WEEK_S if who == 1 else 0.0 for who in (i, 1 - i))
            terms = terms.and_also(BESIDE, held_beside(rows, known[i], known[1 - i], *later))
        found.append(_refitted(rows, terms, fits[i], before[i]))
    people: tuple[FittedPerson, FittedPerson] = (
        finished(found[0].likelihood, found[0].top),
        finished(found[1].likelihood, found[1].top),
    )
    both = (found[0].likelihood.rows, found[1].likelihood.rows)
    return effects_of(people, enough_of(moved, clock, both, options), options), (found[0], found[1])


def _refitted(rows: Rows, terms: Terms, fit: Fit, before: Found | None) -> Found:
    """Everything, from the shift before where there was one: only the partner is another."""
    likelihood = Likelihood(rows, terms, fit[0].levels, fit[0].spells)
    if before is None:
        start = carried_over(terms.names, (fit[0].terms, fit[1]), likelihood)
        start[[n for name in (W, K) if (n := terms.column(name)) is not None]] = 0.0
        return Found(likelihood, climb(likelihood, poisson_start(likelihood, start), DECREMENT))
    start = carried_over(terms.names, (before.likelihood.terms, before.top.theta), likelihood)
    return Found(likelihood, climb(likelihood, start, DECREMENT, _inverse_from(before, likelihood)))


def _inverse_from(before: Found, likelihood: Likelihood) -> Floats:
    """The inverse curvature of the shift before, with the priors' variance for columns it did not have."""
    was, now = before.likelihood.terms.names, likelihood.terms.names
    inverse = np.diag(1 / np.maximum(likelihood.precision, 1.0))
    to = [n for n, name in enumerate(now) if name in was] + list(range(len(now), likelihood.size))
    of = [was.index(name) for name in now if name in was] + list(range(len(was), before.likelihood.size))
    inverse[np.ix_(to, to)] = before.top.inverse[np.ix_(of, of)]
    return inverse

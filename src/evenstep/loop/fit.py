"""Fit the loop of one pair: both people, both effects, checks, and the verdict in one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from evenstep.loop.bootstrap import bootstrapped
from evenstep.loop.climb import Top, climb
from evenstep.loop.controls import ALL, FEW, controls_of
from evenstep.loop.design import Clocks, Rows, clocks, rows_of
from evenstep.loop.drift import FEWEST, levels_for
from evenstep.loop.echo import echoes_of
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import FitTest, LoopResult
from evenstep.loop.history import History, history_of
from evenstep.loop.known import DECREMENT, Fitted, Known, held_beside, known_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import FittedPerson, allowing, carried_over, finished, maximise
from evenstep.loop.residuals import held_out
from evenstep.loop.terms import BESIDE, K, Terms, W, terms_of
from evenstep.loop.verdict import conclude

Checks = Literal["none", "default", "full"]


@dataclass(frozen=True)
class PairFit:
    """Both people's fits with what they were made from; for checks, controls and the echo."""

    history: History
    clocks: Clocks
    rows: tuple[Rows, Rows]
    likelihoods: tuple[Likelihood, Likelihood]
    tops: tuple[Top, Top]
    people: tuple[FittedPerson, FittedPerson]
    known: tuple[Known, Known] | None  # what was held beside the effects; None where options.partner is False


def fit_loop(
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    *,
    options: LoopOptions | None = None,
    checks: Checks = "default",
) -> LoopResult:
    """Does each make the other do more of it? One conversation with both persons chosen (method.md 3).

    ``checks``: "none" gives the fit alone; "default" adds residuals on held-out weeks, shifted partners and, for a
    loop, the echo; "full" judges the residuals by a parametric bootstrap. Raises OptionError (conversations, checks).
    """
    chosen = options or LoopOptions()
    history = history_of(conversations, events, chosen)
    if not history.both_spoke:
        return conclude(history, None, enough_of(history, None, None, chosen), chosen)
    pair = fit_pair(history, chosen)
    enough = enough_of(history, pair.clocks, pair.rows, chosen)
    if checks == "none" or not enough.enough:
        return conclude(history, pair.people, enough, chosen)
    full = checks == "full"
    tests = bootstrapped(pair, chosen, fit_pair) if full else unseen(pair)
    fits = ((pair.likelihoods[0], pair.tops[0].theta), (pair.likelihoods[1], pair.tops[1].theta))
    controls = controls_of(history, fits, pair.known, chosen, ALL if full else FEW)
    result = conclude(history, pair.people, enough, chosen, tests=tests, controls=controls)
    looped = result.verdict == "both directions"
    return replace(result, echoes=echoes_of(pair, result.circles, chosen)) if looped else result


def unseen(pair: PairFit) -> tuple[FitTest, ...]:
    """The residual tests of both people on the last quarter of the time, which their fits have not seen."""
    until = pair.history.until_s
    both = [held_out(pair.likelihoods[i], pair.tops[i].theta, until, i) for i in (0, 1)]
    return both[0] + both[1]


def fit_pair(history: History, options: LoopOptions) -> PairFit:
    """Both people: first each by themselves, to see their drift and spells; then the effects, with what was known of
    both people's drift and spells at each moment held beside them (``known.py``).

    Without the second, one drift that moves both people passes for an effect; so does one cause that moves one's
    reaching and the other's answers.
    """
    clock = clocks(history, options)
    rows = (rows_of(history, clock, 0, options), rows_of(history, clock, 1, options))
    few = min(options.levels, FEWEST)
    rough = [maximise(each, terms_of(each), few, spells=options.spells, decrement=DECREMENT) for each in rows]
    widest = max(abs(likelihood.hidden(top.theta).drift_sd) for likelihood, top in rough)
    levels = levels_for(widest, options.levels)
    alone = (_again(rough[0], levels), _again(rough[1], levels))
    if options.partner:
        known = (known_of(alone[0], rough[0]), known_of(alone[1], rough[1]))
        one, two = (_beside(alone[i], known[i], known[1 - i]) for i in (0, 1))
    else:
        known = None
        one, two = ((*each, finished(*each)) for each in alone)
    people = (_since(rough[0], one[2]), _since(rough[1], two[2]))
    return PairFit(history, clock, rows, (one[0], two[0]), (one[1], two[1]), people, known)


def _since(rough: Fitted, person: FittedPerson) -> FittedPerson:
    """``person`` with the first, rough search named where it did not end: the later ones went on from there."""
    return person if rough[1].converged else replace(person, unended=("rough", *person.unended))


def _again(fit: Fitted, levels: int) -> Fitted:
    """The same fit to the end, on a grid of ``levels``."""
    rough, top = fit
    likelihood = Likelihood(rough.rows, rough.terms, levels, rough.spells)
    return likelihood, climb(likelihood, top.theta, before=(rough.terms, top.inverse))


def _beside(alone: Fitted, own: Known, partner: Known) -> tuple[Likelihood, Top, FittedPerson]:
    """One person's fit with what was known of them and of the other held beside the effects.

    The drift and spells it reports are those of the fit ``alone``: here the columns take some of them. It has
    converged where that one, and those that what was known came from, have too.
    """
    before, first = alone
    terms = before.terms.and_also(BESIDE, held_beside(before.rows, own, partner))
    likelihood = Likelihood(before.rows, terms, before.levels, before.spells)
    start = carried_over(terms.names, (before.terms, first.theta), likelihood)
    top = climb(likelihood, start, before=(before.terms, first.inverse))
    person = finished(likelihood, top)
    w, k = (_of(before.terms, first, name) for name in (W, K))
    allowed = replace(
        person,
        w=allowing(person.w, w),
        k=allowing(person.k, k),
        hidden=before.hidden(first.theta),
        converged=top.converged and first.converged and own.converged and partner.converged,
        unended=(*own.unended, *person.unended),
    )
    return likelihood, top, allowed


def _of(terms: Terms, top: Top, name: str) -> float:
    at = terms.column(name)
    return float("nan") if at is None else float(top.theta[at])

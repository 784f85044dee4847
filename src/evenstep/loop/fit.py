"""Fit the loop of one pair: both people, both effects, checks, and the verdict in one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.loop.bootstrap import bootstrapped
from evenstep.loop.climb import Top, climb
from evenstep.loop.controls import ALL, FEW, controls_of
from evenstep.loop.design import Clocks, Rows, clocks, rows_of
from evenstep.loop.echo import echoes_of
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import FitTest, LoopResult
from evenstep.loop.history import History, history_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import FittedPerson, Latent, allowing, carried_over, finished, latent, maximise
from evenstep.loop.residuals import held_out
from evenstep.loop.terms import PARTNER, K, Terms, W, terms_of
from evenstep.loop.verdict import conclude

Floats = npt.NDArray[np.float64]
Checks = Literal["none", "default", "full"]
ROUGH_LEVELS, ROUGH_DECREMENT = 5, 0.1  # the first look only tells what was known of each: it need not be exact


@dataclass(frozen=True)
class PairFit:
    """Both people's fits with what they were made from; for checks, controls and the echo."""

    history: History
    clocks: Clocks
    rows: tuple[Rows, Rows]
    likelihoods: tuple[Likelihood, Likelihood]
    tops: tuple[Top, Top]
    people: tuple[FittedPerson, FittedPerson]


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
    controls = controls_of(history, fits, chosen, ALL if full else FEW)
    result = conclude(history, pair.people, enough, chosen, tests=tests, controls=controls)
    looped = result.verdict == "both directions"
    return replace(result, echoes=echoes_of(pair, result.circles, chosen)) if looped else result


def unseen(pair: PairFit) -> tuple[FitTest, ...]:
    """The residual tests of both people on the last quarter of the time, which their fits have not seen."""
    until = pair.history.until_s
    both = [held_out(pair.likelihoods[i], pair.tops[i].theta, until, i) for i in (0, 1)]
    return both[0] + both[1]


def fit_pair(history: History, options: LoopOptions) -> PairFit:
    """Both people, twice: first each alone without effects, to see their own drift and spells; then with the
    effects, and with what was known of the other's drift and spells at each moment held beside them.

    Without the second, one drift that moves both people passes for an effect.
    """
    clock = clocks(history, options)
    rows = (rows_of(history, clock, 0, options), rows_of(history, clock, 1, options))
    terms = (terms_of(rows[0]), terms_of(rows[1]))
    few = min(options.levels, ROUGH_LEVELS)
    alone = [
        maximise(rows[i], terms[i].without((W, K)), few, spells=options.spells, decrement=ROUGH_DECREMENT)
        for i in (0, 1)
    ]
    known = tuple(latent(likelihood, top.theta) for likelihood, top in alone)
    fits, people = [], []
    for i in (0, 1):
        before = (alone[i][0].terms, alone[i][1].theta)
        wider = terms[i].and_also(PARTNER, partner_columns(rows[i], known[1 - i])) if options.partner else terms[i]
        likelihood = Likelihood(rows[i], wider, options.levels, options.spells)
        top = climb(likelihood, carried_over(wider.names, before, likelihood))
        fits.append((likelihood, top))
        person = finished(likelihood, top)
        people.append(_allowed(person, rows[i], terms[i], before, options) if options.partner else person)
    return PairFit(history, clock, rows, (fits[0][0], fits[1][0]), (fits[0][1], fits[1][1]), (people[0], people[1]))


def _allowed(
    person: FittedPerson, rows: Rows, terms: Terms, before: tuple[Terms, Floats], options: LoopOptions
) -> FittedPerson:
    """The fit with an allowance for what both share, from a rough fit that does not hold the partner beside it."""
    likelihood = Likelihood(rows, terms, min(options.levels, ROUGH_LEVELS), options.spells)
    theta = climb(likelihood, carried_over(terms.names, before, likelihood), ROUGH_DECREMENT).theta
    at = {name: terms.column(name) for name in (W, K)}
    alone = {name: float(theta[n]) if n is not None else float("nan") for name, n in at.items()}
    return replace(person, w=allowing(person.w, alone[W]), k=allowing(person.k, alone[K]))


def partner_columns(rows: Rows, other: Latent) -> Floats:
    """The other's drift and spell as known when each panel begins: shape (panels, 2), nothing of the future in it."""
    at = np.searchsorted(other.end_s, rows.begin_s + 1e-6, side="right") - 1
    usual = float(other.filtered_spell.mean())
    drift = np.where(at >= 0, other.filtered_drift[np.maximum(at, 0)], 0.0)
    spell = np.where(at >= 0, other.filtered_spell[np.maximum(at, 0)], usual) - usual
    return np.column_stack([drift, spell])

"""Fit one person: their four clocks, spells and drift, and the two effects with both standard errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop import drift
from evenstep.loop.climb import PROBE, Top, climb, inverse_columns, poisson_start
from evenstep.loop.design import Rows
from evenstep.loop.findings import Search
from evenstep.loop.likelihood import STARTS, Hidden, Likelihood
from evenstep.loop.terms import K, Terms, W

Floats = npt.NDArray[np.float64]

SHARED: Final = 0.6  # chosen in worlds with one drift for both (docs/validation.md)


@dataclass(frozen=True)
class Coefficient:
    """One estimated effect. ``model``: se from the likelihood's curvature; ``weeks``: from how much each week says.

    Both hold an allowance for what is shared: see ``allowing``. NaN, and ``problem`` says why, where there is nothing
    to estimate.
    """

    value: float
    model: float
    weeks: float
    n_weeks: int
    problem: str


@dataclass(frozen=True)
class Latent:
    """What is known of a person's hidden part after each of their panels: shape (panels,)."""

    end_s: Floats
    filtered_drift: Floats  # given what came before
    smoothed_drift: Floats  # given everything
    filtered_spell: Floats
    quiet: Floats  # log probability that nothing happens inside a panel, given what came before


@dataclass(frozen=True)
class FittedPerson:
    """The fit of one person's turn starts. ``rhythm`` is the log rate by hour of their week, shape (168,)."""

    names: tuple[str, ...]
    coefficients: Floats
    rhythm: Floats
    theta: Floats
    hidden: Hidden
    w: Coefficient
    k: Coefficient
    n_events: int
    log_likelihood: float  # of the turn starts, time in hours, without the priors
    converged: bool  # so has every fit that the effects rest on
    evaluations: int
    unended: tuple[Search, ...] = ()  # of this person's searches, in their order; "rough", "errors" leave the numbers


def maximise(rows: Rows, terms: Terms, levels: int, *, spells: bool, decrement: float) -> tuple[Likelihood, Top]:
    """The higher of the tops found from STARTS: with hardly any spells and drift, and with much of both.

    It has converged where both searches have: the one that did not might have ended higher.
    """
    likelihood = Likelihood(rows, terms, levels, spells)
    plain, tops = poisson_start(likelihood, likelihood.start())[: likelihood.cuts[1]], list[Top]()
    for sizes in reversed(STARTS):  # the first search tells the second one how the likelihood bends
        start = np.concatenate([plain, likelihood.start(*sizes)[plain.size :]])
        tops.append(climb(likelihood, start, decrement, before=(terms, tops[0].inverse) if tops else None))
    best = max(tops, key=lambda top: top.value)
    return likelihood, replace(best, converged=all(top.converged for top in tops))


def latent(likelihood: Likelihood, theta: Floats) -> Latent:
    """Filtered and smoothed drift and spell at ``theta``."""
    likelihood.evaluate(theta)
    work, rows, hidden = likelihood.work, likelihood.rows, likelihood.hidden(theta)
    points = hidden.drift_sd * drift.grid(likelihood.levels)
    return Latent(
        end_s=rows.begin_s + rows.dt_h * 3600.0,
        filtered_drift=work.alpha.sum(axis=2) @ points,
        smoothed_drift=work.smooth @ points,
        filtered_spell=-hidden.depth * work.alpha[:, :, 1].sum(axis=1),
        quiet=work.quiet.copy(),
    )


def carried_over(names: tuple[str, ...], before: tuple[Terms, Floats], likelihood: Likelihood) -> Floats:
    """A starting vector for ``likelihood`` from a fit with other terms: what has the same name keeps its value."""
    terms, theta = before
    start = likelihood.start()
    for n, name in enumerate(names):
        at = terms.column(name)
        if at is not None:
            start[n] = theta[at]
    start[len(names) :] = theta[len(terms.names) :]
    return start


def allowing(found: Coefficient, alone: float) -> Coefficient:
    """Standard errors that allow for what two people share beyond what could be held beside the effect.

    ``alone`` is the estimate by the same fit without what is held beside. What holding it moved is the part of sharing,
    and of answers and reaching that drift apart, that could be seen; SHARED of that again, either way, is allowed for
    the part that could not. Columns that hold nothing move an estimate too, by a part of its own error.
    """
    if found.problem or not np.isfinite(alone):
        return found
    more = SHARED * abs(found.value - alone)
    return replace(found, model=float(np.hypot(found.model, more)), weeks=float(np.hypot(found.weeks, more)))


def finished(likelihood: Likelihood, top: Top) -> FittedPerson:
    """The fit with the standard errors of both effects."""
    terms = likelihood.terms
    there = tuple(n for name in (W, K) if (n := terms.column(name)) is not None)
    columns, solved = inverse_columns(likelihood, top, there)
    likelihood.evaluate(top.theta)
    found = {terms.names[n]: _coefficient(likelihood, top, n, x) for n, x in zip(there, columns, strict=True)}
    nothing = Coefficient(np.nan, np.nan, np.nan, 0, "too few episodes")
    exact = all(ended or found[terms.names[n]].problem for n, ended in zip(there, solved, strict=True))
    ends: tuple[tuple[Search, bool], ...] = (("effects", top.converged), ("errors", exact))
    k, b = likelihood.cuts
    off = top.theta - likelihood.mean
    return FittedPerson(
        names=terms.names,
        coefficients=top.theta[:k],
        rhythm=likelihood.basis @ top.theta[k:b],
        theta=top.theta,
        hidden=likelihood.hidden(top.theta),
        w=found.get(W, nothing),
        k=found.get(K, nothing),
        n_events=int(likelihood.rows.y.sum()),
        log_likelihood=top.value + 0.5 * float(off @ (likelihood.precision * off)),
        converged=top.converged,
        evaluations=top.evaluations,
        unended=tuple(search for search, ended in ends if not ended),
    )


def _coefficient(likelihood: Likelihood, top: Top, n: int, column: Floats) -> Coefficient:
    """Both standard errors of parameter ``n``; ``column`` is its column of the inverse curvature."""
    value, variance = float(top.theta[n]), float(column[n])
    seen = float(likelihood.rows.y @ np.abs(likelihood.terms.values[:, n]))  # 0: they did nothing while it was felt
    if not seen > 0:
        return Coefficient(np.nan, np.nan, np.nan, 0, "separation")
    if not variance > 0 or not np.isfinite(variance):  # where the search ended, the likelihood does not bend down
        return Coefficient(np.nan, np.nan, np.nan, 0, "flat")
    by_week = _by_week(likelihood, top.theta, column)
    counted = int(np.unique(likelihood.rows.week[likelihood.rows.risk]).size)
    spread = float(by_week @ by_week) * counted / max(counted - 1, 1)
    return Coefficient(value, float(np.sqrt(variance)), float(np.sqrt(spread)), counted, "")


def _by_week(likelihood: Likelihood, theta: Floats, along: Floats) -> Floats:
    """Slope along ``along`` of each week's log-likelihood given the weeks before it: shape (weeks,).

    Not the weeks' sums of ``Workspace.score``: those know what came after, lean on one another through the drift, and
    have nothing of the hidden parameters. Given the past alone, weeks are uncorrelated where the model is true.
    """
    step = PROBE / float(np.abs(along).max())
    ends = []
    for sign in (1.0, -1.0):
        likelihood.filtered(theta + sign * step * along)
        ends.append(np.bincount(likelihood.rows.week, likelihood.work.gain))
    slope: Floats = (ends[0] - ends[1]) / (2.0 * step)
    return slope

"""Does the model fit: time-rescaling residuals of each person and state, on weeks the fit has not seen.

Between two turns of one kind the fitted intensity, integrated over the time in which that kind could have happened,
is a unit exponential if the model is true, and independent of the one before (Brown et al. 2002). The intensity is
the filtered one: at every moment only what came before is known, of spells and drift too.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from evenstep.loop.climb import climb
from evenstep.loop.design import IDLE, OWES, WAITS, Rows
from evenstep.loop.findings import FitTest, PersonKey
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.terms import Terms
from evenstep.stats.kolmogorov import exponential_distance, kolmogorov_p

Floats = npt.NDArray[np.float64]
StateName = Literal["answering", "following up", "starting"]

STATES: Final[tuple[tuple[int, StateName], ...]] = ((OWES, "answering"), (WAITS, "following up"), (IDLE, "starting"))
PEOPLE: Final[tuple[PersonKey, PersonKey]] = ("a", "b")
LEARNED: Final = 0.75  # share of the time that the held-out fit sees
LEAST: Final = 30  # turns of a state in the held-out weeks, below which it is not judged
DECREMENT: Final = 0.03  # of the fit to the learned part: every estimate within a fifth of its own se
SURE_DISTANCE, FAR = 1.63, 0.05  # 99 % point of Kolmogorov's law; a distance nobody would call a fit
SURE_LAG, LINKED = 2.58, 0.10  # 99 % point of a correlation in units of 1/sqrt(n); a memory that matters
DRIFT: Final = 2  # the last parameters: sd and memory of the drift
FARTHEST: Final = 1e-12  # probabilities nearer to 0 or 1 are not told apart


def held_out(likelihood: Likelihood, theta: Floats, until_s: float, person: int) -> tuple[FitTest, ...]:
    """One person's tests on the last quarter of the time, by a fit to the first three quarters.

    ``theta`` is the fit to everything: only where the search starts. What is held beside the effects, the scale of
    the slowness, and the sd and memory of the drift stay those of the whole history. States with fewer than 30
    turns in the last quarter are not judged; ``ended`` is that of the search for that fit. Fills ``likelihood.work``.
    """
    cut_s = LEARNED * until_s
    found, ended = learned(likelihood, theta, cut_s)
    return tuple(replace(test, ended=ended) for test in fit_tests(likelihood, found, person, cut_s))


def fit_tests(
    likelihood: Likelihood, theta: Floats, person: int, from_s: float = 0.0, least: int = LEAST
) -> tuple[FitTest, ...]:
    """One person's tests at ``theta`` over the panels from ``from_s`` on: of states with ``least`` turns or more."""
    likelihood.evaluate(theta)
    found = [(name, residuals(likelihood, state, from_s)) for state, name in STATES]
    return tuple(judged(PEOPLE[person], name, values) for name, values in found if values.size >= least)


def residuals(likelihood: Likelihood, state: int, from_s: float = 0.0) -> Floats:
    """The integrated intensity between successive turns that end a panel of ``state``: shape (turns,).

    At the parameters of the last ``Likelihood.evaluate``. The first one counts from ``from_s``; the stretch after
    the last turn is left out.
    """
    rows, quiet = likelihood.rows, likelihood.work.quiet
    inside = (rows.state == state) & (rows.begin_s >= from_s)
    passed = np.cumsum(-quiet[inside])
    return np.diff(passed[rows.y[inside] == 1], prepend=0.0)


def judged(person: PersonKey, state: StateName, values: Floats) -> FitTest:
    """The test of one person and state. It fails only by a misfit that is both sure and large.

    Sure: beyond the 99 % point of what chance does in ``n`` turns. Large: beyond it by more than 0.05 of distance or
    0.10 of correlation. A rule of p alone would say "does not fit" of every real history that is long enough.
    """
    n = int(values.size)
    distance, lag1 = exponential_distance(values), lag_one(values)
    root = math.sqrt(n)
    fits = distance - SURE_DISTANCE / root <= FAR and abs(lag1) - SURE_LAG / root <= LINKED
    return FitTest(person, state, n, distance, kolmogorov_p(distance, n), lag1, fits)


def lag_one(values: Floats) -> float:
    """Correlation of the normal scores of neighbouring unit exponentials: 0 where they have no memory."""
    normal = NormalDist()
    uniform = np.clip(-np.expm1(-values), FARTHEST, 1 - FARTHEST)
    scores = np.array([normal.inv_cdf(u) for u in uniform.tolist()])
    if scores.size < 3 or not scores[:-1].std() * scores[1:].std() > 0:
        return 0.0
    return float(np.corrcoef(scores[:-1], scores[1:])[0, 1])


def learned(likelihood: Likelihood, theta: Floats, cut_s: float) -> tuple[Floats, bool]:
    """The parameters by the panels before ``cut_s`` alone: shape (size,); what never occurs there stays as it was.
    And whether the search for them came to its end.

    So do the sd and the memory of the drift: a few months often show none, and a model without drift could not follow
    the weeks to come (of 10 pairs drawn from the model over 26 weeks, 2 were turned down that way, and none like this).
    """
    rows, terms = likelihood.rows, likelihood.terms
    before = rows.begin_s < cut_s
    values = terms.values[before]
    at = np.flatnonzero((values[rows.risk[before]] != 0).any(axis=0))
    seen = Terms(tuple(terms.names[n] for n in at), np.ascontiguousarray(values[:, at]))
    kept = np.concatenate([at, np.arange(len(terms.names), theta.size)])
    part = replace(likelihood, rows=_first(rows, int(before.sum())), terms=seen)
    out = theta.copy()
    top = climb(part, theta[kept], DECREMENT)
    out[kept] = top.theta
    out[-DRIFT:] = theta[-DRIFT:]
    return out, top.converged


def _first(rows: Rows, n: int) -> Rows:
    """The first ``n`` panels."""
    return replace(rows, **{name: values[:n] for name, values in vars(rows).items()})

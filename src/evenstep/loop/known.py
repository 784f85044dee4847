"""What was known at each moment of both people's drift and spells, held beside the effects: answers and reaching apart.

A person's answers and their reaching (following up, starting) need not drift together, and one cause may move one's
reaching and the other's answers. The likelihood has one drift for all that a person does; these columns hold the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.climb import Top, climb
from evenstep.loop.design import OWES, Rows
from evenstep.loop.findings import Search
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.person import Latent, carried_over, latent
from evenstep.loop.terms import K, W, terms_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Fitted = tuple[Likelihood, Top]

DECREMENT: Final = 0.03  # twice what one more step could gain: what was known need not be exact
CLOCKS_S: Final = 3600.0
LEAST: Final = 20  # turns of one kind below which nothing is known of its drift and spells


@dataclass(frozen=True)
class Known:
    """One person's drift and spells as all they do shows them, as their answers alone do, as their reaching alone."""

    whole: Latent
    answering: Latent
    reaching: Latent
    unended: tuple[Search, ...] = ()  # those of the three searches that did not come to an end

    @property
    def converged(self) -> bool:
        """Whether all three searches have."""
        return not self.unended


def known_of(whole: Fitted, rough: Fitted) -> Known:
    """What the fit to all that a person does (with effects) knew, and two fits without effects, to the panels in which
    they owe an answer and to all the others; both start from a ``rough`` fit to the whole, and are as coarse.
    """
    (likelihood, top), rows = whole, rough[0].rows
    owes = rows.state == OWES
    (answering, one), (reaching, two) = (_seen(only(rows, kind), *rough) for kind in (owes, ~owes))
    ends: tuple[tuple[Search, bool], ...] = (("alone", top.converged), ("answering", one), ("reaching", two))
    unended = tuple(search for search, ended in ends if not ended)
    return Known(latent(likelihood, top.theta), answering, reaching, unended)


def _seen(rows: Rows, whole: Likelihood, top: Top) -> tuple[Latent, bool]:
    if rows.y.sum() < LEAST:
        nothing = np.zeros(rows.y.size)
        return Latent(rows.begin_s + rows.dt_h * 3600.0, nothing, nothing, nothing, nothing), True
    likelihood = Likelihood(rows, terms_of(rows).without((W, K)), whole.levels, whole.spells)
    start = carried_over(likelihood.terms.names, (whole.terms, top.theta), likelihood)
    found = climb(likelihood, start, DECREMENT, before=(whole.terms, top.inverse))
    return latent(likelihood, found.theta), found.converged


def only(rows: Rows, kind: Bools) -> Rows:
    """The panels of one kind, with those between them as time in which nothing could happen, merged within days."""
    counted = kind & rows.risk
    first = np.flatnonzero(counted | np.append(True, counted[:-1]) | rows.new_day)
    part = replace(rows, **{name: values[first] for name, values in vars(rows).items()})
    return replace(
        part,
        dt_h=np.add.reduceat(rows.dt_h, first),
        risk=counted[first],
        y=np.where(counted, rows.y, 0)[first],
    )


def held_beside(
    rows: Rows, own: Known, partner: Known, own_later_s: float = 0.0, partner_later_s: float = 0.0
) -> Floats:
    """Columns PARTNER and OWN of one person's panels, as known when each begins: shape (panels, 5).

    All are log rates: a drift as it was known (0 in the long run), a spell less the mean of what was known of it.
    Neither is scaled: what is shared in full has the coefficient 1. 0 before anything is known, and where nothing is.

    ``own_later_s``, ``partner_later_s``: by how much a history was moved (round the end of ``rows``) after it was
    known; for the negative control.
    """
    owes = rows.state == OWES
    theirs, reaching = _at(partner.whole, rows, partner_later_s), _at(partner.reaching, rows, partner_later_s)[:, 0]
    answers, reaches = (_at(part, rows, own_later_s)[:, 0] for part in (own.answering, own.reaching))
    return np.column_stack([theirs, reaching, np.where(owes, answers, 0.0), np.where(owes, 0.0, reaches)])


def _at(known: Latent, rows: Rows, later_s: float) -> Floats:
    """Drift and spell as known when each panel begins, at the end of the last panel of the kind, or of the day before:
    shape (panels, 2), nothing of the future in it. A history moved by weeks keeps its local hours: where the clocks
    were changed in between it may lie an hour off, so what was known an hour before is taken.
    """
    span_s = rows.begin_s[-1] + rows.dt_h[-1] * 3600.0
    begin = (rows.begin_s - later_s - CLOCKS_S) % span_s if later_s else rows.begin_s
    at = np.searchsorted(known.end_s, begin + 1e-6, side="right") - 1
    usual = float(known.filtered_spell.mean())
    drift = np.where(at >= 0, known.filtered_drift[np.maximum(at, 0)], 0.0)
    spell = np.where(at >= 0, known.filtered_spell[np.maximum(at, 0)], usual) - usual
    return np.column_stack([drift, spell])

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
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.person import Latent, carried_over, latent
from evenstep.loop.terms import K, W, terms_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DECREMENT: Final = 0.03  # twice what one more step could gain: what was known need not be exact
LEAST: Final = 20  # turns of one kind below which nothing is known of its drift and spells


@dataclass(frozen=True)
class Known:
    """One person's drift and spells as all they do shows them, as their answers alone do, as their reaching alone."""

    whole: Latent
    answering: Latent
    reaching: Latent


def known_of(whole: Likelihood, top: Top) -> Known:
    """What the fit of the ``whole`` knew, and two fits without effects, to the panels in which the person owes an
    answer and to all the others; both start from where the whole one ended.
    """
    owes = whole.rows.state == OWES
    answering, reaching = (_seen(only(whole.rows, kind), whole, top) for kind in (owes, ~owes))
    return Known(latent(whole, top.theta), answering, reaching)


def _seen(rows: Rows, whole: Likelihood, top: Top) -> Latent:
    if rows.y.sum() < LEAST:
        nothing = np.zeros(rows.y.size)
        return Latent(rows.begin_s + rows.dt_h * 3600.0, nothing, nothing, nothing, nothing)
    likelihood = Likelihood(rows, terms_of(rows).without((W, K)), whole.levels, whole.spells)
    start = carried_over(likelihood.terms.names, (whole.terms, top.theta), likelihood)
    return latent(likelihood, climb(likelihood, start, DECREMENT, before=(whole.terms, top.inverse)).theta)


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

    ``own_later_s``, ``partner_later_s``: by how much a history was moved (round the end of ``rows``) after it was
    known; for the negative control.
    """
    owes = rows.state == OWES
    theirs, reaching = _at(partner.whole, rows, partner_later_s), _at(partner.reaching, rows, partner_later_s)[:, 0]
    answers, reaches = (_at(part, rows, own_later_s)[:, 0] for part in (own.answering, own.reaching))
    return np.column_stack([theirs, reaching, np.where(owes, answers, 0.0), np.where(owes, 0.0, reaches)])


def _at(known: Latent, rows: Rows, later_s: float) -> Floats:
    """Drift and spell as known when each panel begins: shape (panels, 2), nothing of the future in it."""
    span_s = rows.begin_s[-1] + rows.dt_h[-1] * 3600.0
    begin = (rows.begin_s - later_s) % span_s if later_s else rows.begin_s
    at = np.searchsorted(known.end_s, begin + 1e-6, side="right") - 1
    usual = float(known.filtered_spell.mean())
    drift = np.where(at >= 0, known.filtered_drift[np.maximum(at, 0)], 0.0)
    spell = np.where(at >= 0, known.filtered_spell[np.maximum(at, 0)], usual) - usual
    return np.column_stack([drift, spell])

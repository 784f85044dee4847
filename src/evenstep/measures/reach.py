"""Reach balance: who makes the reach acts, in all weeks and in hard and ordinary ones (method.md 2.7)."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import Rows, verdicts
from evenstep.stats.weeks import weekly


def reach(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Each person's share of reach acts; hard and ordinary weeks only where the person marked hard weeks."""
    turns = pair.turns
    hard = np.isin(np.array(pair.week_names, dtype=str), sorted(options.hard_weeks))
    slices = {"all": np.ones(pair.n_weeks, dtype=bool)}
    if options.hard_weeks:
        slices |= {"hard": hard, "ordinary": ~hard}
    inside = np.stack(list(slices.values()), axis=1)
    by_person = [weekly(turns.week[turns.reach_act & (turns.who == i)], pair.n_weeks)[:, None] * inside for i in PEOPLE]
    shares = [pair.blocks.ratio(by_person[i], by_person[0] + by_person[1]) for i in PEOPLE]
    for i in PEOPLE:
        rows.add(
            "reach_balance",
            i,
            shares[i],
            unit="share",
            enough=(shares[i].n >= options.min_starts) & (shares[i].n_weeks >= options.min_weeks),
            key=list(slices),
            verdict=verdicts(shares[0].low, shares[0].high),
        )


MEASURES: Final = (
    Measure(
        "reach_balance",
        one_measure("reach_balance", reach),
        unit="share",
        question="Who reaches out how much of the time, and is it different in hard weeks?",
        how="A reach act is a start, a follow-up or a call nobody picked up; a turn counts once at most. "
        "Hard weeks are only those the person marked; they are never guessed from messages.",
        source="Reach acts, method.md 1",
        minimum="30 reach acts and 8 weeks of the kind shown",
    ),
)

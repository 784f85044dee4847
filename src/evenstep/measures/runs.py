"""Runs: how many turns in a row before an answer (method.md 2.6)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import Rows
from evenstep.stats.weeks import weekly

Ints = npt.NDArray[np.int64]

LONGEST: Final = 6  # the last class of the distribution is "6+"


def runs(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Mean length of each person's runs and the share of runs of 1, 2 … 6 or more turns."""
    who, week, length = run_lengths(pair, options.session_gap_s)
    for i in PEOPLE:
        own = who == i
        count = weekly(week[own], pair.n_weeks)[:, None]
        mean = pair.blocks.ratio(weekly(week[own], pair.n_weeks, length[own])[:, None], count, share=False)
        enough = mean.n_weeks >= options.min_weeks
        rows.add("runs_mean", i, mean, unit="turns", enough=enough)
        classes = np.minimum(length[own], LONGEST)[:, None] == np.arange(1, LONGEST + 1)
        shares = pair.blocks.ratio(weekly(week[own], pair.n_weeks, classes), np.repeat(count, LONGEST, axis=1))
        rows.add(
            "runs_distribution",
            i,
            shares,
            unit="share",
            enough=enough,
            key=[*(str(k) for k in range(1, LONGEST)), f"{LONGEST}+"],
            x=np.arange(1.0, LONGEST + 1),
        )


def run_lengths(pair: Pair, session_gap_s: float) -> tuple[Ints, Ints, Ints]:
    """Person, week and length in turns of every run whose beginning and end were seen.

    A run is a turn and its follow-ups. It ends with the other's turn, a call picked up, or the session's end, so it
    never crosses a long silence: writing again after one is a renewed start, not a longer run.
    """
    turns = pair.turns
    if turns.who.size == 0:
        return turns.who, turns.week, turns.who
    first = np.flatnonzero(~turns.follow_up)
    length = np.diff(np.append(first, turns.who.size))
    seen = ~np.logical_or.reduceat(turns.left_censored, first)
    still_open = pair.observed_until_s - turns.first_s[-1] < session_gap_s
    seen[-1] &= not still_open
    return turns.who[first][seen], turns.week[first][seen], length[seen]


_HOW: Final = (
    "A run is a turn and its follow-ups: it ends when the other takes a turn, a call is picked up, or the session "
    "ends. Runs whose beginning or end lies outside the file are left out. "
)

MEASURES: Final = (
    Measure(
        "runs_mean",
        one_measure("runs_mean", runs),
        unit="turns",
        question="How many turns in a row does each take before an answer?",
        how=_HOW + "The mean length of that person's runs.",
        source="Run length of turns",
        minimum="8 weeks with runs of that person",
    ),
    Measure(
        "runs_distribution",
        one_measure("runs_distribution", runs),
        unit="share",
        question="How often is it one turn, and how often two, three or more in a row?",
        how=_HOW + "The share of that person's runs of each length; 6 stands for 6 or more.",
        source="Run length of turns",
        minimum="8 weeks with runs of that person",
    ),
)

"""Participation: each person's share of turns, messages, words and calls (method.md 2.2)."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import Rows, verdicts
from evenstep.stats.weeks import weekly


def participation(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Shares of both people; the verdict compares person a with an even split."""
    turns = pair.turns
    counted = np.stack([np.ones_like(turns.words), turns.messages, turns.words, turns.calls], axis=1)
    by_person = [weekly(turns.week, pair.n_weeks, counted * (turns.who == i)[:, None]) for i in PEOPLE]
    shares = [pair.blocks.ratio(by_person[i], by_person[0] + by_person[1]) for i in PEOPLE]
    words = verdicts(shares[0].low, shares[0].high)
    for column, what in enumerate(("turns", "messages", "words", "calls")):
        for i in PEOPLE:
            one = shares[i].column(column)
            rows.add(
                f"participation_{what}",
                i,
                one,
                unit="share",
                enough=one.n_weeks >= options.min_weeks,
                verdict=words[column],
            )


_HOW: Final = "Both people's {what} are counted; each share is one person's count divided by the count of both."
_MINIMUM: Final = "8 weeks with {what}"


def _measure(what: str, question: str) -> Measure:
    name = f"participation_{what}"
    return Measure(
        name,
        one_measure(name, participation),
        unit="share",
        question=question,
        how=_HOW.format(what=what),
        source="Participation as a share of the conversation's units",
        minimum=_MINIMUM.format(what=what),
    )


MEASURES: Final = (
    _measure("turns", "Who takes how many of the turns?"),
    _measure("messages", "Who writes how many of the messages?"),
    _measure("words", "Who writes how many of the words?"),
    _measure("calls", "Who makes how many of the calls?"),
)

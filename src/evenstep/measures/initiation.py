"""Initiation: who starts a session, under every length of silence that could mark one (method.md 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from evenstep.measures.base import HOUR_S, Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import CANT_TELL, Rows, opposite, verdicts
from evenstep.stats.weeks import weekly

LEAST_CUTS: Final = 5  # neighbouring cuts that must agree before a range is named


def initiation(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """The share of starts for every cut, the same without late answers, and the share of renewed starts."""
    _sweep(pair, options, rows)
    _without_late_answers(pair, options, rows)
    _renewed(pair, options, rows)


def gap_name(session_gap_s: float) -> str:
    """How a cut is named in results: "8 h", or "20 min" below an hour."""
    return f"{session_gap_s / HOUR_S:g} h" if session_gap_s >= HOUR_S else f"{session_gap_s / 60:g} min"


def holds_for(cuts_s: tuple[float, ...], words: list[str], headline: int, enough: Sequence[bool]) -> str:
    """For which cuts the verdict of cut ``headline`` holds: "any cut", "2 to 20 hours" or "depends on the cut".

    Cuts without ``enough`` starts neither agree nor contradict.
    """
    same = [word == words[headline] and known for word, known in zip(words, enough, strict=True)]
    if all(same):
        return "any cut"
    first = last = headline
    while first > 0 and same[first - 1]:
        first -= 1
    while last + 1 < len(words) and same[last + 1]:
        last += 1
    contradicted = any(opposite(words[headline], word) for word, known in zip(words, enough, strict=True) if known)
    if contradicted or words[headline] == CANT_TELL or last - first + 1 < min(LEAST_CUTS, len(words)):
        return "depends on the cut"
    return f"{cuts_s[first] / HOUR_S:g} to {cuts_s[last] / HOUR_S:g} hours"


def _sweep(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    turns, cuts = pair.turns, tuple(sorted({*options.session_gaps_s, options.session_gap_s}))
    with np.errstate(invalid="ignore"):
        started = (turns.silence_s[:, None] >= np.array(cuts)) & ~turns.left_censored[:, None]
    by_person = [weekly(turns.week, pair.n_weeks, started & (turns.who == i)[:, None]) for i in PEOPLE]
    shares = [pair.blocks.ratio(by_person[i], by_person[0] + by_person[1]) for i in PEOPLE]
    words = verdicts(shares[0].low, shares[0].high)
    headline = cuts.index(options.session_gap_s)
    enough = (shares[0].n >= options.min_starts) & (shares[0].n_weeks >= options.min_weeks)
    for i in PEOPLE:
        rows.add(
            "initiation_share",
            i,
            shares[i],
            unit="share",
            enough=enough,
            key=[gap_name(cut) for cut in cuts],
            x=np.array(cuts),
            verdict=words,
            holds_for=holds_for(cuts, words, headline, enough.tolist()),
        )


def _without_late_answers(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    turns = pair.turns
    counted = turns.start & ~turns.late_answer
    everyone = weekly(turns.week[counted], pair.n_weeks)[:, None]
    shares = [
        pair.blocks.ratio(weekly(turns.week[counted & (turns.who == i)], pair.n_weeks)[:, None], everyone)
        for i in PEOPLE
    ]
    for i in PEOPLE:
        rows.add(
            "initiation_share_no_late",
            i,
            shares[i],
            unit="share",
            enough=(shares[i].n >= options.min_starts) & (shares[i].n_weeks >= options.min_weeks),
            key=gap_name(options.session_gap_s),
            x=np.array([options.session_gap_s]),
            verdict=verdicts(shares[0].low, shares[0].high),
        )


def _renewed(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    turns = pair.turns
    for i in PEOPLE:
        own = turns.who == i
        renewed = weekly(turns.week[turns.renewed_start & own], pair.n_weeks)[:, None]
        share = pair.blocks.ratio(renewed, weekly(turns.week[turns.start & own], pair.n_weeks)[:, None])
        rows.add(
            "initiation_renewed",
            i,
            share,
            unit="share",
            enough=(share.n >= options.min_starts) & (share.n_weeks >= options.min_weeks),
            key=gap_name(options.session_gap_s),
            x=np.array([options.session_gap_s]),
        )


MEASURES: Final = (
    Measure(
        "initiation_share",
        one_measure("initiation_share", initiation),
        unit="share",
        question="Who starts the conversation after a silence?",
        how="A start is the first turn after a silence of at least the cut. The first turn of a file, and turns inside "
        "or just after a gap of the history, are left out. The cut is swept from 1 to 24 hours, and the answer says "
        "for which cuts it holds: a range is named when at least five neighbouring cuts agree and none says the "
        "opposite.",
        source="Sessions cut by inactivity (Halfaker et al. 2015), for a sweep of cuts",
        minimum="30 starts and 8 weeks",
    ),
    Measure(
        "initiation_share_no_late",
        one_measure("initiation_share_no_late", initiation),
        unit="share",
        question="Who starts, when a very late answer is not counted as a start?",
        how="As above at one cut, leaving out starts that also answer the other's last word. What is left are starts "
        "after one's own last word or after a call, so this number is small and differs in kind: it only checks "
        "how much late answers carry.",
        source="Sensitivity of the initiation share",
        minimum="30 such starts and 8 weeks",
    ),
    Measure(
        "initiation_renewed",
        one_measure("initiation_renewed", initiation),
        unit="share",
        question="How often does a start follow one's own unanswered last word?",
        how="Of each person's starts, the share where the turn before was their own and nobody had picked up a call.",
        source="Renewed starts, method.md 1",
        minimum="30 starts of that person and 8 weeks",
    ),
)

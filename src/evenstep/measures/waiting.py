"""Waiting time: how long until an answer, by Kaplan–Meier, in active and in clock hours (method.md 2.3, 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.measures.base import HOUR_S, Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import A_MORE, B_MORE, CANT_TELL, EVEN, Rows
from evenstep.stats.bootstrap import Estimate, WeekBlocks, week_counts
from evenstep.stats.survival import SurvivalCurves, binned_curves, kaplan_meier

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CURVE_POINTS: Final = 49
DAY_S: Final = 24 * HOUR_S
EVEN_RATIO: Final = 1.25  # medians count as even when their ratio lies wholly within 0.80 and 1.25


@dataclass(frozen=True)
class Waits:
    """One person's waitings on one clock, censored. ``n``: those followed to an answer or to the horizon."""

    duration: Floats
    observed: Bools
    week: Ints
    n: int
    n_weeks: int


@dataclass(frozen=True)
class Answering:
    """All summaries of one curve: k columns of value (1, k) and draws (draws, k); draws is None without interval."""

    value: Floats
    draws: Floats | None


def waiting(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Median, shares within 1 h and 24 h, restricted mean, curve, and the gap between the two medians."""
    for key, duration in (("active", pair.waits.active_s), ("clock", pair.waits.clock_s)):
        waits = [_waits(pair, duration, i, options) for i in PEOPLE]
        answering = [_answering(one, pair.blocks, options) for one in waits]
        for i in PEOPLE:
            _add_summaries(rows, i, key, waits[i], answering[i], pair.blocks, options)
        _add_gap(rows, key, waits, answering, pair, options)


@lru_cache(maxsize=8)
def curve_grid(censor_s: float) -> Floats:
    """The times at which curves are given: log-spaced from 60 s to the horizon, in seconds."""
    return np.geomspace(60.0, censor_s, CURVE_POINTS)


def _waits(pair: Pair, duration: Floats, person: int, options: MeasureOptions) -> Waits:
    own = pair.waits.who == person
    length, answered, week = duration[own], pair.waits.answered[own], pair.waits.week[own]
    beyond = length > options.censor_s
    observed = answered & ~beyond
    seen_out = observed | beyond
    return Waits(
        np.minimum(length, options.censor_s),
        observed,
        week,
        int(np.count_nonzero(seen_out)),
        int(np.unique(week).size),
    )


def _answering(waits: Waits, blocks: WeekBlocks, options: MeasureOptions) -> Answering:
    exact = _summaries(kaplan_meier(waits.duration, waits.observed), options)
    if waits.duration.size == 0:
        return Answering(np.full_like(exact, np.nan), None)
    if waits.n_weeks < blocks.min_weeks:
        return Answering(exact, None)
    counts = week_counts(blocks.n_weeks, blocks.draws, blocks.block_weeks, blocks.seed)
    everything = np.concatenate([np.ones((1, blocks.n_weeks)), counts])
    marks = np.concatenate([curve_grid(options.censor_s), [HOUR_S, DAY_S]])
    drawn = _summaries(binned_curves(waits.duration, waits.observed, waits.week, everything, marks), options)
    # Thinned bins lengthen a median and the area under the curve a little; the whole sample shows by how much.
    if np.isfinite(exact[0, 0]) and np.isfinite(drawn[0, 0]) and drawn[0, 0] > 0:
        drawn[:, 0] *= exact[0, 0] / drawn[0, 0]
    drawn[:, 1] += exact[0, 1] - drawn[0, 1]
    return Answering(exact, drawn[1:])


def _summaries(curves: SurvivalCurves, options: MeasureOptions) -> Floats:
    """Columns: median, restricted mean to 24 h, share answered in 1 h, in 24 h, then at each point of the grid."""
    marks = np.concatenate([[HOUR_S, DAY_S], curve_grid(options.censor_s)])
    columns = [curves.median()[:, None], curves.restricted_mean(DAY_S)[:, None], 1 - curves.at(marks)]
    return np.concatenate(columns, axis=1)


def _add_summaries(
    rows: Rows, person: int, key: str, waits: Waits, got: Answering, blocks: WeekBlocks, options: MeasureOptions
) -> None:
    estimate = _estimate(got, waits, blocks)
    enough = waits.n >= options.min_waits and waits.n_weeks >= options.min_weeks
    named = (
        ("waiting_median", "seconds"),
        ("waiting_mean_24h", "seconds"),
        ("waiting_within_1h", "share"),
        ("waiting_within_24h", "share"),
    )
    for column, (name, unit) in enumerate(named):
        rows.add(name, person, estimate.column(column), unit=unit, enough=enough, key=key)
    grid = curve_grid(options.censor_s)
    curve = estimate.columns(slice(len(named), None))
    rows.add("waiting_curve", person, curve, unit="share", enough=enough, key=key, x=grid)


def _estimate(got: Answering, waits: Waits, blocks: WeekBlocks) -> Estimate:
    value = got.value[0]
    k = value.size
    n, n_weeks = np.full(k, waits.n), np.full(k, waits.n_weeks)
    low = high = np.full(k, np.nan)
    if got.draws is not None:
        low, high = blocks.interval(got.draws, n_weeks)
    seconds = np.arange(k) < 2
    return Estimate(value, low, high, n, n_weeks, np.zeros(k, dtype=bool)).with_edges(
        blocks.level, where=~seconds & (n_weeks >= blocks.min_weeks)
    )


def _add_gap(
    rows: Rows, key: str, waits: list[Waits], got: list[Answering], pair: Pair, options: MeasureOptions
) -> None:
    blocks = pair.blocks
    n = min(one.n for one in waits)
    n_weeks = min(one.n_weeks for one in waits)
    enough = n >= options.min_waits and n_weeks >= options.min_weeks
    verdict = _gap_verdict(got, blocks, np.array([n_weeks]), pair.waits.tick_s)
    for i in PEOPLE:
        mine, other = got[i], got[1 - i]
        low = high = np.full(1, np.nan)
        if mine.draws is not None and other.draws is not None:
            low, high = blocks.interval(_difference(mine.draws[:, :1], other.draws[:, :1]), np.array([n_weeks]))
        gap = _difference(mine.value[:, :1], other.value[:, :1])[0]
        estimate = Estimate(gap, low, high, np.array([n]), np.array([n_weeks]), np.zeros(1, dtype=bool))
        rows.add("waiting_gap", i, estimate, unit="seconds", enough=enough, key=key, verdict=verdict)


def _gap_verdict(got: list[Answering], blocks: WeekBlocks, n_weeks: Ints, tick_s: float) -> str:
    """Who answers more slowly, from the intervals of the difference and of the ratio of the two medians.

    Even comes first: a difference below two ticks of the clock, or a ratio wholly inside 0.80 to 1.25, is none.
    """
    a, b = got[0].draws, got[1].draws
    if a is None or b is None:
        return CANT_TELL
    low, high = (end[0] for end in blocks.interval(_difference(a[:, :1], b[:, :1]), n_weeks))
    # Half a tick is added inside the logs (method.md 1). The check is log-symmetric, so that swapping the labels
    # cannot change the answer.
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(a[:, :1] + tick_s / 2) - np.log(b[:, :1] + tick_s / 2)
    least, most = blocks.interval(ratio, n_weeks)
    unseen = low > -2 * tick_s and high < 2 * tick_s
    if unseen or (least[0] >= -np.log(EVEN_RATIO) and most[0] <= np.log(EVEN_RATIO)):
        return EVEN
    return A_MORE if low > 0 else B_MORE if high < 0 else CANT_TELL


def _difference(mine: Floats, other: Floats) -> Floats:
    """Difference of medians; NaN where both are beyond the horizon."""
    with np.errstate(invalid="ignore"):
        difference: Floats = mine - other
    return difference


_KM: Final = (
    "A waiting runs from the first event of one person's first unanswered turn to the other's next event; follow-ups "
    "do not end it. Waitings still open at 72 h, at the end of the file or where a gap begins count as open "
    "(Kaplan–Meier). The number belongs to the one who answers. Active: on that person's own clock, which hardly "
    "moves in the hours when they usually do not write. Clock: plain hours. "
)
_SOURCE: Final = "Kaplan & Meier 1958"
_MINIMUM: Final = "30 waitings followed to an answer or to 72 h, and 8 weeks, for that person"


def _measure(name: str, unit: str, question: str, how: str) -> Measure:
    return Measure(name, one_measure(name, waiting), unit, question, _KM + how, _SOURCE, _MINIMUM)


MEASURES: Final = (
    _measure(
        "waiting_median",
        "seconds",
        "How long until half of the waitings have an answer?",
        "Empty when more than half went unanswered in 72 h. An empty upper end means: beyond 72 h.",
    ),
    _measure(
        "waiting_mean_24h",
        "seconds",
        "How long is a waiting on average, counting at most 24 hours of each?",
        "The area under the curve up to 24 h (restricted mean).",
    ),
    _measure("waiting_within_1h", "share", "How many waitings have an answer within 1 hour?", "One minus the curve."),
    _measure(
        "waiting_within_24h", "share", "How many waitings have an answer within 24 hours?", "One minus the curve."
    ),
    _measure(
        "waiting_curve",
        "share",
        "How many waitings have an answer by each time?",
        "One minus the curve at 49 times from 1 minute to 72 hours.",
    ),
    _measure(
        "waiting_gap",
        "seconds",
        "Does one of the two answer more slowly, or could it easily be chance?",
        "The difference of the two medians, this person's minus the other's, with both taken from the same resampled "
        "weeks. Even means that the difference is below two ticks of the clock, or that the ratio of the medians lies "
        "wholly within 0.80 and 1.25.",
    ),
)

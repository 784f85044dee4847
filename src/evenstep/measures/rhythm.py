"""Rhythm: burstiness, memory, participation shifts, and one's own hours of the week (method.md 2.9)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import HOURS_A_WEEK
from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import Rows
from evenstep.stats.bootstrap import Estimate
from evenstep.stats.weeks import weekly

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHIFTS: Final = ("AB-BA", "AB-AB")


def rhythm(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Burstiness and memory of both, who takes the next turn, and the hours of ``me`` alone."""
    for i in PEOPLE:
        _add_gaps(pair, i, options, rows)
    for i in PEOPLE:
        _add_shifts(pair, i, options, rows)
    if pair.me is not None:
        _add_hours(pair, pair.me, options, rows)


def _add_gaps(pair: Pair, person: int, options: MeasureOptions, rows: Rows) -> None:
    moments = _gap_moments(pair, person)
    n_weeks = np.array([np.count_nonzero(moments[:, 0])])
    total = moments.sum(axis=0)[None, :]
    drawn = pair.blocks.totals(moments) if n_weeks[0] >= options.min_weeks else None
    for name, index, count in (("rhythm_burstiness", _burstiness, 0), ("rhythm_memory", _memory, 3)):
        low = high = np.full(1, np.nan)
        if drawn is not None:
            low, high = pair.blocks.interval(index(drawn)[:, None], n_weeks)
        n = np.rint(total[0, count : count + 1]).astype(np.int64)
        estimate = Estimate(index(total), low, high, n, n_weeks, np.zeros(1, dtype=bool))
        enough = (n_weeks >= options.min_weeks) & (n >= options.min_waits)
        rows.add(name, person, estimate, unit="index", enough=enough)


def _gap_moments(pair: Pair, person: int) -> Floats:
    """Weekly sums that both indices need: shape (n_weeks, 9).

    Of the gaps x between a person's own turns: count, Σx, Σx². Of neighbouring gaps (x, y): count, Σx, Σy, Σx², Σy²,
    Σxy. Gaps across a hole in the history are left out. In units of the mean gap, which cancels in both.
    """
    own = pair.turns.who == person
    stretch = np.cumsum(pair.turns.left_censored)[own]
    gap, unbroken = np.diff(pair.turns.first_s[own]), np.diff(stretch) == 0
    week = pair.turns.week[own][1:]
    scale = float(gap[unbroken].mean()) if unbroken.any() else 0.0
    gap = gap / scale if scale > 0 else gap  # all turns may stand at one moment: a call, then a message
    singles = weekly(week[unbroken], pair.n_weeks, np.stack([np.ones_like(gap), gap, gap**2], axis=1)[unbroken])
    x, y, both = gap[:-1], gap[1:], unbroken[:-1] & unbroken[1:]
    columns = np.stack([np.ones_like(x), x, y, x**2, y**2, x * y], axis=1)
    return np.concatenate([singles, weekly(week[1:][both], pair.n_weeks, columns[both])], axis=1)


def _burstiness(sums: Floats) -> Floats:
    """(σ − μ) ÷ (σ + μ) of the gaps, a row a value; NaN below two gaps."""
    n, x, xx = sums[:, 0], sums[:, 1], sums[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = x / n
        sd = np.sqrt(np.maximum(xx / n - mean**2, 0))
        index: Floats = np.where(n >= 2, (sd - mean) / (sd + mean), np.nan)
    return index


def _memory(sums: Floats) -> Floats:
    """Correlation of neighbouring gaps, a row a value; NaN below three pairs or without spread."""
    n, x, y, xx, yy, xy = sums[:, 3:].T
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (xx / n - (x / n) ** 2) * (yy / n - (y / n) ** 2)
        index: Floats = (xy / n - x / n * (y / n)) / np.sqrt(spread)
    return np.where((n >= 3) & (spread > 1e-12), np.clip(index, -1, 1), np.nan)


def _add_shifts(pair: Pair, person: int, options: MeasureOptions, rows: Rows) -> None:
    turns = pair.turns
    with np.errstate(invalid="ignore"):
        follows = (turns.silence_s < options.session_gap_s) & ~turns.after_call & (turns.who == person)
    kinds = np.stack([~turns.after_same, turns.after_same], axis=1)[follows]
    everything = np.repeat(weekly(turns.week[follows], pair.n_weeks)[:, None], len(SHIFTS), axis=1)
    shares = pair.blocks.ratio(weekly(turns.week[follows], pair.n_weeks, kinds), everything)
    rows.add("rhythm_shift", person, shares, unit="share", enough=shares.n_weeks >= options.min_weeks, key=list(SHIFTS))


def _add_hours(pair: Pair, me: int, options: MeasureOptions, rows: Rows) -> None:
    own = pair.turns.who == me
    hours = np.arange(HOURS_A_WEEK)
    cell = pair.turns.week[own] * HOURS_A_WEEK + pair.turns.hour[own]
    per_week = weekly(cell, pair.n_weeks * HOURS_A_WEEK).reshape(pair.n_weeks, HOURS_A_WEEK)
    everything = np.repeat(per_week.sum(axis=1, keepdims=True), HOURS_A_WEEK, axis=1)
    shares = pair.blocks.ratio(per_week, everything)
    enough = shares.n_weeks >= options.min_weeks
    keys = [f"{['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][hour // 24]} {hour % 24:02d}" for hour in hours]
    rows.add("rhythm_hours", me, shares, unit="share", enough=enough, key=keys, x=hours.astype(np.float64))


MEASURES: Final = (
    Measure(
        "rhythm_burstiness",
        one_measure("rhythm_burstiness", rhythm),
        unit="index",
        question="Do a person's turns come in bursts, evenly, or at random?",
        how="From the gaps between that person's own turns: (sd − mean) ÷ (sd + mean). −1 is a metronome, 0 is chance, "
        "near 1 is bursts with long silences.",
        source="Goh & Barabási 2008",
        minimum="30 gaps and 8 weeks",
    ),
    Measure(
        "rhythm_memory",
        one_measure("rhythm_memory", rhythm),
        unit="index",
        question="Does a short gap tend to come after a short gap?",
        how="The correlation of neighbouring gaps between that person's own turns.",
        source="Goh & Barabási 2008",
        minimum="30 pairs of gaps and 8 weeks",
    ),
    Measure(
        "rhythm_shift",
        one_measure("rhythm_shift", rhythm),
        unit="share",
        question="When this person takes a turn, is it after the other's turn or after their own?",
        how="Of that person's turns inside a session: AB-BA comes after the other's turn, AB-AB after their own. Turns "
        "just after a call that was picked up are left out.",
        source="Participation shifts, Gibson 2003",
        minimum="8 weeks with such turns",
    ),
    Measure(
        "rhythm_hours",
        one_measure("rhythm_hours", rhythm),
        unit="share",
        question="At which hours of the week do I write?",
        how="The share of one's own turns in each hour of the week, in one's own zone. Only of oneself: empty when the "
        "file's owner is not known.",
        source="Hour-of-week profile",
        minimum="8 weeks with own turns",
    ),
)

"""Drift: a person's share month by month, smoothed, and the last three months against the first (method.md 2.8)."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import NormalDist
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import PEOPLE, Pair, one_measure
from evenstep.measures.results import Rows, verdicts
from evenstep.stats.bootstrap import Estimate, WeekBlocks
from evenstep.stats.local_level import smooth_level
from evenstep.stats.weeks import weekly

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

QUARTER_WEEKS: Final = 13  # three months
EVEN_CHANGE: Final = (-0.10, 0.10)


def drift(pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    """Monthly shares of turns, starts and reach acts: raw, smoothed, and their change."""
    turns = pair.turns
    counted = {"turns": np.ones_like(turns.start), "starts": turns.start, "reach": turns.reach_act}
    for what, which in counted.items():
        least = 0 if what == "turns" else options.min_starts
        _add_months(what, which, least, pair, options, rows)
        _add_change(what, which, least, pair, options, rows)


def _add_months(what: str, which: Bools, least: int, pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    month, week, who = pair.turns.month[which], pair.turns.week[which], pair.turns.who[which]
    months, index = np.unique(month, return_inverse=True)
    counts = [weekly(index[who == i], months.size) for i in PEOPLE]
    n = np.rint(counts[0] + counts[1]).astype(np.int64)
    n_weeks = np.full(months.size, np.unique(week).size)
    enough = n_weeks >= options.min_weeks
    log_odds, sd = _smoothed_log_odds(months, index, week, who, counts)
    keys, x = _month_names(months, pair.zone)
    nothing = np.full(months.size, np.nan)
    none = np.zeros(months.size, dtype=bool)
    for i, sign in zip(PEOPLE, (1.0, -1.0), strict=True):
        reach = NormalDist().inv_cdf(0.5 + options.level / 2) * sd
        low = np.where(enough, _share(sign * log_odds - reach), np.nan)
        high = np.where(enough, _share(sign * log_odds + reach), np.nan)
        smooth = Estimate(_share(sign * log_odds), low, high, n, n_weeks, none)
        raw = Estimate(counts[i] / np.maximum(n, 1), nothing, nothing, n, n_weeks, none)
        is_enough = enough & (n.sum() >= least)
        rows.add(f"drift_{what}", i, smooth, unit="share", enough=is_enough, key=keys, x=x, interval="smoothing")
        rows.add(f"drift_{what}_raw", i, raw, unit="share", enough=is_enough, key=keys, x=x)


def _smoothed_log_odds(months: Any, index: Any, week: Any, who: Any, counts: list[Floats]) -> tuple[Floats, Floats]:
    """Smoothed log odds of person a by month, and their sd. Written so that swapping a and b changes only the sign."""
    if months.size == 0:
        return np.zeros(0), np.zeros(0)
    a, b = counts[0] + 0.5, counts[1] + 0.5
    variance = _overdispersion(index, week, who, a, b) * (1 / a + 1 / b)
    mean, spread = smooth_level(np.log(a) - np.log(b), variance, np.diff(months).astype(np.float64))
    return mean, np.sqrt(spread)


def _overdispersion(index: Any, week: Any, who: Any, a: Floats, b: Floats) -> float:
    """How much more weekly counts scatter inside their months than coin tosses would (Pearson); at least 1."""
    n_weeks = int(week.max()) + 1
    cells, cell = np.unique(index * n_weeks + week, return_inverse=True)
    month = cells // n_weeks
    of_a, of_b = weekly(cell[who == 0], month.size), weekly(cell[who == 1], month.size)
    freedom = month.size - np.unique(month).size
    if freedom < 1:
        return 1.0
    a, b = a[month], b[month]
    off = of_a * b - of_b * a  # (a's count − expected) × (a + b)
    return max(1.0, float((off**2 / ((of_a + of_b) * (a * b))).sum() / freedom))


def _share(log_odds: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-log_odds))
    return share


def _month_names(months: npt.NDArray[np.int64], zone: str | None) -> tuple[list[str], Floats]:
    """ "2024-03" and the epoch second at which that month begins in ``zone``."""
    firsts = [datetime(1970 + int(m) // 12, int(m) % 12 + 1, 1, tzinfo=ZoneInfo(zone) if zone else UTC) for m in months]
    return [f"{first:%Y-%m}" for first in firsts], np.array([first.timestamp() for first in firsts], dtype=np.float64)


def _add_change(what: str, which: Bools, least: int, pair: Pair, options: MeasureOptions, rows: Rows) -> None:
    week, who = pair.turns.week[which], pair.turns.who[which]
    by_person = [weekly(week[who == i], pair.n_weeks)[:, None] for i in PEOPLE]
    changes = [_change(by_person[i], by_person[0] + by_person[1], pair.blocks) for i in PEOPLE]
    verdict = verdicts(changes[0].low, changes[0].high, middle=0.0, even=EVEN_CHANGE)
    for i in PEOPLE:
        one = changes[i]
        enough = (one.n_weeks >= options.min_weeks) & (one.n >= least)
        rows.add(f"drift_change_{what}", i, one, unit="share", enough=enough, verdict=verdict)


def _change(count: Floats, everyone: Floats, blocks: WeekBlocks) -> Estimate:
    """Share in the last 13 weeks minus share in the first 13; each stretch is resampled on its own."""
    parts = (slice(0, QUARTER_WEEKS), slice(-QUARTER_WEEKS, None))
    totals = [everyone[part].sum(axis=0) for part in parts]
    n = np.rint(totals[0] + totals[1]).astype(np.int64)
    n_weeks = np.minimum(*(np.count_nonzero(everyone[part], axis=0) for part in parts))
    unknown = np.full(1, np.nan)
    if blocks.n_weeks < 2 * QUARTER_WEEKS or min(totals[0][0], totals[1][0]) == 0:
        return Estimate(unknown, unknown, unknown, n, n_weeks, np.zeros(1, dtype=bool))
    before, after = (count[part].sum(axis=0) / total for part, total in zip(parts, totals, strict=True))
    low, high = unknown, unknown
    if n_weeks[0] >= blocks.min_weeks:
        quarter = WeekBlocks(
            QUARTER_WEEKS, blocks.draws, blocks.block_weeks, blocks.level, blocks.min_weeks, blocks.seed
        )
        shares = [quarter.ratio_draws(count[part], everyone[part], stream) for stream, part in enumerate(parts, 1)]
        low, high = quarter.interval(shares[1] - shares[0], n_weeks)
        certain = low == high  # all of one kind in both stretches: resampling can say nothing
        low, high = np.where(certain, np.nan, low), np.where(certain, np.nan, high)
    return Estimate(after - before, low, high, n, n_weeks, np.zeros(1, dtype=bool))


_WORDS: Final = {"turns": "turns", "starts": "starts", "reach": "reach acts"}
_SOURCE: Final = "Local-level model (Durbin & Koopman 2012, chapter 2)"


def _measures(what: str) -> tuple[Measure, Measure, Measure]:
    words = _WORDS[what]
    least = "8 weeks" if what == "turns" else f"30 {words} and 8 weeks"
    smooth, raw, change = f"drift_{what}", f"drift_{what}_raw", f"drift_change_{what}"
    return (
        Measure(
            smooth,
            one_measure(smooth, drift),
            "share",
            f"How does each person's share of {words} move over the months?",
            f"Each month's share of {words} as log odds, smoothed by a level that wanders from month to month. The "
            "noise of a month comes from its count and from how much the weeks inside a month scatter; how far the "
            "level wanders is averaged over what the data allow. Months begin in the zone of the person asking, or in "
            "the zone both share.",
            _SOURCE,
            least,
        ),
        Measure(
            raw,
            one_measure(raw, drift),
            "share",
            f"What is each person's share of {words} in each month, unsmoothed?",
            f"A month's {words} of one person divided by those of both. No interval.",
            "Participation by month",
            least,
        ),
        Measure(
            change,
            one_measure(change, drift),
            "share",
            f"Is the share of {words} different now from the beginning?",
            "The share in the last three months (13 weeks) minus the share in the first three. Even means that the "
            "whole interval lies within 10 points of no change.",
            "Difference of shares, each stretch resampled by blocks of weeks",
            f"26 weeks, with {words} in at least 8 of the first and of the last 13"
            + ("" if what == "turns" else f", and 30 {words}"),
        ),
    )


MEASURES: Final[tuple[Measure, ...]] = (*_measures("turns"), *_measures("starts"), *_measures("reach"))

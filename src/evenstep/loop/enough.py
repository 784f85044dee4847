"""Is there enough to say anything: weeks, turns and informative episodes (method.md 3.3)."""

from __future__ import annotations

from math import ceil
from typing import Final

import numpy as np

from evenstep.loop.design import OWES, Clocks, Rows
from evenstep.loop.findings import Enough
from evenstep.loop.history import History
from evenstep.loop.options import LoopOptions

PRESSED: Final = 0.5  # P at which a waiting counts as one under pressure
MOST_WEEKS: Final = 520  # beyond ten years nobody should be told to wait
WEEK_S: Final = 7 * 86_400.0


def enough_of(history: History, clock: Clocks | None, rows: tuple[Rows, Rows] | None, options: LoopOptions) -> Enough:
    """What there is and what a verdict needs; ``clock``, ``rows`` None where nobody, or only one person, spoke."""
    episodes = episodes_of(history, clock, rows) if clock is not None and rows is not None else (0, 0, 0, 0)
    weeks = history.weeks
    counts = [
        (weeks, options.least_weeks),
        (int(history.who.size), options.least_turns),
        *((n, options.least_episodes) for n in episodes),
    ]
    passed = max(history.until_s / WEEK_S, 1.0)
    more = max(_more(have, least, passed) for have, least in counts)
    return Enough(
        weeks=weeks,
        turns=int(history.who.size),
        episodes=episodes,
        least_weeks=options.least_weeks,
        least_turns=options.least_turns,
        least_episodes=options.least_episodes,
        more_weeks=min(more, MOST_WEEKS),
    )


def episodes_of(history: History, clock: Clocks, rows: tuple[Rows, Rows]) -> tuple[int, int, int, int]:
    """Informative episodes of w of a, k of a, w of b, k of b.

    For w of a person: waitings for them that begin under pressure, or those that begin without, whichever are fewer.
    The effect is a comparison of the two kinds: where nearly every waiting is pressed, the few others are all there is
    to compare with. For k: stretches in which they owe nothing, from one turn to the next, with S >= 0.
    """
    found = []
    for i in (0, 1):
        asked = clock.opens & (history.who == 1 - i)
        pressed = int((asked & (clock.pressure >= PRESSED)).sum())
        found += [min(pressed, int(asked.sum()) - pressed), _slow(rows[i])]
    return found[0], found[1], found[2], found[3]


def _slow(rows: Rows) -> int:
    """Turns after which the person could reach, owing nothing, while the other's slowness was at its mean or above.

    Mean and sd are those of ``rows``: over the time in which the person could reach.
    """
    free = rows.risk & (rows.state != OWES)
    slowness = rows.slowness[free]
    if not slowness.any():  # it never changes: nothing to compare
        return 0
    return int(np.unique(rows.turn[free][slowness >= 0]).size)


def _more(have: int, least: int, weeks: float) -> int:
    """About how many more weeks like these bring ``have`` to ``least``."""
    if have >= least:
        return 0
    if have == 0:
        return MOST_WEEKS
    return max(1, ceil(weeks * (least / have - 1)))

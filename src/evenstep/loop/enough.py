"""Is there enough to say anything: weeks, turns and informative episodes (method.md 3.3)."""

from __future__ import annotations

from math import ceil
from typing import Final

import numpy as np

from evenstep.loop.design import Clocks
from evenstep.loop.findings import Enough
from evenstep.loop.history import History
from evenstep.loop.options import LoopOptions

PRESSED: Final = 0.5  # P at which a waiting counts as one under pressure
MOST_WEEKS: Final = 520  # beyond ten years nobody should be told to wait
WEEK_S: Final = 7 * 86_400.0


def enough_of(history: History, clock: Clocks | None, options: LoopOptions) -> Enough:
    """What there is and what a verdict needs; ``clock`` None where nobody, or only one person, ever spoke."""
    episodes = episodes_of(history, clock) if clock is not None else (0, 0, 0, 0)
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


def episodes_of(history: History, clock: Clocks) -> tuple[int, int, int, int]:
    """Informative episodes of w of a, k of a, w of b, k of b.

    For w of a person: waitings for them that begin under pressure. For k: turns after which they owe nothing while
    the other has lately been slower than their own mean.
    """
    found = []
    for i in (0, 1):
        other = 1 - i
        pressed = clock.opens & (history.who == other) & (clock.pressure >= PRESSED)
        level = clock.slowness[:, other]
        slow = (history.who == i) & (level >= level.mean())
        if np.ptp(level) == 0:
            slow[:] = False
        found += [int(pressed.sum()), int(slow.sum())]
    return found[0], found[1], found[2], found[3]


def _more(have: int, least: int, weeks: float) -> int:
    """About how many more weeks like these bring ``have`` to ``least``."""
    if have >= least:
        return 0
    if have == 0:
        return MOST_WEEKS
    return max(1, ceil(weeks * (least / have - 1)))

"""The one kind thing that Today may offer: at most one, on most days none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

AGAIN_AFTER: Final = timedelta(days=7)

Suggestion = Literal["signs", "six_lines"]


@dataclass(frozen=True)
class Facts:
    """What the rule reads: the days of the last long form and the last six lines, None when never; and the stop."""

    signs_on: date | None
    short_on: date | None
    stopped: bool = False


def suggest(facts: Facts, today: date) -> Suggestion | None:
    """What to offer on ``today``; None is the common answer.

    - The signs, until they were filled once. After that they wait in their own place.
    - The six lines on one day a week: the weekday on which they were filled last, and only on that day.
    - Nothing on the day something was filled.
    """
    if today in (facts.signs_on, facts.short_on):
        return None
    if facts.signs_on is None:
        return "signs"
    if facts.short_on is None:
        return "six_lines" if (today - facts.signs_on).days % 7 == 0 else None
    since = today - facts.short_on
    return "six_lines" if since >= AGAIN_AFTER and since.days % 7 == 0 else None

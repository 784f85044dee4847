"""The one kind thing that Today may offer: at most one, on most days none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

AGAIN_AFTER: Final = timedelta(days=7)

Suggestion = Literal["glance", "signs", "six_lines"]


@dataclass(frozen=True)
class Facts:
    """What the rule reads: the last days of the six signs, of a long form and of the week's six lines; None: never."""

    glance_on: date | None
    signs_on: date | None
    short_on: date | None
    stopped: bool = False


def suggest(facts: Facts, today: date) -> Suggestion | None:
    """What to offer on ``today``; None is the common answer.

    - The six signs first, a tap each; then the longer lines, until they were filled once.
      After that they wait in their own place.
    - The six lines on one day a week: the weekday on which they were filled last, and only on that day.
    - Nothing on the day something was filled, and nothing at all where the other person asked to be left alone.
    """
    if not has_room(facts, today):
        return None
    if facts.signs_on is None:
        return "glance" if facts.glance_on is None else "signs"
    if facts.short_on is None:
        return "six_lines" if (today - facts.signs_on).days % 7 == 0 else None
    since = today - facts.short_on
    return "six_lines" if since >= AGAIN_AFTER and since.days % 7 == 0 else None


def has_room(facts: Facts, today: date) -> bool:
    """Whether anything may be offered on ``today``: not on a day something was filled, and never after "stop"."""
    return not facts.stopped and today not in (facts.glance_on, facts.signs_on, facts.short_on)

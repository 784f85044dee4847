"""What a page shows of a timer: the minutes that are left in words, by the server's own instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenstep.program import timer as timers

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Clock:
    """``words``: what to say with so many minutes left, 0 first. A page counts from ``now`` to ``ends``."""

    now: str
    ends: str
    left: int
    words: tuple[str, ...]


def clock_of(timer: timers.Timer | None, now: datetime) -> Clock | None:
    """The clock of a turn; None where there is no timer, or where it waits."""
    if timer is None:
        return None
    read = timers.seen(timer, now)
    ends, rest = timers.ends_at(read, now), timers.left(read, now)
    if ends is None or rest is None:
        return None
    return until(ends, read.seen_at)


def until(ends: datetime, now: datetime, *, in_words: bool = True) -> Clock:
    """A clock from one instant to another. Without words it only knows when the time is there."""
    left = max(0, ceil((ends - now) / MINUTE))
    words = tuple(_words(each) for each in range(left + 1)) if in_words else ()
    return Clock(now.isoformat(), ends.isoformat(), left, words)


def _words(minutes: int) -> str:
    if minutes < 2:
        return _("Less than a minute is left.") if minutes else ""
    return ngettext("About %(n)s minute is left.", "About %(n)s minutes are left.", minutes) % {"n": minutes}

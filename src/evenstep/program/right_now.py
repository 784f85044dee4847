"""Something for right now: what a message may be for, and a pause with a return time."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

NEEDS: Final = ("closeness", "answer", "heard", "make_up", "sure", "settle", "else")
OPENINGS: Final = ("well", "full", "quiet")
LATER: Final = "later"  # in place of a day: one says later when one is back
CLOSING: Final = "\"'”’»)]"


class Day(StrEnum):
    """On which day one comes back."""

    TODAY = "today"
    TOMORROW = "tomorrow"


@dataclass(frozen=True)
class Return:
    """When one comes back, in local time."""

    at: datetime
    day: Day


def comes_back(now: datetime, day: Day, at: time) -> Return | None:
    """The return time, or None when it is already past: a pause that is over promises nothing.

    ``now`` is local time. An hour that a clock change skips or repeats is taken as the clock on the wall shows it.
    """
    when = datetime.combine(now.date() + timedelta(days=day == Day.TOMORROW), at, tzinfo=now.tzinfo)
    wall_now = now.replace(tzinfo=None)
    return Return(when, day) if when.replace(tzinfo=None) > wall_now else None


def ended(words: str) -> str:
    """Own words as a sentence that another one can follow: with a full stop where they end in a letter or a number."""
    bare = words.rstrip()
    last = bare.rstrip(CLOSING)[-1:]
    return f"{bare}." if last and unicodedata.category(last)[0] in "LN" else bare

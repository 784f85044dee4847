"""The looking budget: the pattern changes once a week; an extra look is asked about, offered an else, never locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEK: Final = timedelta(days=7)
LOOK_ANYWAY: Final = "look"
ELSE: Final = ("write", "mine", "someone")  # write it down; do something of mine; talk to someone else


@dataclass(frozen=True)
class Facts:
    """``looks``: local days on which the pattern was opened. ``joined``: local days imports joined, or will join.

    ``weekday`` is the person's own day for the weekly change, Monday 0; None means the first import's weekday.
    """

    today: date
    looks: Sequence[date] = ()
    joined: Sequence[date] = ()
    weekday: int | None = None


@dataclass(frozen=True)
class Looking:
    """What the next look is. ``choices`` always holds LOOK_ANYWAY; more only when the look is an extra one."""

    extra: bool
    last: date | None
    next_change: date | None
    choices: tuple[str, ...]


def looking(facts: Facts) -> Looking:
    """Whether looking now is an extra look: one was had since the last change, and nothing is new since."""
    past = [day for day in facts.looks if day <= facts.today]
    changed = last_change(facts)
    last = max(past, default=None)
    extra = changed is not None and last is not None and last >= changed
    return Looking(
        extra=extra,
        last=last,
        next_change=next_change(facts),
        choices=(LOOK_ANYWAY, *ELSE) if extra else (LOOK_ANYWAY,),
    )


def last_change(facts: Facts) -> date | None:
    """The day the pattern last changed: the first import's, or the last weekly change's. None before any import."""
    first = min((day for day in facts.joined if day <= facts.today), default=None)
    if first is None:
        return None
    due = _first_weekly(first, facts.weekday)
    if facts.today < due:
        return first
    return due + (facts.today - due) // WEEK * WEEK


def next_change(facts: Facts) -> date | None:
    """The day of the next weekly change. It hangs on no look: looking more often moves nothing."""
    first = min((day for day in facts.joined if day <= facts.today), default=None)
    if first is None:
        return None
    due = _first_weekly(first, facts.weekday)
    return due if facts.today < due else due + ((facts.today - due) // WEEK + 1) * WEEK


def joins_on(facts: Facts) -> date:
    """The day on which an import that arrives today joins: the first one at once, later ones at the weekly change."""
    return next_change(facts) or facts.today


def _first_weekly(first: date, weekday: int | None) -> date:
    """The first weekly change after the first import: its own weekday, or the person's, one to seven days later."""
    if weekday is None:
        return first + WEEK
    return first + timedelta(days=(weekday - first.weekday() - 1) % 7 + 1)

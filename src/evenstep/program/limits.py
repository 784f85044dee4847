"""A limit of one's own: at most so much, for a while, and what I do instead; judged once, from slips, at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

Aspect = Literal["frequency", "intensity", "support", "compromise"]
Per = Literal["day", "week", "month"]
State = Literal["nothing_yet", "none_noted", "noted"]
Problem = Literal["no_words", "no_instead", "most_below_zero", "per_missing", "ends_first", "too_long"]

ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)
LONGEST_DAYS: Final = 184  # half a year: a limit that is never looked at again stops being one's own


@dataclass(frozen=True)
class Limit:
    """What binds me, from one day to another, both days included; it has no field for what the other person does.

    Either "at most ``most`` per ``per``" with ``words`` for what is counted, or own ``words`` alone.
    """

    aspect: Aspect
    words: str
    instead: str
    starts: date
    ends: date
    most: int | None = None
    per: Per | None = None


@dataclass(frozen=True)
class Judged:
    """What can be said of a limit today. ``slips`` is None before its end: nothing counts down."""

    state: State
    slips: int | None = None


def problems(limit: Limit) -> tuple[Problem, ...]:
    """What a page asks to be mended before the limit is kept; empty when nothing is."""
    found: list[Problem] = []
    if not limit.words.strip():
        found.append("no_words")
    if not limit.instead.strip():
        found.append("no_instead")
    if limit.most is not None and limit.most < 0:
        found.append("most_below_zero")
    if (limit.most is None) != (limit.per is None):
        found.append("per_missing")
    if limit.ends < limit.starts:
        found.append("ends_first")
    elif (limit.ends - limit.starts).days >= LONGEST_DAYS:
        found.append("too_long")
    return tuple(found)


def is_over(limit: Limit, today: date) -> bool:
    """Whether the limit's last day is past."""
    return today > limit.ends


def judge(limit: Limit, slips: Iterable[date], today: date) -> Judged:
    """Nothing until the last day is past; then how many slips were noted within the period.

    ``slips``: the local days on which the person noted one. "none_noted" is no proof that there was none.
    """
    if not is_over(limit, today):
        return Judged("nothing_yet")
    inside = sum(limit.starts <= day <= limit.ends for day in slips)
    return Judged("noted", inside) if inside else Judged("none_noted", 0)

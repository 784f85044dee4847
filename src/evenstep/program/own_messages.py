"""Whether one's own messages kept to one's own limit: by their times alone, and "can't tell" where that is true."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Literal

from evenstep.errors import OptionError
from evenstep.program.limits import Per

State = Literal["nothing_yet", "within", "over", "cannot_tell"]
Why = Literal["", "not_ended", "no_messages", "not_covered", "turns_unknown"]


@dataclass(frozen=True)
class Mine:
    """One message of one's own. ``at``: local time. ``turn``: a number that changes whenever somebody else wrote.

    Of the other person's messages nothing comes in here: no time, no length, not how many.
    """

    at: datetime
    turn: int | None = None


@dataclass(frozen=True)
class InARow:
    """At most so many before somebody else writes."""

    most: int


@dataclass(frozen=True)
class PerSpan:
    """At most so many in a day, a week or a month; weeks and months are counted from the limit's first day."""

    most: int
    per: Per


@dataclass(frozen=True)
class NoneAfter:
    """None from one hour until another, as the clock on the wall shows them; past midnight counts to the night."""

    after: time
    until: time = time(5)


Rule = InARow | PerSpan | NoneAfter


@dataclass(frozen=True)
class Seen:
    """The local days that the files cover from end to end, and the days inside that may be missing."""

    first: date
    last: date
    missing: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Checked:
    """``times``: how often it was over (runs, spans or nights). ``n``: own messages looked at.

    ``at_least``: some days of the period were not there to see, so it may have been more.
    """

    state: State
    why: Why = ""
    times: int = 0
    n: int = 0
    at_least: bool = False


def in_turns(order: Iterable[datetime | None]) -> tuple[Mine, ...]:
    """One's own messages out of a chat in its order: the local time of each of one's own, None for anybody else's."""
    mine: list[Mine] = []
    turn = 0
    for at in order:
        if at is None:
            turn += 1
        else:
            mine.append(Mine(at, turn))
    return tuple(mine)


def check(rule: Rule, mine: Sequence[Mine], starts: date, ends: date, seen: Seen, today: date) -> Checked:
    """One's own messages from ``starts`` to ``ends``, both included, held against one's own limit.

    Nothing is said before the period is over. "within" is said only when every day of it was there to see.
    """
    _valid(rule)
    if today <= ends:
        return Checked("nothing_yet", "not_ended")
    inside = sorted((m for m in mine if starts <= _day(rule, m.at) <= ends), key=lambda m: m.at)
    if not inside:
        return Checked("cannot_tell", "no_messages")
    if isinstance(rule, InARow) and any(m.turn is None for m in inside):
        return Checked("cannot_tell", "turns_unknown", n=len(inside))
    whole = _covers(seen, starts, ends + timedelta(days=_is_of_nights(rule)))
    times = _times_over(rule, inside, starts)
    if times:
        return Checked("over", times=times, n=len(inside), at_least=not whole)
    return Checked("within", n=len(inside)) if whole else Checked("cannot_tell", "not_covered", n=len(inside))


def _valid(rule: Rule) -> None:
    if isinstance(rule, InARow) and rule.most < 1:
        raise OptionError("most", "at least one message in a row has to be allowed")
    if isinstance(rule, PerSpan) and rule.most < 0:
        raise OptionError("most", "a number from 0 is needed")
    if isinstance(rule, NoneAfter) and rule.after == rule.until:
        raise OptionError("until", "the two hours are the same")


def _covers(seen: Seen, starts: date, ends: date) -> bool:
    return seen.first <= starts and ends <= seen.last and not any(starts <= day <= ends for day in seen.missing)


def _day(rule: Rule, at: datetime) -> date:
    """The day a message counts to: after midnight it belongs to the evening before, where the rule is about nights."""
    early = isinstance(rule, NoneAfter) and _is_of_nights(rule) and at.time() < rule.until
    return at.date() - timedelta(days=early)


def _times_over(rule: Rule, mine: Sequence[Mine], starts: date) -> int:
    if isinstance(rule, InARow):
        return sum(len(list(run)) > rule.most for _, run in groupby(mine, key=lambda m: m.turn))
    if isinstance(rule, PerSpan):
        spans = Counter(_span(rule.per, m.at.date(), starts) for m in mine)
        return sum(n > rule.most for n in spans.values())
    return len({_day(rule, m.at) for m in mine if _is_within_hours(rule, m.at.time())})


def _is_of_nights(rule: Rule) -> bool:
    return isinstance(rule, NoneAfter) and rule.until < rule.after


def _is_within_hours(rule: NoneAfter, at: time) -> bool:
    if rule.until < rule.after:
        return at >= rule.after or at < rule.until
    return rule.after <= at < rule.until


def _span(per: Per, day: date, starts: date) -> int:
    """The number of the day, week or month that ``day`` lies in, from 0 at ``starts``."""
    if per == "month":
        months = (day.year - starts.year) * 12 + day.month - starts.month
        turn = min(starts.day, calendar.monthrange(day.year, day.month)[1])
        return months - (day.day < turn)
    return (day - starts).days // (7 if per == "week" else 1)

"""A timer out of instants alone: right after sleep, a change of the clocks or a crash; it can wait, grow and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from evenstep.errors import OptionError

NOTHING: Final = timedelta(0)


@dataclass(frozen=True)
class Wait:
    """A span in which the timer does not run; still open while ``end`` is None."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Timer:
    """How long a turn may take, and since when. ``length`` None: no timer. All instants are UTC.

    ``seen_at`` is the latest instant anybody read it: a clock that is set back later does not turn it back.
    A clock set forward looks like sleep; the turn is then over early, which only shows a sentence and ends nothing.
    """

    length: timedelta | None
    started_at: datetime
    seen_at: datetime
    waits: tuple[Wait, ...] = ()


def instant(moment: datetime) -> datetime:
    """A moment as UTC. Wall times of one zone may not be subtracted: an hour can be missing or there twice."""
    if moment.tzinfo is None:
        raise OptionError("now", "a moment without its zone is no instant")
    return moment.astimezone(UTC)


def start(length: timedelta | None, now: datetime) -> Timer:
    """A timer that runs from ``now``."""
    return Timer(length, instant(now), instant(now))


def ran(timer: Timer, now: datetime) -> timedelta:
    """How long it has run: all time since the start, sleep included, less the time it waited."""
    at = _at(timer, now)
    waited = sum(((wait.end or at) - wait.start for wait in timer.waits), NOTHING)
    return at - timer.started_at - waited


def left(timer: Timer, now: datetime) -> timedelta | None:
    """What is left, never below nothing; None where there is no timer."""
    return None if timer.length is None else max(NOTHING, timer.length - ran(timer, now))


def ends_at(timer: Timer, now: datetime) -> datetime | None:
    """When it will be over if nothing changes; None where it waits, or where there is no timer."""
    rest = left(timer, now)
    return None if rest is None or waits(timer) else _at(timer, now) + rest


def waits(timer: Timer) -> bool:
    """Whether it waits now."""
    return bool(timer.waits) and timer.waits[-1].end is None


def seen(timer: Timer, now: datetime) -> Timer:
    """The same timer, read at ``now``."""
    return replace(timer, seen_at=_at(timer, now))


def wait(timer: Timer, now: datetime) -> Timer:
    """Let it wait. One that waits already only goes on waiting."""
    read = seen(timer, now)
    return read if waits(read) else replace(read, waits=(*read.waits, Wait(read.seen_at)))


def go_on(timer: Timer, now: datetime) -> Timer:
    """Let it run again. One that runs only goes on running."""
    read = seen(timer, now)
    if not waits(read):
        return read
    return replace(read, waits=(*read.waits[:-1], Wait(read.waits[-1].start, read.seen_at)))


def longer(timer: Timer, more: timedelta, now: datetime) -> Timer:
    """More time from now on: what is left, and ``more``. Where there is no timer there is nothing to add to."""
    read, rest = seen(timer, now), left(timer, now)
    if rest is None or more <= NOTHING:
        return read
    return replace(read, length=ran(read, now) + rest + more)


def without(timer: Timer, now: datetime) -> Timer:
    """The same turn without a timer."""
    return replace(seen(timer, now), length=None)


def _at(timer: Timer, now: datetime) -> datetime:
    return max(instant(now), timer.seen_at)

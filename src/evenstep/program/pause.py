"""A pause that was taken: who is asked whether they came back, when, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, table
from evenstep.errors import OptionError
from evenstep.program.timer import instant
from evenstep.program.turns import Person

FILE: Final = "pause.toml"
SAID: Final = ("taken", "taken_later", "theirs", "ask", "yes", "later", "no", "afraid")
PLACEHOLDERS: Final = frozenset({"other", "time"})
LETS_GO: Final = timedelta(days=1)  # after that nobody is asked any more


class Came(StrEnum):
    """What can be answered to "did you come back?"."""

    YES = "yes"
    LATER = "later"
    NO = "no"


@dataclass(frozen=True)
class Pause:
    """A pause, in UTC. ``back_at`` None: the one who took it will say later, and is never asked."""

    by: Person
    taken_at: datetime
    back_at: datetime | None


def take(by: Person, now: datetime, back_at: datetime | None) -> Pause:
    """A pause from ``now``. Raises OptionError for a time that is already past: it promises nothing."""
    return Pause(by, instant(now), None if back_at is None else _to_come(back_at, now))


def asks(pause: Pause, reader: Person, now: datetime) -> bool:
    """Whether ``reader`` is asked now. Only the one who took the pause is: the other one's time is not watched."""
    if pause.back_at is None or reader != pause.by:
        return False
    return pause.back_at <= instant(now) < pause.back_at + LETS_GO


def after(pause: Pause, came: Came, now: datetime, back_at: datetime | None = None) -> Pause | None:
    """What stands after the answer: nothing more, or after "later" the pause with a new time, or with none."""
    if came != Came.LATER:
        return None
    return Pause(pause.by, pause.taken_at, None if back_at is None else _to_come(back_at, now))


def may_be_noted(came: Came) -> bool:
    """Whether to offer to note it as a good moment. A no is noted nowhere."""
    return came == Came.YES


@cache
def pause_words(kind: Kind) -> Mapping[str, str]:
    """The sentences about a pause that was taken, in the words of one kind; they may hold {other} and {time}."""
    return read_pause_words(table("program/content", FILE), kind)


def read_pause_words(given: Mapping[str, Any], kind: Kind) -> Mapping[str, str]:
    """The sentences out of their table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, set(SAID), here)
    return {name: for_kind(given.get(name), kind, here / name, PLACEHOLDERS) for name in SAID}


def _to_come(back_at: datetime, now: datetime) -> datetime:
    when = instant(back_at)
    if when <= instant(now):
        raise OptionError("back_at", "this time is already past")
    return when

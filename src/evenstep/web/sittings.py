"""What two do in one sitting, or a pause: kept after every tap, so that a reload loses nothing; ended, or dropped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from evenstep.errors import OptionError, StoreError
from evenstep.web.doors import now_of, say, tidied, troubled
from evenstep.web.models import Settings, Sitting, Space
from evenstep.web.taken import delete_now, forget, take_away

FRESH: Final = timedelta(hours=12)
SOON: Final = timedelta(days=1)  # a clock that was set back in between puts the beginning so far ahead, and no further

State = TypeVar("State")
Read = Callable[[object], State]  # raises OptionError for what is none


def under_way(space: Space, practice: str, now: datetime, read: Read[State]) -> tuple[Sitting, State] | None:
    """The newest one that is not over yet, and how it stands.

    Passed over is what only a changed file can hold: one of a day to come, which would always be the newest, and one
    that cannot be read. Neither may keep the two from beginning another.
    """
    return _newest(space.sittings.filter(practice=practice, ended_at=None, at__lt=now + SOON), read)


def strays(space: Space, practice: str) -> list[Sitting]:
    """Where none is under way: those that are not over and were passed over. They can be put away."""
    return list(space.sittings.filter(practice=practice, ended_at=None))


def is_fresh(sitting: Sitting | None, now: datetime) -> bool:
    """Whether it was begun a short while ago: then both have been alone with the private lines before it."""
    return sitting is not None and timedelta(0) <= now - sitting.at < FRESH  # a file may have brought a day to come


def last_over(space: Space, practice: str, now: datetime, read: Read[State]) -> tuple[Sitting, State] | None:
    """The last one that is over, and what stayed of it; passed over is the same as above."""
    return _newest(space.sittings.filter(practice=practice, ended_at__isnull=False, at__lt=now + SOON), read)


def begin(space: Space, practice: str, state: dict[str, Any], now: datetime) -> Sitting:
    """A new one."""
    return Sitting.objects.create(space=space, practice=practice, at=now, state=state)


def keep(sitting: Sitting, state: dict[str, Any]) -> None:
    """How it stands now. One that is over stays as it is."""
    Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(state=state)


def end(request: HttpRequest, sitting: Sitting, state: dict[str, Any]) -> None:
    """It is over, and only ``state`` stays: what else stood in it is gone from the file as well."""
    Sitting.objects.filter(pk=sitting.pk).update(state=state, ended_at=now_of(request))
    delete_now(take_away(_open(sitting), now_of(request)))
    Settings.objects.update_or_create(pk=1, defaults={"untidied": True})
    try:
        forget()
    except StoreError as trouble:  # the next sweep does it
        say(request, troubled(trouble))


def drop(request: HttpRequest, sitting: Sitting) -> str:
    """It is gone, with all that stood in it, and not to be brought back. What is to be said about that."""
    delete_now(take_away(_open(sitting), now_of(request)))
    return tidied()


def _newest(there: QuerySet[Sitting], read: Read[State]) -> tuple[Sitting, State] | None:
    for each in there:
        try:
            return each, read(each.state)
        except OptionError:
            continue  # brought back from a file that somebody changed: one that can be read may stand behind it
    return None


def _open(sitting: Sitting) -> list[Sitting]:
    """All of its practice that are not over: two windows may have begun one each."""
    return list(sitting.space.sittings.filter(practice=sitting.practice, ended_at=None))

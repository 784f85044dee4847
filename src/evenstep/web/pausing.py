"""A pause one took in a space, as it is kept while it lasts: when, until when, and the sentence for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from evenstep.errors import OptionError
from evenstep.program.pause import LETS_GO, Pause, asks
from evenstep.program.timer import instant
from evenstep.program.turns import person
from evenstep.web import sittings
from evenstep.web.models import Sitting, Space

PRACTICE: Final = "pause"


@dataclass(frozen=True)
class Taken:
    """A pause under way. ``opening``: how its sentence begins."""

    sitting: Sitting
    pause: Pause
    opening: str


def to_json(pause: Pause, opening: str) -> dict[str, Any]:
    """What is kept of it."""
    back = None if pause.back_at is None else pause.back_at.isoformat()
    return {"by": pause.by, "taken_at": pause.taken_at.isoformat(), "back_at": back, "opening": opening}


def taken(space: Space, now: datetime) -> Taken | None:
    """The pause under way. A day after its time nobody is asked any more, and it is as if it were over."""
    sitting = sittings.under_way(space, PRACTICE)
    if sitting is None:
        return None
    try:
        found = _read(sitting)
        lasts_until = (found.pause.back_at or found.pause.taken_at) + LETS_GO
    except (OptionError, KeyError, TypeError, ValueError, OverflowError):  # out of a changed file: it stays
        return None
    return found if instant(now) < lasts_until else None


def asked(space: Space, now: datetime) -> Taken | None:
    """The pause after which the one who took it is asked now."""
    found = taken(space, now)
    return found if found is not None and asks(found.pause, "me", now) else None


def _read(sitting: Sitting) -> Taken:
    state = sitting.state
    back = state["back_at"]
    pause = Pause(person(state["by"]), _moment(state["taken_at"]), None if back is None else _moment(back))
    return Taken(sitting, pause, str(state.get("opening", "")))


def _moment(given: str) -> datetime:
    return instant(datetime.fromisoformat(given))

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
    found = sittings.under_way(space, PRACTICE, now, from_json)
    if found is None:
        return None
    sitting, (pause, opening) = found
    return Taken(sitting, pause, opening) if instant(now) < _lasts_until(pause) else None


def asked(space: Space, now: datetime) -> Taken | None:
    """The pause after which the one who took it is asked now."""
    found = taken(space, now)
    return found if found is not None and asks(found.pause, "me", now) else None


def from_json(state: Any) -> tuple[Pause, str]:
    """The pause that was kept, and its sentence's beginning. Raises OptionError for anything else."""
    try:
        back = state["back_at"]
        pause = Pause(person(state["by"]), _moment(state["taken_at"]), None if back is None else _moment(back))
        _lasts_until(pause)
        return pause, str(state.get("opening", ""))
    except (OptionError, AttributeError, KeyError, TypeError, ValueError, OverflowError) as wrong:
        raise OptionError("pause", f"this is no stored pause ({type(wrong).__name__})") from wrong


def _lasts_until(pause: Pause) -> datetime:
    return (pause.back_at or pause.taken_at) + LETS_GO


def _moment(given: str) -> datetime:
    return instant(datetime.fromisoformat(given))

"""When a form may be offered again. Nothing is ever due: an offer is open, or it opens on a day, and it may wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from evenstep.errors import OptionError

AGAIN_AFTER: Final[Mapping[str, timedelta]] = {
    "reach": timedelta(days=28),
    "step_back": timedelta(days=28),
    "effects": timedelta(days=28),
    "glance": timedelta(days=28),
    "week": timedelta(days=7),
}


@dataclass(frozen=True)
class Offer:
    """``open``: the form may be filled today. ``from_day``: else the first day on which it may."""

    open: bool
    from_day: date | None


def offer(slug: str, filled_on: Sequence[date], today: date) -> Offer:
    """Whether a form is offered. ``filled_on``: the local days of earlier fillings in this space, in any order."""
    if slug not in AGAIN_AFTER:
        raise OptionError("slug", f"{slug!r} is no form; there are {', '.join(AGAIN_AFTER)}")
    if not filled_on:
        return Offer(True, None)
    from_day = max(filled_on) + AGAIN_AFTER[slug]
    return Offer(True, None) if today >= from_day else Offer(False, from_day)

"""The invented conversations by name: two people who do not exist, and what is true of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from evenstep.errors import OptionError

ME: Final = "Mira"
OTHER: Final = "Jon"
ZONE: Final = "Europe/Berlin"
FIRST_DAY: Final = datetime(2024, 9, 2, tzinfo=ZoneInfo(ZONE))  # a Monday
Two = tuple[float, float]


@dataclass(frozen=True)
class Story:
    """What is true in an invented conversation; pairs are (Mira, Jon), effects as in the loop's worlds.

    ``reaches`` and ``steps_back`` are the k and w of the loop. ``starts`` and ``answers`` are log rates beside those
    of the loop's worlds; ``slope`` is what a year adds to both; ``hard`` what a hard week adds. Spells in hours.
    """

    weeks: int
    seed: int
    reaches: Two = (0.0, 0.0)
    steps_back: Two = (0.0, 0.0)
    starts: Two = (0.0, 0.0)
    answers: Two = (0.0, 0.0)
    slope: Two = (0.0, 0.0)
    hard: Two = (0.0, 0.0)
    hard_weeks: tuple[int, ...] = ()
    drift_sd: float = 0.0
    spell_hours: float = 0.0


_BUSY: Final = Story(
    weeks=52,
    seed=5,
    starts=(0.3, -0.2),
    answers=(0.2, -0.2),
    slope=(0.25, -0.25),
    hard=(0.25, -0.25),
    hard_weeks=(5, 9, 10, 17, 22, 23, 24, 37, 44, 49),
    drift_sd=0.3,
    spell_hours=4.0,
)

STORIES: Final[Mapping[str, Story]] = MappingProxyType(
    {
        "reaching": replace(_BUSY, reaches=(0.35, 0.1), steps_back=(-0.1, -0.4)),
        "busy": _BUSY,
        "even": Story(weeks=52, seed=1),
        "short": Story(weeks=3, seed=1),
    }
)
"""reaching: when Jon has been slow Mira reaches, and under it Jon answers later; busy spells and drift beside it.
busy: the same two, and with the same seed the same spells, drift and hard weeks; neither minds the other's pace.
even: no difference and no effect. short: not enough yet."""


def story_of(name: str) -> Story:
    """The story called ``name``. Raises OptionError("sample") where there is none."""
    if name not in STORIES:
        raise OptionError("sample", f"there is no sample {name!r}. There are: {', '.join(STORIES)}")
    return STORIES[name]

"""An invented conversation as an export, as what the ordinary reader makes of it, and its hard weeks."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from evenstep.samples.drawn import draw_story
from evenstep.samples.stories import FIRST_DAY, ME, OTHER, ZONE, story_of
from evenstep.samples.written import export_of
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export


def load_sample(name: str = "reaching", seed: int | None = None) -> Parsed:
    """Read an invented conversation through the ordinary reader. Raises OptionError for an unknown name."""
    export = NamedBytes(f"WhatsApp Chat with {OTHER}.txt", sample_export(name, seed).encode())
    return read_export(export, zone=ZONE, me=ME)


def sample_export(name: str = "reaching", seed: int | None = None) -> str:
    """The invented conversation as the text of an Android export (day first, 24 hours, minutes).

    ``seed`` gives another telling of the same story; None the one that is shown. Raises OptionError for an
    unknown name. The first call on a computer compiles the simulator, some seconds.
    """
    story = story_of(name)
    seed = story.seed if seed is None else seed
    return export_of(draw_story(story, seed), np.random.default_rng([seed, 7]))


def sample_hard_weeks(name: str = "reaching") -> frozenset[str]:
    """The ISO weeks ("2025-W07") that the invented person marked as hard."""
    days = (FIRST_DAY + timedelta(weeks=week) for week in story_of(name).hard_weeks)
    return frozenset(f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in days)

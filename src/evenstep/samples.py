"""Invented conversations by name, for the demo space, the tutorial and anyone who wants to try without a file.

They are written as a WhatsApp-shaped export and read back by the same reader as a real one.
The two people, their words and their pattern are made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.errors import OptionError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ME: Final = "Mira"
OTHER: Final = "Jon"
ZONE: Final = "Europe/Berlin"
FIRST_DAY: Final = datetime(2024, 9, 2)  # noqa: DTZ001 (wall time, as an export shows it)

OPENERS: Final = (
    "Good morning", "How did you sleep?", "Are you home tonight?", "I saw the first swallows today",
    "Shall we cook later?", "The train is late again", "Can we talk about the weekend?", "Look what the cat did",
    "I booked the dentist", "Do we need milk?", "Thinking of you", "Long day", "My sister says hello",
    "There is a film at eight", "Did you call the landlord?",
)  # fmt: skip
ANSWERS: Final = (
    "Yes", "Sounds good", "Not sure yet", "In a meeting, later", "Home by seven", "Ha", "I can do Saturday",
    "Let me look", "Thanks for asking", "Tired, but fine", "Maybe tomorrow", "I like that", "Ok", "Soup?",
    "Give me an hour", "That made me laugh", "We can try", "I forgot, sorry",
)  # fmt: skip
NUDGES: Final = (
    "Did you see this?",
    "No rush",
    "Still there?",
    "Just checking about tonight",
    "Hello?",
    "When you can",
)
PICTURE: Final = "<Media omitted>"


@dataclass(frozen=True)
class Story:
    """What is true in an invented conversation. Rates a day; waits are median minutes; shares from 0 to 1."""

    weeks: int
    starts_a_day: float
    my_share_first: float
    my_share_last: float
    my_wait_min: float
    other_wait_min: float
    unanswered: float
    mine_unanswered: float
    hard_weeks: tuple[int, ...] = ()
    seed: int = 7


STORIES: Final[Mapping[str, Story]] = MappingProxyType(
    {
        "reaching": Story(52, 2.6, 0.52, 0.68, 9, 24, 0.25, 0.125, hard_weeks=(9, 10, 22, 23, 24, 37, 44)),
        "even": Story(52, 2.6, 0.5, 0.5, 14, 14, 0.12, 0.12),
        "short": Story(3, 1.5, 0.5, 0.5, 14, 14, 0.12, 0.12),
    }
)
"""reaching: even, then one starts more, above all in hard weeks. even: no difference. short: not enough yet."""


def load_sample(name: str = "reaching") -> Parsed:
    """Read an invented conversation through the ordinary reader. Raises OptionError for an unknown name."""
    export = NamedBytes(f"WhatsApp Chat with {OTHER}.txt", sample_export(name).encode())
    return read_export(export, zone=ZONE, me=ME)


def sample_hard_weeks(name: str = "reaching") -> frozenset[str]:
    """The ISO weeks ("2025-W07") that the invented person marked as hard."""
    days = (FIRST_DAY + timedelta(weeks=week) for week in _story(name).hard_weeks)
    return frozenset(f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in days)


def sample_export(name: str = "reaching") -> str:
    """The invented conversation as the text of an Android export (day first, 24 hours)."""
    story = _story(name)
    lines = [(FIRST_DAY, None, "Messages and calls are end-to-end encrypted.")]
    rows = sorted(_talk(story, np.random.default_rng(story.seed)), key=lambda row: row[0])
    body = [f"{at:%d/%m/%Y, %H:%M} - {who + ': ' if who else ''}{text}" for at, who, text in [*lines, *rows]]
    return "\n".join(body) + "\n"


def _story(name: str) -> Story:
    if name not in STORIES:
        raise OptionError("sample", f"there is no sample {name!r}. There are: {', '.join(STORIES)}")
    return STORIES[name]


def _talk(story: Story, rng: np.random.Generator) -> Iterator[tuple[datetime, str, str]]:
    """Every message of the story, talk by talk; talks that would overlap the next one are cut short."""
    for day in range(7 * story.weeks):
        week = day // 7
        moments = np.sort(_waking_hours(rng, rng.poisson(story.starts_a_day)))
        for hour, end in pairwise([*moments, 30.0]):
            begin = FIRST_DAY + timedelta(days=day, hours=float(hour))
            limit = FIRST_DAY + timedelta(days=day, hours=float(end))
            yield from _one_talk(story, rng, week, begin, limit)


def _waking_hours(rng: np.random.Generator, n: int) -> npt.NDArray[np.float64]:
    """Hours of the day at which a talk begins: a morning, a noon and a larger evening hump."""
    hump = rng.choice(3, size=n, p=[0.25, 0.25, 0.5])
    return np.clip(rng.normal(np.array([8.0, 12.7, 19.8])[hump], np.array([0.9, 1.2, 1.6])[hump]), 6.5, 23.7)


def _one_talk(
    story: Story, rng: np.random.Generator, week: int, begin: datetime, limit: datetime
) -> Iterator[tuple[datetime, str, str]]:
    """One talk: an opener, then turn and turn about, with waits, nudges and sometimes no answer at all."""
    hard = week in story.hard_weeks
    drift = story.my_share_first + (story.my_share_last - story.my_share_first) * week / max(story.weeks - 1, 1)
    who = ME if rng.random() < min(drift + 0.15 * hard, 0.95) else OTHER
    at, words = begin, np.array(OPENERS)
    for _ in range(1 + rng.geometric(0.22)):
        for text in rng.choice(words, size=1 + (rng.random() < 0.3)):
            if at >= limit:
                return
            yield at, who, PICTURE if rng.random() < 0.04 else str(text)
            at += timedelta(seconds=float(rng.uniform(5, 50)))
        other = OTHER if who == ME else ME
        slow = (story.other_wait_min if other == OTHER else story.my_wait_min) * (1.8 if hard and other == OTHER else 1)
        wait = timedelta(minutes=float(rng.lognormal(np.log(slow), 1.3)))
        if rng.random() < (story.unanswered if other == OTHER else story.mine_unanswered):
            if rng.random() < 0.5:
                yield at + wait / 2 + timedelta(minutes=6), who, str(rng.choice(np.array(NUDGES)))
            return
        at, who, words = at + wait, other, np.array(ANSWERS)

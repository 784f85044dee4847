"""Write turns down as a WhatsApp export, with words that nobody said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from evenstep.loop.simulate import SESSION_GAP_S
from evenstep.samples.drawn import Spoken
from evenstep.samples.stories import FIRST_DAY, ME, OTHER, ZONE

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
    "Did you see this?", "No rush", "Still there?", "Just checking about tonight", "Hello?", "When you can",
)  # fmt: skip
PICTURE: Final = "<Media omitted>"
PICTURES: Final = 0.04  # of the messages
FIRST_LINE: Final = "Messages and calls are end-to-end encrypted."


def export_of(spoken: Spoken, rng: np.random.Generator) -> str:
    """The turns as the text of an Android export: wall time of ZONE, to the minute, day first, 24 hours."""
    zone = ZoneInfo(ZONE)
    origin = FIRST_DAY.astimezone(UTC)
    lines = [f"{FIRST_DAY:%d/%m/%Y, %H:%M} - {FIRST_LINE}"]
    for time_s, who, text in sorted(_messages(spoken, rng)):
        at = (origin + timedelta(seconds=time_s)).astimezone(zone)
        lines.append(f"{at:%d/%m/%Y, %H:%M} - {(ME, OTHER)[who]}: {text}")
    return "\n".join(lines) + "\n"


def _messages(spoken: Spoken, rng: np.random.Generator) -> Iterator[tuple[float, int, str]]:
    """Seconds from FIRST_DAY, who, and words: a turn is an opener, an answer or a nudge of one or two messages."""
    last, last_s = -1, -SESSION_GAP_S
    for who, begin_s, end_s in zip(spoken.who.tolist(), spoken.begin_s.tolist(), spoken.end_s.tolist(), strict=True):
        words = OPENERS if begin_s - last_s >= SESSION_GAP_S else NUDGES if who == last else ANSWERS
        for time_s in dict.fromkeys((begin_s, end_s)):
            yield time_s, who, PICTURE if rng.random() < PICTURES else words[rng.integers(len(words))]
        last, last_s = who, end_s

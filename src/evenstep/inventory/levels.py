"""A level in the words of its scale, for tables and for those who cannot see the chart."""

from __future__ import annotations

from math import ceil, floor

from evenstep.inventory.form import Form
from evenstep.inventory.said import Voice
from evenstep.inventory.score import Level


def in_words(form: Form, level: Level, voice: Voice) -> str:
    """A word of the scale, "Between “Sometimes” and “Often”", or "Left open": never a number with a point in it."""
    if level.mean is None:
        return voice.phrase("level.open")
    low, high = (voice.say(form.scale.word(end)) for end in (floor(level.mean), ceil(level.mean)))
    return low if low == high else voice.phrase("level.between", low=low, high=high)

"""Six one-tap signs -> a first sentence, and which side's longer questions to open first."""

from __future__ import annotations

from typing import Final

from evenstep.inventory.form import Side
from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import Findings

CLEARLY: Final = 2  # of the six points a side can have; less apart speaks of both


def glance(found: Findings, voice: Voice) -> Statement:
    """What the six lines speak of: the lines, not the person."""
    if not found.answered:
        return Statement(voice.phrase("glance.nothing"), (voice.phrase("glance.longer"),), (), (), enough=False)
    points = _points(found)
    none = not any(points.values())
    return Statement(
        lead=voice.phrase("glance.none" if none else f"glance.{leaning(found) or 'both'}"),
        lines=(*(() if none else (voice.phrase("glance.know_both"),)), voice.phrase("glance.longer")),
        rests_on=(voice.phrase("glance.rests", given=found.answered, asked=found.asked),),
        cannot_tell=(voice.phrase("glance.cannot"),),
    )


def leaning(found: Findings) -> Side | None:
    """The side whose lines were chosen clearly more, or None. It only orders the two longer forms."""
    points = _points(found)
    apart = points["reach"] - points["step_back"]
    if abs(apart) < CLEARLY:
        return None
    return "reach" if apart > 0 else "step_back"


def _points(found: Findings) -> dict[Side, float]:
    points: dict[Side, float] = {"reach": 0, "step_back": 0}
    for finding in found.themes:
        for level in finding.levels.values():
            if finding.theme.side is not None:
                points[finding.theme.side] += level.mean or 0
    return points

"""Findings of the effects -> sentences: what it costs, and what room is left for a life of one's own."""

from __future__ import annotations

from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import Findings, ThemeFinding
from evenstep.inventory.sentences import MOST_LINES, cannot_tell, not_enough, rests_on, strongest


def effects(found: Findings, voice: Voice) -> Statement:
    """The effect that was there most, the others, the room that is left; and that nobody has to carry it alone."""
    if not found.enough:
        return not_enough(found, voice)
    weighs = [finding for finding in strongest(found) if not finding.theme.ease]
    said = [_said(finding, voice) for finding in weighs]
    heavy = any(finding.strongest == "high" for finding in weighs)
    return Statement(
        lead=said[0] if said else voice.phrase("effects.light"),
        lines=(
            *said[1 : MOST_LINES + 1],
            *(_said(finding, voice) for finding in found.themes if finding.theme.ease and finding.strongest),
            *((voice.phrase("effects.support"),) if heavy else ()),
        ),
        rests_on=rests_on(found, voice),
        cannot_tell=cannot_tell(found, voice, "cannot.own", "cannot.people"),
    )


def _said(finding: ThemeFinding, voice: Voice) -> str:
    often = {"high": "often", "mid": "sometimes", "low": "rarely"}
    return voice.say(finding.theme.said[often[finding.strongest or "low"]])

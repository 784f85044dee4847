"""The loop's section with or without its sentence: the sentence waits until its owner has switched it on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from evenstep.report.names import say
from evenstep.report.sections.base import NOTHING, Section

LOOP: Final = "loop"  # the slug of the loop's section


def without_sentence(section: Section, *, loop_on: bool) -> Section:
    """The loop without its sentence, until its owner has switched it on: the numbers stay."""
    if loop_on or not section.enough:
        return section
    words = say("The sentence about the loop is switched off in this space. The pictures and numbers are below.")
    plain = tuple(replace(chart, caption=say("Each half by itself.")) for chart in section.charts)
    return replace(section, finding=words, more=(), lines=(), after=NOTHING, reading=NOTHING, charts=plain)

"""All sections in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from evenstep.events.reading import Reading
from evenstep.loop.findings import LoopResult
from evenstep.measures.base import MeasureOptions
from evenstep.report.names import People
from evenstep.report.numbers import Numbers
from evenstep.report.sections import balance, loop, own, starts
from evenstep.report.sections.base import History, Material, Section
from evenstep.report.sections.reading import what_was_read
from evenstep.report.wording import shares

MAKERS: Final[tuple[Callable[[Material], Section | None], ...]] = (
    starts.who_starts,
    starts.sweep,
    starts.answers,
    balance.reach,
    loop.circles,
    balance.runs,
    balance.participation,
    balance.months,
    own.week,
    own.research,
)


def all_sections(
    results: pl.DataFrame,
    people: People,
    history: History,
    readings: Sequence[Reading],
    options: MeasureOptions,
    found: LoopResult | None,
) -> tuple[Section, ...]:
    """Every section; one's own week only when it is known who one is, the loop only when it was looked for."""
    material = Material(Numbers(results, people), history, options, found)
    made = [section for make in MAKERS if (section := make(material)) is not None]
    return (*_said_once(made), what_was_read(readings, history, options))


def _said_once(sections: Sequence[Section]) -> list[Section]:
    """The sections, with a blank that says the same as one before it cut short."""
    said: set[str] = set()
    kept = []
    for section in sections:
        again = not section.enough and str(section.finding) in said
        kept.append(replace(section, finding=shares.not_enough_either()) if again else section)
        said.add(str(section.finding))
    return kept

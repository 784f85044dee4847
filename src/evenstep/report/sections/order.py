"""All sections in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from evenstep.events.reading import Reading
from evenstep.measures.base import MeasureOptions
from evenstep.report.names import People
from evenstep.report.numbers import Numbers
from evenstep.report.sections import balance, own, starts
from evenstep.report.sections.base import History, Material, Section
from evenstep.report.sections.reading import what_was_read

MAKERS: Final[tuple[Callable[[Material], Section | None], ...]] = (
    starts.who_starts,
    starts.sweep,
    starts.answers,
    balance.reach,
    balance.runs,
    balance.participation,
    balance.months,
    own.week,
    own.research,
)


def all_sections(
    results: pl.DataFrame, people: People, history: History, readings: Sequence[Reading], options: MeasureOptions
) -> tuple[Section, ...]:
    """Every section; one's own week only when it is known who one is."""
    material = Material(Numbers(results, people), history, options)
    made = [section for make in MAKERS if (section := make(material)) is not None]
    return (*made, what_was_read(readings, history, options))

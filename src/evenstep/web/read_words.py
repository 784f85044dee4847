"""What was read of one file, in words of the person's language: its app, its time zone, and what was noted."""

from __future__ import annotations

from dataclasses import dataclass

from evenstep.events.reading import Reading
from evenstep.problem_codes import CODES
from evenstep.report.names import Sentence, as_is, join
from evenstep.report.sections.reading import noted
from evenstep.report.wording.reading import app_words
from evenstep.spoken import tr


@dataclass(frozen=True)
class ReadWords:
    """The reading of one file and the words for it. ``lines``: each thing that was noted, and what to do about it."""

    reading: Reading
    app: str
    zone: str
    zone_by: str
    lines: tuple[Sentence, ...]


def in_words(reading: Reading) -> ReadWords:
    """The words for ``reading``: kept once in English, said anew in the language of each page."""
    return ReadWords(
        reading=reading,
        app=app_words(reading.source),
        zone=(reading.zone or "").replace("_", " "),
        zone_by=tr(reading.zone_decided_by),
        lines=tuple(join([said, as_is(tr(CODES[code].to_do))]) for code, said in noted(reading)),
    )

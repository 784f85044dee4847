"""The table of formats as a person reads it: what is read of each kind of file, what is counted, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.sources import what_is_read as cells
from evenstep.sources.exports import Export
from evenstep.sources.what_is_read import FORMATS, Format
from evenstep.spoken import N_, tr

READ: Final = N_("Read")
COUNTED: Final = N_("Only counted")
NOT_READ: Final = N_("Not used")
ABSENT: Final = N_("Not in it")
TIMES: Final = N_("Times")
LABELS: Final = (READ, COUNTED, NOT_READ, ABSENT, TIMES)

OF_EVERY_KIND: Final = N_(
    "Of every kind we read when each message was sent, by whom and how long it is, and that there was a photo or "
    "the like."
)
BARE: Final = N_(
    {
        "calls": "calls",
        "voice": "voice notes",
        "reactions": "reactions",
        "edits": "edits",
        "replies": "which message a reply answers",
        "deletions": "deletions",
        "read_state": "read marks",
    }
)
"""A thing by its name, where there is nothing more to say of it."""

SAID: Final = {
    ("calls", cells.LENGTH): ((READ, N_("calls with their length")),),
    ("calls", cells.PLAIN): ((READ, N_("calls without their length")),),
    ("calls", cells.UNTOLD): ((READ, N_("calls without their length")),),
    ("calls", cells.GROUP_LENGTH): ((READ, N_("calls with their length in groups only")),),
    ("calls", cells.NOT_TOLD): ((READ, N_("calls as something without words")),),
    ("voice", cells.LENGTH): ((READ, N_("voice notes with their length")),),
    ("voice", cells.PLAIN): ((READ, N_("voice notes without their length")),),
    ("voice", cells.VOICEMAIL_LENGTH): (
        (READ, N_("voice notes without their length")),
        (READ, N_("voicemail with its length")),
    ),
    ("reactions", cells.DATED): ((READ, N_("reactions with their time")),),
    ("reactions", cells.MIXED): (
        (READ, N_("reactions that carry a time")),
        (COUNTED, N_("reactions that carry no time")),
    ),
    ("reactions", cells.COUNTED): ((COUNTED, N_("reactions, which carry no time")),),
    ("reactions", cells.AS_TEXTS): ((READ, N_("reactions as ordinary texts")),),
    ("replies", cells.TO_FIRST): ((READ, N_("which thread a reply belongs to")),),
    ("tick", "1 min"): ((TIMES, N_("to the minute")),),
    ("zone", cells.ASKED): ((TIMES, N_("by the clock of the device; you are asked for its zone")),),
}
"""What a cell of the table says, under which label. Of the others the thing's name says enough, or there is no need."""
ORDER: Final = (*cells.COLUMNS[:-2], "tick", "zone")
PLACE: Final = {cells.YES: READ, cells.NOT_READ: NOT_READ, cells.ABSENT: ABSENT}


@dataclass(frozen=True)
class PlainFormat:
    """One kind of file in words that are translated already: (label, words) in reading order, and a remark."""

    name: str
    rows: tuple[tuple[str, str], ...]
    remark: str


def plain(kind: Format) -> PlainFormat:
    """A row of the table, as a few lists of things under a label each."""
    said: dict[str, list[str]] = {label: [] for label in LABELS}
    for column in ORDER:
        for label, words in _says(column, str(getattr(kind, column))):
            said[label].append(tr(words))
    rows = tuple((tr(label), ", ".join(things)) for label, things in said.items() if things)
    return PlainFormat(tr(kind.name), rows, tr(kind.remark))


def plain_formats(export: Export) -> tuple[PlainFormat, ...]:
    """Every kind of file that an app's export can be."""
    return tuple(plain(kind) for kind in FORMATS if kind.source in export.sources)


def _says(column: str, cell: str) -> tuple[tuple[str, str], ...]:
    if (column, cell) in SAID:
        return SAID[column, cell]
    return ((PLACE[cell], BARE[column]),) if column in BARE else ()

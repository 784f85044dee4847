"""The reading report: what a file held, what became of each record, and how dates were decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

from evenstep.errors import describe
from evenstep.problem_codes import CODES

REJECTS: Final[Mapping[str, pl.DataType]] = {
    "code": pl.String(),  # a key of errors.CODES
    "file": pl.String(),  # a label, never opened
    "place": pl.String(),  # "line 8,113", "/messages/812/text", "row 14"
    "line": pl.Int64(),  # line or record number from 1; null when it has none
    "detail": pl.String(),  # numbers and field names only, never a message's text
}


@dataclass(frozen=True)
class Note:
    """Something worth knowing that stopped nothing: code, place, detail."""

    code: str
    place: str = ""
    detail: str = ""
    count: int = 1


@dataclass(frozen=True)
class Gap:
    """A silence long enough that the history itself may be missing there (UTC)."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Reading:
    """What one file held.

    ``seen = imported + already_there + skipped + system`` always (``balances``).
    Times are UTC. ``senders`` counts imported events a sender; ``kinds`` a kind.
    ``date_order_decided_by``: "a day above 12", "only this order runs forward", "you said so" or
    "the file's own dates".
    ``zone_decided_by``: "you said so", "the file's own offsets", "Unix times in the file".
    """

    file: str
    source: str
    seen: int
    imported: int
    skipped: int
    system: int
    already_there: int = 0
    first: datetime | None = None
    last: datetime | None = None
    date_order: str | None = None
    date_order_decided_by: str = ""
    zone: str | None = None
    zone_decided_by: str = ""
    encoding: str = "UTF-8"
    capped: bool = False
    title: str | None = None
    me: str | None = None
    gaps: tuple[Gap, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    senders: Mapping[str, int] = field(default_factory=dict)
    shapes: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[Note, ...] = ()  # what was kept aside: one a code, with its first place and its count
    notes: tuple[Note, ...] = ()

    @property
    def balances(self) -> bool:
        """True when every record seen is accounted for."""
        return self.seen == self.imported + self.already_there + self.skipped + self.system

    def note_lines(self) -> list[str]:
        """What was kept aside, then the notes, as sentences with code and place."""
        return [describe(n.code, self.file, n.place, n.detail) for n in (*self.aside, *self.notes)]


def empty_rejects() -> pl.DataFrame:
    """A rejects table with no rows."""
    return pl.DataFrame(schema=dict(REJECTS))


def make_rejects(rows: list[tuple[str, str, str, int | None, str]]) -> pl.DataFrame:
    """Rows of (code, file, place, line, detail) as a rejects table. Raises KeyError for an unknown code."""
    for row in rows:
        CODES[row[0]]
    return pl.DataFrame(rows, schema=dict(REJECTS), orient="row")


def summarise(rejects: pl.DataFrame) -> tuple[Note, ...]:
    """One note a code: the first place it came up, and how often."""
    first = rejects.group_by("code", maintain_order=True).agg(
        pl.col("place", "detail").first(), pl.len().alias("count")
    )
    return tuple(Note(code, place or "", detail or "", count) for code, place, detail, count in first.iter_rows())


def reject_lines(rejects: pl.DataFrame, most: int = 20) -> list[str]:
    """The first ``most`` rejects as sentences."""
    rows = rejects.head(most).select("code", "file", "place", "detail").iter_rows()
    return [describe(code, file, place or "", detail or "") for code, file, place, detail in rows]

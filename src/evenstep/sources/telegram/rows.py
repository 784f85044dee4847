"""The rows of one chat as they are read, and as columns: a block of rows becomes a frame, and its words are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import polars as pl

from evenstep.sources.assemble import RejectRow
from evenstep.sources.json_text import whole

BLOCK: Final = 20_000
"""So many rows wait as Python's own objects before they become a frame."""


class Row(NamedTuple):
    """One event of a chat as it is read, in file order; a reaction stands behind the message it belongs to.

    ``unix``: seconds UTC or None; ``date``: naive local ISO or None; ``number``: the record, from 1;
    ``target``: the number of the record a reaction belongs to; ``reply``: the Telegram id a message answers.
    """

    key: str
    kind: str
    unix: int | None
    date: str | None
    number: int
    text: str = ""
    duration_s: float | None = None
    id: int | None = None
    reply: int | None = None
    target: int | None = None
    edited: bool = False


ROW_TYPES: Final[dict[str, pl.DataType]] = {
    "key": pl.String(),
    "kind": pl.String(),
    "unix": pl.Int64(),
    "date": pl.String(),
    "number": pl.Int64(),
    "text": pl.String(),
    "duration_s": pl.Float32(),
    "id": pl.Int64(),
    "reply": pl.Int64(),
    "target": pl.Int64(),
    "edited": pl.Boolean(),
}
"""The fields of Row as columns."""


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """The columns of ROW_TYPES."""
    columns = dict(zip(Row._fields, zip(*rows, strict=True), strict=True)) if rows else {}
    return pl.DataFrame({name: columns.get(name, ()) for name in ROW_TYPES}, schema=ROW_TYPES, strict=False)


def counted(frame: pl.DataFrame, *, keep_text: bool) -> pl.DataFrame:
    """With ``n_chars`` and ``n_words``; without the words themselves, unless they are to be kept."""
    text = pl.col("text")
    with_counts = frame.with_columns(
        n_chars=text.str.len_chars().cast(pl.Int32), n_words=text.str.count_matches(r"\S+").cast(pl.Int32)
    )
    return with_counts if keep_text else with_counts.drop("text")


@dataclass
class Chat:
    """One chat: its own fields (name, type, id), its rows, and what became of its records.

    ``frames``: blocks of rows in file order, counted; ``rows``: those that wait to become one.
    ``undated``: reactions without a time; ``topics``: what every message of a topic says it answers.
    """

    place: str
    keep_text: bool
    fields: dict[str, Any] = field(default_factory=dict)
    frames: list[pl.DataFrame] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rejects: list[RejectRow] = field(default_factory=list)
    records: int = 0
    system: int = 0
    undated: int = 0
    topics: set[int | None] = field(default_factory=set)
    listed: bool = False

    @property
    def id(self) -> str:
        """The chat's id as text; "" when it has none."""
        chat_id = self.fields.get("id")
        return whole(str(chat_id)) if isinstance(chat_id, int | str) and not isinstance(chat_id, bool) else ""

    @property
    def name(self) -> str:
        """The chat's name; "" when it has none (a deleted account)."""
        name = self.fields.get("name")
        return whole(name) if isinstance(name, str) else ""

    @property
    def events(self) -> int:
        """How many rows there are."""
        return self.frame().height

    def settle(self) -> None:
        """Make the rows that wait a frame."""
        if self.rows:
            self.frames.append(counted(frame_of(self.rows), keep_text=self.keep_text))
            self.rows = []

    def take(self, read: Chat, file: str) -> None:
        """Take over the records of a list that was read before this chat was known."""
        self.settle()
        for code, _, place, number, detail in read.rejects:
            self.rejects.append((code, file, self.place + place, number, detail))
        self.frames += read.frames
        self.records += read.records
        self.system += read.system
        self.undated += read.undated
        self.topics |= read.topics

    def frame(self) -> pl.DataFrame:
        """All rows in file order."""
        self.settle()
        if len(self.frames) != 1:
            empty = counted(frame_of(()), keep_text=self.keep_text)
            self.frames = [pl.concat(self.frames) if self.frames else empty]
        if self.topics:
            no_answer = pl.col("reply").is_in(sorted(topic for topic in self.topics if topic is not None))
            self.frames = [self.frames[0].with_columns(reply=pl.when(~no_answer).then("reply"))]
            self.topics = set()
        return self.frames[0]

    def people(self) -> list[str]:
        """Everyone who writes or reacts here, in the order in which they first do."""
        return self.frame()["key"].unique(maintain_order=True).to_list()

"""The rows of all chats as they are read, and as columns: a block of rows becomes a frame, its words are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
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


class Rows:
    """The rows of a file, in file order: ``waiting`` ones become a frame, some thousands at a time."""

    def __init__(self, *, keep_text: bool) -> None:
        self.waiting: list[Row] = []
        self.keep_text = keep_text
        self._frames: list[pl.DataFrame] = []

    def settle(self) -> None:
        """Make the rows that wait a frame."""
        if self.waiting:
            self.add(frame_of(self.waiting))
            self.waiting.clear()

    def add(self, frame: pl.DataFrame) -> None:
        """Add a frame of ROW_TYPES behind the others."""
        self._frames.append(counted(frame, keep_text=self.keep_text))

    def frame(self) -> pl.DataFrame:
        """All of them, with ``n_chars`` and ``n_words``."""
        self.settle()
        return pl.concat(self._frames) if self._frames else counted(frame_of(()), keep_text=self.keep_text)


@dataclass
class Told:
    """What the notices of a chat tell: which of them begin a topic, and why messages may be missing."""

    topics: set[int] = field(default_factory=set)  # every message of a topic says that it answers this notice
    fading: bool = False  # messages were set to disappear
    cleared: bool = False  # what came before was deleted

    def add(self, other: Told) -> None:
        """Take over what ``other`` tells."""
        self.topics |= other.topics
        self.fading |= other.fading
        self.cleared |= other.cleared


@dataclass
class Chat:
    """One chat: its own fields (name, type, id), which records are its own, and what became of them.

    ``spans``: the numbers of its records, which stand together in the file; ``events``: how many rows it has.
    ``undated``: reactions without a time; ``told``: by notices.
    """

    place: str
    fields: dict[str, Any] = field(default_factory=dict)
    spans: list[range] = field(default_factory=list)
    rejects: list[RejectRow] = field(default_factory=list)
    events: int = 0
    system: int = 0
    undated: int = 0
    told: Told = field(default_factory=Told)
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
    def records(self) -> int:
        """How many records it has, whatever became of them."""
        return sum(map(len, self.spans))

    def take(self, read: Chat, file: str) -> None:
        """Take over the records of a list that was read before this chat was known."""
        for code, _, place, number, detail in read.rejects:
            self.rejects.append((code, file, self.place + place, number, detail))
        self.spans += read.spans
        self.events += read.events
        self.system += read.system
        self.undated += read.undated
        self.told.add(read.told)


def rows_of(chats: Sequence[tuple[str, Chat]], rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``chats`` (conversation_id, chat), with their ``conversation_id``; answers to a topic are none."""
    spans = sorted((span.start, span.stop, at) for at, (_, chat) in enumerate(chats) for span in chat.spans if span)
    starts, stops, owners = np.array(spans, np.int64).reshape(-1, 3).T
    numbers = rows["number"].to_numpy()
    before = np.searchsorted(starts, numbers, side="right") - 1
    inside = (before >= 0) & (numbers < np.append(stops, 0)[before])
    ids = pl.Series([conversation_id for conversation_id, _ in chats], dtype=pl.String)
    found = rows.filter(pl.Series(inside)).with_columns(conversation_id=ids.gather(owners[before[inside]]))
    topics = [(conversation_id, topic, True) for conversation_id, chat in chats for topic in chat.told.topics]
    if not topics:
        return found
    schema = {"conversation_id": pl.String, "reply": pl.Int64, "topic": pl.Boolean}
    told = pl.DataFrame(topics, schema=schema, orient="row").unique(maintain_order=True)
    marked = found.join(told, on=["conversation_id", "reply"], how="left", maintain_order="left")
    return marked.with_columns(reply=pl.when(pl.col("topic").is_null()).then("reply")).drop("topic")

"""What a source is: a name, a score for a file, and a parse into events, conversations, rejects and a reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Protocol

import polars as pl

from evenstep.events.reading import Note, Reading

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all); must be cheap and must not raise."""


@dataclass(frozen=True)
class Limits:
    """Ceilings for what a file may ask of this machine (badinputs: contract for every import)."""

    file_bytes: int = 10 * 2**30
    members: int = 100_000
    unpacked_bytes: int = 20 * 2**30
    member_bytes: int = 4 * 2**30
    ratio: float = 200.0
    ratio_from_bytes: int = 10 * 2**20
    json_depth: int = 64
    line_bytes: int = 2**20
    text_chars: int = 2**20
    people: int = 2_000
    # and what the process that reads it may use (sources/apart); a larger file gets more
    memory_bytes: int = 512 * 2**20
    memory_per_byte: int = 4
    memory_most_bytes: int = 2 * 2**30
    cpu_s: int = 20
    cpu_s_per_100_mb: int = 20
    wall_per_cpu: int = 6
    descriptors: int = 32


@dataclass(frozen=True)
class ReadOptions:
    """Answers and limits handed to a source. ``zone`` None on a naive file is a NeedsAnswer."""

    zone: str | None = None
    date_order: str | None = None  # dmy, mdy, ymd, ydm …
    chat: str | None = None  # which chat of an export with many
    member: str | None = None  # which member of a zip that names the same file twice
    me: str | None = None
    encoding: str | None = None
    epoch: datetime | None = None  # tables with relative seconds
    columns: Mapping[str, str] = field(default_factory=dict)  # tables: our name -> the file's column
    keep_text: bool = False  # adds a text column, in memory only
    now: datetime | None = None  # dates after now + 48 h are rejects; None: no upper bound but 2100
    limits: Limits = Limits()
    progress: Progress | None = None


class Member(Protocol):
    """One readable file of an export: a plain file, or a member of a zip. Never unpacked to disk."""

    @property
    def name(self) -> str:
        """The label: the file's name, or the member's path inside the zip."""
        ...

    @property
    def size(self) -> int:
        """Unpacked bytes."""
        ...

    def open(self) -> IO[bytes]:
        """A fresh binary stream, counted against the limits."""
        ...

    def read(self) -> bytes:
        """All bytes. Raises InputError E103 when length and checksum disagree."""
        ...

    def head(self, n: int = 65_536) -> bytes:
        """The first ``n`` bytes."""
        ...


@dataclass(frozen=True)
class Opened:
    """An export that is open for reading: its label, its members, and when the file itself was written."""

    name: str
    members: tuple[Member, ...]
    written: datetime | None = None  # the zip's own time of the member, naive local; None for plain files
    notes: tuple[Note, ...] = ()  # what the pre-flight found: links, odd names, damaged attachments


@dataclass(frozen=True)
class Parsed:
    """What a source makes of a file: two tables, what was kept aside, and the reading report."""

    events: pl.DataFrame
    conversations: pl.DataFrame
    rejects: pl.DataFrame
    reading: Reading


class Source(Protocol):
    """A kind of export. ``score`` looks at content only: 0 = not mine, 1 = certain."""

    @property
    def name(self) -> str:
        """A member of events.schema.SOURCE_NAMES."""
        ...

    def score(self, opened: Opened) -> float:
        """How sure we are that this export is of our kind, from 0 to 1, cheap (heads only)."""
        ...

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read everything. Raises InputError or NeedsAnswer; nothing else escapes."""
        ...

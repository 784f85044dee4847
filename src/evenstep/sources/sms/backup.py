"""The records of one or more backups as packed rows: a phone of many years fits into little memory."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenstep.events.reading import Note
from evenstep.sources.assemble import RejectRow
from evenstep.sources.base import Limits

KINDS: Final = ("text", "media", "voice", "call", "missed_call", "other")
ME: Final = -1
"""Stands for the owner of the phone in the column of senders."""

UNNAMED: Final = frozenset(("", "null", "(Unknown)"))
LATEST_MS: Final = 2**52
"""Far beyond any date, and small enough for 64 bits as microseconds; a time outside stands here."""

ROW: Final = np.dtype(
    [
        ("chat", "<i4"),
        ("sender", "<i4"),
        ("kind", "i1"),
        ("whole", "?"),
        ("time", "<i8"),
        ("n_chars", "<i4"),
        ("n_words", "<i4"),
        ("duration_s", "<f4"),
        ("number", "<i4"),
        ("key", "<i8"),
    ]
)
pack: Final = struct.Struct("<iib?qiifiq").pack
"""One event as the bytes of one ROW."""


@dataclass
class Backup:
    """What stands in the files: ``rows``, one ROW a message or call, in the order of the files.

    ``addresses``: raw address -> its number in the rows (a sender's is ME for the owner). ``own``: raw
    addresses that are the owner's. ``rejects``: (raw address of the chat or None, row). ``until``: ms, when
    the latest backup was made.
    """

    keep_text: bool
    limits: Limits
    addresses: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    seen: int = 0
    until: int = 0
    rejects: list[tuple[str | None, RejectRow]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    rows: bytearray = field(default_factory=bytearray)

    def add(
        self,
        chat: str,
        sender: str | None,
        kind: int,
        time: int,
        text: str,
        *,
        whole: bool = False,
        duration: float = -1.0,
        extra: str = "",
    ) -> None:
        """One event: ``chat`` and ``sender`` as raw addresses (None: the owner), ``time`` in ms, ``kind`` of KINDS.

        ``whole``: the time is in whole seconds. ``extra``: what else tells two records of one second apart.
        """
        ids = self.addresses
        if not -LATEST_MS < time < LATEST_MS:
            time = LATEST_MS
        at = ids.setdefault(chat, len(ids))
        by = ME if sender is None else ids.setdefault(sender, len(ids))
        key = hash((time, kind, sender, chat, text, extra))
        self.rows += pack(at, by, kind, whole, time, len(text), len(text.split()), duration, self.seen, key)
        if self.keep_text:
            self.texts.append(text)

    def reject(self, code: str, file: str, place: str, detail: str = "", chat: str | None = None) -> None:
        """The record being read is kept aside."""
        self.rejects.append((chat, (code, file, place, self.seen, detail)))

    def table(self) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        """The rows as an array of ROW."""
        return np.frombuffer(self.rows, ROW)

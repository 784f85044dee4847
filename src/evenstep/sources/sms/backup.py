"""The records of one or more backups as columns: small, so that a phone of many years fits into little memory."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.assemble import RejectRow
from evenstep.sources.base import Limits

KINDS: Final = ("text", "media", "voice", "call", "missed_call", "other")
ME: Final = -1
"""Stands for the owner of the phone in the column of senders."""

UNNAMED: Final = frozenset(("", "null", "(Unknown)"))
LATEST_MS: Final = 2**52
"""Times are kept as they are up to here (far beyond any date), so that microseconds fit into 64 bits."""


@dataclass
class Backup:
    """What stands in the files: one entry in each column a message or call, in the order of the files.

    ``addresses``: raw address -> its number in ``chats`` and ``senders``. ``own``: raw addresses that are the
    owner's. ``rejects``: (raw address of the chat or None, row). ``until``: ms, when the latest backup was made.
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
    chats: array[int] = field(default_factory=lambda: array("i"))
    senders: array[int] = field(default_factory=lambda: array("i"))
    kinds: array[int] = field(default_factory=lambda: array("b"))
    times: array[int] = field(default_factory=lambda: array("q"))
    ticks: array[float] = field(default_factory=lambda: array("f"))
    chars: array[int] = field(default_factory=lambda: array("i"))
    words: array[int] = field(default_factory=lambda: array("i"))
    durations: array[float] = field(default_factory=lambda: array("f"))
    numbers: array[int] = field(default_factory=lambda: array("i"))
    keys: array[int] = field(default_factory=lambda: array("q"))

    def add(
        self,
        chat: str,
        sender: str | None,
        kind: int,
        time: int,
        text: str,
        *,
        tick: float = 0.001,
        duration: float = -1.0,
        extra: str = "",
    ) -> None:
        """One event: ``chat`` and ``sender`` as raw addresses (None: the owner), ``time`` in ms, ``kind`` of KINDS.

        ``extra``: what else tells two records apart that were sent in the same second.
        """
        ids = self.addresses
        self.chats.append(ids.setdefault(chat, len(ids)))
        self.senders.append(ME if sender is None else ids.setdefault(sender, len(ids)))
        self.kinds.append(kind)
        self.times.append(min(max(time, -LATEST_MS), LATEST_MS))
        self.ticks.append(tick)
        self.chars.append(len(text))
        self.words.append(len(text.split()))
        self.durations.append(duration)
        self.numbers.append(self.seen)
        self.keys.append(hash((time, kind, sender, chat, text, extra)))
        if self.keep_text:
            self.texts.append(text)

    def reject(self, code: str, file: str, place: str, detail: str = "", chat: str | None = None) -> None:
        """The record being read is kept aside."""
        self.rejects.append((chat, (code, file, place, self.seen, detail)))

    def check_addresses(self, file: str) -> None:
        """Raise InputError E236 when more chats stand here than on any phone."""
        if len(self.addresses) > 200 * self.limits.people:
            raise InputError("E236", file)

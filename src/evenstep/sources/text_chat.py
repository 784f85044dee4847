"""The one chat that a text file holds: its lines, what was kept aside by line number, and where time goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.base import Member, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.text_lines import TextLines, read_lines
from evenstep.sources.timeline import Line

MINUTE_US: Final = 60_000_000
DAY_US: Final = 1_440 * MINUTE_US


@dataclass
class TextChat:
    """Gathers the lines of a file's only chat; each is of the chat "" until ``named`` says which."""

    file: str
    chat: Chat = field(default_factory=lambda: Chat(""))
    notes: list[Note] = field(default_factory=list)
    latest: int | None = None

    def place(self, number: int) -> tuple[str, str]:
        """The file and the place of a record by the number of its line."""
        return self.file, f"line {number:,}"

    def reject(self, code: str, number: int) -> None:
        """A line that cannot be used."""
        self.chat.seen += 1
        self.chat.rejects.append((code, *self.place(number), number, ""))

    def note(self, code: str, number: int) -> None:
        """What is worth knowing about a line."""
        self.notes.append(Note(code, self.place(number)[1]))

    def runs(self, number: int, local: int) -> None:
        """Note it where time goes back by more than a day; the order stays that of the file."""
        if self.latest is not None and local < self.latest - DAY_US:
            self.note("E216", number)
        self.latest = local

    def add(self, sender: str, kind: str, local: int, number: int, text: str, seconds: float | None) -> None:
        """One event."""
        self.chat.lines.append(Line("", sender, kind, None, local, number, text, seconds))

    def senders(self) -> list[str]:
        """Who wrote, in the order of their first lines."""
        return list(dict.fromkeys(line.sender for line in self.chat.lines))

    def named(self, source: str, name: str) -> None:
        """Give the chat its name, or that of its first two people."""
        self.chat.name = name or ", ".join(sorted(self.senders())[:2])
        self.chat.id = self.chat.name or "chat"
        key = f"{source}:{self.chat.id}"
        self.chat.lines = [line._replace(chat=key) for line in self.chat.lines]

    def export(self, source: str, text: TextLines, said: Said) -> Export:
        """What is handed on; the clock shows minutes unless some times have seconds."""
        in_seconds = any(line.local is not None and line.local % MINUTE_US for line in self.chat.lines)
        return Export(
            source=source,
            file=self.file,
            chats=[self.chat],
            names={line.sender: line.sender for line in self.chat.lines},
            resolution_s=1.0 if in_seconds else 60.0,
            encoding=text.encoding,
            notes=[*text.notes, *self.notes],
            me=said.me,
            until=said.until,
            date_order=said.date_order,
            date_order_decided_by=said.decided_by,
            place=self.place,
        )


@dataclass(frozen=True)
class Said:
    """What the file says of itself: who saved it and when, and in which order its dates stand."""

    me: str | None
    until: datetime | None
    date_order: str
    decided_by: str


def read_chat(
    member: Member, options: ReadOptions, make: Callable[[TextLines, TextChat], Export], encoding: str | None = None
) -> Parsed:
    """Read a member's lines, let ``make`` gather them, and tell how far it is. Raises as ``make`` and read_lines do."""
    if options.progress is not None:
        options.progress(0, member.size)
    made = parsed(make(read_lines(member, options, encoding), TextChat(member.name)), options)
    if options.progress is not None:
        options.progress(member.size, member.size)
    return made

"""The one chat that a text file holds: its lines, what was kept aside by line number, and where time goes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.chats import Chat
from evenstep.sources.timeline import Line

DAY_US: Final = 86_400_000_000


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

"""JSON records one by one: each is handed on or kept aside with its place, whatever the others are like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.decode import decode
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.spoken import words

EVERY = 20_000
HALVES = ("\\ud", "\\uD")  # how a half letter begins in the file


@dataclass
class RecordStream:
    """Numbers the records of an export, over all of its files, and counts what had to be repaired."""

    options: ReadOptions
    total_bytes: int
    number: int = 0
    halves: int = 0
    repeats: int = 0
    encoding: str = "UTF-8"
    notes: list[Note] = field(default_factory=list)
    _before: int = 0
    _cut_in_record: set[str] = field(default_factory=set)  # files whose last record is kept aside

    def text(self, member: Member) -> JsonText:
        """A member as JSON text. Raises NeedsAnswer("encoding") and InputError E103."""
        decoded = decode(member.read(), member.name, self.options.encoding)
        self.notes.extend(decoded.notes)
        self.encoding = decoded.encoding if decoded.encoding != "UTF-8" else self.encoding
        return JsonText(decoded.text.lstrip("\ufeff"), member.name, self.options.limits.json_depth)

    def done(self, member: Member, source: JsonText) -> None:
        """This member is read."""
        self._before += member.size
        self.repeats += source.repeats

    def array(self, source: JsonText, at: int, place: str, chat: Chat, read: Callable[[Any, int], bool]) -> int:
        """Hand each record of the array at ``at`` to ``read(record, number)``, which says False for a notice.

        Raises EndsEarly at the end of a cut file, once the incomplete record is kept aside.
        """
        index = 0

        def one(start: int) -> int:
            nonlocal index
            end = self._record(source, start, f"{place}/{index}", chat, read)
            index += 1
            return end

        return source.array(at, one)

    def _record(self, source: JsonText, at: int, place: str, chat: Chat, read: Callable[[Any, int], bool]) -> int:
        if at >= len(source.text):
            raise EndsEarly(at)
        self.number += 1
        chat.seen += 1
        if self.options.progress is not None and self.number % EVERY == 0:
            self.options.progress(min(self._before + at, self.total_bytes), self.total_bytes)
        try:
            record, end = source.value(at)
        except EndsEarly as cut:
            chat.rejects.append(("E222", source.file, source.place(cut.at), self.number, "file ends early"))
            self._cut_in_record.add(source.file)
            raise
        except InputError:  # the whole file is no JSON from here on, which is said of the file
            self.number -= 1
            chat.seen -= 1
            raise
        if source.may_hold_surrogates and any(source.text.find(half, at, end) >= 0 for half in HALVES):
            record = self._whole(source, record)
        if source.clash:
            chat.rejects.append(("E224", source.file, place, self.number, ""))
        else:
            self.hand_on(source.file, place, chat, lambda: read(record, self.number))
        return end

    def inner(self, file: str, place: str, chat: Chat, read: Callable[[int], bool]) -> None:
        """A record that stands inside another one: numbered, counted and handed on as any other."""
        self.number += 1
        chat.seen += 1
        self.hand_on(file, place, chat, lambda: read(self.number))

    def hand_on(self, file: str, place: str, chat: Chat, read: Callable[[], bool]) -> None:
        """Let ``read`` have the record: False counts a notice, Unusable keeps it aside."""
        try:
            if not read():
                chat.system += 1
        except Unusable as bad:
            chat.rejects.append((bad.code, file, place + bad.place, self.number, bad.detail))

    def cut(self, source: JsonText, at: int) -> None:
        """Note that the file ends early, unless the record in which it ends was kept aside."""
        if source.file not in self._cut_in_record:
            self.notes.append(Note("E222", f"{source.file}, {source.place(at)}", words("file ends early")))

    def _whole(self, source: JsonText, value: Any) -> Any:
        """The record with each of its strings without half letters: names, ids and texts alike."""
        if isinstance(value, str):
            return self.clean(source, value)
        if isinstance(value, list):
            return [self._whole(source, each) for each in value]
        if isinstance(value, dict):
            return {self.clean(source, key): self._whole(source, each) for key, each in value.items()}
        return value

    def clean(self, source: JsonText, string: str) -> str:
        """The string without half letters, which are counted."""
        cleaned, halves = source.clean(string)
        self.halves += halves
        return cleaned

    def all_notes(self) -> list[Note]:
        """Everything that was noted, with the counts of repairs."""
        return [
            *self.notes,
            *([Note("E204", "", "", self.halves)] if self.halves else []),
            *([Note("E224", "", "", self.repeats)] if self.repeats else []),
        ]


def whole_json(member: Member, options: ReadOptions) -> Any:
    """A small JSON file as one value: a list of people or of channels. Raises EndsEarly, InputError E221 or E223."""
    decoded = decode(member.read(), member.name, options.encoding or "utf-8")
    source = JsonText(decoded.text.lstrip("\ufeff"), member.name, options.limits.json_depth)
    return source.value(source.skip(0))[0]

"""Telegram's result.json, one chat or all of them, read record by record so that a cut file gives what it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evenstep.events.reading import Note
from evenstep.sources.assemble import RejectRow
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import decode
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.telegram.record import Recorder, Row, Unusable
from evenstep.sources.telegram.repair import repair


@dataclass
class Chat:
    """One chat: its own fields (name, type, id), its rows, and what became of its records."""

    place: str
    fields: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    rejects: list[RejectRow] = field(default_factory=list)
    records: int = 0
    system: int = 0
    undated: int = 0  # reactions without a time
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


@dataclass(frozen=True)
class Export:
    """All chats of the file in file order, the names of all senders by key, and the owner's key where it is known."""

    chats: list[Chat]
    names: dict[str, str]
    owner: str | None
    single: bool
    encoding: str
    notes: tuple[Note, ...]


def read_chats(member: Member, options: ReadOptions) -> Export:
    """Read the whole file. Raises InputError E221 or E223, NeedsAnswer("encoding")."""
    data, repaired = repair(member.read())
    decoded = decode(data, member.name, options.encoding)
    source = JsonText(decoded.text, member.name, options.limits.json_depth)
    reader = _Reader(source, options.progress, member.size)
    reader.read()
    notes = [
        *decoded.notes,
        *([Note("E233", "", f"{repaired:,}", repaired)] if repaired else []),
        *([Note("E204", "", "", reader.recorder.halves)] if reader.recorder.halves else []),
        *([Note("E224", "", "", source.repeats)] if source.repeats else []),
        *reader.notes,
    ]
    chats = [chat for chat in reader.chats if chat.listed]
    single = reader.top.listed
    return Export(chats, reader.recorder.names, reader.owner(), single, decoded.encoding, tuple(notes))


class _Reader:
    """Walks the file: the top object is itself a chat, or holds lists of chats."""

    def __init__(self, source: JsonText, progress: Callable[[int, int], None] | None, size: int) -> None:
        self.source = source
        self.recorder = Recorder(source)
        self.top = Chat("")
        self.chats = [self.top]
        self.notes: list[Note] = []
        self.number = 0
        self._progress = progress
        self._size = size

    def read(self) -> None:
        """Read all; a file that ends early is noted, or kept aside where it ends inside a record."""
        try:
            streams = {
                "messages": lambda at: self._messages(at, self.top),
                "chats": lambda at: self._section(at, "/chats"),
                "left_chats": lambda at: self._section(at, "/left_chats"),
            }
            self.source.finish(self.source.object(self.source.skip(0), self.top.fields, streams))
        except EndsEarly as cut:
            if not any(reject[0] == "E222" for chat in self.chats for reject in chat.rejects):
                self.notes.append(Note("E222", self.source.place(cut.at), "file ends early"))

    def owner(self) -> str | None:
        """The key of the person who exported, where a full export says so."""
        about = self.top.fields.get("personal_information")
        user = about.get("user_id") if isinstance(about, dict) else None
        return f"user{user}" if isinstance(user, int) and not isinstance(user, bool) else None

    def _section(self, at: int, place: str) -> int:
        return self.source.object(at, {}, {"list": lambda start: self._chat_list(start, f"{place}/list")})

    def _chat_list(self, at: int, place: str) -> int:
        count = 0

        def one(start: int) -> int:
            nonlocal count
            chat = Chat(f"{place}/{count}")
            count += 1
            self.chats.append(chat)
            return self.source.object(start, chat.fields, {"messages": lambda at: self._messages(at, chat)})

        return self.source.array(at, one)

    def _messages(self, at: int, chat: Chat) -> int:
        chat.listed = True
        before = self.recorder.undated
        try:
            return self.source.array(at, lambda start: self._record(start, chat))
        finally:
            chat.undated += self.recorder.undated - before

    def _record(self, at: int, chat: Chat) -> int:
        if at >= len(self.source.text):
            raise EndsEarly(at)
        self.number += 1
        place = f"{chat.place}/messages/{chat.records}"
        chat.records += 1
        if self._progress is not None and self.number % 20_000 == 0:
            self._progress(min(at, self._size), self._size)
        try:
            record, end = self.source.value(at)
        except EndsEarly as cut:
            self._reject(chat, "E222", self.source.place(cut.at), "file ends early")
            raise
        try:
            if self.source.clash:
                raise Unusable("E224")
            if not self.recorder.read(record, self.number, chat.rows):
                chat.system += 1
        except Unusable as bad:
            self._reject(chat, bad.code, place + bad.place, bad.detail)
        return end

    def _reject(self, chat: Chat, code: str, place: str, detail: str) -> None:
        chat.rejects.append((code, self.source.file, place, self.number, detail))

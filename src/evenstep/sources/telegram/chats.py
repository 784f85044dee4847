"""Telegram's result.json, one chat or all: quickly as the app writes it, else so that a cut file gives what it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Unusable
from evenstep.sources.decode import decode
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.sources.telegram.plain import NotPlain, PlainReader
from evenstep.sources.telegram.record import Recorder
from evenstep.sources.telegram.repair import repair
from evenstep.sources.telegram.rows import BLOCK, Chat, Rows, Told
from evenstep.spoken import words

OTHER_VALUES: Final = '{["-0123456789tfn'
"""What a JSON value begins with."""


@dataclass(frozen=True)
class Export:
    """All chats of the file in file order, the rows of all of them, and who is who.

    ``names``: of all senders, by key; ``owner``: the key of whoever exported, where it is known.
    """

    chats: list[Chat]
    rows: Rows
    names: dict[str, str]
    owner: str | None
    single: bool
    encoding: str
    notes: tuple[Note, ...]


def read_chats(member: Member, options: ReadOptions) -> Export:
    """Read the whole file. Raises InputError E221 or E223, NeedsAnswer("encoding")."""
    data, repaired = repair(member.read())
    notes = [Note("E233", "", f"{repaired:,}", repaired)] if repaired else []
    return _plainly(data, member, options, notes) or _carefully(data, member, options, notes)


def _plainly(data: bytes, member: Member, options: ReadOptions, notes: list[Note]) -> Export | None:
    """The file by its known layout; None when something about it is unusual."""
    recorder = Recorder(JsonText("", member.name, options.limits.json_depth))
    if options.encoding is not None:
        return None
    try:
        rows = Rows(keep_text=options.keep_text)
        plain = PlainReader(data, recorder, rows, options.progress).read()
        around = JsonText(plain.around, member.name, options.limits.json_depth)
        reader = _Reader(around, recorder, rows, options, member.size, plain.lists)
        reader.read()
    except (NotPlain, InputError):
        return None
    return None if reader.lists or reader.ends_early else _export(reader, "UTF-8", notes)


def _carefully(data: bytes, member: Member, options: ReadOptions, notes: list[Note]) -> Export:
    """The file record by record: what is complete is kept, and each fault has its place."""
    decoded = decode(data, member.name, options.encoding)
    source = JsonText(decoded.text, member.name, options.limits.json_depth)
    reader = _Reader(source, Recorder(source), Rows(keep_text=options.keep_text), options, member.size)
    reader.read()
    return _export(reader, decoded.encoding, [*decoded.notes, *notes])


def _export(reader: _Reader, encoding: str, notes: list[Note]) -> Export:
    halves, repeats = reader.recorder.halves, reader.source.repeats
    notes = [
        *notes,
        *([Note("E204", "", "", halves)] if halves else []),
        *([Note("E224", "", "", repeats)] if repeats else []),
        *reader.notes,
    ]
    chats = [chat for chat in reader.chats if chat.listed]
    return Export(chats, reader.rows, reader.recorder.names, reader.owner(), reader.top.listed, encoding, tuple(notes))


class _Reader:
    """Walks the file: the top object is itself a chat, or holds lists of chats.

    ``lists``: lists of messages that were read before, by the character they begin at.
    """

    def __init__(
        self,
        source: JsonText,
        recorder: Recorder,
        rows: Rows,
        options: ReadOptions,
        size: int,
        lists: dict[int, Chat] | None = None,
    ) -> None:
        self.source = source
        self.recorder = recorder
        self.rows = rows
        self.top = Chat("")
        self.chats = [self.top]
        self.notes: list[Note] = []
        self.number = 0
        self.lists = {} if lists is None else lists
        self._lists_were_read = lists is not None
        self.ends_early = False
        self._options = options
        self._size = size

    def read(self) -> None:
        """Read all; a file that ends early is noted, or kept aside where it ends inside a record."""
        try:
            streams = {
                "messages": lambda at: self._messages(at, self.top),
                "chats": lambda at: self._section(at, "/chats"),
                "left_chats": lambda at: self._section(at, "/left_chats"),
            }
            start = self.source.skip(0)
            bare = self.source.text.startswith("[", start)  # the messages of a chat that somebody has cut out
            end = self._messages(start, self.top) if bare else self.source.object(start, self.top.fields, streams)
            self.source.finish(end)
        except EndsEarly as cut:
            self.ends_early = True
            if not any(reject[0] == "E222" for chat in self.chats for reject in chat.rejects):
                self.notes.append(Note("E222", self.source.place(cut.at), "file ends early"))

    def owner(self) -> str | None:
        """The key of the person who exported, where a full export says so."""
        about = self.top.fields.get("personal_information")
        user = about.get("user_id") if isinstance(about, dict) else None
        return f"user{user}" if isinstance(user, int) and not isinstance(user, bool) else None

    def _section(self, at: int, place: str) -> int:
        if self.source.text.startswith("[", at):
            return self._chat_list(at, place)
        self._must_be("{", at)
        return self.source.object(at, {}, {"list": lambda start: self._chat_list(start, f"{place}/list")})

    def _chat_list(self, at: int, place: str) -> int:
        count = 0

        def one(start: int) -> int:
            nonlocal count
            chat = Chat(f"{place}/{count}")
            count += 1
            self.chats.append(chat)
            self._must_be("{", start)
            return self.source.object(start, chat.fields, {"messages": lambda at: self._messages(at, chat)})

        self._must_be("[", at)
        return self.source.array(at, one)

    def _must_be(self, wanted: str, at: int) -> None:
        """Raise InputError E228 where valid JSON of another shape stands: this is not as Telegram writes it."""
        if self.source.text.startswith(tuple(OTHER_VALUES.replace(wanted, "")), at):
            said = words("here should be {wanted}", wanted=wanted)
            raise InputError("E228", self.source.file, self.source.place(at), said)

    def _messages(self, at: int, chat: Chat) -> int:
        chat.listed = True
        self._must_be("[", at)
        if at in self.lists:
            chat.take(self.lists.pop(at), self.source.file)
        else:
            chat.spans.append(range(self.number + 1, self.number + 1))
        before = self.recorder.undated
        try:
            return self.source.array(at, lambda start: self._record(start, chat))
        finally:
            chat.undated += self.recorder.undated - before
            chat.told.add(self.recorder.told)
            self.recorder.told = Told()

    def _record(self, at: int, chat: Chat) -> int:
        if at >= len(self.source.text):
            raise EndsEarly(at)
        if self._lists_were_read:
            raise NotPlain
        self.number += 1
        place = f"{chat.place}/messages/{chat.records}"
        chat.spans[-1] = range(chat.spans[-1].start, self.number + 1)
        if self.number % BLOCK == 0:
            self.rows.settle()
            if self._options.progress is not None:
                self._options.progress(min(at, self._size), self._size)
        try:
            record, end = self.source.value(at)
        except EndsEarly as cut:
            self._reject(chat, "E222", self.source.place(cut.at), "file ends early")
            raise
        try:
            if self.source.clash:
                raise Unusable("E224")
            there = len(self.rows.waiting)
            if not self.recorder.read(record, self.number, self.rows.waiting):
                chat.system += 1
            chat.events += len(self.rows.waiting) - there
        except Unusable as bad:
            self._reject(chat, bad.code, place + bad.place, bad.detail)
        return end

    def _reject(self, chat: Chat, code: str, place: str, detail: str) -> None:
        chat.rejects.append((code, self.source.file, place, self.number, detail))

"""Signal's own export, frame by frame: one JSON object a line, or all of them in one array as early versions wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.assemble import latest
from evenstep.sources.base import Member, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, choose, parsed
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly
from evenstep.sources.signal.book import Book
from evenstep.sources.signal.fields import key, moment
from evenstep.sources.signal.items import ItemReader
from evenstep.sources.timeline import Line

EVERY: Final = 20_000
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NO_MESSAGES: Final = frozenset(
    {"version", "backupTimeMs", "mediaRootBackupKey", "account", "recipient", "chat", "stickerPack", "adHocCall"}
    | {"notificationProfile", "chatFolder"}
)
"""Frames that are no records of a chat."""


def read_official(member: Member, options: ReadOptions) -> Parsed:
    """Read the whole export. Raises InputError E221, NeedsAnswer("chat") or ("encoding")."""
    frames = _Frames(member, options)
    frames.read()
    book = frames.book
    every = book.all_chats()
    chats = [_in_order(chat, frames.items.again) for chat in every if chat.seen] or every
    loose = [frames.loose] if frames.loose.seen else []
    chosen = choose("signal", [*chats, *loose], options, member.name)
    timed = {book.chats[chat].id for chat in book.timed if chat in book.chats}
    for chat in chosen:
        chat.capped = chat.id in timed
    gone = sum(chat.capped for chat in chosen)
    export = Export(
        source="signal",
        file=member.name,
        chats=chosen,
        names=book.names(),
        resolution_s=0.001,
        encoding=frames.stream.encoding,
        notes=[*frames.notes, *frames.stream.notes(), *([Note("E238", "", "", gone)] if gone else [])],
        me=book.me,
        until=frames.until,
        place=lambda number: (member.name, f"record {number:,}"),
    )
    return parsed(export, replace(options, chat=None))


class _Frames:
    """Walks the frames. ``loose``: records that could not be given to any chat."""

    def __init__(self, member: Member, options: ReadOptions) -> None:
        self.stream = JsonStream(member, options)
        self.book = Book()
        self.items = ItemReader(self.book, self.stream.clean)
        self.loose = Chat("?")
        self.notes: list[Note] = []
        self.until: datetime | None = None
        self._options = options
        self._size = member.size
        self._number = 0

    def read(self) -> None:
        """Read all; a file that ends early gives what is complete."""
        try:
            if self.stream.peek() == "[":
                for _ in self.stream.elements():
                    if not self.stream.peek():
                        raise EndsEarly(0)
                    self._next()
                self.stream.finish()
            else:
                while self.stream.peek():
                    self._line()
        except EndsEarly:
            if not any(reject[0] == "E222" for reject in self.loose.rejects):
                self.notes.append(Note("E222", self.stream.place(), "file ends early"))
        finally:
            self.stream.close()

    def _line(self) -> None:
        """A line that is no JSON takes no other with it."""
        try:
            self._next()
        except InputError as error:
            if error.code != "E223":
                raise
            self._reject(self.loose, "E227", self.stream.place(), "no whole record on this line")
            self.stream.skip_line()

    def _next(self) -> None:
        self._number += 1
        if self._options.progress is not None and self._number % EVERY == 0:
            self._options.progress(min(self.stream.bytes_read, self._size), self._size)
        try:
            frame = self.stream.value()
        except EndsEarly:
            self._reject(self.loose, "E222", self.stream.place(), "file ends early")
            raise
        if self.stream.clash or not isinstance(frame, dict):
            self._reject(self.loose, "E224" if self.stream.clash else "E227", self._place(), "")
            return
        try:
            self._frame(frame)
        except Unusable as bad:
            self._reject(self.loose, bad.code, f"{self._place()}, {bad.place}", bad.detail)

    def _place(self) -> str:
        return f"record {self._number:,}"

    def _frame(self, frame: dict[str, Any]) -> None:
        if isinstance(frame.get("chatItem"), dict):
            self._item(frame["chatItem"])
        elif isinstance(frame.get("recipient"), dict):
            self.book.add_recipient(frame["recipient"])
        elif isinstance(frame.get("chat"), dict):
            self.book.add_chat(frame["chat"])
        elif isinstance(frame.get("account"), dict):
            self.book.add_account(frame["account"])
        elif "backupTimeMs" in frame:
            self._made(frame["backupTimeMs"])
        elif NO_MESSAGES.isdisjoint(frame):
            self.loose.seen += 1
            self.loose.system += 1

    def _item(self, item: dict[str, Any]) -> None:
        chat_key = item.get("chatId")
        if type(chat_key) is not str or chat_key not in self.book.chats:
            chat_key = key(chat_key, "/chatItem/chatId")
        chat = self.book.chat(chat_key)
        chat.seen += 1
        try:
            chat.system += not self.items.read(item, chat_key, self._number)
        except Unusable as bad:
            chat.rejects.append((bad.code, self.stream.file, f"{self._place()}, {bad.place}", self._number, bad.detail))

    def _made(self, value: Any) -> None:
        """When the export was made; a time that cannot be one is not needed."""
        try:
            made = EPOCH + timedelta(microseconds=moment(value, "/backupTimeMs"))
        except (Unusable, OverflowError):
            return
        self.until = made if made <= latest(self._options.now) else None

    def _reject(self, chat: Chat, code: str, place: str, detail: str) -> None:
        chat.seen += 1
        chat.rejects.append((code, self.stream.file, place, self._number, detail))


def _in_order(chat: Chat, again: dict[tuple[str, str], str]) -> Chat:
    """The messages in the order they were first sent, each with its reactions; answers to edited ones by their id."""
    if any(chat_id == chat.id for chat_id, _ in again):
        chat.lines = [
            line._replace(reply=again.get((chat.id, line.reply), line.reply)) if line.reply else line
            for line in chat.lines
        ]
    times = [line.utc or 0 for line in chat.lines if line.kind != "reaction"]
    if times != sorted(times):
        chat.lines = _sorted(chat.lines)
    return chat


def _sorted(lines: Sequence[Line]) -> list[Line]:
    together: list[list[Line]] = []
    for line in lines:
        if line.kind == "reaction" and together:
            together[-1].append(line)
        else:
            together.append([line])
    together.sort(key=lambda group: group[0].utc or 0)
    return [line for group in together for line in group]

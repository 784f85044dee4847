"""Slack's export: a folder of days for each channel and direct message, in a zip or unpacked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from evenstep.errors import InputError, WrongKind
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.slack.directory import INDEXES, Directory, read_directory
from evenstep.sources.slack.record import Recorder
from evenstep.sources.timeline import Line
from evenstep.spoken import N_, words

DAY: Final = re.compile(r"(?:(?P<folder>[^/]+)/)?\d{4}-\d{2}-\d{2}\.json$")
STAMPED: Final = re.compile(r'"ts"\s*:\s*"\d{9,10}\.\d{1,6}"')
MESSAGE: Final = re.compile(r'"type"\s*:\s*"message"|"user"\s*:\s*"[UW][A-Z0-9]+"')
DUMPED: Final = re.compile(r"(?:^|/)(?P<chat>[CDG][A-Z0-9]{6,20})(?:-\d+\.\d+)?\.json$")
MESSAGES: Final = re.compile(r'"messages"\s*:\s*\[')
PIECE: Final = re.compile(r"[CDG][A-Z0-9]{6,20}(?:-[\d.]+)?\.json\.gz")
ARCHIVE: Final = N_("it is slackdump's own archive; let slackdump make an export of it and choose that")
ATTACHED: Final = ("__uploads", "attachments")
LOOKED_AT: Final = 20
BEGINS_WITHIN_US: Final = 86_400 * 1_000_000
"""A channel begins with the notice that its maker joined; when the first record is later, the start is missing."""


class Slack:
    """The zip a workspace's owner exports, or slackdump's folder; also one channel's folder or one day of it."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "slack"

    def score(self, opened: Opened) -> float:
        """1 when a file of a day (or slackdump's file of a chat) holds Slack's records, 0.9 for its lists alone."""
        files = _files(opened)
        looked_at = [*files[:LOOKED_AT], *files[-LOOKED_AT:]]
        if any(_is_ours(member) for member in looked_at):
            return 1.0
        if _is_archive(opened):
            return 1.0
        indexes = {member.name.rsplit("/", 1)[-1] for member in opened.members} & set(INDEXES)
        return 0.9 if len(indexes) > 1 else 0.0

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all channels and direct messages. Raises InputError and NeedsAnswer("chat").

        ``source_line`` is the number of the record in the export, over all of its files. Slack's
        stamps are its server's clock, so each chat is in the order of its stamps.
        """
        if _is_archive(opened) and not _files(opened):
            raise WrongKind("E228", opened.name, detail=words(ARCHIVE))
        reader = _Reader(opened, options, read_directory(opened.members, options))
        reader.read()
        stream = reader.stream
        export = Export(
            source="slack",
            file=opened.name,
            chats=reader.found(),
            names=reader.recorder.names,
            resolution_s=0.001,
            encoding=stream.encoding,
            notes=[*reader.recorder.directory.notes, *stream.all_notes()],
            place=reader.place,
        )
        made = parsed(export, options)
        if options.progress is not None:
            options.progress(stream.total_bytes, stream.total_bytes)
        return made


class _Reader:
    """Reads the files one after the other; a damaged one does not take the others with it."""

    def __init__(self, opened: Opened, options: ReadOptions, directory: Directory) -> None:
        self.files = _files(opened)
        self.stream = RecordStream(options, sum(member.size for member in self.files))
        self.recorder = Recorder(directory, self.stream)
        self.chats: dict[str, Chat] = {}
        self._alone = re.sub(r"\.\w{1,5}$", "", opened.name)
        self._starts: list[int] = []

    def read(self) -> None:
        """Read every file. Raises the first InputError when no file could be read."""
        refused: list[InputError] = []
        folders = {self._folder(member.name) for member in self.files}
        called = Counter(folder.rpartition("/")[2] for folder in folders)
        for member in self.files:
            self._starts.append(self.stream.number + 1)
            folder = self._folder(member.name)
            if folder not in self.chats:
                shared = called[folder.rpartition("/")[2]] > 1
                self.chats[folder] = self.recorder.directory.chat(folder, shared=shared)
            chat = self.chats[folder]
            try:
                self._file(member, chat)
            except InputError as error:
                refused.append(error)
                chat.seen += 1
                chat.rejects.append((error.code, member.name, error.place, None, error.detail))
        if refused and len(refused) == len(self.files):
            raise refused[0]
        for folder, chat in self.chats.items():
            self._finish(chat, self.recorder.directory.created(folder))

    def found(self) -> list[Chat]:
        """The chats that hold something, each once; where none does, all, so that an empty export says how it is."""
        joined: dict[str, Chat] = {}
        for chat in [chat for chat in self.chats.values() if chat.seen] or self.chats.values():
            first = joined.setdefault(chat.id, chat)
            if first is not chat:  # a channel and a thread of it, each in a file of its own
                first.lines += chat.lines
                first.rejects += chat.rejects
                first.seen += chat.seen
                first.system += chat.system
                first.already_there += chat.already_there
                first.undated += chat.undated
                self._in_order(first)
        return list(joined.values())

    def place(self, number: int) -> tuple[str, str]:
        """The file and the place of a record by its number."""
        at = bisect_right(self._starts, number) - 1
        return self.files[at].name, f"record {number - self._starts[at] + 1:,}"

    def _folder(self, name: str) -> str:
        """What tells the chats apart: the folder of a day's file with all that stand above it, or a chat's own file."""
        day, dumped = DAY.search(name), DUMPED.search(name)
        if day:
            return name.rpartition("/")[0] or self._alone
        return dumped["chat"] if dumped else self._alone if len(self.files) == 1 else name

    def _file(self, member: Member, chat: Chat) -> None:
        source = self.stream.text(member)
        start = source.skip(0)
        try:
            if source.text[start : start + 1] == "{":
                end = self._dumped(source, start, chat)
            else:
                end = self._array(source, start, "", chat)
            source.finish(end)
        except EndsEarly as cut:
            self.stream.cut(source, cut.at)
        self.stream.done(member, source)

    def _dumped(self, source: JsonText, at: int, chat: Chat) -> int:
        """One chat as slackdump writes it without its lists: its id and name stand beside the messages."""
        fields: dict[str, object] = {}
        end = source.object(at, fields, {"messages": lambda start: self._array(source, start, "/messages", chat)})
        chat_id, name = fields.get("channel_id"), fields.get("name")
        if isinstance(chat_id, str) and chat_id:
            chat.id = whole(chat_id)
            chat.lines = [line._replace(chat=f"slack:{chat.id}") for line in chat.lines]
        chat.name = whole(name) if isinstance(name, str) else chat.name
        return end

    def _array(self, source: JsonText, at: int, place: str, chat: Chat) -> int:
        return self.stream.array(
            source, at, place, chat, lambda record, number: self._one(record, number, chat, source)
        )

    def _one(self, record: object, number: int, chat: Chat, source: JsonText) -> bool:
        mine = self.recorder.read(record, number, chat, source)
        replies = record.get("slackdump_thread_replies") if isinstance(record, dict) else None
        for reply in replies if isinstance(replies, list) else ():
            place = f"record {number:,}/slackdump_thread_replies"
            self.stream.inner(source.file, place, chat, partial(self.recorder.read, reply, chat=chat, source=source))
        return mine

    def _finish(self, chat: Chat, created: int | None) -> None:
        """In the order of the stamps, each message once; and whether the beginning is there."""
        self._in_order(chat)
        first = self.recorder.first.get(chat.id)
        if created is not None and first is not None and first - created * 1_000_000 > BEGINS_WITHIN_US:
            chat.capped = True
            self.stream.notes.append(Note("E273", chat.name or chat.id))

    def _in_order(self, chat: Chat) -> None:
        chat.lines.sort(key=lambda line: line.utc or 0)
        before = len(chat.lines)
        chat.lines = _once(chat.lines)
        chat.already_there += before - len(chat.lines)


def _once(lines: Sequence[Line]) -> list[Line]:
    """Each message once: a stamp is one message of its chat, and the same message may stand in two files."""
    seen: set[tuple[str | None, str, str, str]] = set()
    kept = []
    for line in lines:
        key = (line.id, line.sender, line.kind, line.text)
        if key not in seen:
            seen.add(key)
            kept.append(line)
    return kept


def _is_archive(opened: Opened) -> bool:
    """True for slackdump's archive, packed pieces of what it was told."""
    names = {member.name.rsplit("/", 1)[-1] for member in opened.members}
    lists = names & {f"{name}.json.gz" for name in ("workspace", "users", "channels")}
    return bool(lists) and any(PIECE.fullmatch(name) for name in names)


def _files(opened: Opened) -> list[Member]:
    """The files of days, or of chats, in the order of their names; a lone file may be called anything."""
    if len(opened.members) == 1:
        return list(opened.members) if _is_ours(opened.members[0]) else []
    named = [m for m in opened.members if not any(part in ATTACHED for part in m.name.split("/"))]
    days = [m for m in named if DAY.search(m.name)] or [m for m in named if DUMPED.search(m.name)]
    if not days:  # slackdump can be told how to call the files
        days = [m for m in named if m.name.endswith(".json") and _is_ours(m)]
    return sorted(days, key=lambda member: member.name)


def _is_ours(member: Member) -> bool:
    head = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    of_records = head[:1] == "[" or (head[:1] == "{" and MESSAGES.search(head) is not None)
    return of_records and STAMPED.search(head) is not None and MESSAGE.search(head) is not None

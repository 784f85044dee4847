"""The personal export of Teams (and Skype): messages.json with all conversations of an account."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final

from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, only, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.teams.graph import chats_of, is_chat_list, is_graph
from evenstep.sources.teams.joined import join_calls, lay_edits
from evenstep.sources.teams.people import with_ids
from evenstep.sources.teams.record import Recorder, moment
from evenstep.sources.timeline import Line
from evenstep.sources.wall_clock import EPOCH

CERTAIN: Final = re.compile(r'"MessageList"\s*:|"originalarrivaltime"\s*:')
LIKELY: Final = re.compile(r'"conversations"\s*:\s*\[')
EXPORTED: Final = re.compile(r'"(?:exportDate|userId)"\s*:')
PERSON: Final = "8:"
GROUP: Final = "19:"
LISTS: Final = "48:"
OWN_NOTES: Final = "48:notes"
"""What begins with 48: are lists of the app (of calls, of mentions), which repeat what stands in the chats."""

OF_TWO: Final = "@unq.gbl.spaces"


class Teams:
    """``messages.json`` of the export a Microsoft account's owner asks for, also in a zip or a tar; Graph's pages."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "teams"

    def score(self, opened: Opened) -> float:
        """1 for conversations of Teams' messages, 0.8 for an account's file without any."""
        return max((_score(member) for member in _texts(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all conversations. Raises InputError, NeedsAnswer("chat") or ("member").

        ``source_line`` is the number of the record in the file. The file lists the newest first; each
        chat is put in the order of the server's times.
        """
        pages = [member for member in _texts(opened) if is_graph(_beginning(member))]
        if pages:
            return _graph(opened, pages, options)
        member = only([each for each in _texts(opened) if _score(each) > 0], opened)
        stream = RecordStream(options, member.size)
        reader = _Reader(stream.text(member), stream)
        reader.read()
        for chat in reader.chats:
            chat.lines = with_ids(chat.lines, reader.recorder.names)
            chat.pair = _pair(chat)
        stream.done(member, reader.source)
        export = Export(
            source="teams",
            file=member.name,
            chats=reader.chats,
            names=reader.recorder.names,
            resolution_s=0.001,
            encoding=stream.encoding,
            notes=stream.all_notes(),
            me=_text(reader.fields.get("userId")),
            until=_until(reader.fields.get("exportDate")),
        )
        made = parsed(export, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return made


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith(".json") or len(opened.members) == 1]


def _beginning(member: Member) -> str:
    return decode_head(member.head()).lstrip("\ufeff \t\r\n")


def _graph(opened: Opened, pages: list[Member], options: ReadOptions) -> Parsed:
    """Messages as Microsoft Graph gives them, of one chat or many."""
    lists = [m for m in _texts(opened) if m not in pages and is_chat_list(_beginning(m))]
    stream = RecordStream(options, sum(member.size for member in pages))
    reader = chats_of(pages, lists, stream)
    chats = reader.finish()
    for chat in chats:
        chat.lines = with_ids(chat.lines, reader.recorder.names)
        chat.pair = chat.pair or _pair(chat)
    file = pages[0].name if len(pages) == 1 else opened.name
    names = reader.recorder.names
    made = parsed(Export("teams", file, chats, names, 0.001, stream.encoding, stream.all_notes()), options)
    if options.progress is not None:
        options.progress(stream.total_bytes, stream.total_bytes)
    return made


def _score(member: Member) -> float:
    text = _beginning(member)
    if is_graph(text):
        return 1.0
    if not text.startswith("{"):
        return 0.0
    if CERTAIN.search(text) and LIKELY.search(text):
        return 1.0
    return 0.8 if LIKELY.search(text) and EXPORTED.search(text) and '"userId"' in text else 0.0


class _Reader:
    """Walks the file: conversations, each with its list of messages."""

    def __init__(self, source: JsonText, stream: RecordStream) -> None:
        self.source, self.stream = source, stream
        self.recorder = Recorder(stream)
        self.fields: dict[str, Any] = {}
        self.chats: list[Chat] = []
        self._open: list[Chat] = []

    def read(self) -> None:
        """Read all; a file that ends early gives what it has."""
        try:
            start = self.source.skip(0)
            self.source.finish(self.source.object(start, self.fields, {"conversations": self._conversations}))
        except EndsEarly as cut:
            self.stream.cut(self.source, cut.at)
            for chat in self._open:
                self._finish(chat, {})
        self._join()

    def _conversations(self, at: int) -> int:
        return self.source.array(at, self._conversation)

    def _conversation(self, at: int) -> int:
        if self.source.text[at : at + 1] != "{":
            return self.source.value(at)[1]
        place = f"/conversations/{len(self.chats)}/MessageList"
        chat, fields = Chat(""), dict[str, Any]()
        self._open = [chat]
        self.recorder.calls, self.recorder.edits = [], []

        def one(record: Any, number: int) -> bool:
            return self.recorder.read(record, number, chat, self.source)

        end = self.source.object(
            at, fields, {"MessageList": lambda start: self.stream.array(self.source, start, place, chat, one)}
        )
        self._open = []
        self._finish(chat, fields)
        return end

    def _finish(self, chat: Chat, fields: dict[str, Any]) -> None:
        """Name the chat, put it in the order of its times, and join what begins a call with what ends it."""
        thread = fields.get("threadProperties")
        topic = thread.get("topic") if isinstance(thread, dict) else None
        chat.id = _text(fields.get("id")) or f"chat {len(self.chats) + 1}"
        chat.name = _text(fields.get("displayName")) or _text(topic) or ""
        if chat.id.startswith(PERSON) and chat.name:
            self.recorder.names.setdefault(chat.id, chat.name)
        gone = join_calls(chat.lines, self.recorder.calls) | lay_edits(chat.lines, self.recorder.edits)
        if chat.id.startswith(LISTS) and chat.id != OWN_NOTES:
            gone = set(range(len(chat.lines)))
        chat.system += len(gone)
        chat.lines = [line for place, line in enumerate(chat.lines) if place not in gone]
        chat.lines = [line._replace(chat=f"teams:{chat.id}") for line in _in_order(chat.lines)]
        if chat.seen:
            self.chats.append(chat)

    def _join(self) -> None:
        """A conversation that stands in the file twice is one chat."""
        by_id: dict[str, Chat] = {}
        for chat in self.chats:
            first = by_id.setdefault(chat.id, chat)
            if first is not chat:
                first.lines += chat.lines
                first.rejects += chat.rejects
                first.seen += chat.seen
                first.system += chat.system
                first.undated += chat.undated
        self.chats = list(by_id.values())


def _pair(chat: Chat) -> tuple[str, str] | None:
    """The two of a chat of two."""
    senders = list(dict.fromkeys(line.sender for line in chat.lines))
    of_two = len(senders) == 2 and (not chat.id.startswith(GROUP) or chat.id.endswith(OF_TWO))
    return (senders[0], senders[1]) if of_two else None


def _in_order(lines: list[Line]) -> list[Line]:
    """By the server's times, each message with its reactions; of two at one time the one that stands lower first."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.kind == "reaction" and groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    groups.reverse()
    groups.sort(key=lambda group: group[0].utc or group[0].local or 0)
    return [line for group in groups for line in group]


def _text(value: Any) -> str | None:
    return whole(value) if isinstance(value, str) and value else None


def _until(value: Any) -> datetime | None:
    """When the export was made, UTC, where the file says so with its zone."""
    try:
        utc, _ = moment(value)
    except Unusable:
        return None
    return EPOCH + timedelta(microseconds=utc) if utc is not None else None

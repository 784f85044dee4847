"""Chats of Teams as Microsoft Graph gives them: pages of messages of one chat or many, in one file or several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import unquote

from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.record_stream import RecordStream, whole_json
from evenstep.sources.teams.graph_record import GraphRecorder, call_rows
from evenstep.sources.teams.joined import join_calls

STAMPED: Final = re.compile(r'"createdDateTime"\s*:')
WORDED: Final = re.compile(r'"body"\s*:\s*\{')
SIGN: Final = re.compile(r'"messageType"\s*:|"channelIdentity"\s*:|#chats\(|#teams\(|chatMessage\b')
LIST_OF_CHATS: Final = re.compile(r'"chatType"\s*:')
PAGES: Final = re.compile(r'\A\[\s*\{[^{}\[\]]{0,4000}"value"\s*:\s*\[')
OF_A_CHAT: Final = re.compile(r"#(?:chats|teams\('[^']*'\)/channels)\('([^']{1,400})'\)/messages")
STREAMS: Final = ("value", "messages")


def is_graph(text: str) -> bool:
    """True for the beginning of a page of messages; mails of Graph lack the type of the message."""
    opens = text.startswith(("{", "["))
    return opens and all(sign.search(text) is not None for sign in (STAMPED, WORDED, SIGN)) and not is_chat_list(text)


def is_chat_list(text: str) -> bool:
    """True for Graph's list of chats, which names them and their people."""
    return LIST_OF_CHATS.search(text) is not None and text.startswith(("{", "["))


class GraphReader:
    """Reads file after file; each message goes to its chat, once."""

    def __init__(self, stream: RecordStream) -> None:
        self.recorder = GraphRecorder()
        self.chats: dict[str, Chat] = {}
        self._stream = stream
        self._seen: dict[str, set[str]] = {}
        self._pairs: dict[str, tuple[str, str]] = {}
        self._topics: dict[str, str] = {}

    def name_chats(self, member: Member, options: ReadOptions) -> None:
        """Topics, and the two of a chat of two, out of Graph's list of chats; it may be cut off."""
        try:
            found = whole_json(member, options)
        except EndsEarly:
            return
        entries = found.get("value") if isinstance(found, dict) else found
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                self._name_chat(entry)

    def read(self, member: Member) -> None:
        """Read one file; one that ends early gives what it has."""
        source = self._stream.text(member)
        rest = Chat(member.name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        start = source.skip(0)
        given = OF_A_CHAT.search(source.text[:2_000])
        home = whole(unquote(given[1])) if given is not None else rest.id
        try:
            if PAGES.match(source.text[start : start + 10_000]):
                end = source.array(start, lambda at: self._page(source, at, home, rest))
            elif source.text[start : start + 1] == "[":
                end = self._records(source, start, "", home, rest)
            else:
                end = self._page(source, start, home, rest)
            source.finish(end)
        except EndsEarly as cut:
            self._stream.cut(source, cut.at)
        self._stream.done(member, source)
        if rest.seen:  # what could not be used belongs to no chat for certain
            chat = self.chats.setdefault(home, Chat(home))
            chat.seen += rest.seen
            chat.rejects += rest.rejects

    def finish(self) -> list[Chat]:
        """The chats in the order of their times, with their names."""
        for chat in self.chats.values():
            gone = join_calls(chat.lines, call_rows(self.recorder.calls.get(chat.id, ()), chat.lines))
            chat.system += len(gone)
            chat.lines = [line for place, line in enumerate(chat.lines) if place not in gone]
            chat.lines.sort(key=lambda line: line.utc or line.local or 0)
            chat.name = self._topics.get(chat.id, "")
            chat.pair = self._pairs.get(chat.id)
        return list(self.chats.values())

    def _name_chat(self, entry: dict[str, Any]) -> None:
        chat_id, topic, members = whole(entry["id"]), entry.get("topic"), entry.get("members")
        if isinstance(topic, str):
            self._topics[chat_id] = whole(topic)
        people = [
            (whole(one["userId"]), one.get("displayName"))
            for one in (members if isinstance(members, list) else ())
            if isinstance(one, dict) and isinstance(one.get("userId"), str)
        ]
        for key, name in people:
            if isinstance(name, str) and name.strip():
                self.recorder.names.setdefault(key, whole(name))
        if entry.get("chatType") == "oneOnOne" and len(people) == 2:
            self._pairs[chat_id] = (people[0][0], people[1][0])

    def _page(self, source: JsonText, at: int, home: str, rest: Chat) -> int:
        def each(key: str) -> Callable[[int], int]:
            return lambda start: self._records(source, start, f"/{key}", home, rest)

        return source.object(at, {}, {key: each(key) for key in STREAMS})

    def _records(self, source: JsonText, at: int, place: str, home: str, rest: Chat) -> int:
        def one(record: Any, number: int) -> bool:
            self._one(record, number, home, rest)
            replies = record.get("replies") if isinstance(record, dict) else None
            for reply in replies if isinstance(replies, list) else ():
                self._reply(reply, source.file, f"record {number:,}/replies", home, rest)
            return True

        return self._stream.array(source, at, place, rest, one)

    def _reply(self, record: Any, file: str, place: str, home: str, rest: Chat) -> None:
        def one(number: int) -> bool:
            self._one(record, number, home, rest)
            return True

        self._stream.inner(file, place, rest, one)

    def _one(self, record: Any, number: int, home: str, rest: Chat) -> None:
        """Hand the record to its chat. Raises Unusable, and then it stays with ``rest``."""
        chat_id = _chat_of(record) or home
        chat = self.chats.get(chat_id) or Chat(chat_id)
        own = record.get("id") if isinstance(record, dict) else None
        seen = self._seen.setdefault(chat_id, set())
        if isinstance(own, str) and own in seen:
            chat.already_there += 1
        elif not self.recorder.read(record, number, chat):
            chat.system += 1
        if isinstance(own, str):
            seen.add(own)
        self.chats[chat_id] = chat
        rest.seen -= 1
        chat.seen += 1


def chats_of(pages: Iterable[Member], lists: Iterable[Member], stream: RecordStream) -> GraphReader:
    """All chats of the files: those of messages, with the names from those that list chats."""
    reader = GraphReader(stream)
    for member in lists:
        reader.name_chats(member, stream.options)
    for member in pages:
        reader.read(member)
    return reader


def _chat_of(record: Any) -> str:
    if not isinstance(record, dict):
        return ""
    channel = record.get("channelIdentity")
    found = record.get("chatId") or (channel.get("channelId") if isinstance(channel, dict) else None)
    return whole(found) if isinstance(found, str) else ""

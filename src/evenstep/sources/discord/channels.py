"""DiscordChatExporter's files: each holds a channel or a part of one; parts are joined, messages put in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from evenstep.events.reading import Note
from evenstep.sources.assemble import latest
from evenstep.sources.base import Member, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, choose, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.discord.raw import channel_of, is_raw, plain
from evenstep.sources.discord.record import EPOCH_UTC, Recorder, instant, message_id
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly, whole
from evenstep.spoken import words

EVERY: Final = 20_000
PART: Final = re.compile(r"\[part (\d{1,6})\]", re.A)
SHOWN_PARTS: Final = 10
DIRECT: Final = ("DirectTextChat", "DirectTextChannel", "DM", "1")


@dataclass
class Channel:
    """One channel: its chat, the parts of it that were read, the ids already met, and whether it is of two people."""

    chat: Chat
    direct: bool = False
    parts: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    after: bool = False


class Channels:
    """Reads member after member; records are numbered over all of them."""

    def __init__(self, options: ReadOptions, total_bytes: int) -> None:
        self.channels: dict[str, Channel] = {}
        self.notes: list[Note] = []
        self.encoding = "UTF-8"
        self._recorder = Recorder()
        self._options = options
        self._total = total_bytes
        self._before = 0
        self._number = 0
        self._plain: Callable[[Any], Any] | None = None  # what turns other programs' records into the exporter's
        self._starts: list[tuple[int, str, str]] = []
        self._ends: list[datetime] = []
        self._cut_in_record = False

    def read(self, member: Member) -> None:
        """Read one file. Raises InputError E221 or E223, NeedsAnswer("encoding"); a cut file gives what it has."""
        stream = JsonStream(member, self._options)
        about: dict[str, Any] = {}
        self._cut_in_record = False
        try:
            self._read(stream, member, about)
            stream.finish()
        except EndsEarly:
            if not self._cut_in_record:
                self.notes.append(Note("E222", stream.place(), "file ends early"))
        finally:
            stream.close()
        self._ends.extend(_made(about))
        self.notes.extend(stream.notes())
        self.encoding = stream.encoding if stream.encoding != "UTF-8" else self.encoding
        self._before += member.size

    def parsed(self, file: str) -> Parsed:
        """All that was read, as the chats that are wanted. Raises NeedsAnswer("chat") and ("zone")."""
        channels = [_finished(channel) for channel in self.channels.values()]
        chosen = choose("discord", [channel.chat for channel in channels], self._options, file)
        wanted = set(map(id, chosen))
        ours = [channel for channel in channels if id(channel.chat) in wanted]
        notes = [note for channel in ours for note in _missing(channel)]
        export = Export(
            source="discord",
            file=file,
            chats=chosen,
            names=self._recorder.names,
            resolution_s=0.001,
            encoding=self.encoding,
            notes=[*self.notes, *notes],
            me=_owner(channels, self._recorder),
            until=min((end for end in self._ends if end <= latest(self._options.now)), default=None),
            place=self._place,
        )
        return parsed(export, replace(self._options, chat=None))

    def _read(self, stream: JsonStream, member: Member, about: dict[str, Any]) -> None:
        """A channel with its messages, or messages alone."""
        head = decode_head(member.head())
        self._plain = plain if is_raw(head) else None
        alone = stream.peek() == "["
        self._starts.append((self._number, member.name, "" if alone else "/messages"))
        if self._plain is not None:
            about["channel"] = {"id": channel_of(head)}
        if alone:
            self._messages(stream, self._channel(about, member.name))
            return
        for name in stream.fields():
            if name == "messages":
                self._messages(stream, self._channel(about, stream.file))
            else:
                about[name] = stream.value()

    def _channel(self, about: dict[str, Any], file: str) -> Channel:
        found = about.get("channel")
        fields = found if isinstance(found, dict) else {}
        part = PART.search(file)
        base = PART.sub("", file.rpartition("/")[2]).removesuffix(".json").strip()
        channel_id = message_id(fields.get("id")) or whole(base)
        channel = self.channels.setdefault(channel_id, Channel(Chat(channel_id)))
        name = fields.get("name")
        channel.chat.name = whole(name) if isinstance(name, str) else channel.chat.name
        channel.direct = fields.get("type") in DIRECT
        channel.parts.add(int(part[1]) if part else 1)
        span = about.get("dateRange")
        channel.after = channel.after or (isinstance(span, dict) and span.get("after") is not None)
        return channel

    def _messages(self, stream: JsonStream, channel: Channel) -> None:
        place = self._starts[-1][2]
        for index, _ in enumerate(stream.elements()):
            if not stream.peek():
                raise EndsEarly(0)
            self._number += 1
            channel.chat.seen += 1
            if self._options.progress is not None and self._number % EVERY == 0:
                self._options.progress(min(self._before + stream.bytes_read, self._total), self._total)
            try:
                record = stream.value()
            except EndsEarly:
                self._reject(channel, "E222", stream.file, stream.place(), "file ends early")
                self._cut_in_record = True
                raise
            try:
                if stream.clash:
                    raise Unusable("E224")
                self._record(record if self._plain is None else self._plain(record), stream, channel)
            except Unusable as bad:
                self._reject(channel, bad.code, stream.file, f"{place}/{index}{bad.place}", bad.detail)

    def _record(self, record: Any, stream: JsonStream, channel: Channel) -> None:
        own = message_id(record.get("id")) if isinstance(record, dict) else None
        if own is not None and own in channel.ids:
            channel.chat.already_there += 1
            return
        if not self._recorder.read(record, self._number, channel.chat, channel.chat.id, stream.clean):
            channel.chat.system += 1
        if own is not None:
            channel.ids.add(own)

    def _reject(self, channel: Channel, code: str, file: str, place: str, detail: str) -> None:
        channel.chat.rejects.append((code, file, place, self._number, detail))

    def _place(self, number: int) -> tuple[str, str]:
        start, file, place = self._starts[bisect_left(self._starts, number, key=itemgetter(0)) - 1]
        return file, f"{place}/{number - start - 1}"


def _made(about: dict[str, Any]) -> list[datetime]:
    """Until when the file looks: the end of the chosen span, else the time of the export."""
    span = about.get("dateRange")
    before = span.get("before") if isinstance(span, dict) else None
    for value in (before, about.get("exportedAt")):
        try:
            utc, _ = instant(value, "")
        except Unusable:  # it is not needed
            continue
        if utc is not None and 0 < utc < 4 * 10**15:
            return [EPOCH_UTC + timedelta(microseconds=utc)]
    return []


def _finished(channel: Channel) -> Channel:
    """The messages in the order of their times, then of their ids, where all have one; and who the two are."""
    lines = channel.chat.lines
    keys = [(line.utc or line.local or 0, int(line.id) if line.id else -1) for line in lines]
    if all(own >= 0 for _, own in keys) and keys != sorted(keys):
        channel.chat.lines = [line for _, line in sorted(zip(keys, lines, strict=True), key=lambda pair: pair[0])]
    people = list(dict.fromkeys(line.sender for line in lines))
    if channel.direct and len(people) == 2:
        channel.chat.pair = (people[0], people[1])
    channel.chat.capped = channel.after
    return channel


def _missing(channel: Channel) -> list[Note]:
    """What the file shows to be missing: other parts, or all before the day that was chosen."""
    most = max(channel.parts, default=0)
    absent = list(islice((part for part in range(1, most + 1) if part not in channel.parts), SHOWN_PARTS))
    notes = []
    if absent:
        numbers = ", ".join(map(str, absent))
        missing = most - len(channel.parts - {0})
        notes.append(Note("E239", "", words("not chosen: {parts}", parts=numbers), missing))
        channel.chat.capped = channel.chat.capped or absent[0] == 1
    if channel.after:
        notes.append(Note("E273"))
    return notes


def _owner(channels: Sequence[Channel], recorder: Recorder) -> str | None:
    """Who made the export: direct chats are called after the other person."""
    found = set()
    for channel in channels:
        for one, other in (channel.chat.pair, (channel.chat.pair or ())[::-1]) if channel.chat.pair else ():
            called = recorder.called.get(one, set()), recorder.called.get(other, set())
            if channel.chat.name in called[1] and channel.chat.name not in called[0]:
                found.add(one)
    return found.pop() if len(found) == 1 else None

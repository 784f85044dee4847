"""The chats of WhatsApp-Chat-Exporter's JSON, by the address of each; calls are put into the chat they belong to."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Final

from evenstep.errors import WrongKind
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, choose, parsed
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly, is_endless, whole
from evenstep.sources.timeline import Line
from evenstep.sources.whatsapp_json.kinds import call_of, kind_of, sets_timer, text_of
from evenstep.spoken import N_, words

EVERY: Final = 20_000
ME: Final = "me"
MY_NAME: Final = "Me"
CALL_LISTS: Final = ("000000000000000", "000000000000001")
FROM_TEXT: Final = "ExportedChat"
CHOOSE_TEXT: Final = N_(
    "it was made from WhatsApp's own text and no longer says who wrote what; choose that text or its zip instead"
)
STATUS: Final = "status@broadcast"
PERSON: Final = re.compile(r"[^@]{1,64}@(?:s\.whatsapp\.net|lid|c\.us)")
NAMED: Final = "name:"
MICROSECONDS: Final = 1_000_000
SAME_CALL: Final = 60 * MICROSECONDS
SECONDS_BELOW, MILLISECONDS_BELOW = 10**11, 10**14  # the size of a time tells its unit; all from 1973 on are apart


@dataclass
class Room:
    """One chat of the file: its address, the device it comes from, the keys already met."""

    jid: str
    to: str  # the conversation_id
    chat: Chat
    device: str = "android"
    ids: set[str] = field(default_factory=set)
    calls: list[Line] = field(default_factory=list)


class Store:
    """Reads member after member; records are numbered over all of them."""

    def __init__(self, options: ReadOptions, total_bytes: int) -> None:
        self.rooms: dict[str, Room] = {}
        self.names: dict[str, str] = {ME: MY_NAME}
        self.notes: list[Note] = []
        self.encoding = "UTF-8"
        self.fine = False
        self._options = options
        self._total = total_bytes
        self._before = 0
        self._number = 0
        self._places: list[tuple[int, str]] = []

    def read(self, member: Member) -> None:
        """Read one file. Raises InputError E221 or E223, NeedsAnswer("encoding"); a cut file gives what it has."""
        stream = JsonStream(member, self._options)
        self._places.append((self._number, member.name))
        try:
            for jid in stream.fields():
                if jid == FROM_TEXT:
                    raise WrongKind("E228", member.name, detail=words(CHOOSE_TEXT))
                if stream.peek() == "{":
                    self._room(stream, stream.clean(jid))
                else:
                    stream.value()
            stream.finish()
        except EndsEarly:
            if not any(
                reject[:2] == ("E222", member.name) for room in self.rooms.values() for reject in room.chat.rejects
            ):
                self.notes.append(Note("E222", stream.place(), "file ends early"))
        finally:
            stream.close()
        self.notes.extend(stream.notes())
        self.encoding = stream.encoding if stream.encoding != "UTF-8" else self.encoding
        self._before += member.size

    def parsed(self, file: str) -> Parsed:
        """All that was read, as the chats that are wanted. Raises NeedsAnswer("chat")."""
        self._settle()
        chats = [room.chat for room in self.rooms.values() if room.chat.seen]
        chosen = choose("whatsapp", chats, self._options, file)
        gone = sum(chat.capped for chat in chosen)
        export = Export(
            source="whatsapp",
            file=file,
            chats=chosen,
            names=self.names,
            resolution_s=0.001 if self.fine else 1.0,
            encoding=self.encoding,
            notes=[*self.notes, *([Note("E238", "", "", gone)] if gone else [])],
            me=ME,
            place=self._place,
        )
        return parsed(export, replace(self._options, chat=None))

    def _room(self, stream: JsonStream, jid: str) -> None:
        room = self.rooms.setdefault(jid, Room(jid, f"whatsapp:{jid}", Chat(jid)))
        for name in stream.fields():
            if name == "messages" and stream.peek() == "{":
                self._messages(stream, room)
                continue
            value = stream.value()
            if name == "name" and isinstance(value, str):
                room.chat.name = whole(value)
            elif name == "type" and isinstance(value, str):
                room.device = value.lower()

    def _messages(self, stream: JsonStream, room: Room) -> None:
        for message_id in stream.fields():
            if not stream.peek():
                raise EndsEarly(0)
            self._number += 1
            room.chat.seen += 1
            if self._options.progress is not None and self._number % EVERY == 0:
                self._options.progress(min(self._before + stream.bytes_read, self._total), self._total)
            try:
                record = stream.value()
            except EndsEarly:
                self._reject(room, "E222", stream.file, stream.place(), "file ends early")
                raise
            try:
                if stream.clash:
                    raise Unusable("E224")
                self._record(record, stream, room)
            except Unusable as bad:
                place = f"/{room.jid}/messages/{stream.clean(message_id)}"[:200] + bad.place
                self._reject(room, bad.code, stream.file, place, bad.detail)

    def _record(self, record: Any, stream: JsonStream, room: Room) -> None:
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        if room.jid == STATUS:  # shown to everybody, and no part of any chat
            room.chat.system += 1
            return
        own = _key(record.get("key_id"))
        if own is not None and own in room.ids:
            room.chat.already_there += 1
            return
        line = self._line(record, stream, room, own)
        if line is None:
            room.chat.system += 1
            room.chat.capped = room.chat.capped or sets_timer(record, room.device)
        else:
            (room.calls if line.kind in ("call", "missed_call") else room.chat.lines).append(line)
            reactions = record.get("reactions")
            room.chat.undated += len(reactions) if isinstance(reactions, dict | list) else 0
        if own is not None:
            room.ids.add(own)

    def _line(self, record: dict[str, Any], stream: JsonStream, room: Room, own: str | None) -> Line | None:
        if not isinstance(record.get("data"), str | None):
            raise Unusable("E227", "/data")
        utc = self._time(record.get("timestamp"))
        call = call_of(record.get("data")) if room.jid in CALL_LISTS else None
        kind, duration = (call[0], call[1]) if call else (kind_of(record, room.device), None)
        if kind is None:
            return None
        sender = self._sender(record, stream, room)
        text = "" if call else stream.clean(text_of(record, kind))
        reply = _key(record.get("reply"))
        edited = bool(record.get("edited") or record.get("edit_version"))
        to = stream.clean(call[2]) if call else room.to
        return Line(to, sender, kind, utc, None, self._number, text, duration, own, reply, edited)

    def _sender(self, record: dict[str, Any], stream: JsonStream, room: Room) -> str:
        """The sender's address; a name, where a group gives no address. Raises Unusable E227 or E230."""
        mine = record.get("from_me")
        if mine not in (True, False):  # who wrote it is never guessed
            raise Unusable("E230" if mine is None else "E227", "/from_me")
        if mine:
            return ME
        if PERSON.fullmatch(room.jid):
            return room.jid
        jid, name = record.get("sender_jid"), record.get("sender")
        if not isinstance(name, str | None) or not isinstance(jid, str | None):
            raise Unusable("E227", "/sender")
        shown = stream.clean(name or "").strip()
        if jid:
            key = stream.clean(jid)
            self.names[key] = shown or self.names.get(key, "")
            return key
        if not shown:
            raise Unusable("E230", "/sender")
        return NAMED + shown

    def _time(self, value: Any) -> int:
        """Microseconds since 1970 of seconds, milliseconds or microseconds. Raises Unusable E207, E225 or E226."""
        if is_endless(value):
            raise Unusable("E207", "/timestamp")
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise Unusable("E226" if value is None else "E225", "/timestamp")
        size = abs(value)
        scale = MICROSECONDS if size < SECONDS_BELOW else 1_000 if size < MILLISECONDS_BELOW else 1
        if not 0 < size < 10**17:
            raise Unusable("E226", "/timestamp")
        utc = round(value * scale)
        self.fine = self.fine or utc % MICROSECONDS != 0
        return utc

    def _reject(self, room: Room, code: str, file: str, place: str, detail: str) -> None:
        room.chat.rejects.append((code, file, place, self._number, detail))

    def _place(self, number: int) -> tuple[str, str]:
        start, file = next(start for start in reversed(self._places) if start[0] < number)
        return file, f"record {number - start:,}"

    def _settle(self) -> None:
        """Once all is read: names of people, calls in their chats, and one address for each name."""
        people = {room.jid: room for room in self.rooms.values() if PERSON.fullmatch(room.jid)}
        for jid, room in people.items():
            self.names[jid] = room.chat.name or self.names.get(jid) or _number_of(jid)
            room.chat.pair = (ME, jid)
        address = _unique({jid: (room.chat.name, jid.partition("@")[0]) for jid, room in people.items()})
        for jid in CALL_LISTS:
            if jid in self.rooms:
                self._spread_calls(self.rooms[jid], address)
        for room in self.rooms.values():
            if room.calls:
                room.chat.lines = list(_with_calls(room.chat.lines, sorted(room.calls, key=lambda line: line.utc or 0)))
            if room.jid not in people:
                room.chat.lines = [self._addressed(line, address) for line in room.chat.lines]

    def _spread_calls(self, listed: Room, address: dict[str, str]) -> None:
        """Give each call of the list to the chat with that person, where just one is called so."""
        kept: list[Line] = []
        for line in listed.calls:
            jid = address.get(line.chat)
            if jid is None:
                kept.append(line._replace(chat=listed.to))
                continue
            room = self.rooms[jid]
            room.chat.seen += 1
            listed.chat.seen -= 1
            call = line._replace(chat=room.to, sender=ME if line.sender == ME else jid)
            if any(_same_call(call, other) for other in room.calls):
                room.chat.already_there += 1
            else:
                room.calls.append(call)
        listed.calls = kept

    def _addressed(self, line: Line, address: dict[str, str]) -> Line:
        """The line with the sender's address, where just one person is called so; else with the name."""
        if not line.sender.startswith(NAMED):
            return line
        name = line.sender.removeprefix(NAMED)
        sender = address.get(name) or line.sender
        self.names.setdefault(sender, name)
        return line._replace(sender=sender)


def _same_call(listed: Line, told: Line) -> bool:
    """True when the chat itself tells of this missed call too."""
    alike = listed.kind == told.kind == "missed_call" and listed.sender == told.sender
    return alike and listed.id != told.id and abs((listed.utc or 0) - (told.utc or 0)) <= SAME_CALL


def _with_calls(lines: list[Line], calls: list[Line]) -> Iterator[Line]:
    """Calls among messages: behind the last message that the file has before their time."""
    latest = 0
    keyed: list[tuple[int, int, int, Line]] = []
    for index, line in enumerate(lines):
        latest = max(latest, line.utc or 0)
        keyed.append((latest, 0, index, line))
    between = [(line.utc or 0, 1, index, line) for index, line in enumerate(calls)]
    return (entry[3] for entry in heapq.merge(keyed, between))


def _unique(names: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Name or number -> address, for those that belong to one person."""
    found: dict[str, set[str]] = {}
    for jid, called in names.items():
        for name in filter(None, called):
            found.setdefault(name, set()).add(jid)
    return {name: next(iter(jids)) for name, jids in found.items() if len(jids) == 1}


def _number_of(jid: str) -> str:
    user, _, server = jid.partition("@")
    return f"+{user}" if user.isascii() and user.isdecimal() and server != "lid" else ""


def _key(value: Any) -> str | None:
    """A message's own key as text."""
    if type(value) not in (str, int) or is_endless(value) or value == "":
        return None
    return whole(str(value))[:128]

"""Signal Desktop's own records as sigtop writes them: a JSON array a chat, with UTC times and dated reactions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly
from evenstep.sources.signal.fields import MILLISECOND, entries, moment, number, part
from evenstep.sources.signal.sigtop import person_of
from evenstep.sources.timeline import Line

ARRAY: Final = re.compile(r"\A\[\s*\{")
KEYS: Final = ("conversationId", "sent_at", "type")
ME: Final = "Me"
VOICE_FLAG: Final = 1
SPOKEN: Final = ("incoming", "outgoing")
CALL: Final = "call-history"
SENDERS: Final = ("sourceServiceId", "sourceUuid", "source")
LONGEST_CALL_MS: Final = 31_536_000_000


def is_desktop_rows(head: str) -> bool:
    """True for an array of records with Signal Desktop's names."""
    return ARRAY.match(head) is not None and all(f'"{key}"' in head for key in KEYS)


def read_desktop_rows(member: Member, options: ReadOptions, before: int) -> tuple[Chat, JsonStream, int]:
    """(the chat, what was read, how many records); a cut file gives what is complete. Raises InputError E223."""
    stream = JsonStream(member, options)
    reader = _Rows(stream, before)
    reader.chat.name, reader.chat.id = person_of(re.sub(r"\.json$", "", member.name.rsplit("/", 1)[-1], flags=re.I))
    try:
        for _ in stream.elements():
            reader.number += 1
            reader.read(stream.value())
        stream.finish()
    except EndsEarly:
        reader.chat.seen += 1
        reader.chat.rejects.append(("E222", member.name, stream.place(), reader.number, "file ends early"))
    finally:
        stream.close()
    reader.finish()
    return reader.chat, stream, reader.number - before


class _Rows:
    """The records of one chat. ``number``: of the record, over all files."""

    def __init__(self, stream: JsonStream, before: int) -> None:
        self.chat = Chat("")
        self.number = before
        self._stream = stream
        self._before = before
        self._clean: Callable[[str], str] = stream.clean
        self._people: dict[str, str] = {}
        self._persons: set[str] = set()
        self._reacted: list[tuple[dict[str, Any], str, str, int]] = []

    def read(self, record: Any) -> None:
        """One record; what cannot be used is kept aside."""
        self.chat.seen += 1
        try:
            if self._stream.clash:
                raise Unusable("E224")
            if not isinstance(record, dict):
                raise Unusable("E227", "", "not a record")
            self._record(record)
        except Unusable as bad:
            place = f"record {self.number - self._before:,}" + (f", {bad.place}" if bad.place else "")
            self.chat.rejects.append((bad.code, self._stream.file, place, self.number, bad.detail))

    def _record(self, record: dict[str, Any]) -> None:
        sort = record.get("type")
        if sort == CALL:
            self._call(record)
            return
        if sort not in SPOKEN:
            self.chat.system += 1
            return
        sent = record.get("sent_at") or record.get("timestamp")
        versions = entries(record, "editHistory")
        times = [moment(sent, "/sent_at"), *(moment(one["timestamp"], "") for one in versions if one.get("timestamp"))]
        body = record.get("body")
        text = self._clean(body) if isinstance(body, str) else ""
        kind = _kind(record, text)
        sender = ME if sort == "outgoing" else self._sender(record)
        own = f"{times[0]}"
        quote = part(record, "quote")
        reply = f"{(number(quote.get('id'), '/quote/id') or 0) * MILLISECOND}" if quote.get("id") else None
        shown = text if kind in ("text", "media", "voice") else ""
        edited = bool(versions)
        self.chat.lines.append(Line("", sender, kind, min(times), None, self.number, shown, None, own, reply, edited))
        self._reactions(record, own)

    def _sender(self, record: dict[str, Any]) -> str:
        """Who wrote; Signal's own ids and numbers change places over the years, so each is led to the first seen."""
        known = [value for name in SENDERS if isinstance(value := record.get(name), str) and value]
        if not known:
            raise Unusable("E230", "/sourceServiceId")
        person = next((self._people[value] for value in known if value in self._people), self._clean(known[0]))
        self._persons.add(person)
        for value in known:
            self._people.setdefault(value, person)
        return person

    def _reactions(self, record: dict[str, Any], target: str) -> None:
        """Kept until the end, when it is known who is in the chat."""
        for reaction in entries(record, "reactions"):
            self._reacted.append((reaction, str(record.get("conversationId")), target, self.number))

    def _call(self, record: dict[str, Any]) -> None:
        """A call with its details; newer versions keep them elsewhere, and only that there was one is known."""
        details = part(record, "callHistoryDetails")
        started = number(details.get("acceptedTime"), "/acceptedTime")
        ended = number(details.get("endedTime"), "/endedTime")
        utc = moment(record.get("sent_at") or record.get("timestamp") or started or ended, "/sent_at")
        incoming = details.get("wasIncoming")
        if not isinstance(incoming, bool):
            raise Unusable("E230", "/callHistoryDetails")
        lasted = (ended or 0) - (started or 0)
        seconds = lasted / 1_000 if started and 0 <= lasted <= LONGEST_CALL_MS else None
        kind = "call" if started else "missed_call"
        sender = self._partner() if incoming else ME
        self.chat.lines.append(Line("", sender, kind, utc, None, self.number, "", seconds))

    def _partner(self) -> str:
        """The only other person so far, else the chat itself, which is called after whoever it is with."""
        return min(self._persons) if len(self._persons) == 1 else self.chat.id

    def finish(self) -> None:
        """Place the reactions: in a chat of two it was the other or the owner, by the id of the chat itself."""
        others = self._persons
        for reaction, conversation, target, record in self._reacted:
            by = reaction.get("fromId")
            who = self._people.get(by) if isinstance(by, str) else None
            if who is None and len(others) == 1:
                who = min(others) if by == conversation else ME
            try:
                utc = moment(reaction.get("timestamp"), "/timestamp")
            except Unusable:  # without a time it is only a count
                who = None
            if who is None:
                self.chat.undated += 1
                continue
            self.chat.seen += 1
            self.chat.lines.append(Line("", who, "reaction", utc, None, record, reply=target))


def _kind(record: dict[str, Any], text: str) -> str:
    if record.get("deletedForEveryone"):
        return "deleted"
    if record.get("isViewOnce"):
        return "view_once"
    if isinstance(record.get("sticker"), dict):
        return "sticker"
    attachments = entries(record, "attachments")
    if any(isinstance(flags := each.get("flags"), int) and flags & VOICE_FLAG for each in attachments):
        return "voice"
    if attachments:
        return "media"
    return "text" if text.strip() else "other"

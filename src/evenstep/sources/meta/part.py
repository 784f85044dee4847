"""One thread file to lines: who, when, what kind, oldest first; its rejects, notices and undated reactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import gt, lt
from typing import Any, Final

from evenstep.sources.assemble import EARLIEST, RejectRow, latest
from evenstep.sources.chats import Unusable
from evenstep.sources.json_messages import Document
from evenstep.sources.json_text import is_endless
from evenstep.sources.meta.gone import GONE, key_in
from evenstep.sources.meta.layout import ThreadFile
from evenstep.sources.meta.letters import Letters
from evenstep.sources.meta.notices import MAY_BE, SYSTEM, People
from evenstep.sources.meta.record import (
    OLDEST,
    ORDINARY,
    PLAIN,
    PLAIN_TYPES,
    SECURE,
    Content,
    Shape,
    content_of,
    secure_content_of,
    time_of,
)
from evenstep.sources.naming import CONTROLS
from evenstep.sources.timeline import Line

DIRECT: Final = 2
LONGEST_ID: Final = 200
WHOLE: Final = frozenset({int})
CALLS: Final = ("call", "missed_call")
STARTED: Final = " started a"
ROUNDED, LONGEST_RING = 5_000_000, 180_000_000
"""Microseconds: so far may a call's length, its beginning and its end be from each other."""

NOTHING_MORE: Final = (None, None, None, False)
"""The last fields of a line: no duration, no id, no reply, not edited."""

_line: Final = Line._make


@dataclass
class Part:
    """One file of a thread. ``chat``: the conversation_id as this file alone gives it.

    ``unknown``: the key of somebody who writes without a name. ``dated``, ``undated``: reactions.
    ``begun``: the place of the line that says a call was started, until another one tells how it went.
    """

    file: ThreadFile
    chat: str = ""
    unknown: str = ""
    title: str = ""
    participants: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    rejects: list[RejectRow] = field(default_factory=list)
    records: int = 0
    system: int = 0
    dated: int = 0
    undated: int = 0
    begun: int | None = None


class PartReader:
    """Reads documents into parts; numbers the records of all of them in one row."""

    def __init__(self, now: datetime | None) -> None:
        self.letters = Letters()
        self._number = 0
        self._first = int(EARLIEST.timestamp()) * 1_000_000
        self._last = int(latest(now).timestamp()) * 1_000_000
        self._first_ms, self._last_ms = self._first // 1_000, self._last // 1_000

    def read(self, file: ThreadFile, document: Document) -> Part:
        """The lines of one file, oldest first, under the id that the file itself gives."""
        part = Part(file)
        part.records = len(document.records) + (document.cut is not None)
        shape = _shape(file, document.records)
        self._head(part, document, shape)
        people = People(part.participants)
        first = self._number
        self._number += part.records
        for index in self._plain(part, document, first, shape, people):
            self._other(part, document, index, first + index + 1, shape, people)
        if document.cut is not None:
            part.rejects.append(("E222", file.member.name, document.cut, self._number, "file ends early"))
        if not GONE.isdisjoint(self.letters.names.values()):
            part.participants = tuple(key_in(name, part.chat) for name in part.participants)
            part.lines = [line._replace(sender=key_in(line.sender, part.chat)) for line in part.lines]
        return part

    def _plain(self, part: Part, document: Document, first: int, shape: Shape, people: People) -> Iterator[int]:
        """Add the lines of records that are nothing but a line of text, as most of a chat are.

        Hands out the places of all other records in their turn, the oldest first, to be added before it goes on.
        """
        records, names, put_right = document.records, self.letters.names, self.letters.text
        sender_in, time_in, text_in = shape.sender, shape.time, shape.text
        chat, starts, begin, end = part.chat, people.written_starts, self._first_ms, self._last_ms
        add, is_plain, clashes = part.lines.append, PLAIN.issuperset, document.clashes
        for index in _oldest_first(records, shape):
            record = records[index]
            if type(record) is dict and is_plain(record) and not (clashes and index in clashes):
                raw, text = record.get(sender_in), record.get(text_in)
                time: Any = record.get(time_in)
                sender = names.get(raw) if type(raw) is str and record.get("type") in PLAIN_TYPES else None
                taken_back = record.get("is_unsent") or record.get("isUnsent")
                whole = type(time) is int and begin <= time <= end and sender and not taken_back
                if whole and type(text) is str and not (text[:2] in MAY_BE or text.startswith(starts)):
                    right = text if text.isascii() else put_right(text)
                    said = ("other", "") if not right or right.isspace() else ("text", right)
                    add(_line((chat, sender, said[0], time * 1_000, None, first + index + 1, said[1], *NOTHING_MORE)))
                    continue
            yield index

    def _other(self, part: Part, document: Document, index: int, number: int, shape: Shape, people: People) -> None:
        """Add what any other record holds, or keep it aside."""
        record = document.records[index]
        try:
            if index in document.clashes:
                raise Unusable("E224")
            if type(record) is not dict:
                raise Unusable("E227", "", "not a record")
            self._record(part, record, number, shape, people)
        except Unusable as bad:
            place = f"/messages/{index}{bad.place}"
            part.rejects.append((bad.code, part.file.member.name, place, number, bad.detail))

    def _head(self, part: Part, document: Document, shape: Shape) -> None:
        """Who is in the thread, what it is called, and its id: its own name, else those of its people."""
        people = document.fields.get("participants")
        part.participants = self._names(people if isinstance(people, list) else [])
        title = document.fields.get("threadName" if part.file.secure else "title")
        part.title = self.letters.name(title) if isinstance(title, str) else ""
        slug = "" if part.file.secure else self._slug(document.fields.get("thread_path"), part.file.folder)
        senders = (record.get(shape.sender) for record in document.records if isinstance(record, dict))
        who = slug or ", ".join(sorted(part.participants or self._names(senders)))
        part.chat = f"{part.file.product}:{CONTROLS.sub('', who)[:LONGEST_ID]}"
        part.unknown = f"unknown in {part.chat}"

    def _names(self, raw: Iterable[Any]) -> tuple[str, ...]:
        named = (each.get("name") if isinstance(each, dict) else each for each in raw)
        return tuple(dict.fromkeys(self.letters.name(name) for name in named if isinstance(name, str) and name.strip()))

    def _slug(self, path: Any, folder: str) -> str:
        last = path.rstrip("/").rsplit("/", 1)[-1] if isinstance(path, str) else ""
        return self.letters.name(last or folder)

    def _record(self, part: Part, record: dict[str, Any], number: int, shape: Shape, people: People) -> None:
        """Add the lines of any record: its own, and those of the reactions it carries. Raises Unusable."""
        sender = self._sender(record.get(shape.sender), shape.sender, people) or part.unknown
        utc = time_of(record.get(shape.time), f"/{shape.time}")
        if not self._first <= utc <= self._last:
            raise Unusable("E226", f"/{shape.time}")
        raw = record.get(shape.text)
        if raw is None:
            text = ""
        elif type(raw) is str:
            text = raw if raw.isascii() else self.letters.text(raw)
        else:
            raise Unusable("E227", f"/{shape.text}")
        content = (secure_content_of if shape.secure else content_of)(record, text, sender, people)
        if content.kind in CALLS and self._ends_call(part, content, utc, begins=STARTED in text):
            content = Content(SYSTEM)
        if content.kind == SYSTEM:
            part.system += 1
            return
        reactions = record.get("reactions")
        dated = self._reactions(part, reactions, number, people) if reactions else None
        part.lines.append(
            Line(
                part.chat,
                sender,
                content.kind,
                utc,
                None,
                number,
                content.text,
                content.duration_s,
                str(number) if dated else None,
            )
        )
        if dated:
            part.lines += dated
            part.dated += len(dated)

    def _ends_call(self, part: Part, content: Content, utc: int, *, begins: bool) -> bool:
        """True for a record that only tells how the call went that another one began; the beginning gets it."""
        if begins and content.duration_s is None:
            part.begun = len(part.lines)
            return False
        begun, part.begun = part.begun, None
        if begun is None:
            return False
        start = part.lines[begun]
        rang = utc - (start.utc or 0) - int((content.duration_s or 0.0) * 1_000_000)
        if not -ROUNDED <= rang <= LONGEST_RING:
            return False
        part.lines[begun] = start._replace(kind=content.kind, duration_s=content.duration_s)
        return True

    def _sender(self, raw: Any, name: str, people: People) -> str:
        """The name, put right; "" for the one person without a name that two can have among them."""
        if type(raw) is str:
            sender = self.letters.name(raw)
            if sender or len(people.names) < DIRECT:
                return sender
            raise Unusable("E230")
        if is_endless(raw):
            raise Unusable("E207", f"/{name}")
        raise Unusable("E230" if raw is None else "E227", "" if raw is None else f"/{name}")

    def _reactions(self, part: Part, reactions: Any, number: int, people: People) -> list[Line]:
        """One line for each reaction that says who and when; the others are counted."""
        found: list[Line] = []
        for one in reactions if isinstance(reactions, list) else ():
            try:
                if not isinstance(one, dict):
                    raise Unusable("E227")
                utc = time_of(one.get("timestamp"), "/timestamp")
                if not self._first <= utc <= self._last:
                    raise Unusable("E226")
                actor = self._sender(one.get("actor"), "actor", people) or part.unknown
            except Unusable:  # without a person and a time it is no event
                part.undated += 1
                continue
            found.append(Line(part.chat, actor, "reaction", utc, None, number, reply=str(number)))
        return found


def _shape(file: ThreadFile, records: list[Any]) -> Shape:
    if file.secure:
        return SECURE
    first = next((record for record in records if isinstance(record, dict)), {})
    return OLDEST if "timestamp_ms" not in first and "timestamp" in first else ORDINARY


def _oldest_first(records: list[Any], shape: Shape) -> range:
    """The places of the records from the oldest on: whichever way most of the times run, where they run at all."""
    times: list[Any] = [record.get(shape.time) if type(record) is dict else None for record in records]
    whole: list[int] = times if WHOLE.issuperset(map(type, times)) else [t for t in times if type(t) is int]
    up, down = sum(map(lt, whole, whole[1:])), sum(map(gt, whole, whole[1:]))
    upwards = up > down or (up == down and shape.secure)
    return range(len(records)) if upwards else range(len(records) - 1, -1, -1)

"""A folder, a zip or a single text of imessage-exporter or bagoup: each file is a chat, its name the people in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.decode import decode, decode_head
from evenstep.sources.imessage.people import handle_key
from evenstep.sources.imessage.placing import texts_to_reactions
from evenstep.sources.imessage_text.bagoup import bagoup_chat, bagoup_records, is_bagoup
from evenstep.sources.imessage_text.blocks import SIGN, Record, records
from evenstep.sources.imessage_text.kinds import UNSENT, body_of
from evenstep.sources.timeline import Line

HEAD_BYTES: Final = 1_024
ORPHANED: Final = "orphaned"
ME: Final = "Me"
YOU, THEM = "you", "them"
SEVERAL: Final = re.compile(r", | and \d+ others| - \d+$")


def texts(opened: Opened) -> list[Member]:
    """The members that are texts of imessage-exporter, by how they begin."""
    return [
        member
        for member in opened.members
        if (member.name.lower().endswith(".txt") or len(opened.members) == 1)
        and _is_ours(member.name, decode_head(member.head(HEAD_BYTES)))
    ]


def _is_ours(name: str, head: str) -> bool:
    return SIGN.match(head) is not None or is_bagoup(name, head.lstrip("\ufeff"))


def read_texts(members: list[Member], opened: Opened, options: ReadOptions) -> Parsed:
    """All chats. Raises NeedsAnswer("zone"), ("chat") and ("encoding").

    ``source_line`` is the line in the file, counted on from file to file.
    """
    reader = _Reader(options)
    for member in members:
        reader.read(member)
    chats = [chat for chat in reader.chats if chat.seen]
    export = Export(
        source="imessage",
        file=members[0].name if len(members) == 1 else opened.name,
        chats=chats,
        names={sender: sender for sender in reader.senders},
        resolution_s=1.0,
        encoding=reader.encoding,
        notes=reader.notes,
        me=reader.me(),
        place=reader.place,
    )
    for chat in chats:
        reader.pair(chat, export.me)
    return parsed(export, options)


@dataclass
class _Reader:
    """Reads file after file; ``lines`` counts them all, so that a line number names one place."""

    options: ReadOptions
    chats: list[Chat] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    senders: Counter[str] = field(default_factory=Counter)
    read_by: Counter[str] = field(default_factory=Counter)
    from_me: Counter[str] = field(default_factory=Counter)
    starts: list[tuple[int, str]] = field(default_factory=list)
    lines: int = 0
    encoding: str = "UTF-8"

    def read(self, member: Member) -> None:
        """One file, which is one chat."""
        decoded = decode(member.read(), member.name, self.options.encoding)
        self.encoding = decoded.encoding
        self.notes += decoded.notes
        text = decoded.text.lstrip("\ufeff").replace("\r\n", "\n")
        stem = re.sub(r"\.txt$", "", member.name.rsplit("/", 1)[-1], flags=re.I)
        self.starts.append((self.lines, member.name))
        bagoup = is_bagoup(member.name, text)
        chat = self._chat(bagoup_chat(member.name) if bagoup else stem)
        found = bagoup_records(text) if bagoup else records(text)
        _Chat(self, chat, member.name, orphaned=stem == ORPHANED).read(found)
        self.lines += text.count("\n") + 1
        if self.options.progress is not None:
            self.options.progress(member.size, member.size)

    def _chat(self, stem: str) -> Chat:
        base = handle_key(stem) or "chat"
        taken = {chat.id for chat in self.chats}
        chat = Chat(next(name for n in range(1, len(taken) + 2) if (name := _numbered(base, n)) not in taken), stem)
        self.chats.append(chat)
        return chat

    def place(self, number: int) -> tuple[str, str]:
        """The file and the line in it."""
        start, name = self.starts[bisect_left(self.starts, number, key=itemgetter(0)) - 1]
        return name, f"line {number - start:,}"

    def me(self) -> str | None:
        """Whoever is called Me, or whose messages "them" have read, or whom the receipts name."""
        if ME in self.senders:
            return ME
        if self.from_me:
            return self.from_me.most_common(1)[0][0]
        return next((name for name, _ in self.read_by.most_common() if name in self.senders), None)

    def pair(self, chat: Chat, me: str | None) -> None:
        """Name the two of a chat in which two write and of which the file's name is not that of a group."""
        two = sorted({line.sender for line in chat.lines})
        if len(two) == 2 and me in two and not SEVERAL.search(chat.name):
            chat.pair = (two[0], two[1])


class _Chat:
    """The records of one file to lines, those printed twice counted once."""

    def __init__(self, reader: _Reader, chat: Chat, file: str, *, orphaned: bool) -> None:
        self._reader = reader
        self._chat = chat
        self._file = file
        self._base = reader.lines
        self._orphaned = orphaned
        self._at: dict[tuple[int | None, str, str], list[int]] = {}
        self._copies: list[tuple[int, Record]] = []

    def read(self, found: Iterable[Record]) -> None:
        """All of it; a copy of a reply whose own record is missing counts as the reply."""
        for record in found:
            at = len(self._chat.lines)
            if self._one(record) and record.sender:
                self._at.setdefault(record.key, []).append(at)
                self._copies += [(at, copy) for copy in record.copies]
                self._chat.undated += record.reactions
        alone = [self._settle(at, copy) for at, copy in self._copies]
        if any(alone):
            self._chat.lines.sort(key=lambda line: line.local or 0)
        texts_to_reactions(self._chat)

    def _settle(self, at: int, copy: Record) -> bool:
        """Count a copy as there already; True when its own record is missing, and it became a line itself."""
        lines = self._chat.lines
        twins = self._at.get(copy.key, [])
        name = lines[at].id or f"line {lines[at].number}"
        lines[at] = lines[at]._replace(id=name)
        if twins:
            twin = twins.pop(0)
            lines[twin] = lines[twin]._replace(reply=name)
            self._chat.seen += 1
            self._chat.already_there += 1
            return False
        if not self._one(copy):
            return False
        lines[-1] = lines[-1]._replace(reply=name)
        return True

    def _one(self, record: Record) -> bool:
        """Count a record; True when it became a line."""
        self._chat.seen += 1
        problem = self._problem(record)
        if problem:
            place = f"line {record.line:,}"
            self._chat.rejects.append((problem, self._file, place, self._base + record.line, ""))
            return False
        if record.notice:
            return self._notice(record)
        body = body_of(record.body)
        if not body.kind:
            self._chat.system += 1
            return False
        self._reader.senders[record.sender] += 1
        if record.read_by == THEM:
            self._reader.from_me[record.sender] += 1
        elif record.read_by not in ("", YOU):
            self._reader.read_by[record.read_by] += 1
        self._add(record, record.sender, body.kind, body.text, edited=body.edited)
        return True

    def _problem(self, record: Record) -> str:
        if record.local is None:
            return "E217" if record.sender or record.notice else "E214"
        if self._orphaned:
            return "E276"
        return "" if record.notice or record.sender else "E215"

    def _notice(self, record: Record) -> bool:
        """A line of the system; that somebody took a message back is an event of that person."""
        unsent = UNSENT.fullmatch(record.notice)
        if unsent is None:
            self._chat.system += 1
            return False
        sender = ME if unsent[1].lower() == YOU else unsent[1]
        self._reader.senders[sender] += 1
        self._add(record, sender, "deleted", "")
        return True

    def _add(self, record: Record, sender: str, kind: str, text: str, *, edited: bool = False) -> None:
        conversation = f"imessage:{self._chat.id}"
        number = self._base + record.line
        self._chat.lines.append(
            Line(conversation, sender, kind, None, record.local, number, text, None, None, None, edited)
        )


def _numbered(base: str, n: int) -> str:
    return base if n == 1 else f"{base} ({n})"

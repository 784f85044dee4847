"""Backups of a phone (SMS Backup & Restore and other apps): messages and calls, one conversation a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.assemble import PAIR, Facts, assemble
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.sms.backup import Backup
from evenstep.sources.sms.documents import is_document, read_document
from evenstep.sources.sms.ndjson import is_ndjson, read_ndjson
from evenstep.sources.sms.people import ME_KEY, Chats, Finished, chats_of, finished_events
from evenstep.sources.sms.xml_reader import XmlReader
from evenstep.spoken import words, words_n

ROOT: Final = re.compile(r"<(smses|calls)(\s|>|/>)")
RECORD: Final = re.compile(r"<(sms|mms|call)\s[^<]*\b(date|address|number)\s*=")
MOST_MEMBERS: Final = 200
"""In an archive of more files only those that are called like a backup are looked into."""

BACKUP_ENDINGS: Final = (".xml", ".ndjson", ".jsonl", ".json")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DECIDED: Final = "Unix times in the file"


class Sms:
    """The XML files of SMS Backup & Restore (sms, mms, calls), and the JSON of three other apps (documents.py)."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "sms"

    def score(self, opened: Opened) -> float:
        """1 for the root element of a backup with records in it, 0.9 for the root alone, else 0."""
        return max((_score(member) for member in _candidates(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all backups of the export as one phone. Raises InputError and NeedsAnswer("chat").

        ``source_line`` is the number of the record over all files.
        """
        members = [member for member in _candidates(opened) if _score(member) > 0]
        backup = Backup(options.keep_text, options.limits)
        total = sum(member.size for member in members)
        before = 0
        for member in members:
            progress = _progress(options, before, total)
            if is_ndjson(member.head()):
                read_ndjson(member, backup, progress)
            elif is_document(member.head()):
                read_document(member, backup, options, progress)
            else:
                XmlReader(member, backup).read(progress)
            before += member.size
        file = members[0].name if len(members) == 1 else opened.name
        parsed = _finish(backup, options, file)
        if options.progress is not None:
            options.progress(total, total)
        return parsed


def _candidates(opened: Opened) -> list[Member]:
    if len(opened.members) <= MOST_MEMBERS:
        return list(opened.members)
    return [member for member in opened.members if member.name.lower().endswith(BACKUP_ENDINGS)]


def _score(member: Member) -> float:
    head = member.head(4_096)
    text = decode_head(head).lstrip("\ufeff \t\r\n\0")
    if text.startswith("{"):
        return 1.0 if is_ndjson(head) or is_ndjson(member.head()) or is_document(head) else 0.0
    if text.startswith("["):
        return 1.0 if is_document(head) else 0.0
    if not text.startswith("<"):
        return 0.0
    text = decode_head(member.head())
    if not ROOT.search(text):
        return 0.0
    return 1.0 if RECORD.search(text) else 0.9


def _progress(options: ReadOptions, before: int, total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if options.progress is not None:
            options.progress(min(before + done, total), total)

    return tell


def _finish(backup: Backup, options: ReadOptions, file: str) -> Parsed:
    chats = chats_of(backup)
    wanted = _choose(backup, chats, options, file)
    done = finished_events(backup, chats, options, file, wanted)
    aside = [row for chat, row in backup.rejects if wanted is None or chat is None or chats.ids.get(chat) == wanted]
    rejects = sorted([*aside, *done.rejects], key=lambda row: row[3] or 0)
    me = done.names.get(ME_KEY)
    facts = Facts(
        file=file,
        source="sms",
        seen=done.events.height + len(rejects) + done.already_there,
        already_there=done.already_there,
        rejects=rejects,
        zone_decided_by=DECIDED if done.events.height else "",
        title=chats.names.get(chats.single.get(wanted, "")) if wanted else None,
        me=me,
        notes=[*_joined(backup.notes), *([Note("E203", "", "names", done.cleaned)] if done.cleaned else [])],
        until=EPOCH + timedelta(milliseconds=backup.until) if backup.until else None,
    )
    return assemble(done.events, facts, options.limits, _pairs(chats, done, me))


def _joined(notes: Sequence[Note]) -> list[Note]:
    """Notes of several files with the same code and no place as one."""
    counts: dict[str, int] = {}
    for note in notes:
        if not note.place:
            counts[note.code] = counts.get(note.code, 0) + note.count
    whole = [Note(code, "", f"{count:,}", count) for code, count in counts.items()]
    return [*whole, *(note for note in notes if note.place)]


def _choose(backup: Backup, chats: Chats, options: ReadOptions, file: str) -> str | None:
    """The conversation_id that is wanted, None for all. Raises NeedsAnswer("chat"), InputError E110."""
    if options.chat is None:
        return None
    counts: dict[str, int] = {}
    in_address = np.bincount(backup.table()["chat"], minlength=len(backup.addresses)).tolist()
    for address, n in zip(backup.addresses, in_address, strict=True):
        if n:
            counts[chats.ids[address]] = counts.get(chats.ids[address], 0) + n
    wanted = options.chat.removeprefix("sms:")
    named = {chat: chats.names.get(chats.single.get(chat, ""), chat.removeprefix("sms:")) for chat in counts}
    found = [chat for chat in counts if chat == f"sms:{wanted}"]
    found = found or [chat for chat, name in named.items() if name == wanted]
    found = found or [chats.ids[wanted]] if wanted in chats.ids else found
    if len(found) == 1:
        return found[0]
    if not counts:
        raise InputError("E110", file, detail=words("the export holds no chats"))
    largest = sorted(found or counts, key=lambda chat: (-counts[chat], chat))
    question = (
        words("{n} chats are called {name}. Which one?", n=len(found), name=repr(wanted))
        if found
        else words("There is no chat {name}.", name=repr(wanted))
    )
    raise NeedsAnswer("chat", question, [_choice(chat, named[chat], counts[chat]) for chat in largest[:50]], file)


def _choice(chat: str, name: str, n: int) -> Choice:
    return Choice(chat.removeprefix("sms:"), words_n("{name}, {n} message", "{name}, {n} messages", n, name=name, n=n))


def _pairs(chats: Chats, done: Finished, me: str | None) -> pl.DataFrame | None:
    """The two people of each chat that has only one other person, where both have written."""
    other = {chat: done.names[key] for chat, key in chats.single.items() if key in done.names}
    if me is None or not other:
        return None
    both = done.events.group_by("conversation_id").agg(pl.col("sender").unique().sort())
    rows = [
        (chat, me, other[chat])
        for chat, senders in both.iter_rows()
        if chat in other and sorted((me, other[chat])) == senders
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(PAIR, pl.String), orient="row")

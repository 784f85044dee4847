"""Messenger and Instagram: Meta's "Download your information" as JSON, and the end-to-end encrypted archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.events.schema import CONVERSATIONS, EVENTS
from evenstep.sources.assemble import PAIR, Facts, RejectRow, assemble
from evenstep.sources.base import Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode
from evenstep.sources.json_messages import read_document
from evenstep.sources.meta.gone import name_of
from evenstep.sources.meta.layout import ThreadFile, score, thread_files, web_pages
from evenstep.sources.meta.owner import owner
from evenstep.sources.meta.part import DIRECT, Part, PartReader
from evenstep.sources.meta.threads import Chat, joined, missing
from evenstep.sources.timeline import Timed, timeline
from evenstep.spoken import words, words_n

PRODUCTS: Final = ("messenger", "instagram")


class Meta:
    """``messages/…/message_N.json`` of both, and ``NAME_N.json`` of messenger.com's secure storage."""

    @property
    def name(self) -> str:
        """The source's name in the events table, where the files do not say that they are Instagram's."""
        return "messenger"

    def score(self, opened: Opened) -> float:
        """1 for Meta's own fields, also as web pages (which parse refuses with the way to JSON); else 0."""
        return score(opened)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all threads. Raises InputError, NeedsAnswer("chat") or ("encoding").

        ``source_line`` is the number of the record, counted through all files in the order of the
        export. ``seen`` counts message records, the dated reactions they carry, and files that
        cannot be read as one record each.
        """
        files = thread_files(opened)
        pages = web_pages(opened)
        if not files:
            raise InputError("E272", opened.name, detail=words_n("{n} page", "{n} pages", pages, n=pages))
        read = _read(files, options, opened.name)
        if pages:
            read.notes.append(Note("E272", "", words("these were left out; the JSON was read"), pages))
        chosen = _choose(read.chats, options, opened.name)
        return _parse(read, chosen, options, opened.name if len(opened.members) > 1 else files[0].member.name)


@dataclass
class _Read:
    """All chats of the export, the files that could not be read, and what was found on the way."""

    chats: list[Chat]
    encoding: str
    halves: int
    repaired: int
    broken: list[RejectRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def _read(files: Sequence[ThreadFile], options: ReadOptions, name: str) -> _Read:
    """Read every file; one that cannot be read is kept aside by itself, unless it is the only one."""
    reader = PartReader(options.now)
    parts: list[Part] = []
    read = _Read([], "UTF-8", 0, 0)
    done, total = 0, sum(file.member.size for file in files)
    for file in files:
        try:
            parts.append(_part(file, reader, read, options, alone=len(files) == 1))
        except InputError as error:
            if len(files) == 1:
                raise
            read.broken.append((error.code, file.member.name, error.place, None, error.detail))
        except NeedsAnswer as question:
            if len(files) == 1:
                raise
            read.broken.append(("E208", file.member.name, "", None, question.question))
        done += file.member.size
        if options.progress is not None:
            options.progress(done, total)
    if not parts:
        code, file_name, place, _, detail = read.broken[0]
        raise InputError(code, file_name, place, detail)
    read.chats = joined(parts)
    read.halves, read.repaired = reader.letters.halves, reader.letters.repaired
    if not read.chats:
        raise InputError("E110", name, detail=words("the export holds no messages"))
    return read


def _part(file: ThreadFile, reader: PartReader, read: _Read, options: ReadOptions, *, alone: bool) -> Part:
    decoded = decode(file.member.read(), file.member.name, options.encoding)
    document = read_document(decoded.text, file.member.name, options.limits.json_depth)
    part = reader.read(file, document)
    where = "" if alone else f"{file.member.name}, "
    read.notes += [replace(note, place=f"{where}{note.place}") for note in decoded.notes]
    read.notes += document.notes
    read.encoding = decoded.encoding
    return part


def _choose(chats: Sequence[Chat], options: ReadOptions, file: str) -> list[Chat]:
    """The chats that are wanted, by id or by title. Raises NeedsAnswer("chat") for an unknown or doubtful one."""
    if options.chat is None:
        return list(chats)
    ids = {options.chat, *(f"{product}:{options.chat}" for product in PRODUCTS)}
    found = [chat for chat in chats if chat.id in ids] or [chat for chat in chats if chat.title == options.chat]
    if len(found) == 1:
        return found
    shown = repr(options.chat)
    question = (
        words("{n} chats are called {name}. Which one?", n=len(found), name=shown)
        if found
        else words("There is no chat {name}.", name=shown)
    )
    largest = sorted(found or chats, key=lambda chat: -len(chat.lines))[:50]
    choices = [Choice(chat.id.split(":", 1)[1], _about(chat)) for chat in largest]
    raise NeedsAnswer("chat", question, choices, file)


def _about(chat: Chat) -> str:
    name, n = chat.title or words("a chat without a name"), len(chat.lines)
    return words_n("{name}, {n} message", "{name}, {n} messages", n, name=name, n=n)


def _parse(read: _Read, chosen: list[Chat], options: ReadOptions, file: str) -> Parsed:
    lines = [line for chat in chosen for line in chat.lines]
    unknown = {part.unknown for chat in chosen for part in chat.parts}
    names = {line.sender: "" if line.sender in unknown else name_of(line.sender) for line in lines}
    timed = timeline(lines, names, options, file=file, resolution_s=0.001)
    parts = [part for chat in chosen for part in chat.parts]
    capped, notes = missing(chosen)
    rejects = [reject for part in parts for reject in part.rejects] + timed.rejects
    undated = sum(part.undated for part in parts)
    products: Counter[str] = Counter()
    for chat in chosen:
        products[chat.id.split(":", 1)[0]] += chat.records
    facts = Facts(
        file=file,
        source=max(PRODUCTS, key=products.__getitem__),
        seen=sum(part.records + part.dated for part in parts) + len(read.broken),
        system=sum(part.system for part in parts),
        already_there=sum(chat.already_there for chat in chosen),
        rejects=[*sorted(rejects, key=lambda reject: reject[3] or 0), *read.broken],
        zone=timed.zone,
        zone_decided_by=timed.zone_decided_by,
        encoding=read.encoding,
        title=chosen[0].title or None if len(chosen) == 1 else None,
        me=_me(read, timed, options),
        notes=[*_repairs(read, undated), *read.notes, *notes, *timed.notes],
        capped=capped,
    )
    parsed = assemble(timed.events, facts, options.limits, _pairs(chosen, timed))
    return _each_its_own(parsed) if len(products) > 1 else parsed


def _repairs(read: _Read, undated: int) -> list[Note]:
    counted = (("E202", read.repaired), ("E204", read.halves), ("E240", undated))
    return [Note(code, "", f"{count:,}", count) for code, count in counted if count]


def _me(read: _Read, timed: Timed, options: ReadOptions) -> str | None:
    """The shown name of whoever exported: as given, or as the threads together say."""
    me = options.me if options.me is not None else owner(read.chats)
    return timed.names.get(me) if me is not None else None


def _pairs(chosen: Sequence[Chat], timed: Timed) -> pl.DataFrame:
    """The two of each thread of two, under their shown names; threads where others write too are left out."""
    rows = []
    for chat in chosen:
        two = sorted(chat.participants)
        if len(two) == DIRECT and chat.participants.issuperset(line.sender for line in chat.lines):
            shown = [timed.names.get(name) for name in two]
            if None not in shown and shown[0] != shown[1]:
                rows.append((chat.id, *shown))
    return pl.DataFrame(rows, schema=dict.fromkeys(PAIR, pl.String), orient="row")


def _each_its_own(parsed: Parsed) -> Parsed:
    """An export of both products: each chat under the name of its own."""
    product = pl.col("conversation_id").str.split(":").list.first()
    return replace(
        parsed,
        events=parsed.events.with_columns(source=product.cast(EVENTS["source"])),
        conversations=parsed.conversations.with_columns(sources=pl.concat_list(product).cast(CONVERSATIONS["sources"])),
    )

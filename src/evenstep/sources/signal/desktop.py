"""What signal-export writes, a folder a chat: data.json (one record a line), or chat.md where there is no data.json."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, choose, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly, is_endless
from evenstep.sources.naming import Ids
from evenstep.sources.signal.desktop_rows import is_desktop_rows, read_desktop_rows
from evenstep.sources.signal.markdown import read_markdown
from evenstep.sources.signal.sigtop import read_sigtop, sigtop_score
from evenstep.sources.signal.spoken_calls import call_of
from evenstep.sources.timeline import Line

OWN_KEYS: Final = ("sender", "body", "quote", "sticker", "reactions", "attachments")
RECORD: Final = re.compile(r'\A\{"date"\s*:\s*"')
ME: Final = "Me"
NOBODY: Final = "No-Sender"
VOICE: Final = (".m4a", ".aac", ".ogg", ".opus", ".oga", ".amr")
MICROSECOND: Final = timedelta(microseconds=1)
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of wall clocks
EPOCH_UTC: Final = EPOCH.replace(tzinfo=UTC)


def is_desktop_json(head: str) -> bool:
    """True for the first record of a data.json."""
    first = head.partition("\n")[0]
    return RECORD.match(first) is not None and all(f'"{name}"' in first for name in OWN_KEYS[:4])


def read_desktop(file: str, data: Sequence[Member], texts: Sequence[Member], options: ReadOptions) -> Parsed:
    """Read each chat once: its data.json where there is one, else its text. Raises NeedsAnswer("zone") and others."""
    folders = {_folder(member) for member in data}
    chosen = [*data, *(member for member in texts if not folders or _folder(member) not in folders)]
    reader = _Reader(file if len(chosen) > 1 else chosen[0].name, options)
    for at, member in enumerate(chosen):
        if at < len(data):
            reader.read_json(member)
        else:
            reader.read_text(member)
    return reader.parsed()


def _folder(member: Member) -> str:
    return member.name.rpartition("/")[0]


class _Reader:
    """Reads file after file; records are numbered over all of them."""

    def __init__(self, file: str, options: ReadOptions) -> None:
        self.file = file
        self.chats: dict[str, Chat] = {}
        self.names: dict[str, str] = {}
        self.notes: list[Note] = []
        self.encoding = "UTF-8"
        self.ticks: set[float] = set()
        self._ids = Ids()
        self._options = options
        self._number = 0
        self._starts: list[tuple[int, str, str]] = []  # first number, file, what is counted

    def parsed(self) -> Parsed:
        """All that was read, as the chats that are wanted."""
        chosen = choose("signal", list(self.chats.values()), self._options, self.file)
        export = Export(
            source="signal",
            file=self.file,
            chats=chosen,
            names=self.names,
            resolution_s=max(self.ticks, default=1.0),
            encoding=self.encoding,
            notes=self.notes,
            me=ME,
            place=self._place,
        )
        return parsed(export, replace(self._options, chat=None))

    def read_json(self, member: Member) -> None:
        """A data.json; a broken line takes no other with it."""
        if is_desktop_rows(decode_head(member.head()).lstrip("\ufeff \t\r\n")):
            self._read_rows(member)
            return
        stream = JsonStream(member, self._options)
        self._starts.append((self._number, member.name, "record"))
        chat = Chat("")
        seen: set[tuple[str, str, str]] = set()
        try:
            while stream.peek():
                self._number += 1
                self._json_record(stream, chat, seen)
        except EndsEarly:
            chat.seen += 1
            chat.rejects.append(("E222", member.name, stream.place(), self._number, "file ends early"))
        finally:
            stream.close()
        self.notes.extend(stream.notes())
        self.encoding = stream.encoding
        fine = any((line.utc or line.local or 0) % 1_000_000 for line in chat.lines)
        self.ticks.add(0.001 if fine else 1.0)
        self._keep(member, chat)

    def _read_rows(self, member: Member) -> None:
        """An array of Signal Desktop's own records."""
        self._starts.append((self._number, member.name, "record"))
        chat, stream, records = read_desktop_rows(member, self._options, self._number)
        self._number += records
        self.notes.extend(stream.notes())
        self.ticks.add(0.001)
        self._keep(member, chat)

    def read_text(self, member: Member) -> None:
        """A chat.md or index.md, or a text of sigtop; ``source_line`` is the line."""
        self._starts.append((self._number, member.name, "line"))
        long = sigtop_score(decode_head(member.head()).lstrip("\ufeff")) > 0
        read = (read_sigtop if long else read_markdown)(member, self._options, self._number)
        self._number += read.lines
        self.notes.extend(read.notes)
        self.encoding = read.encoding
        self.ticks.add(read.resolution_s)
        self._keep(member, read.chat)

    def _keep(self, member: Member, chat: Chat) -> None:
        """Name the chat: after its folder, else after the one person who wrote besides the owner."""
        others = sorted({line.sender for line in chat.lines} - {ME})
        chat.name = name = chat.name or _folder(member).rpartition("/")[2] or (others[0] if len(others) == 1 else "")
        base = chat.id or name or ", ".join(others)[:100] or "nobody"
        chat.id = self._ids.free(base)
        chat.pair = (ME, others[0]) if len(others) == 1 else None
        chat.lines = [line._replace(chat=f"signal:{chat.id}") for line in chat.lines]
        self.names.update({line.sender: line.sender for line in chat.lines})
        if len(others) == 1 and name != base:  # sigtop calls a file "Name (number)"
            self.names[others[0]] = name
        self.chats[chat.id] = chat

    def _json_record(self, stream: JsonStream, chat: Chat, seen: set[tuple[str, str, str]]) -> None:
        try:
            record = stream.value()
        except InputError as error:
            if error.code != "E223":
                raise
            chat.seen += 1
            why = "no whole record on this line"
            chat.rejects.append(("E227", stream.file, stream.place(), self._number, why))
            stream.skip_line()
            return
        chat.seen += 1
        try:
            if stream.clash:
                raise Unusable("E224")
            self._record(record, stream, chat, seen)
        except Unusable as bad:
            place = self._place(self._number)[1] + (f", {bad.place}" if bad.place else "")
            chat.rejects.append((bad.code, stream.file, place, self._number, bad.detail))

    def _record(self, record: Any, stream: JsonStream, chat: Chat, seen: set[tuple[str, str, str]]) -> None:
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        sender, body = record.get("sender"), record.get("body")
        if not isinstance(sender, str | None) or not isinstance(body, str | None):
            raise Unusable("E227", "/sender" if isinstance(body, str | None) else "/body")
        text = stream.clean(body or "").rstrip(" ")
        utc, local = _time(record)
        kind, duration = _kind(record, text)
        if kind is None:
            chat.system += 1
            return
        who = stream.clean(sender or "")
        if not who.strip() or who == NOBODY:
            raise Unusable("E230", "/sender")
        mark = (str(record["date"]), who, text)
        if mark in seen and "." in mark[0]:  # written twice into one file; the clock counts milliseconds
            chat.already_there += 1
            return
        seen.add(mark)
        reactions = record.get("reactions")
        chat.undated += len(reactions) if isinstance(reactions, list) else 0
        shown = "" if kind in ("call", "missed_call", "sticker", "deleted") else text
        edited = bool(record.get("edits"))
        chat.lines.append(Line("", who, kind, utc, local, self._number, shown, duration, edited=edited))

    def _place(self, number: int) -> tuple[str, str]:
        start, file, what = self._starts[bisect_left(self._starts, number, key=itemgetter(0)) - 1]
        return file, f"{what} {number - start:,}"


def _time(record: dict[str, Any]) -> tuple[int | None, int | None]:
    """(UTC, None) where the date has an offset, else (None, wall clock), microseconds. Raises Unusable E226 or E207.

    An edited message is as old as its first version.
    """
    edits = record.get("edits")
    first = edits[0] if isinstance(edits, list) and edits and isinstance(edits[0], dict) else {}
    moments = [_moment(record.get("date"))]
    if isinstance(first.get("date"), str):
        moments.append(_moment(first["date"]))
    if len({moment.tzinfo is None for moment in moments}) > 1:
        del moments[1:]
    earliest = min(moments)
    if earliest.tzinfo is None:
        return None, (earliest - EPOCH) // MICROSECOND
    return (earliest - EPOCH_UTC) // MICROSECOND, None


def _moment(value: Any) -> datetime:
    if is_endless(value):
        raise Unusable("E207", "/date")
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unusable("E226", "/date") from None


def _kind(record: dict[str, Any], text: str) -> tuple[str | None, float | None]:
    """(kind, seconds); None for a notice: the program writes notices as messages without anything in them."""
    spoken = call_of(text)
    if record.get("call") or record.get("missed") or spoken is not None:
        missed = bool(record.get("missed")) or (spoken is not None and spoken[0] == "missed_call")
        return ("missed_call", None) if missed else ("call", spoken[1] if spoken else None)
    if record.get("deleted"):
        return "deleted", None
    if record.get("sticker"):
        return "sticker", None
    attachments = record.get("attachments")
    if isinstance(attachments, list) and attachments:
        return ("voice" if any(_is_voice(attachment) for attachment in attachments) else "media"), None
    if text.strip():
        return "text", None
    return ("other" if record.get("reactions") or record.get("quote") else None), None


def _is_voice(attachment: Any) -> bool:
    path = attachment.get("path") or attachment.get("name") if isinstance(attachment, dict) else None
    return isinstance(path, str) and path.lower().endswith(VOICE)

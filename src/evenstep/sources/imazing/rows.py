"""The rows of iMazing's tables to lines: who wrote or called, when, what kind, how long."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.decode import decode, decode_head
from evenstep.sources.imessage.people import handle_key
from evenstep.sources.timeline import Line
from evenstep.spoken import words

MESSAGES: Final = frozenset({"chat session", "message date", "type", "sender id", "sender name", "text"})
WHATSAPP: Final = frozenset({"sent date", "forwarded"})
CALLS: Final = frozenset({"call type", "date", "duration", "number", "service"})
MARKS: Final = (",", ";", "\t")
ME: Final = "Me"
SEVERAL: Final = re.compile(r" & |, ")
REACTIONS: Final = re.compile(r"[\n;|]+")
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of wall clocks
EPOCH_UTC: Final = EPOCH.replace(tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LENGTH: Final = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})", re.A)
LONGEST_FIELD: Final = 131_072  # more the csv module does not take
KINDS: Final = (("sticker", "sticker"), ("location", "location"), ("audio", "voice"), ("voice", "voice"))
RANK: Final = ("text", "location", "sticker", "media", "voice")
NO_CALL: Final = ("missed", "cancel", "declin", "reject", "block", "unanswer", "no answer")


def columns_of(head: bytes) -> tuple[str, list[str]]:
    """(what stands between the cells, the names of the columns in small letters) of a table's first line."""
    first = decode_head(head).lstrip("\ufeff\r\n ").replace("\r", "\n").partition("\n")[0]
    mark = max(MARKS, key=first.count)
    try:
        names = next(csv.reader([first.replace("\0", "")], delimiter=mark), [])
    except csv.Error:
        return mark, []
    return mark, [name.strip().lower() for name in names]


def kind_of_table(columns: list[str]) -> str:
    """ "messages", "whatsapp", "calls", or "" for a table of something else."""
    if set(columns) >= MESSAGES:
        return "whatsapp" if set(columns) >= WHATSAPP else "messages"
    return "calls" if set(columns) >= CALLS else ""


class Reader:
    """Reads table after table; ``names``: sender key -> name."""

    def __init__(self, source: str, options: ReadOptions) -> None:
        self.names: dict[str, str] = {}
        self.notes: list[Note] = []
        self.encoding = "UTF-8"
        self._source = source
        self._options = options
        self._chats: dict[str, Chat] = {}
        self._senders: dict[str, dict[str, None]] = {}
        self._ids: dict[tuple[str, str], tuple[Chat, int]] = {}
        self._said: dict[int, dict[str, None]] = {}  # by row: the words of a message that stands in several
        self._starts: list[tuple[int, str]] = []
        self._rows = 0

    def read(self, member: Member) -> None:
        """One table. Raises InputError E205, NeedsAnswer("encoding")."""
        decoded = decode(member.read(), member.name, self._options.encoding)
        self.encoding = decoded.encoding
        self.notes += decoded.notes
        text = decoded.text.lstrip("\ufeff\r\n ").replace("\0", "")
        mark, columns = columns_of(text[:LONGEST_FIELD].encode("utf-8", "replace"))
        self._starts.append((self._rows, member.name))
        kind = kind_of_table(columns)
        for number, cells in _rows(text, mark, member.name):
            if not number or not any(cells):
                continue
            whole = kind and len(cells) >= len(
                columns
            )  # the whole file may begin otherwise than its head was taken for
            row = dict(zip(columns, cells, strict=False)) if whole else {}
            self._row(row, member.name, number + 1, call=kind == "calls")
        self._rows += text.count("\n") + 2

    def place(self, number: int) -> tuple[str, str]:
        """The file and the row in it."""
        start, name = self._starts[bisect_left(self._starts, number, key=itemgetter(0)) - 1]
        return name, f"row {number - start:,}"

    def settled(self) -> list[Chat]:
        """The chats; one of two people is called after the other's number or address, as Messages' database has it."""
        chats = []
        ids: dict[str, Chat] = {}
        joined: set[str] = set()
        for session, chat in self._chats.items():
            others = list(self._senders[session])
            if len(others) == 1 and not SEVERAL.search(session):
                chat.id = others[0]
                chat.pair = (ME, others[0])
            known = ids.setdefault(chat.id, chat)
            if known is chat:
                chats.append(chat)
            else:
                _join(known, chat)
                joined.add(chat.id)
        for chat in chats:
            key = f"{self._source}:{chat.id}"
            chat.lines = [line._replace(chat=key, text=self._words(line)) for line in chat.lines]
            if chat.id in joined:
                chat.lines.sort(key=lambda line: line.utc or line.local or 0)
        return chats

    def _words(self, line: Line) -> str:
        """The words of all rows of a message."""
        return "\n".join(self._said[line.number]) if line.number in self._said else line.text

    def _row(self, row: Mapping[str, str], file: str, number: int, *, call: bool) -> None:
        session = row.get("number" if call else "chat session", "").strip()
        chat = self._chat(handle_key(session) if call else session)
        chat.seen += 1
        try:
            if not row:
                raise Unusable("E231")
            self._call(row, chat, number) if call else self._message(row, session, chat, number)
        except Unusable as bad:
            chat.rejects.append((bad.code, file, f"row {number:,}", self._rows + number, bad.detail))

    def _chat(self, session: str) -> Chat:
        self._senders.setdefault(session, {})
        return self._chats.setdefault(session, Chat(session or "?", session))

    def _message(self, row: Mapping[str, str], session: str, chat: Chat, number: int) -> None:
        sort = row["type"].strip().lower()
        if sort not in ("incoming", "outgoing"):
            chat.system += 1
            return
        utc, local = _moment(row["message date"])
        text = row["text"].strip("\r\n")
        kind = _kind(row, text)
        sender = ME if sort == "outgoing" else self._sender(row, session, chat)
        self.names.setdefault(sender, row["sender name"].strip() or sender)
        if sender == ME:
            self.names[ME] = ME
        reactions = row.get("reactions", "").strip()
        chat.undated += len(REACTIONS.split(reactions)) if reactions else 0
        name = row.get("message id", "").strip()
        if name and (session, name) in self._ids:
            self._more(*self._ids[session, name], kind, text)
            return
        if name:
            self._ids[session, name] = (chat, len(chat.lines))
        edited = bool(row.get("edited date", "").strip())
        shown = "" if kind in ("deleted", "sticker") else text
        row_number = self._rows + number
        chat.lines.append(Line("", sender, kind, utc, local, row_number, shown, None, name or None, None, edited))

    def _more(self, chat: Chat, at: int, kind: str, text: str) -> None:
        """Another row of the same message: the next of its files, or its words."""
        line = chat.lines[at]
        chat.already_there += 1
        if kind in RANK and line.kind in RANK:
            if text and text != line.text:
                self._said.setdefault(line.number, {line.text: None} if line.text else {})[text] = None
            chat.lines[at] = line._replace(kind=max(line.kind, kind, key=RANK.index))

    def _sender(self, row: Mapping[str, str], session: str, chat: Chat) -> str:
        """Who wrote: the number or address, else the name; in a chat of two whoever it is with. Raises Unusable."""
        key = handle_key(row["sender id"]) or row["sender name"].strip()
        if not key and (not session or SEVERAL.search(session)):
            raise Unusable("E230")
        self._senders[chat.name][key or session] = None
        return key or session

    def _call(self, row: Mapping[str, str], chat: Chat, number: int) -> None:
        """A call; the table's own words say which way it went."""
        if not chat.name:
            raise Unusable("E230", "", "Number")
        sort = row["call type"].strip().lower()
        utc, local = _moment(row["date"])
        length = LENGTH.fullmatch(row["duration"].strip())
        seconds = 3_600 * int(length[1] or 0) + 60 * int(length[2]) + int(length[3]) if length else 0
        missed = not seconds or any(word in sort for word in NO_CALL)
        mine = sort.startswith("outgoing") or "cancel" in sort
        self._senders[chat.name][chat.name] = None
        self.names.setdefault(chat.name, row.get("contact", "").strip() or chat.name)
        sender = ME if mine else chat.name
        if mine:
            self.names[ME] = ME
        kind, lasted = ("missed_call", None) if missed else ("call", float(seconds))
        chat.lines.append(Line("", sender, kind, utc, local, self._rows + number, "", lasted))


def _rows(text: str, mark: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(number from 0, cells); the first is the header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from enumerate(reader)
    except csv.Error as error:
        line = f"line {reader.line_num:,}"
        raise InputError("E205", file, line, words("longer than {n} characters", n=LONGEST_FIELD)) from error


def _moment(value: str) -> tuple[int | None, int | None]:
    """(UTC, None) where the time has an offset, else (None, wall clock). Raises Unusable E226 or E225."""
    shown = value.strip()
    if not shown:
        raise Unusable("E226")
    try:
        moment = datetime.fromisoformat(shown)
    except ValueError:
        raise Unusable("E225") from None
    if moment.tzinfo is not None:
        return (moment - EPOCH_UTC) // MICROSECOND, None
    return None, (moment - EPOCH) // MICROSECOND


def _kind(row: Mapping[str, str], text: str) -> str:
    if row.get("deleted date", "").strip():
        return "deleted"
    sort, file = row.get("attachment type", "").lower(), row.get("attachment", "")
    if sort or file.strip():
        return next((kind for word, kind in KINDS if word in sort), "media")
    return "text" if text.strip() else "other"


def _join(known: Chat, more: Chat) -> None:
    """The records of a chat that stands under two names, as calls and messages do; their order is settled later."""
    known.lines += more.lines
    known.rejects += more.rejects
    known.seen += more.seen
    known.system += more.system
    known.already_there += more.already_there
    known.undated += more.undated
    known.pair = known.pair or more.pair

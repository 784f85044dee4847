"""The phone's own list of calls (CallHistory.storedata): telephone and FaceTime, each in the chat of its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, parsed
from evenstep.sources.imessage.people import ME, handle_key, text_of
from evenstep.sources.imessage.rows import APPLE_EPOCH
from evenstep.sources.sqlite.database import MAGIC, Database, Row, read_database
from evenstep.sources.sqlite.schema_pages import names_table
from evenstep.sources.timeline import Line
from evenstep.spoken import words

TABLE: Final = "zcallrecord"
SHOWN: Final = "ZCALLRECORD"
COLUMNS: Final = ("zaddress", "zdate", "zduration", "zoriginated", "zanswered", "zservice_provider")
HEAD_BYTES: Final = 4 * 2**20
OTHER_APP: Final = re.compile(rb"(?!com\.apple\.)[a-z0-9-]+(?:\.[a-zA-Z0-9-]++)++")
"""Calls of an app such as WhatsApp stand in the phone's list, too; they belong to that app's export."""

ADDRESS: Final = re.compile(r"[+\d(][\d\s().\-\u00a0/*#]*|[^@\s]+@[^@\s]+")
LATEST_S: Final = 10**10
LONGEST_S: Final = 31_536_000


def call_lists(opened: Opened) -> list[Member]:
    """The members that are such lists."""
    return [
        member
        for member in opened.members
        if member.size >= len(MAGIC)
        and member.head(len(MAGIC)) == MAGIC
        and names_table(member, SHOWN.encode(), HEAD_BYTES)
    ]


def read_calls(opened: Opened, lists: Sequence[Member], options: ReadOptions) -> Parsed:
    """Lists of calls without any messages beside them."""
    chats: list[Chat] = []
    notes = add_calls(opened, lists, chats, 0)
    if options.progress is not None:
        options.progress(lists[-1].size, lists[-1].size)
    if not chats:
        raise InputError("E110", lists[0].name, detail=words("the export holds no chats"))
    export = Export(
        source="imessage",
        file=lists[0].name,
        chats=chats,
        names={chat.id: chat.id for chat in chats} | {ME: ME},
        resolution_s=0.001,
        notes=notes,
        me=ME,
        place=lambda number: call_place(lists, number),
    )
    return parsed(export, options)


def call_place(lists: Sequence[Member], number: int) -> tuple[str, str]:
    """The file and the row of a call."""
    return lists[0].name, f"{SHOWN}, row {number:,}"


def add_calls(opened: Opened, lists: Sequence[Member], chats: list[Chat], after: int) -> list[Note]:
    """Put each call into its chat, a new one where there is none; numbers go on behind ``after``.

    Raises InputError E252–E254 and E294.
    """
    known = {chat.id: chat for chat in chats if chat.pair is not None}
    notes: list[Note] = []
    for member in lists:
        reader = _Calls(chats, known, member.name, after)
        _, more = read_database(opened, member, (TABLE,), reader.read)
        notes += more
        after += reader.last
    return notes


class _Calls:
    """Reads one list. ``last``: its highest row number."""

    def __init__(self, chats: list[Chat], known: dict[str, Chat], file: str, after: int) -> None:
        self.last = 0
        self._chats = chats
        self._known = known
        self._file = file
        self._after = after
        self._apart: Chat | None = None

    def read(self, database: Database) -> None:
        if not database.has(TABLE):
            raise InputError("E253", self._file, detail=words("the table {name} is missing", name=SHOWN))
        touched: dict[str, Chat] = {}
        for batch in database.rows(TABLE, COLUMNS):
            for row in batch:
                chat = self._one(row)
                touched[chat.id] = chat
        for chat in touched.values():
            chat.lines.sort(key=lambda line: line.utc or 0)

    def _one(self, row: Row) -> Chat:
        number = row[0] if isinstance(row[0], int) else self.last + 1
        self.last = max(self.last, number)
        address = text_of(row[1]).strip()
        key = handle_key(address) if ADDRESS.fullmatch(address) else ""
        chat = self._chat(key)
        chat.seen += 1
        provider = row[6] if isinstance(row[6], bytes) else b""
        if OTHER_APP.fullmatch(provider):
            chat.system += 1
            return chat
        try:
            if not key:
                raise Unusable("E230", "", "ZADDRESS")
            chat.lines.append(self._line(row, key, number))
        except Unusable as bad:
            chat.rejects.append((bad.code, self._file, f"{SHOWN}, row {number:,}", self._after + number, bad.detail))
        return chat

    def _chat(self, key: str) -> Chat:
        if not key:
            if self._apart is None:
                self._apart = Chat("?")
                self._chats.append(self._apart)
            return self._apart
        if key not in self._known:
            self._known[key] = Chat(key, key, pair=(ME, key))
            self._chats.append(self._known[key])
        return self._known[key]

    def _line(self, row: Row, key: str, number: int) -> Line:
        _, _, date, duration, mine, answered, _ = row
        if not isinstance(date, int | float) or not 0 < date < LATEST_S:
            raise Unusable("E226", "", "ZDATE")
        seconds = float(duration) if isinstance(duration, int | float) and 0 < duration <= LONGEST_S else None
        missed = (not mine and answered == 0) or (seconds is None and not answered)
        kind, lasted = ("missed_call", None) if missed else ("call", seconds)
        utc = APPLE_EPOCH + round(date * 1_000) * 1_000
        return Line(f"imessage:{key}", ME if mine else key, kind, utc, None, self._after + number, "", lasted)

"""KakaoTalk's saved chat: the text of computers and phones in Korean and English, and the desktop app's CSV."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Export, only
from evenstep.sources.decode import MARKS, decode_head
from evenstep.sources.kakaotalk.moments import DAY_ALONE, IN_PC, ON_OLD_PHONE, ON_PHONE, SEPARATOR, saved_at
from evenstep.sources.kakaotalk.phrases import call_of, is_notice, kind_of
from evenstep.sources.kakaotalk.rows import (
    CSV_HEADER,
    CSV_ROW,
    LONGEST_TITLE,
    TITLES,
    Row,
    Sheet,
    is_row_below_day,
    read_sheet,
)
from evenstep.sources.text_chat import Said, TextChat, read_chat
from evenstep.sources.text_lines import TextLines
from evenstep.sources.wall_clock import as_utc
from evenstep.spoken import N_

OWN_DATES: Final = N_("the file's own dates")

NAMED: Final = re.compile(r"카카오톡|KakaoTalk|Talk Chats|カカオトーク", re.I)
HEAD_LINES: Final = 100
TAIL_BYTES: Final = 4  # a letter may be cut where the head ends
SYSTEM_USERS: Final = frozenset({"시스템", "system", "System", "카카오톡", "KakaoTalk"})
OLD_ME: Final = "회원님"
"""Older Android phones wrote "the member" for whoever saved the chat."""

LONGEST_CALL_US: Final = 12 * 3_600_000_000
"""A row that says how a call went belongs to one that was begun no longer before."""


class KakaoTalk:
    """``KakaoTalk_….txt`` of a phone or a computer, ``KakaoTalk_Chat_….csv`` of the desktop app."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "kakaotalk"

    def score(self, opened: Opened) -> float:
        """1 with the app's title, dates or header and a row of it; 0.97 for its rows alone, else 0."""
        return max((_score(member) for member in _texts(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the chat. Raises NeedsAnswer("zone"), ("encoding") or ("member"); InputError E205."""
        member = only([member for member in _texts(opened) if _score(member) > 0], opened)

        def make(text: TextLines, chat: TextChat) -> Export:
            reader = _Reader(read_sheet(text.lines, ends_whole=text.ends_whole), chat)
            said = Said(reader.me, as_utc(reader.sheet.saved, options.zone), "ymd", OWN_DATES)
            return chat.export("kakaotalk", text, said)

        return read_chat(member, options, make, _encoding(member))


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith((".txt", ".csv")) or len(opened.members) == 1]


def _head(member: Member) -> list[str]:
    head = member.head()
    text = head.decode("cp949", errors="replace") if _encoding(member) == "cp949" else decode_head(head)
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")[:HEAD_LINES]


def _encoding(member: Member) -> str | None:
    """cp949, in which older computers saved, when the file is in none of the Unicode encodings and this one fits."""
    head = member.head()
    if any(head.startswith(mark) for mark, _ in MARKS) or b"\0" in head:
        return None
    for encoding in ("utf-8", "cp949"):
        for cut in range(TAIL_BYTES):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding if encoding == "cp949" else None
    return None


def _score(member: Member) -> float:
    lines = [line.lstrip("\u200e\u200f\u202a") for line in _head(member) if line.strip()]
    if not lines:
        return 0.0
    if CSV_HEADER.fullmatch(lines[0]):
        return 0.97 if len(lines) > 1 and CSV_ROW.match(lines[1]) else 0.0
    separated = any(SEPARATOR.fullmatch(line) for line in lines)
    saved = any(saved_at(line[:LONGEST_TITLE]) for line in lines[:4])
    rows = any(IN_PC.fullmatch(line) for line in lines) if separated or saved else False
    rows = rows or (not separated and any(_is_phone_row(line) for line in lines)) or (saved and _is_below_days(lines))
    titled = any(pattern.fullmatch(line[:LONGEST_TITLE]) for line in lines[:2] for pattern in TITLES) and NAMED.search(
        "".join(lines[:2])
    )
    if (titled or saved) and (rows or separated or (titled and saved)):
        return 1.0
    return (1.0 if separated else 0.97) if rows or (separated and SEPARATOR.fullmatch(lines[0])) else 0.0


def _is_phone_row(line: str) -> bool:
    match = ON_PHONE.fullmatch(line) or ON_OLD_PHONE.fullmatch(line)
    return match is not None and match["mark"] == "," and " : " in f"{match['rest']} "


def _is_below_days(lines: list[str]) -> bool:
    return any(DAY_ALONE.fullmatch(day) and is_row_below_day(row) for day, row in pairwise(lines))


class _Reader:
    """The rows of a sheet as the lines of one chat."""

    def __init__(self, sheet: Sheet, chat: TextChat) -> None:
        self.sheet, self.made = sheet, chat
        self._asked: tuple[int, str] | None = None  # the line at which a call was begun, and what kind of call
        for number in sheet.pasted:
            chat.note("E212", number)
        for number in sheet.stray:
            chat.reject("E214", number)
        for row in sheet.rows:
            self._row(row)
        if sheet.cut is not None:
            chat.reject("E215", sheet.cut)
        self._name()

    def _row(self, row: Row) -> None:
        if row.code:
            return self.made.reject(row.code, row.number)
        chat = self.made.chat
        chat.seen += 1
        text = row.text
        sender = (row.sender or "").strip()
        if not sender or row.local is None or self._is_system(sender, text):
            chat.system += 1
            return None
        self.made.runs(row.number, row.local)
        kind, own, seconds = kind_of(text)
        if kind in ("call", "missed_call") and self._joins_call(sender, row.local, text, kind, seconds):
            chat.system += 1
            return None
        return self.made.add(sender, kind, row.local, row.number, own, seconds)

    def _is_system(self, sender: str, text: str) -> bool:
        """In a CSV notices carry a name: the app's own, or that of whoever came or left."""
        return self.sheet.form == "csv" and (sender in SYSTEM_USERS or (is_notice(text) and sender in text))

    def _joins_call(self, sender: str, local: int, text: str, kind: str, seconds: float | None) -> bool:
        """True when a row only says how a call went that was begun above; people may write in between."""
        app, begins = call_of(text)
        if begins:
            self._asked = len(self.made.chat.lines), app
            return False
        at, asked = self._asked or (0, "")
        begun = self.made.chat.lines[at] if self._asked else None
        if (
            begun is None
            or begun.sender != sender
            or asked != app
            or not 0 <= local - (begun.local or 0) <= LONGEST_CALL_US
        ):
            return False
        self.made.chat.lines[at] = begun._replace(kind=kind, duration_s=seconds)
        self._asked = None
        return True

    def _name(self) -> None:
        """What the chat is called, and who the two are when it is called after one of two."""
        names = self.made.senders()
        others = [name for name in names if name != self.sheet.title]
        of_two = len(names) == 2 and len(others) == 1
        self.me = others[0] if of_two else OLD_ME if OLD_ME in names else None
        self.made.chat.pair = (self.sheet.title, others[0]) if of_two else None
        self.made.named("kakaotalk", self.sheet.title)

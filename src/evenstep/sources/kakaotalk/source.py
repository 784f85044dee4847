"""KakaoTalk's saved chat: the text of computers and phones in Korean and English, and the desktop app's CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.decode import MARKS, decode_head
from evenstep.sources.kakaotalk.moments import IN_PC, ON_PHONE, SAVED, SEPARATOR
from evenstep.sources.kakaotalk.phrases import is_call_asked, is_notice, kind_of
from evenstep.sources.kakaotalk.rows import CSV_HEADER, CSV_ROW, LONGEST_TITLE, TITLES, Row, Sheet, read_sheet
from evenstep.sources.text_lines import read_lines
from evenstep.sources.timeline import Line
from evenstep.sources.wall_clock import as_utc
from evenstep.spoken import N_, words

OWN_DATES: Final = N_("the file's own dates")

NAMED: Final = re.compile(r"카카오톡|KakaoTalk|Talk Chats", re.I)
HEAD_LINES: Final = 100
TAIL_BYTES: Final = 4  # a letter may be cut where the head ends
SYSTEM_USERS: Final = frozenset({"시스템", "system", "System", "카카오톡", "KakaoTalk"})
DAY_US: Final = 86_400_000_000


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
        member = _one(opened)
        if options.progress is not None:
            options.progress(0, member.size)
        text = read_lines(member, options, _encoding(member))
        sheet = read_sheet(text.lines, ends_whole=text.ends_whole)
        made = _parsed(_Reader(sheet, member.name), text.encoding, text.notes, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return made


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
    lines = [line for line in _head(member) if line.strip()]
    if not lines:
        return 0.0
    if CSV_HEADER.fullmatch(lines[0]):
        return 0.97 if len(lines) > 1 and CSV_ROW.match(lines[1]) else 0.0
    separated = any(SEPARATOR.fullmatch(line) for line in lines)
    rows = any(IN_PC.fullmatch(line) for line in lines) if separated else any(_is_phone_row(line) for line in lines)
    titled = any(pattern.fullmatch(line[:LONGEST_TITLE]) for line in lines[:2] for pattern in TITLES) and NAMED.search(
        "".join(lines[:2])
    )
    if titled and (rows or separated or any(SAVED.fullmatch(line[:LONGEST_TITLE]) for line in lines[:4])):
        return 1.0
    return (1.0 if separated else 0.97) if rows or (separated and SEPARATOR.fullmatch(lines[0])) else 0.0


def _is_phone_row(line: str) -> bool:
    match = ON_PHONE.fullmatch(line)
    return match is not None and match["mark"] == "," and " : " in f"{match['rest']} "


def _one(opened: Opened) -> Member:
    ours = [member for member in _texts(opened) if _score(member) > 0]
    if len(ours) > 1:
        choices = [Choice(m.name, words("{n} bytes", n=m.size)) for m in ours[:50]]
        raise NeedsAnswer("member", words("There is more than one chat here. Which one?"), choices, opened.name)
    return ours[0]


class _Reader:
    """The rows of a sheet as the lines of one chat."""

    def __init__(self, sheet: Sheet, file: str) -> None:
        self.sheet, self.file = sheet, file
        self.chat = Chat("")
        self.notes = [Note("E212", f"line {number:,}") for number in sheet.pasted]
        self._asked = False  # the row before began a call, and this one may say how it went
        self._latest: int | None = None
        for number in sheet.stray:
            self._reject("E214", number)
        for row in sheet.rows:
            self._row(row)
        if sheet.cut is not None:
            self._reject("E215", sheet.cut)
        self._name()

    def _reject(self, code: str, number: int) -> None:
        self.chat.seen += 1
        self.chat.rejects.append((code, self.file, f"line {number:,}", number, ""))

    def _row(self, row: Row) -> None:
        if row.code:
            return self._reject(row.code, row.number)
        self.chat.seen += 1
        text = row.text
        sender = (row.sender or "").strip()
        if not sender or row.local is None or self._is_system(sender, text):
            self.chat.system += 1
            return None
        self._note(row.number, row.local)
        kind, own, seconds = kind_of(text)
        if self._ends_call(sender, kind, text):
            self.chat.lines[-1] = self.chat.lines[-1]._replace(kind=kind, duration_s=seconds)
            self.chat.system += 1
            return None
        self._asked = kind == "call" and is_call_asked(text)
        self.chat.lines.append(Line("", sender, kind, None, row.local, row.number, own, seconds))
        return None

    def _is_system(self, sender: str, text: str) -> bool:
        """In a CSV notices carry a name: the app's own, or that of whoever came or left."""
        return self.sheet.form == "csv" and (sender in SYSTEM_USERS or (is_notice(text) and sender in text))

    def _ends_call(self, sender: str, kind: str, text: str) -> bool:
        """True when this row only says how the call of the row before went."""
        asked, self._asked = self._asked, False
        ended = asked and kind in ("call", "missed_call") and not is_call_asked(text)
        return ended and self.chat.lines[-1].sender == sender

    def _note(self, number: int, local: int) -> None:
        if self._latest is not None and local < self._latest - DAY_US:
            self.notes.append(Note("E216", f"line {number:,}"))
        self._latest = local

    def _name(self) -> None:
        """What the chat is called, and who the two are when it is called after one of two."""
        chat = self.chat
        names = list(dict.fromkeys(line.sender for line in chat.lines))
        chat.name = self.sheet.title or ", ".join(sorted(names)[:2])
        chat.id = chat.name or "chat"
        others = [name for name in names if name != self.sheet.title]
        of_two = len(names) == 2 and len(others) == 1
        self.me = others[0] if of_two else None
        chat.pair = (self.sheet.title, others[0]) if of_two else None
        chat.lines = [line._replace(chat=f"kakaotalk:{chat.id}") for line in chat.lines]


def _parsed(reader: _Reader, encoding: str, notes: Sequence[Note], options: ReadOptions) -> Parsed:
    in_seconds = any(line.local is not None and line.local % 60_000_000 for line in reader.chat.lines)
    export = Export(
        source="kakaotalk",
        file=reader.file,
        chats=[reader.chat],
        names={line.sender: line.sender for line in reader.chat.lines},
        resolution_s=1.0 if in_seconds else 60.0,
        encoding=encoding,
        notes=[*notes, *reader.notes],
        me=reader.me,
        until=as_utc(reader.sheet.saved, options.zone),
        date_order="ymd",
        date_order_decided_by=OWN_DATES,
        place=lambda number: (reader.file, f"line {number:,}"),
    )
    return parsed(export, options)

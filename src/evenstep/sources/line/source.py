"""LINE's chat history as a text: dates on lines of their own, then rows of time, name and text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.line.days import date_of, decide_order, read_day
from evenstep.sources.line.phrases import kind_of, unsent_by
from evenstep.sources.line.rows import TITLE, Row, Sheet, read_sheet, read_time
from evenstep.sources.line.senders import Senders, learn_senders
from evenstep.sources.text_lines import read_lines
from evenstep.sources.timeline import Line
from evenstep.sources.wall_clock import as_utc, local_us
from evenstep.spoken import words

MINUTE_US: Final = 60_000_000
DAY_US: Final = 1_440 * MINUTE_US
EPOCH: Final = date(1970, 1, 1).toordinal()
HEAD_LINES: Final = 200
SAVED_AT: Final = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2}),?\s+(\d{1,2}):(\d{2})")
ME: Final = "\0me"
"""The key of whoever saved the chat, until the other name of a chat of two is known."""


class LineChat:
    """The text that LINE saves, in any of its languages, from phones (tabs) and computers (spaces)."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "line"

    def score(self, opened: Opened) -> float:
        """1 with LINE's title line, 0.96 for dates alone on their lines with rows of times below them."""
        return max((_score(member) for member in _texts(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the chat. Raises NeedsAnswer("zone"), ("date_order"), ("encoding") or ("member"); InputError E205."""
        member = _one(opened)
        if options.progress is not None:
            options.progress(0, member.size)
        text = read_lines(member, options)
        sheet = read_sheet(text.lines, ends_whole=text.ends_whole)
        made = _parsed(_Reader(sheet, member.name, options), text.encoding, text.notes, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return made


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith(".txt") or len(opened.members) == 1]


def _score(member: Member) -> float:
    lines = decode_head(member.head()).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("[LINE]"):
        return 1.0
    head = lines[:HEAD_LINES]
    dated = next((at for at, line in enumerate(head) if read_day(line.strip()) is not None), None)
    if dated is None or (dated > 0 and any(line.strip() for line in head[:dated]) and not TITLE.match(first)):
        return 0.0
    below = next((line for line in head[dated + 1 :] if line.strip()), "")
    return 0.96 if read_time(below) is not None else 0.0


def _one(opened: Opened) -> Member:
    ours = [member for member in _texts(opened) if _score(member) > 0]
    if len(ours) > 1:
        choices = [Choice(m.name, words("{n} bytes", n=m.size)) for m in ours[:50]]
        raise NeedsAnswer("member", words("There is more than one chat here. Which one?"), choices, opened.name)
    return ours[0]


class _Reader:
    """The rows of a sheet as the lines of one chat."""

    def __init__(self, sheet: Sheet, file: str, options: ReadOptions) -> None:
        self.sheet, self.file = sheet, file
        days = [day for _, day in sheet.days]
        self.order, self.decided_by = decide_order(days, options.date_order, file)
        self.dates = [date_of(day, self.order) for day in days]
        self.senders = Senders(()) if sheet.tabs else learn_senders([row.cells for row in sheet.rows], sheet.title)
        self.notes: list[Note] = []
        self.chat = Chat("")
        self._latest = None if not sheet.rows else -(2**62)
        for number in sheet.stray:
            self._reject("E214", number)
        for row in sheet.rows:
            self._row(row)
        if sheet.cut is not None:
            self._reject("E215", sheet.cut)
        if sheet.unclosed is not None:
            self.notes.append(Note("E215", f"line {sheet.unclosed:,}", ""))
        self._name(options.me)

    def _reject(self, code: str, number: int) -> None:
        self.chat.seen += 1
        self.chat.rejects.append((code, self.file, f"line {number:,}", number, ""))

    def _row(self, row: Row) -> None:
        when = self.dates[row.day] if row.day >= 0 else None
        if when is None:
            return self._reject("E214" if row.day < 0 else "E217", row.number)
        local = (when.toordinal() - EPOCH) * DAY_US + row.minutes * MINUTE_US
        self._note(row, local)
        self.chat.seen += 1
        found = self._split(row.text)
        if found is None:
            self.chat.system += 1
            return None
        sender, text = found
        kind, own, duration = kind_of(text, bare=not self.sheet.tabs) if text is not None else ("deleted", "", None)
        if kind == "text" and not own:
            kind = "other"
        self.chat.lines.append(Line("", sender, kind, None, local, row.number, own, duration))
        return None

    def _note(self, row: Row, local: int) -> None:
        if row.pasted:
            self.notes.append(Note("E212", f"line {row.number:,}", ""))
        if self._latest is not None and local < self._latest - DAY_US:
            self.notes.append(Note("E216", f"line {row.number:,}", ""))
        self._latest = local

    def _split(self, text: str) -> tuple[str, str | None] | None:
        """(sender, text) of a row, no text for one that was taken back; None for a notice, which has no name."""
        if self.sheet.tabs and "\t" in text:
            sender, _, said = text.partition("\t")
            if sender.strip():
                return sender, said
            text = said
        elif not self.sheet.tabs:
            who = unsent_by(text)
            if who is None:
                return self.senders.split(text)
        who = unsent_by(text.strip())
        if who is not None:
            return who or ME, None
        if text.lstrip().startswith("☎"):
            return ME, text.strip()  # a call without a name was made by whoever saved the chat
        return None

    def _name(self, given: str | None) -> None:
        """Settle who saved the chat (``given``: the user says so), who the two are, and what it is called."""
        chat, title = self.chat, self.sheet.title
        names = list(dict.fromkeys(line.sender for line in chat.lines if line.sender != ME))
        others = [name for name in names if name != title]
        self.me = others[0] if self.sheet.of_two and len(others) == 1 else None
        if self.sheet.of_two and title and self.me is not None:
            chat.pair = (title, self.me)
        if given in names:
            self.me = given
        chat.name = title or ", ".join(sorted(names)[:2])
        chat.id = chat.name or "chat"
        mine = [line for line in chat.lines if line.sender == ME]
        if mine and self.me is None:
            chat.rejects += [("E230", self.file, f"line {line.number:,}", line.number, "") for line in mine]
            chat.lines = [line for line in chat.lines if line.sender != ME]
        key = f"line:{chat.id}"
        chat.lines = [
            line._replace(chat=key, sender=(self.me or "") if line.sender == ME else line.sender) for line in chat.lines
        ]


def _parsed(reader: _Reader, encoding: str, notes: tuple[Note, ...], options: ReadOptions) -> Parsed:
    export = Export(
        source="line",
        file=reader.file,
        chats=[reader.chat],
        names={line.sender: line.sender for line in reader.chat.lines},
        resolution_s=60.0,
        encoding=encoding,
        notes=[*notes, *reader.notes],
        me=reader.me,
        until=_saved(reader.sheet.saved, options.zone),
        date_order=reader.order,
        date_order_decided_by=reader.decided_by,
        place=lambda number: (reader.file, f"line {number:,}"),
    )
    return parsed(export, options)


def _saved(said: str, zone: str | None) -> datetime | None:
    """When the chat was saved, UTC, where the title says so and the zone is known."""
    match = SAVED_AT.match(said)
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) for part in match.groups())
    return as_utc(local_us(year, month, day, hour * 60 + minute) if hour < 24 else None, zone)

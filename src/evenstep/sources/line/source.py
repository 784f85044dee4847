"""LINE's chat history as a text: dates on lines of their own, then rows of time, name and text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Export, only
from evenstep.sources.decode import decode_head
from evenstep.sources.line.days import Day, contradicts, date_of, decide_order, read_day
from evenstep.sources.line.notices import is_notice
from evenstep.sources.line.phrases import kind_of, unsent_by
from evenstep.sources.line.rows import TITLE, Row, Sheet, read_sheet, read_time
from evenstep.sources.line.senders import Senders, learn_senders
from evenstep.sources.text_chat import DAY_US, MINUTE_US, Said, TextChat, read_chat
from evenstep.sources.text_lines import TextLines
from evenstep.sources.wall_clock import as_utc, local_us

EPOCH: Final = date(1970, 1, 1).toordinal()
HEAD_LINES: Final = 200
SAVED_ON: Final = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\.?(?:\s*BE)?,?\s+(?P<time>.+)")
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
        member = only([member for member in _texts(opened) if _score(member) > 0], opened)

        def make(text: TextLines, chat: TextChat) -> Export:
            reader = _Reader(read_sheet(text.lines, ends_whole=text.ends_whole), chat, options)
            saved = _saved(reader.sheet.saved, reader.order, options.zone)
            return chat.export("line", text, Said(reader.me, saved, reader.order, reader.decided_by))

        return read_chat(member, options, make)


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


class _Reader:
    """The rows of a sheet as the lines of one chat."""

    def __init__(self, sheet: Sheet, made: TextChat, options: ReadOptions) -> None:
        self.sheet, self.made = sheet, made
        days = [day for _, day in sheet.days]
        self.order, self.decided_by = decide_order(days, options.date_order, made.file)
        self.dates = [date_of(day, self.order) for day in days]
        self.moved = [contradicts(day, self.order) for day in days]
        texts = [] if sheet.tabs else [row.cells for row in sheet.rows if not is_notice(row.cells)]
        self.senders = learn_senders(texts, sheet.title) if texts else Senders(())
        for number in sheet.stray:
            made.reject("E214", number)
        for row in sheet.rows:
            self._row(row)
        if sheet.cut is not None:
            made.reject("E215", sheet.cut)
        if sheet.unclosed is not None:
            made.note("E215", sheet.unclosed)
        self._name(options.me)

    def _row(self, row: Row) -> None:
        when = self.dates[row.day] if row.day >= 0 else None
        if when is None:
            return self.made.reject("E214" if row.day < 0 else "E217", row.number)
        if self.moved[row.day]:
            return self.made.reject("E211", row.number)
        local = (when.toordinal() - EPOCH) * DAY_US + row.minutes * MINUTE_US
        if row.pasted:
            self.made.note("E212", row.number)
        self.made.runs(row.number, local)
        self.made.chat.seen += 1
        found = self._split(row.text)
        sender, text = found or ("", None)
        kind, own, duration = ("deleted" if found else "", "", None)
        if text is not None:
            kind, own, duration = kind_of(text, bare=not self.sheet.tabs, sender=sender)
        if not kind:
            self.made.chat.system += 1
            return None
        return self.made.add(sender, "other" if kind == "text" and not own else kind, local, row.number, own, duration)

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
                return None if is_notice(text) else self.senders.split(text)
        who = unsent_by(text.strip())
        if who is not None:
            return who or ME, None
        if text.lstrip().startswith("☎"):
            return ME, text.strip()  # a call without a name was made by whoever saved the chat
        return None

    def _name(self, given: str | None) -> None:
        """Settle who saved the chat (``given``: the user says so), who the two are, and what it is called."""
        made, chat = self.made, self.made.chat
        names = [name for name in made.senders() if name != ME]
        title, of_two = self._title(names)
        others = [name for name in names if name != title]
        self.me = others[0] if of_two and len(others) == 1 else None
        if of_two and title and self.me is not None:
            chat.pair = (title, self.me)
        if given in names:
            self.me = given
        mine = [line for line in chat.lines if line.sender == ME]
        if mine and self.me is None:
            chat.rejects += [("E230", *made.place(line.number), line.number, "") for line in mine]
        if mine:
            chat.lines = [
                line._replace(sender=self.me) if line.sender == ME and self.me is not None else line
                for line in chat.lines
                if line.sender != ME or self.me is not None
            ]
        made.named("line", title)

    def _title(self, names: list[str]) -> tuple[str, bool]:
        """(what the chat is called, True for a chat of two); a title in unknown words ends or begins with its name."""
        title = self.sheet.title
        if self.sheet.loose and len(names) <= 2:
            for name in sorted(names, key=len, reverse=True):
                if title != name and (title.endswith(name) or title.startswith(name)):
                    return name, True
        return title, self.sheet.of_two


def _saved(said: str, order: str, zone: str | None) -> datetime | None:
    """When the chat was saved, UTC, where the title says so and the zone is known."""
    match = SAVED_ON.match(said)
    time = read_time(f"{match['time']}\t") if match is not None else None
    if match is None or time is None:
        return None
    first, second, third = int(match[1]), int(match[2]), int(match[3])
    day = Day(first, second, third, "" if first > 31 else "-")
    when = date_of(day, order) if not day.weekday or order != "ymd" else None
    return as_utc(local_us(when.year, when.month, when.day, time[0]), zone) if when is not None else None

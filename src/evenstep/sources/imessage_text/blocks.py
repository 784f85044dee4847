"""A text of imessage-exporter to records: what stands between two headers, and the copies of replies inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EPOCH: Final = date(1970, 1, 1).toordinal()
DAY_S, NOON_HOURS = 86_400, 12
STAMP: Final = r"([A-Z][a-z]{2} \d{1,2}, \d{4}),? +(\d{1,2}):(\d\d):(\d\d)[ \u202f\u00a0]?([AP]M)"
HEADER: Final = re.compile(rf"(?:\A|(?<=\n\n)){STAMP}(?: +([^\n]*))?(?:\n|\Z)")
SIGN: Final = re.compile(rf"\A\ufeff?\s*{STAMP}[^\n]*\n")
COPY: Final = re.compile(rf"^ {{4}}{STAMP}(?: +(\(Read by [^\n]*\)))?$")
READ_BY: Final = re.compile(r"\(Read by (.+?) after .*\)")
INDENT: Final = "    "
REPLIED: Final = "This message responded to an earlier message."
NOTHING: Final = ("", "Unable to format announcement!")
"""What may stand below a message without being of it; the second is printed without a time of its own."""

REACTION_HEADS: Final = ("Tapbacks:", "Reactions:")
REACTION: Final = re.compile(r" *(?:.{1,80}? by .+|(?:\w+ )?Sticker from .+)")


@dataclass
class Record:
    """One message as it is printed. ``local``: the wall clock in microseconds since 1970, None for no such date.

    ``line``: its line in the file, from 1. ``read_by``: who the receipt names. ``notice``: a line
    of the system, with nothing below it. ``copies``: replies to it, which the file prints again.
    """

    line: int
    local: int | None
    read_by: str = ""
    notice: str = ""
    sender: str = ""
    body: list[str] = field(default_factory=list)
    reactions: int = 0
    is_reply: bool = False
    copies: list[Record] = field(default_factory=list)

    @property
    def key(self) -> tuple[int | None, str, str]:
        """What a reply and its copy have in common."""
        return self.local, self.sender, "\n".join(line for line in self.body if line)


def records(text: str) -> Iterator[Record]:
    """The records in the order of the file; lines before the first header are a record without a time or sender."""
    line, before = 1, 0
    found = list(HEADER.finditer(text))
    if text[: found[0].start() if found else len(text)].strip():
        yield Record(1, None, body=text[: found[0].start() if found else len(text)].strip("\n").split("\n"))
    for at, header in enumerate(found):
        line += text.count("\n", before, header.start())
        before = header.start()
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield _record(line, header, text[header.end() : end])


def _record(line: int, header: re.Match[str], below: str) -> Record:
    day, hour, minute, second, half, rest = header.groups()
    record = Record(line, wall_clock(day, int(hour), int(minute), int(second), half))
    if rest:
        receipt = READ_BY.fullmatch(rest.rstrip())
        if receipt is None:
            record.notice = rest.rstrip()
            return record
        record.read_by = receipt[1]
    _fill(record, below.rstrip("\n").split("\n"), line)
    return record


def wall_clock(day: str, hour: int, minute: int, second: int, half: str) -> int | None:
    """Microseconds since 1970 on the wall, None for a date or an hour that does not exist."""
    days = _days(day)
    if days is None or not 1 <= hour <= NOON_HOURS or minute > 59 or second > 60:
        return None
    hours = hour % NOON_HOURS + (NOON_HOURS if half == "PM" else 0)
    return (days * DAY_S + hours * 3_600 + minute * 60 + second) * 1_000_000


@lru_cache(maxsize=1_024)
def _days(day: str) -> int | None:
    month, number, year = day.replace(",", "").split()
    try:
        return date(int(year), MONTHS.index(month) + 1, int(number)).toordinal() - EPOCH
    except ValueError:
        return None


def _fill(record: Record, lines: list[str], first: int) -> None:
    """The sender, the body without what the exporter adds, and the copies of replies."""
    record.sender = lines[0].strip()
    if len(lines) == 2 and lines[1] != REPLIED and not lines[1].startswith(INDENT):
        record.body = lines[1:]
        return
    at = 1
    while at < len(lines):
        line = lines[at]
        if line.startswith(INDENT) and (header := COPY.match(line)):
            end = _end_of_copy(lines, at + 1)
            record.copies.append(_copy(header, lines[at + 1 : end], first + at + 1))
            at = end
        elif line in REACTION_HEADS:
            end = at + 1
            while end < len(lines) and lines[end] and REACTION.fullmatch(lines[end]):
                end += 1
            record.reactions += end - at - 1
            at = end
        else:
            if line == REPLIED:
                record.is_reply = True
            else:
                record.body.append(line)
            at += 1
    while record.body and record.body[-1] in NOTHING:
        record.body.pop()


def _end_of_copy(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at] or lines[at].startswith(INDENT)) and not COPY.match(lines[at]):
        at += 1
    return at


def _copy(header: re.Match[str], lines: list[str], line: int) -> Record:
    day, hour, minute, second, half, receipt = header.groups()
    record = Record(line, wall_clock(day, int(hour), int(minute), int(second), half))
    read = READ_BY.fullmatch(receipt) if receipt else None
    record.read_by = read[1] if read else ""
    plain = [each.removeprefix(INDENT) for each in lines]
    while plain and not plain[-1]:
        plain.pop()
    if plain:
        _fill(record, plain, line)
    return record

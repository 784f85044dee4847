"""An mbox in single mails: a "From " line with a date begins one only when a header field follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from evenstep.events.reading import Note
from evenstep.sources.base import Member

CHUNK_BYTES: Final = 2**20
KEPT_BYTES: Final = 2**20 + 2**18
"""As much of a mail is looked at: the header fields and the text. Attachments behind it only pass by."""

SEPARATOR_BYTES: Final = 1_000
LISTED: Final = 20
DAY: Final = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTH: Final = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
CLOCK: Final = rb"\d{1,2}:\d\d(?::\d\d)?"
ZONE: Final = rb"(?: +(?:[+-]\d{4}|\(?[A-Z]{1,5}\)?))"
DATED: Final = re.compile(
    rb"From (?:\S.{0,500}? )?"  # one space: several here would make a line of spaces cost its length's square
    rb"(?:" + DAY + rb" +" + MONTH + rb" +\d{1,2} +" + CLOCK + ZONE + rb"{0,2} +\d{4}" + ZONE + rb"?"
    rb"|" + DAY + rb", +\d{1,2} +" + MONTH + rb" +\d{4} +" + CLOCK + ZONE + rb"{0,2})\s*"
)
BARE: Final = re.compile(rb"From (?:-)?\s*")
"""Newer Thunderbirds write the word alone."""

FIELD: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,75}:(?:[ \t]|\r?\n|[^\s/])|>From ")
MAIL_FIELD: Final = re.compile(
    rb"(?:X-|Return-Path|Received|Delivered-To|Date|From|To|Message-ID|MIME-Version|Content-|Subject)[A-Za-z0-9-]*:",
    re.I,
)
NAMES: Final = re.compile(
    rb"\n(?:X-|Return-|Recei|Deliver|Date|From|To|Cc|Bcc|Message-|MIME-|Content-|Subject|Sender|Reply-To|In-Reply-"
    rb"|Referenc|Status|List-|Envelope|DKIM-|ARC-|Authentic|User-Agent|Organi[sz]ation|Resent-|Thread-|Newsgroups|Path"
    rb"|Lines|Precedence|Auto-|Errors-To|Mailing-List|DomainKey)[A-Za-z0-9-]*[ \t]*:|\n>From ",
    re.I,
)
"""A name of a mail's field: a line of a text may look like a field, but has no such name."""


EMPTY: Final = re.compile(rb"\n\r?\n")


@dataclass
class RawMail:
    """One mail as it stands in the file: where, its "From " line, and its first KEPT_BYTES."""

    number: int
    offset: int
    separator: bytes
    data: bytes = field(repr=False)
    size: int


def begins_mbox(head: bytes) -> bool:
    """True when a file begins as an mbox."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return start.startswith(b"From ") and _judge(start, 0, final=True) is True


class Splitter:
    """Walks a file mail by mail. ``doubtful``: notes on lines that may or may not begin one."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self.doubtful: list[Note] = []
        self.doubts = 0

    def mails(self) -> Iterator[RawMail]:
        """The mails in the order of the file."""
        with self._member.open() as stream:
            yield from _Walk(stream, self).mails()

    def doubt(self, number: int, offset: int) -> None:
        """A line stays in the mail it stands in, and is listed."""
        self.doubts += 1
        if self.doubts <= LISTED:
            self.doubtful.append(Note("E241", f"mail {number:,}, byte {offset:,}"))

    def notes(self) -> list[Note]:
        """What was doubtful: the first of them by place, the rest in one note."""
        more = self.doubts - LISTED
        return [*self.doubtful, *([Note("E241", "further lines", f"{more:,}", more)] if more > 0 else [])]


class _Walk:
    """One pass over the bytes; no more than a chunk and the mail being read are in memory."""

    def __init__(self, stream: IO[bytes], splitter: Splitter) -> None:
        self._stream = stream
        self._splitter = splitter
        self._buffer = b""
        self._base = 0  # where the buffer begins in the file
        self._number = 0
        self._pieces: list[bytes] = []
        self._kept = self._size = self._offset = 0

    def mails(self) -> Iterator[RawMail]:
        self._buffer = self._stream.read(CHUNK_BYTES)
        blank = len(self._buffer) - len(self._buffer.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
        self._offset = self._base = blank
        self._buffer = (
            b"\n" + self._buffer[blank:]
        )  # as if a line went before: one rule for the first mail and the rest
        self._base -= 1
        final = False
        while self._buffer:
            chunk = self._stream.read(CHUNK_BYTES)
            final = not chunk
            self._buffer += chunk
            yield from self._scan(final=final)
        last = self._taken()
        if last is not None:
            yield last

    def _scan(self, *, final: bool) -> Iterator[RawMail]:
        """Give out the mails that end in the buffer; what cannot be judged yet stays in it."""
        buffer, start, at = self._buffer, 0, 0
        rest = -1
        while (at := buffer.find(b"\nFrom ", at)) >= 0:
            verdict = _judge(buffer, at + 1, final=final)
            if verdict is None:
                rest = at
                break
            if verdict:
                self._keep(buffer[start : at + 1])
                done = self._taken()
                if done is not None:
                    yield done
                start = at + 1
                self._number += 1
                self._offset = self._base + start
            elif verdict is False and _doubtful(buffer, at + 1):
                self._splitter.doubt(self._number, self._base + at + 1)
            at += 6
        if rest < 0:
            rest = len(buffer) if final else max(start, len(buffer) - 6)
        self._keep(buffer[start:rest])
        self._buffer = buffer[rest:]
        self._base += rest

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._kept < KEPT_BYTES:
            self._pieces.append(piece[: KEPT_BYTES - self._kept])
            self._kept += len(self._pieces[-1])

    def _taken(self) -> RawMail | None:
        """The mail gathered so far; None when there is none yet."""
        data, size = b"".join(self._pieces), self._size
        self._pieces, self._kept, self._size = [], 0, 0
        if self._number == 0:
            return None
        separator, _, data = data.partition(b"\n")
        return RawMail(self._number, self._offset, separator, data, size)


def _judge(buffer: bytes, at: int, *, final: bool) -> bool | None:
    """Does the line at ``at`` begin a mail? None when more of the file is needed to tell."""
    end = buffer.find(b"\n", at, at + SEPARATOR_BYTES)
    if end < 0:
        return None if not final and len(buffer) < at + SEPARATOR_BYTES else False
    if not final and len(buffer) < end + SEPARATOR_BYTES:
        return None
    line = buffer[at:end]
    if DATED.fullmatch(line):
        if MAIL_FIELD.match(buffer, end + 1) is not None:
            return True
        return FIELD.match(buffer, end + 1) is not None and _named(buffer[end : end + SEPARATOR_BYTES])
    return BARE.fullmatch(line) is not None and MAIL_FIELD.match(buffer, end + 1) is not None


def _named(head: bytes) -> bool:
    """Does one of the fields up to the first empty line have a name of a mail's? ``head`` begins with a line's end."""
    name = NAMES.search(head)
    if name is None or name.start() == 0:
        return name is not None
    empty = EMPTY.search(head)
    return empty is None or name.start() < empty.start()


def _doubtful(buffer: bytes, at: int) -> bool:
    """A line with only one of the two signs: a date, or a header field behind it."""
    end = buffer.find(b"\n", at, at + SEPARATOR_BYTES)
    if end < 0:
        return False
    return DATED.fullmatch(buffer[at:end]) is not None or MAIL_FIELD.match(buffer, end + 1) is not None

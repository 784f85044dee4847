"""A chat file's bytes as blocks of UTF-8, whatever encoding it came in."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import known_encoding
from evenstep.spoken import words

NO_DATES: Final = words("no line begins with a date and a time")
BLOCK: Final = 2**21
CANDIDATES: Final = ("cp1252", "mac_roman", "cp1251", "shift_jis", "gb18030", "cp949")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MARKS: Final = tuple(bom for bom, _ in _BOMS)  # a file that says its encoding is believed
_STEP: Final = 2**16
_SAMPLE: Final = 60  # characters of a line shown in a question


def detect_encoding(head: bytes) -> str:
    """ "utf-8", "utf-16-le" or "utf-16-be", from a byte order mark or from where the zero bytes stand."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    sample = head[:4096]
    if sample.count(0) * 5 > len(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    return "utf-8"


def decode_head(head: bytes) -> str:
    """The first bytes of a file as text, for a look only; bad bytes become U+FFFD."""
    encoding = detect_encoding(head)
    return head.decode(encoding, errors="replace").removeprefix("\ufeff")


@dataclass
class Utf8Blocks:
    """Reads a member once: blocks of UTF-8 that end with a whole letter, the file's hash, and what had to be repaired.

    ``bad_bytes`` and ``bad_line`` (the first, from 1) tell of bytes that were not UTF-8. Who reads sets
    ``lines`` to the line breaks met so far, so that no byte is looked at twice.
    """

    member: Member
    options: ReadOptions
    encoding: str = "utf-8"
    lines: int = 0
    bad_bytes: int = 0
    bad_line: int | None = None
    _good_letters: int = 0
    _bad_sample: bytes = b""
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        """16 hex digits of the file's own bytes; whole only when all blocks were read."""
        return self._hash.hexdigest()[:16]

    def __iter__(self) -> Iterator[bytes]:
        self._hash = hashlib.sha256()
        self.bad_bytes, self.bad_line, self._good_letters, self._bad_sample = 0, None, 0, b""
        head = self.member.head(4096)
        asked = self.options.encoding
        marked = detect_encoding(head)
        self.encoding = known_encoding(asked) if asked and not head.startswith(_MARKS) else marked
        lone_cr = b"\n" not in head and b"\r" in head
        done, tail = 0, b""
        with self.member.open() as stream:
            for chunk in self._decoded(stream):
                done += len(chunk)
                if self.options.progress is not None:
                    self.options.progress(min(done, self.member.size), self.member.size)
                data, tail = self._whole_letters(tail + chunk if tail else chunk)
                yield data.replace(b"\r", b"\n") if lone_cr else data
        if tail:
            yield self._repaired(tail, final=True)[0]
        self._check_bad_share()

    def _decoded(self, stream: IO[bytes]) -> Iterator[bytes]:
        if self.encoding == "utf-8":
            while chunk := stream.read(BLOCK):
                self._hash.update(chunk)
                yield chunk
            return
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        while chunk := stream.read(BLOCK):
            self._hash.update(chunk)
            yield decoder.decode(chunk).encode("utf-8", errors="replace")
        yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")

    def _whole_letters(self, raw: bytes) -> tuple[bytes, bytes]:
        """(valid UTF-8, bytes of a letter that goes on in the next chunk). In small steps: no large text is built."""
        if raw.isascii():
            return raw, b""
        view, at = memoryview(raw), 0
        try:
            while at < len(raw):
                at += (used := codecs.utf_8_decode(view[at : at + _STEP], "strict", False)[1])
                if not used:
                    break
        except UnicodeDecodeError as error:
            return self._repaired(raw, at + error.start)
        return (raw, b"") if at == len(raw) else (raw[:at], raw[at:])

    def _repaired(self, raw: bytes, error_at: int = 0, *, final: bool = False) -> tuple[bytes, bytes]:
        if self.bad_line is None:
            self.bad_line = self.lines + raw.count(b"\n", 0, error_at) + 1
            first = raw.rfind(b"\n", 0, error_at) + 1
            self._bad_sample = raw[first : raw.find(b"\n", error_at)]
        text, used = codecs.utf_8_decode(raw, "replace", final)
        bad = text.count("\ufffd") - raw.count("\ufffd".encode())
        self.bad_bytes += bad
        self._good_letters += sum(1 for c in text if c > "\x7f") - bad
        return text.encode(), raw[used:]

    def _check_bad_share(self) -> None:
        """A few bad bytes among good letters are damage; bad bytes alone are another encoding, and we ask."""
        if self.bad_bytes < 3 or self.bad_bytes <= self._good_letters or self.options.encoding:
            return
        readings: dict[str, str] = {}
        for name in CANDIDATES:
            text = self._bad_sample.decode(name, errors="replace").strip()[:_SAMPLE]
            if "\ufffd" not in text and text.isprintable() and text not in readings.values():
                readings[name] = text
        choices = [Choice(name, text) for name, text in readings.items()]
        where = words("Line {n} is not UTF-8. Which of these reads right?", n=self.bad_line or 0)
        raise NeedsAnswer("encoding", where, choices, self.member.name)

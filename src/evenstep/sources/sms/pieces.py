"""A backup's bytes in pieces that an XML parser may have: UTF-8, cut behind a tag, base64 of attachments left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO, Final

from evenstep.errors import InputError, OptionError
from evenstep.sources.base import Member
from evenstep.sources.decode import MARKS, known_encoding
from evenstep.spoken import words

CHUNK_BYTES: Final = 2**16
LONGEST_TAG: Final = 16 * 2**20
DECLARED: Final = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
DATA: Final = re.compile(rb"""(\sdata\s*=\s*(["'])[A-Za-z0-9+/=\r\n]{64})[^"'<]*""")
"""An attachment as base64: everything behind its first 64 letters is dropped before anything is built of it."""


def pieces(member: Member) -> Iterator[tuple[bytes, int]]:
    """(piece, bytes of the member read so far). Every piece but the last ends behind a ">".

    So no character, reference or pair of references lies across two pieces.
    Raises InputError E205 when a tag without its attachment is longer than LONGEST_TAG.
    """
    cutter = _Cutter(member.name)
    done = 0
    with member.open() as stream:
        recoded = _Recoded(stream, member.head(1_024))
        while chunk := recoded.read():
            done += recoded.taken
            piece = cutter.feed(chunk)
            if piece:
                yield piece, done
    yield cutter.rest(), done


class _Recoded:
    """The stream's bytes as UTF-8, by its byte order mark, its zero bytes or its own declaration."""

    def __init__(self, stream: IO[bytes], head: bytes) -> None:
        self._stream = stream
        self.taken = 0
        mark, name = _encoding(head)
        stream.read(len(mark))
        self._decoder = None if name == "utf-8" else codecs.getincrementaldecoder(name)("replace")

    def read(self) -> bytes:
        """The next chunk; empty at the end."""
        while chunk := self._stream.read(CHUNK_BYTES):
            self.taken = len(chunk)
            data = chunk if self._decoder is None else self._decoder.decode(chunk).encode("utf-8", "replace")
            if data:
                return data
        return b""


def _encoding(head: bytes) -> tuple[bytes, str]:
    """(byte order mark, codec); the codec is utf-8 unless the bytes or the declaration say something else."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return mark, name
    if head[:4] == b"<\0?\0" or head[:4] == b"<\0s\0":
        return b"", "utf-16-le"
    if head[:4] == b"\0<\0?" or head[:4] == b"\0<\0s":
        return b"", "utf-16-be"
    declared = DECLARED.match(head)
    if declared is None:
        return b"", "utf-8"
    try:
        name = known_encoding(declared[1].decode("ascii"))
    except OptionError:
        return b"", "utf-8"
    return b"", "utf-8" if name.startswith("utf") else name  # a declared UTF-16 without zero bytes is none


class _Cutter:
    """Joins chunks and gives back what ends behind a ">"; drops the base64 of attachments on the way."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._carry: list[bytes] = []
        self._size = 0
        self._quote = b""  # not empty inside an attachment: the mark that ends it

    def feed(self, chunk: bytes) -> bytes:
        if self._quote:
            end = chunk.find(self._quote)
            if end < 0:
                return b""
            chunk, self._quote = chunk[end:], b""
        cut = chunk.rfind(b">") + 1
        data = b"data" in chunk or (self._carry and b"data" in self._carry[-1])
        if not cut and not data:
            return self._keep(chunk)
        buffer = b"".join((*self._carry, chunk))
        if data or b"data" in buffer[-len(chunk) - 200 :]:
            buffer = self._without_attachments(buffer)
        cut = buffer.rfind(b">") + 1
        self._carry, self._size = [], 0
        self._keep(buffer[cut:])
        return buffer[:cut]

    def rest(self) -> bytes:
        """What is left at the end of the file."""
        return b"".join(self._carry)

    def _keep(self, unfinished: bytes) -> bytes:
        self._carry.append(unfinished)
        self._size += len(unfinished)
        if self._size > LONGEST_TAG:
            raise InputError("E205", self._file, detail=words("a tag of more than {n} bytes", n=LONGEST_TAG))
        return b""

    def _without_attachments(self, buffer: bytes) -> bytes:
        kept, at = [], 0
        for match in DATA.finditer(buffer):
            kept.append(buffer[at : match.end(1)])
            at = match.end()
            if at == len(buffer):
                self._quote = match[2]
        return b"".join((*kept, buffer[at:])) if kept else buffer

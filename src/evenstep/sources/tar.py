"""A tar archive's files as members: places inside the archive, which is neither packed nor ever written to the disk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Limits
from evenstep.sources.member import BytesMember, FileMember
from evenstep.sources.zip_check import label
from evenstep.spoken import words

BLOCK: Final = 512
MAGIC: Final = b"ustar"
FILES: Final = b"0\0" + b"7"
FOLDER: Final = b"5"
LONG_NAME: Final = b"L"
MORE: Final = b"x"  # the fields of the next file that the plain header has no room for
FOR_ALL: Final = b"g"
LONGEST_FIELDS: Final = 2**20
LENGTH: Final = re.compile(rb"(\d{1,7}) ")
LONGEST_VALUE: Final = 4_096
LATEST: Final = 2**32


@dataclass(frozen=True)
class TarMember:
    """A file inside a tar: so many bytes from a place on."""

    name: str
    size: int
    outer: FileMember | BytesMember = field(repr=False)
    offset: int
    written: datetime | None = None

    def open(self) -> IO[bytes]:
        """A fresh stream over these bytes alone."""
        return io.BufferedReader(_Slice(self.outer.open(), self.offset, self.size))

    def read(self) -> bytes:
        """All bytes."""
        with self.open() as stream:
            return stream.read()

    def head(self, n: int = 65_536) -> bytes:
        """The first ``n`` bytes."""
        with self.open() as stream:
            return stream.read(n)


def is_tar(head: bytes) -> bool:
    """True for a first block whose own sum is right; anything may stand at the place of the magic word."""
    return head[257 : 257 + len(MAGIC)] == MAGIC and _sum_is_right(head[:BLOCK])


def tar_members(outer: FileMember | BytesMember, limits: Limits) -> tuple[list[TarMember], list[Note]]:
    """Every plain file of the archive, and notes on what was left out. Raises InputError E112 and E103.

    An archive that ends early gives the files before its end, the last one as far as it goes.
    """
    members: list[TarMember] = []
    others, cut = 0, False
    with outer.open() as stream:
        for number, (head, name, offset, size) in enumerate(_entries(stream, outer)):
            if number >= limits.members:
                raise InputError("E112", outer.name, detail=words("more than {n} files", n=limits.members))
            kind = head[156:157]
            if kind == FOLDER:
                continue
            if kind not in FILES:
                others += 1
                continue
            there = max(0, min(size, outer.size - offset))
            cut = there < size
            members.append(TarMember(label(name)[:255], there, outer, offset, _written(head)))
    notes = [Note("E106", outer.name, "", others)] if others else []
    return members, [*notes, *([Note("E222", outer.name, words("the archive ends early"))] if cut else [])]


def _entries(stream: IO[bytes], outer: FileMember | BytesMember) -> Iterator[tuple[bytes, str, int, int]]:
    """(header, name, place of the bytes, how many) of each entry. Raises InputError E103 for a damaged header."""
    at = 0
    fields: dict[bytes, bytes] = {}
    while True:
        stream.seek(at)
        head = stream.read(BLOCK)
        if len(head) < BLOCK or not head.strip(b"\0"):
            return
        if not _sum_is_right(head):
            raise InputError("E103", outer.name, f"byte {at:,}", words("the archive is damaged here"))
        kind = head[156:157]
        size = _size(head, {} if kind in (LONG_NAME, MORE, FOR_ALL) else fields)
        if kind in (LONG_NAME, MORE, FOR_ALL):
            found = stream.read(min(size, LONGEST_FIELDS))
            if kind == LONG_NAME:
                fields[b"path"] = found.rstrip(b"\0")
            elif kind == MORE:
                fields.update(_fields(found))
        else:
            yield head, _name(head, fields), at + BLOCK, size
            fields = {}
        at += BLOCK + -(-size // BLOCK) * BLOCK


def _fields(found: bytes) -> dict[bytes, bytes]:
    """The name and the size out of "25 path=inbox/a letter\\n": each field says first how long it is, all in all."""
    fields: dict[bytes, bytes] = {}
    at = 0
    while (length := LENGTH.match(found, at)) is not None:
        end = at + int(length[1])
        if end <= length.end() or found[end - 1 : end] != b"\n":
            break
        name, _, value = found[length.end() : end - 1].partition(b"=")
        if name in (b"path", b"size") and 0 < len(value) <= LONGEST_VALUE:
            fields[name] = value
        at = end
    return fields


def _sum_is_right(head: bytes) -> bool:
    given = _octal(head[148:156])
    return len(head) == BLOCK and given == sum(head[:148]) + 8 * ord(" ") + sum(head[156:])


def _size(head: bytes, fields: dict[bytes, bytes]) -> int:
    given = fields.get(b"size", b"")
    if given.isdigit() and len(given) < 16:
        return int(given)
    raw = head[124:136]
    if raw[0] & 0x80:  # sizes from 8 GiB on are written in binary
        return min(int.from_bytes(raw[1:], "big"), 2**53)
    return _octal(raw) or 0


def _octal(raw: bytes) -> int | None:
    digits = raw.strip(b" \0")
    return int(digits, 8) if digits and not digits.strip(b"01234567") else None


def _name(head: bytes, fields: dict[bytes, bytes]) -> str:
    given = fields.get(b"path")
    if given is None:
        name, before = head[:100].split(b"\0")[0], head[345:500].split(b"\0")[0]
        given = before + b"/" + name if before and head[257:263] == b"ustar\0" else name
    return given.decode("utf-8", "replace").removeprefix("./")


def _written(head: bytes) -> datetime | None:
    """When the file was written; naive, as in a zip."""
    seconds = _octal(head[136:148])
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds and seconds < LATEST else None


class _Slice(io.RawIOBase):
    """A raw stream over a part of another one."""

    def __init__(self, outer: IO[bytes], offset: int, size: int) -> None:
        self._outer = outer
        self._left = size
        outer.seek(offset)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._outer.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._outer.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

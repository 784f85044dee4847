"""What can be read of an export: a file, bytes in memory, or a member of a zip, never unpacked to the disk."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from evenstep.errors import InputError
from evenstep.sources.zip_check import DEFLATED, Entry, label
from evenstep.spoken import words

CHUNK_BYTES = 2**16


@dataclass(frozen=True)
class FileMember:
    """A plain file, opened afresh for each reading."""

    name: str
    size: int
    path: Path = field(repr=False)

    def open(self) -> IO[bytes]:
        """A fresh binary stream. Raises InputError E110 when the file is gone or may not be read."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError("E110", self.name, detail=error.strerror or words("it cannot be opened")) from error

    def read(self) -> bytes:
        """All bytes."""
        with self.open() as stream:
            return stream.read()

    def head(self, n: int = 65_536) -> bytes:
        """The first ``n`` bytes."""
        with self.open() as stream:
            return stream.read(n)


@dataclass(frozen=True)
class BytesMember:
    """A file that is only in memory: an upload."""

    name: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def open(self) -> IO[bytes]:
        """A fresh binary stream over the same bytes."""
        return io.BytesIO(self.data)

    def read(self) -> bytes:
        """All bytes."""
        return self.data

    def head(self, n: int = 65_536) -> bytes:
        """The first ``n`` bytes."""
        return self.data[:n]


@dataclass(frozen=True)
class ZipMember:
    """A member of a zip that has passed the pre-flight; inflated while it is read, and counted."""

    name: str
    size: int
    outer: FileMember | BytesMember = field(repr=False)
    entry: Entry = field(repr=False)

    @property
    def written(self) -> datetime | None:
        """When the member was written, as the zip has it."""
        return self.entry.written

    def open(self) -> IO[bytes]:
        """A fresh stream; reading to its end raises InputError E103 when length or checksum disagree."""
        packed = self.outer.open()
        packed.seek(self.entry.data_offset)
        return io.BufferedReader(_Inflating(packed, self.entry, self.outer.name), CHUNK_BYTES)

    def read(self) -> bytes:
        """All bytes. Raises InputError E103 when length and checksum disagree."""
        with self.outer.open() as packed:
            packed.seek(self.entry.data_offset)
            raw = packed.read(self.entry.packed_size)
        data = _inflate(raw, self.entry, self.outer.name) if self.entry.method == DEFLATED else raw
        if len(data) != self.size or zlib.crc32(data) != self.entry.crc:
            raise _disagrees(self.entry, self.outer.name)
        return data

    def head(self, n: int = 65_536) -> bytes:
        """The first ``n`` bytes; a damage behind them is not looked for."""
        with self.open() as stream:
            return stream.read(min(n, self.size))


def _disagrees(entry: Entry, zip_name: str) -> InputError:
    return InputError("E103", zip_name, label(entry.name)[:255], words("it should be {n} bytes", n=entry.size))


def _inflate(raw: bytes, entry: Entry, zip_name: str) -> bytes:
    """All bytes of a deflated member, never more than one byte beyond what it declared."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, entry.size + 1)
    except zlib.error as error:
        raise _disagrees(entry, zip_name) from error


class _Inflating(io.RawIOBase):
    """A raw stream over one member that stops the moment it holds more than it declared."""

    def __init__(self, packed: IO[bytes], entry: Entry, zip_name: str) -> None:
        self._packed = packed
        self._entry = entry
        self._zip_name = zip_name
        self._left = entry.packed_size
        self._given = 0
        self._crc = 0
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == DEFLATED else None

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._next(len(buffer))
        self._given += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._given > self._entry.size:
            raise _disagrees(self._entry, self._zip_name)
        if not data and (self._given != self._entry.size or self._crc != self._entry.crc):
            raise _disagrees(self._entry, self._zip_name)
        buffer[: len(data)] = data
        return len(data)

    def _next(self, n: int) -> bytes:
        if self._inflater is None:
            return self._packed_bytes(n)
        while not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._packed_bytes(CHUNK_BYTES)
            try:
                data = self._inflater.decompress(packed, n)
            except zlib.error as error:
                raise _disagrees(self._entry, self._zip_name) from error
            if data or not packed:
                return data
        return b""

    def _packed_bytes(self, n: int) -> bytes:
        data = self._packed.read(min(n, self._left))
        self._left -= len(data)
        return data

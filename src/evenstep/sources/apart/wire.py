"""The pieces that go between the two processes: one letter for the kind, eight bytes for the length, the content."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import IO, Final

REQUEST: Final = b"R"  # to the reader: what to read and how, JSON
DATA: Final = b"D"  # to the reader: the bytes of an upload
STANDS: Final = b"S"  # from the reader: which fences stand around it, JSON
PROGRESS: Final = b"P"  # from the reader: bytes done and in all
REPORT: Final = b"J"  # from the reader: the reading and the plan of the tables, JSON
TABLES: Final = b"T"  # from the reader: the columns of the tables, one behind the other
PROBLEM: Final = b"E"  # from the reader: one of our errors, JSON

HEAD: Final = struct.Struct(">cQ")
TWO_NUMBERS: Final = struct.Struct(">QQ")


class Cut(Exception):
    """The other side has gone."""


class Unsound(Exception):
    """The other side says something that an honest one would not."""


def put(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write one piece. Raises Cut when nobody reads."""
    try:
        stream.write(HEAD.pack(kind, len(content)))
        stream.write(content)
        stream.flush()
    except OSError as error:
        raise Cut from error


def take(stream: IO[bytes], most: Mapping[bytes, int]) -> tuple[bytes, bytes]:
    """Read one piece: its kind and content. ``most``: the kinds that may come now, and how long each may be.

    Raises Cut at the end, Unsound for another kind or a longer piece.
    """
    kind, length = HEAD.unpack(_exactly(stream, HEAD.size))
    if kind not in most or length > most[kind]:
        raise Unsound(f"{kind!r} of {length} bytes")
    return kind, _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) != length:
        raise Cut
    return content

"""Zips that no zip program writes: each member with the header it is given, true or not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

CHAT = "03/05/24, 10:00 - Ada: hello\n03/05/24, 10:05 - Ben: hi\n21/05/24, 09:00 - Ada: morning\n"


@dataclass(frozen=True)
class Packed:
    """A member: its bytes as they are stored, and what its headers say. ``at``: begins where another does."""

    name: bytes
    data: bytes = CHAT.encode()
    method: int = 0
    flags: int = 0
    mode: int = 0
    size: int | None = None
    crc: int | None = None
    at: int | None = None


def odd_zip(
    members: Sequence[Packed], *, count: int | None = None, wide: int | None = None, comment: bytes = b""
) -> bytes:
    """A zip of these members; ``count`` is how many its end record says there are, ``wide`` its 64-bit end record."""
    body, central = bytearray(), []
    for each in members:
        size = len(each.data) if each.size is None else each.size
        crc = zlib.crc32(each.data) if each.crc is None else each.crc
        said = (each.flags, each.method, 0, 33, crc, len(each.data), size, len(each.name))
        at = len(body) if each.at is None else each.at
        if each.at is None:
            body += struct.pack("<4sH", b"PK\3\4", 20) + struct.pack("<4H3L2H", *said, 0) + each.name + each.data
        head = struct.pack("<4s2H", b"PK\1\2", 3 << 8 | 20, 20) + struct.pack("<4H3L5H", *said, 0, 0, 0, 0)
        central.append(head + struct.pack("<2L", each.mode << 16, at) + each.name)
    listed, said_count = b"".join(central), len(members) if count is None else count
    behind = b"" if wide is None else _wide_end(wide, len(listed), len(body))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, said_count, said_count, len(listed), len(body), len(comment))
    return bytes(body) + listed + behind + end + comment


def _wide_end(count: int, length: int, offset: int) -> bytes:
    """The 64-bit end record, and where it stands."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, offset)
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, offset + length, 1)


def quoting_zip(layers: int, kernel: bytes) -> bytes:
    """Members of which each quotes the next one's header and runs on into its data, so that all share one kernel."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, plain = packer.compress(kernel) + packer.flush(), kernel
    entries: list[tuple[bytes, int, int, int, int]] = []
    for layer in reversed(range(layers)):
        name = b"%d.txt" % layer
        crc = zlib.crc32(plain)
        said = struct.pack("<H4H3L2H", 20, 0, 8, 0, 33, crc, len(packed), len(plain), len(name), 0)
        header = b"PK\3\4" + said + name
        entries.append((name, crc, len(packed), len(plain), len(packed) + len(header)))
        whole = header + packed
        packed = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + whole
        plain = header + plain
    central = b"".join(
        b"PK\1\2"
        + struct.pack("<6H3L5H2L", 20, 20, 0, 8, 0, 33, crc, size, full, len(name), *[0] * 5, len(whole) - back)
        + name
        for name, crc, size, full, back in reversed(entries)
    )
    return whole + central + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, layers, layers, len(central), len(whole), 0)


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    """A zip as any program writes it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()

"""Bad files at their full size: 200 MB and 3 GB of zeros in a small zip, 100,001 members, lines of 2 GiB."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Final

from bad_file import Bad
from odd_zips import Packed, odd_zip
from valid_chats import CHATS

MIB: Final = 2**20


@cache
def zeros(megabytes: int) -> Packed:
    """So many zeros, deflated a piece at a time and the pieces put one behind another: quick to make."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(megabytes):
        crc = zlib.crc32(bytes(MIB), crc)
    return Packed(b"a.txt", piece * megabytes + b"\3\0", 8, size=megabytes * MIB, crc=crc)


def copies(one: Packed, n: int) -> list[Packed]:
    return [Packed(b"%d.txt" % at, one.data, one.method, size=one.size, crc=one.crc) for at in range(n)]


def burst(what: str, *members: Packed, place: str = "a.txt", says: str = "would unpack 1,0") -> Bad:
    return Bad(1, what, "x.zip", lambda: odd_zip(members), "refuse", ("E101",), place, says)


BURSTING: Final = (
    burst("200 MB of zeros in 200 KB", zeros(200)),
    burst("200 MB of zeros beside a chat", Packed(b"_chat.txt"), zeros(200)),
    burst("3 GB of zeros in 15 members", *copies(zeros(200), 15), place="0.txt"),
)


def many(n: int, **said: int) -> bytes:
    return odd_zip([Packed(b"%06d" % at, b"") for at in range(n)], **said)


MANY: Final = tuple(
    Bad(16, what, "x.zip", made, "refuse", ("E112",), says=says)
    for what, made, says in (
        ("100,001 members", lambda: many(100_001, count=65_535, wide=100_001), "100,001 members, the limit is 100,000"),
        ("65,535 said, 100,001 in its 64-bit record", lambda: many(3, count=65_535, wide=100_001), "100,001 members"),
        ("65,535 said, 65,535 in its 64-bit record, 3 there", lambda: many(3, count=65_535, wide=65_535), "lists 3"),
    )
)


def endless_line(where: Path, kind: str) -> Path:
    """A chat whose last line is 2 GiB long; the file has a hole, and needs no more room than what is written."""
    file = where / CHATS[kind][0]
    letters = b"22/05/24, 10:00 - Ada: " + b"x" * 2 * MIB if kind == "WhatsApp" else b""
    with file.open("wb") as made:
        made.write(CHATS[kind][1]("hello", "hi").encode() + letters)
        made.truncate(2 * 2**30)
    return file


LONG: Final = tuple(
    Bad(
        26,
        f"{kind}, a line of 2 GiB",
        "",
        bytes,
        "refuse",
        ("E205",),
        "line ",
        on_disk=lambda where, kind=kind: endless_line(where, kind),
    )
    for kind in CHATS
)
LARGE_ROWS: Final = (*BURSTING, *MANY, *LONG)

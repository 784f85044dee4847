"""The pre-flight of a zip: what it says about itself is checked before anything is unpacked.

The numbered steps: 1. the end record, 2. the central directory, 3. links and odd names,
4. passwords and methods, 5. overlap, against each local header, 6. sizes and ratio.
Python's own zipfile is not used: up to 3.11.7 it reads overlapping members (CVE-2024-0450),
and it renames, truncates and picks among duplicates without a word.
"""

from __future__ import annotations

import stat
import struct
from datetime import datetime
from itertools import pairwise
from typing import IO, Final, NamedTuple

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Limits
from evenstep.spoken import words

STORED: Final = 0
DEFLATED: Final = 8
OTHER_METHODS: Final = {1: "Shrink", 9: "Deflate64", 12: "BZIP2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
OTHER_METHODS[99] = "AES"

END = struct.Struct("<4s4H2LH")
END64_LOCATOR = struct.Struct("<4sLQL")
END64 = struct.Struct("<4sQ2H2L4Q")
CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
LOCAL = struct.Struct("<4s2B4HL2L2H")
ENCRYPTED_FLAGS: Final = 0x1 | 0x40 | 0x2000  # classic, strong, masked headers
UTF8_FLAG: Final = 0x800
UNIX: Final = 3
FULL16: Final = 0xFFFF
FULL32: Final = 0xFFFFFFFF
LONGEST_COMMENT: Final = 0xFFFF
DIRECTORY_BYTES: Final = 64 * 2**20  # a central directory larger than this is an attack on memory
LONGEST_NAME: Final = 255
SPECIAL: Final = (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK)


class Entry(NamedTuple):
    """One regular member: its label, sizes in bytes, and where its packed bytes begin."""

    name: str
    size: int
    packed_size: int
    method: int
    crc: int
    offset: int
    flags: int
    mode: int
    written: datetime | None
    data_offset: int = 0


def check_zip(stream: IO[bytes], size: int, name: str, limits: Limits) -> tuple[list[Entry], list[Note]]:
    """Return the regular members in the order of the directory, and notes on what was left out.

    Parameters: ``stream``, seekable, at any position; ``size`` in bytes; ``name``, the zip's label.
    Raises InputError E101, E102, E104, E107, E108, E110, E112, E113, E114 or E116.
    """
    entries, directory_at = _directory(stream, size, name, limits)
    notes: list[Note] = []
    regular = [entry for entry in entries if _is_regular(entry, notes)]
    for entry in regular:
        _note_odd_name(entry, notes)
        _check_method(entry, name)
    placed = _locate(stream, entries, directory_at, name)
    _check_sizes(regular, size, name, limits)
    return [placed[entry.offset] for entry in regular], notes


def label(name: str) -> str:
    """A name made safe to show: everything invisible, turning or unprintable written as an escape."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name)


def _directory(stream: IO[bytes], size: int, name: str, limits: Limits) -> tuple[list[Entry], int]:
    count, offset, length = _end_record(stream, size, name)
    if count > limits.members or length > DIRECTORY_BYTES:
        raise InputError("E112", name, detail=words("{n} members, the limit is {most}", n=count, most=limits.members))
    if count == 0 and length == 0:
        raise InputError("E110", name, detail=words("the zip is empty"))
    stream.seek(offset)
    directory = stream.read(length)
    entries: list[Entry] = []
    at = 0
    while at < length:
        entry, at = _central_entry(directory, at, offset, name)
        entries.append(entry)
        if len(entries) > limits.members:
            break
    if len(entries) != count:
        raise InputError("E112", name, detail=words("it says {n} members and lists {m}", n=count, m=len(entries)))
    if min(entry.offset for entry in entries) != 0:
        raise InputError("E113", name, "byte 0", words("other bytes stand before the first member"))
    return entries, offset


def _end_record(stream: IO[bytes], size: int, name: str) -> tuple[int, int, int]:
    """(members, offset of the directory, its length), from the end record or its 64-bit form."""
    tail_at = max(0, size - LONGEST_COMMENT - END.size)
    stream.seek(tail_at)
    tail = stream.read()
    at = _find_end(tail, name, size)
    fields = END.unpack_from(tail, at)
    disk, directory_disk, count, length, offset = fields[1], fields[2], fields[4], fields[5], fields[6]
    if disk not in (0, FULL16) or directory_disk not in (0, FULL16):
        raise InputError("E116", name, detail=words("it is one part of a zip in several parts"))
    directory_end = tail_at + at
    if count == FULL16 or FULL32 in (length, offset):
        wide = _end_record_64(stream, directory_end, name)
        if wide is not None:
            count, length, offset, directory_end = wide
    if offset + length < directory_end:
        raise InputError("E113", name, "byte 0", words("other bytes stand before the zip"))
    if offset + length > directory_end:
        raise InputError("E116", name, detail=words("its list of members is cut"))
    return count, offset, length


def _find_end(tail: bytes, name: str, size: int) -> int:
    """Where the end record stands in ``tail``: the last one whose comment ends with the file."""
    at = first = tail.rfind(b"PK\5\6")
    while at >= 0:
        if at + END.size <= len(tail) and at + END.size + END.unpack_from(tail, at)[-1] == len(tail):
            return at
        at = tail.rfind(b"PK\5\6", 0, at)
    if first < 0 or first + END.size > len(tail):
        raise InputError("E104", name, detail=words("{n} bytes", n=size))
    if first + END.size + END.unpack_from(tail, first)[-1] > len(tail):
        raise InputError("E104", name, detail=words("{n} bytes", n=size))
    raise InputError("E113", name, detail=words("other bytes stand after the zip"))


def _end_record_64(stream: IO[bytes], end: int, name: str) -> tuple[int, int, int, int] | None:
    """(members, length, offset, where the directory ends); None when there is no 64-bit record."""
    if end < END64_LOCATOR.size:
        return None
    stream.seek(end - END64_LOCATOR.size)
    signature, _, at, _ = END64_LOCATOR.unpack(stream.read(END64_LOCATOR.size))
    if signature != b"PK\6\7":
        return None
    if at + END64.size > end:
        raise InputError("E116", name, detail=words("its 64-bit end record is out of place"))
    stream.seek(at)
    fields = END64.unpack(stream.read(END64.size))
    if fields[0] != b"PK\6\6":
        raise InputError("E116", name, detail=words("its 64-bit end record is missing"))
    return fields[7], fields[8], fields[9], at


def _central_entry(directory: bytes, at: int, limit: int, zip_name: str) -> tuple[Entry, int]:
    if at + CENTRAL.size > len(directory) or directory[at : at + 4] != b"PK\1\2":
        raise InputError("E116", zip_name, detail="its list of members is damaged")
    f = CENTRAL.unpack_from(directory, at)
    system, flags, method, clock, day, crc = f[2], f[5], f[6], f[7], f[8], f[9]
    packed, size, name_len, extra_len, comment_len = f[10:15]
    mode, offset = f[17] >> 16, f[18]
    names_at = at + CENTRAL.size
    after = names_at + name_len + extra_len + comment_len
    if after > len(directory):
        raise InputError("E116", zip_name, detail="its list of members is damaged")
    raw = directory[names_at : names_at + name_len]
    extra = directory[names_at + name_len : names_at + name_len + extra_len]
    size, packed, offset = _wide_sizes(extra, size, packed, offset)
    if offset >= limit:
        raise InputError("E116", zip_name, detail=words("a member is said to begin behind the list of members"))
    kind = mode if system == UNIX else 0
    entry = Entry(_decode(raw), size, packed, method, crc, offset, flags, kind, _dos_time(day, clock))
    return entry, after


def _wide_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset with those that did not fit 32 bits taken from the zip64 field."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1:
            body = extra[at + 4 : at + 4 + length]
            wide = list(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
            values = [wide.pop(0) if v == FULL32 and wide else v for v in (size, packed, offset)]
            return values[0], values[1], values[2]
        at += 4 + length
    return size, packed, offset


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _dos_time(day: int, clock: int) -> datetime | None:
    """The member's own time, naive local, to 2 seconds; None when it was never set or cannot be."""
    try:
        moment = datetime(  # noqa: DTZ001 - a zip carries no zone
            1980 + (day >> 9), day >> 5 & 15, day & 31, clock >> 11, clock >> 5 & 63, min(59, (clock & 31) * 2)
        )
    except ValueError:
        return None
    return moment if moment.year > 1980 else None


def _is_regular(entry: Entry, notes: list[Note]) -> bool:
    """False for folders, and for links and devices, which are noted."""
    if stat.S_IFMT(entry.mode) in SPECIAL:
        notes.append(Note("E106", label(entry.name)[:LONGEST_NAME]))
        return False
    return not entry.name.endswith("/")


def _note_odd_name(entry: Entry, notes: list[Note]) -> None:
    name = entry.name
    parts = name.replace("\\", "/").split("/")
    odd = ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":" or "\\" in name
    if odd or not name.isprintable() or len(name) > LONGEST_NAME:
        notes.append(Note("E105", label(name)[:LONGEST_NAME]))


def _check_method(entry: Entry, zip_name: str) -> None:
    place = label(entry.name)[:LONGEST_NAME]
    if entry.flags & ENCRYPTED_FLAGS:
        raise InputError("E107", zip_name, place)
    if entry.method not in (STORED, DEFLATED):
        method = OTHER_METHODS.get(entry.method, words("method {n}", n=entry.method))
        raise InputError("E108", zip_name, place, method)


def _locate(stream: IO[bytes], entries: list[Entry], directory_at: int, zip_name: str) -> dict[int, Entry]:
    """Where each member's bytes begin, by offset of its local header. Raises E102 where two members overlap."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    spans = []
    for entry in ordered:
        stream.seek(entry.offset)
        header = stream.read(LOCAL.size)
        if len(header) < LOCAL.size or header[:4] != b"PK\3\4":
            raise InputError("E116", zip_name, label(entry.name)[:LONGEST_NAME], words("byte {n}", n=entry.offset))
        fields = LOCAL.unpack(header)
        spans.append((entry, entry.offset + LOCAL.size + fields[10] + fields[11]))
    for (one, start), (other, _) in pairwise(spans):
        if start + one.packed_size > other.offset:
            both = words("{one} and {other}", one=label(one.name)[:80], other=label(other.name)[:80])
            raise InputError("E102", zip_name, f"byte {other.offset:,}", both)
    last, start = spans[-1]
    if start + last.packed_size > directory_at:
        raise InputError(
            "E102", zip_name, f"byte {start:,}", words("{one} and the list of members", one=label(last.name)[:80])
        )
    return {entry.offset: entry._replace(data_offset=start) for entry, start in spans}


def _check_sizes(entries: list[Entry], size: int, zip_name: str, limits: Limits) -> None:
    total = sum(entry.size for entry in entries)
    largest = max(entries, key=lambda entry: entry.size, default=None)
    if largest is None:
        return
    place = label(largest.name)[:LONGEST_NAME]
    if total > limits.ratio_from_bytes and total > limits.ratio * size:
        times = words(
            "would unpack {n} times its size, the limit is {most} times",
            n=total // size,
            most=round(limits.ratio),
        )
        raise InputError("E101", zip_name, place, times)
    if largest.size > limits.member_bytes:
        raise InputError(
            "E114",
            zip_name,
            place,
            words("{n} bytes, the limit is {most}", n=largest.size, most=limits.member_bytes),
        )
    if total > limits.unpacked_bytes:
        raise InputError(
            "E114",
            zip_name,
            "",
            words("{n} bytes unpacked, the limit is {most}", n=total, most=limits.unpacked_bytes),
        )

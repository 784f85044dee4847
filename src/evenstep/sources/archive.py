"""Open an export safely: a file, bytes in memory, a zip or a tar within limits; nothing is unpacked to the disk."""

from __future__ import annotations

import re
import stat
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from evenstep.errors import Choice, InputError, NeedsAnswer, OptionError
from evenstep.events.reading import Note
from evenstep.sources.base import Limits, Opened
from evenstep.sources.discord.page import is_discord_page
from evenstep.sources.folder import beside_database, open_folder
from evenstep.sources.matrix.other_forms import is_element_page
from evenstep.sources.member import BytesMember, FileMember, ZipMember
from evenstep.sources.meta.page import is_meta_page
from evenstep.sources.phone_pages import page_looks_like
from evenstep.sources.tar import TarMember, is_tar, tar_members
from evenstep.sources.telegram.page import HOW_JSON, is_telegram_page
from evenstep.sources.zip_check import check_zip, label
from evenstep.spoken import words

DATABASE_MAGIC: Final = b"SQLite format 3\0"
ZIP_MAGIC: Final = (b"PK\3\4", b"PK\5\6", b"PK\6\6")
PACKED_MAGIC: Final = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
CHAT_SUFFIXES: Final = (".txt", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".parquet", ".xml", ".html")
CHAT_SUFFIXES_AND_STORES: Final = (*CHAT_SUFFIXES, ".db", ".sqlite", ".mbox", ".eml")
KNOWN_INNER: Final = re.compile(r"^(takeout|whatsapp|facebook|instagram|meta|telegram|chat|discord)[^/]*\.zip$", re.I)
INNER_BYTES: Final = 256 * 2**20  # a zip inside a zip is held in memory
CHECKED_BYTES: Final = 64 * 2**20  # attachments are checked for damage as long as all together are this small
HEAD_BYTES: Final = 16_384  # the first style sheet of a web page can be long
TAIL_BYTES: Final = 66_000
MOST_CHOICES: Final = 50


@dataclass(frozen=True)
class NamedBytes:
    """An export that never touches the disk: its name as a label, and its bytes."""

    name: str
    data: bytes = field(repr=False)


def open_export(source: str | Path | NamedBytes, *, limits: Limits | None = None, member: str | None = None) -> Opened:
    """Open an export for reading; content decides what it is, never the name.

    Parameters: ``source``, a path or bytes with a name; ``limits``, in bytes and counts;
    ``member``, which member of a zip to read: its name, or NAME#2 for the second of that name.
    Raises InputError (E101–E116), NeedsAnswer("member") and OptionError("member").
    """
    limits = limits or Limits()
    if isinstance(source, str | Path) and Path(source).is_dir():
        return open_folder(Path(source), limits, member)
    plain = _plain(source)
    if plain.size == 0:
        raise InputError("E110", plain.name, detail=words("the file is empty"))
    if plain.size > limits.file_bytes:
        raise InputError(
            "E114",
            plain.name,
            detail=words("{n} bytes, the limit is {most}", n=plain.size, most=limits.file_bytes),
        )
    head = plain.head(HEAD_BYTES)
    if head.startswith(ZIP_MAGIC):
        return _open_zip(plain, limits, member)
    if plain.name.lower().endswith(".zip") and _ends_as_zip(plain):
        raise InputError("E113", plain.name, "byte 0", words("other bytes stand before the zip"))
    if is_tar(head):
        return _open_tar(plain, limits, member)
    if head.startswith(PACKED_MAGIC):
        raise InputError("E289", plain.name)
    _refuse_web_page(plain.name, head)
    beside = beside_database(Path(source), plain.name) if isinstance(source, str | Path) else ()
    return Opened(plain.name, (plain, *(beside if head.startswith(DATABASE_MAGIC) else ())))


def is_chat_file(name: str) -> bool:
    """True when a member's name has an ending that chat files have; photos, videos and the like have not."""
    return name.lower().endswith(CHAT_SUFFIXES_AND_STORES)


def _plain(source: str | Path | NamedBytes) -> FileMember | BytesMember:
    if isinstance(source, NamedBytes):
        return BytesMember(label(source.name), source.data)
    path = Path(source)
    name = label(path.name) or label(str(source))
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) and error.strerror else words("the name cannot be used")
        raise InputError("E110", name, detail=problem) from error
    if not stat.S_ISREG(status.st_mode):
        raise InputError("E110", name, detail=words("a device, not a file"))
    return FileMember(name, status.st_size, path)


def _ends_as_zip(plain: FileMember | BytesMember) -> bool:
    with plain.open() as stream:
        stream.seek(max(0, plain.size - TAIL_BYTES))
        return b"PK\5\6" in stream.read()


def _refuse_web_page(name: str, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.replace(b"\0", b"")[2:].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        if is_meta_page(name, head):
            raise InputError("E272", name, detail=words("a thread of Messenger or Instagram"))
        if is_discord_page(head):
            raise InputError("E272", name, detail=words("a page of DiscordChatExporter"))
        if is_element_page(head):
            raise InputError("E272", name, detail=words("a page of Element"))
        if is_telegram_page(head):
            raise InputError("E272", name, detail=HOW_JSON)
        ours = b"tgme" in start
        tip = words("Telegram can write JSON too: choose it when you export") if ours else page_looks_like(head)
        raise InputError("E111", name, detail=tip)


Inner = ZipMember | TarMember


@dataclass
class _Inside:
    """What stands inside an archive, one level unpacked in memory at most."""

    name: str
    members: list[Inner]
    notes: list[Note]
    written: datetime | None

    def has_chat_file(self) -> bool:
        return any(is_chat_file(m.name) for m in self.members)

    def zips(self) -> list[Inner]:
        return [m for m in self.members if m.name.lower().endswith(".zip")]


def _open_zip(outer: FileMember | BytesMember, limits: Limits, member: str | None) -> Opened:
    inside = _open_one_level(outer, limits)
    if not inside.has_chat_file() and inside.zips():
        inside = _open_inner(inside, outer.size, limits)
    return _choose(inside, member)


def _open_tar(outer: FileMember | BytesMember, limits: Limits, member: str | None) -> Opened:
    """A tar as Microsoft sends it; its files are not packed, so that they are no larger than it is."""
    members, notes = tar_members(outer, limits)
    real = [m for m in members if not m.name.rsplit("/", 1)[-1].startswith(".")]
    if not real:
        raise InputError("E110", outer.name, detail=words("the archive holds no files"))
    times = [m.written for m in real if is_chat_file(m.name) and m.written is not None]
    return _choose(_Inside(outer.name, list(real), notes, max(times, default=None)), member)


def _open_one_level(outer: FileMember | BytesMember, limits: Limits) -> _Inside:
    with outer.open() as stream:
        entries, notes = check_zip(stream, outer.size, outer.name, limits)
    real = [e for e in entries if not e.name.startswith("__MACOSX/") and not e.name.endswith(".DS_Store")]
    if not real:
        raise InputError("E110", outer.name, detail=words("the zip holds no files"))
    members = [ZipMember(label(e.name)[:255], e.size, outer, e) for e in real]
    sound = _sound(members, notes)
    times = [m.written for m in sound if is_chat_file(m.name) and m.written is not None]
    return _Inside(outer.name, list(sound), notes, max(times, default=None))


def _sound(members: list[ZipMember], notes: list[Note]) -> list[ZipMember]:
    """The members without damaged attachments, which are noted. Chat files are checked when they are read."""
    attachments = [m for m in members if not is_chat_file(m.name) and not m.name.lower().endswith(".zip")]
    if sum(m.size for m in attachments) > CHECKED_BYTES:
        return members
    damaged = set()
    for attachment in attachments:
        try:
            attachment.read()
        except InputError as error:
            damaged.add(attachment.entry.offset)
            notes.append(Note(error.code, error.place, error.detail))
    return [m for m in members if m.entry.offset not in damaged]


def _open_inner(outer: _Inside, size: int, limits: Limits) -> _Inside:
    """One level of zips inside the zip, those whose names exports are known to have."""
    merged = _Inside(outer.name, [], list(outer.notes), None)
    if sum(zipped.size for zipped in outer.zips()) > INNER_BYTES:
        raise InputError("E109", outer.name, detail=words("the zips inside are too many to open them there"))
    for zipped in outer.zips():
        if not KNOWN_INNER.match(zipped.name.rsplit("/", 1)[-1]):
            raise InputError("E109", outer.name, zipped.name, words("not a name that exports have"))
        deeper = _open_one_level(BytesMember(f"{outer.name} › {zipped.name}", zipped.read()), limits)
        merged.members += deeper.members
        merged.notes += deeper.notes
        merged.written = max((t for t in (merged.written, deeper.written) if t is not None), default=None)
    _check_both_levels(merged, size, limits)
    if not merged.has_chat_file() and merged.zips():
        raise InputError("E109", outer.name, merged.zips()[0].name)
    return merged


def _check_both_levels(inside: _Inside, size: int, limits: Limits) -> None:
    """The limits again over both levels: each zip may be within them and the two together far beyond."""
    total = sum(m.size for m in inside.members)
    if total > limits.ratio_from_bytes and total > limits.ratio * size:
        times = words(
            "would unpack {n} times its size, the limit is {most} times",
            n=total // size,
            most=round(limits.ratio),
        )
        raise InputError("E101", inside.name, detail=times)
    if total > limits.unpacked_bytes:
        raise InputError(
            "E114",
            inside.name,
            "",
            words("{n} bytes unpacked, the limit is {most}", n=total, most=limits.unpacked_bytes),
        )


def _about(member: Inner) -> str:
    n, when = member.size, member.written
    return words("{n} bytes, {date}", n=n, date=str(when)) if when else words("{n} bytes, no date", n=n)


def _choose(inside: _Inside, member: str | None) -> Opened:
    """Settle members of the same name: by ``member``, or by asking. Raises NeedsAnswer and OptionError."""
    counts = Counter(m.name for m in inside.members)
    seen: Counter[str] = Counter()
    keyed: list[tuple[str, Inner]] = []
    for m in inside.members:
        seen[m.name] += 1
        keyed.append((f"{m.name}#{seen[m.name]}" if counts[m.name] > 1 else m.name, m))
    if member is not None:
        chosen = next((m for key, m in keyed if key == member), None)
        if chosen is None:
            raise OptionError("member", f"there is no member {member!r} in {inside.name}.")
        others = tuple(m for m in inside.members if not is_chat_file(m.name))
        return Opened(inside.name, (chosen, *others), chosen.written, tuple(inside.notes))
    twice = [(key, m) for key, m in keyed if counts[m.name] > 1 and is_chat_file(m.name)]
    if twice:
        choices = [Choice(key, _about(m)) for key, m in twice[:MOST_CHOICES]]
        raise NeedsAnswer("member", words("This zip holds the same file name twice. Which one?"), choices, inside.name)
    return Opened(inside.name, tuple(inside.members), inside.written, tuple(inside.notes))

"""What is fuzzed: every source, the opening of archives, the table of lines; only our own errors may escape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fuzz_depth import Target
from fuzz_lines import parsed_lines
from fuzz_packing import unpack
from fuzz_twice import read_twice

from evenstep.errors import EvenstepError, EventTableError, InputError, NeedsAnswer
from evenstep.sources import read
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Limits, Opened, Parsed, ReadOptions, Source
from evenstep.sources.member import BytesMember

LIMITS = Limits(members=1_000, unpacked_bytes=2**26, member_bytes=2**26, ratio_from_bytes=2**16)
OPTIONS = ReadOptions(
    zone="Europe/Berlin", date_order="dmy", limits=LIMITS, keep_text=True, now=datetime(2026, 1, 1, tzinfo=UTC)
)
MOST_QUESTIONS = 4
ALWAYS_WHOLE = ("archive", "telegramtwice", "lines")  # these have no door
OURS_TO_MEND = ("E291", "E292")  # "does not add up" and "not foreseen": faults of ours, told politely


class Finding(Exception):
    """Something that must not happen."""


def targets() -> Mapping[str, Target]:
    """One a source of read.SOURCES, by its class's name; the archive, Telegram's two ways, and the table of lines."""
    sources = {type(source).__name__.lower(): _reading(source) for source in read.SOURCES}
    return {"archive": archive} | sources | {"telegramtwice": twice, "lines": lines}


def archive(data: bytes) -> str:
    """Open any bytes as an export and read every member to its end."""
    try:
        opened = open_export(NamedBytes("export", data), limits=LIMITS)
        for member in opened.members:
            whole = member.read()
            with member.open() as stream:
                streamed = stream.read()
            if whole != streamed or not whole.startswith(member.head(100)):
                raise Finding("two ways to read one member disagree")
    except EvenstepError as error:
        return _said(error)
    return "read"


def lines(data: bytes) -> str:
    """Lines of any values to tables. Whatever a source may hand over is taken: no error is ours to raise here."""
    try:
        return _balanced(parsed_lines(data), Opened("lines", ()))
    except EvenstepError as error:
        raise Finding(str(error)) from error


def twice(data: bytes) -> str:
    """Telegram's quick way must give what the careful one gives, where it is taken."""
    try:
        return "read" if read_twice(BytesMember(*unpack(data)[0]), OPTIONS) else "not ours"
    except EvenstepError as error:
        return _said(error)


def _reading(source: Source) -> Target:
    def target(data: bytes) -> str:
        members = tuple(_members(data))
        opened = Opened(members[0].name, members)
        try:
            if not source.score(opened) > 0:
                return "not ours"
            return _balanced(_answered(source, opened), opened)
        except EvenstepError as error:
            return _said(error)

    return target


def _members(data: bytes) -> Iterator[BytesMember]:
    """The files; of two with one name the second lies in a folder, for open_export never hands over two chats alike."""
    taken: set[str] = set()
    for name, content in unpack(data):
        own = name if name not in taken else f"{len(taken)}/{name}"
        taken.add(own)
        yield BytesMember(own, content)


def _answered(source: Source, opened: Opened) -> Parsed:
    """Parse, with the first choice as the answer to every question."""
    options = OPTIONS
    for _ in range(MOST_QUESTIONS):
        try:
            return source.parse(opened, options)
        except NeedsAnswer as need:
            if not need.choices or getattr(options, need.option, None) not in (None, "Europe/Berlin", "dmy"):
                raise
            answer: Any = datetime(2020, 1, 1, tzinfo=UTC) if need.option == "epoch" else need.choices[0].value
            options = replace(options, **{need.option: answer})
    raise Finding("it asks for ever")


def _balanced(parsed: Parsed, opened: Opened) -> str:
    """What comes back keeps every contract that read_export holds it to."""
    read._checked(parsed, opened, OPTIONS, ())
    parsed.events.rows()
    parsed.conversations.rows()
    parsed.rejects.rows()
    parsed.reading.note_lines()
    return "read"


def _said(error: EvenstepError) -> str:
    str(error).encode()
    if isinstance(error, EventTableError) or (isinstance(error, InputError) and error.code in OURS_TO_MEND):
        raise Finding(str(error)) from error
    return error.code if isinstance(error, InputError) else type(error).__name__

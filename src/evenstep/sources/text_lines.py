"""A text file as lines: its encoding found, no line longer than the limit, and whether its last line is whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import decode
from evenstep.spoken import words

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible marks of direction, which some phones put before a line."""

BLOCK_BYTES = 2**18  # far less than the shortest line beyond the limit
BYTES_A_LETTER = 2  # in UTF-16, so that the limit is never stricter than it says


@dataclass(frozen=True)
class TextLines:
    """The lines, numbered from 0, without their ends and the invisible marks before them.

    Only line feeds end a line; a lone CR too in a file that has none.
    """

    lines: list[str] = field(repr=False)
    encoding: str
    notes: tuple[Note, ...]
    ends_whole: bool


def read_lines(member: Member, options: ReadOptions, encoding: str | None = None) -> TextLines:
    """Read a member; ``encoding`` is what the source found out, the user's answer goes before it.

    Raises InputError E205 for a line beyond the limit, NeedsAnswer("encoding").
    """
    decoded = decode(within_limit(member, options), member.name, options.encoding or encoding)
    text = decoded.text.lstrip("\ufeff")
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    lines = [line.rstrip("\r").lstrip(MARKS) for line in text.split("\n")]
    whole = lines[-1] == ""
    if whole:
        lines.pop()
    return TextLines(lines, decoded.encoding, decoded.notes, whole)


def within_limit(member: Member, options: ReadOptions) -> bytes:
    """The whole member, read block by block. Raises InputError E205 as soon as a line is beyond the limit."""
    most = options.limits.line_bytes * BYTES_A_LETTER
    blocks: list[bytes] = []
    open_line = 0
    with member.open() as stream:
        while block := stream.read(min(BLOCK_BYTES, most)):
            open_line = _open_line(block, open_line, most)
            if open_line > most:
                number = sum(each.count(b"\n") or each.count(b"\r") for each in blocks) + 1
                raise InputError("E205", member.name, f"line {number:,}", words("longer than {n} bytes", n=most))
            blocks.append(block)
    return b"".join(blocks)


def _open_line(block: bytes, before: int, most: int) -> int:
    """Bytes of the line that is open where the block ends; of one that ended in it when that is beyond ``most``."""
    last = max(block.rfind(b"\n"), block.rfind(b"\r"))
    if last < 0:
        return before + len(block)
    first = min(at for at in (block.find(b"\n"), block.find(b"\r")) if at >= 0)
    return before + first if before + first > most else len(block) - last - 1

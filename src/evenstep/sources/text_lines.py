"""A text file as lines: its encoding found, no line longer than the limit, and whether its last line is whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import decode

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible marks of direction, which some phones put before a line."""

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
    decoded = decode(_within_limit(member, options), member.name, options.encoding or encoding)
    text = decoded.text.lstrip("\ufeff")
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    lines = [line.rstrip("\r").lstrip(MARKS) for line in text.split("\n")]
    whole = lines[-1] == ""
    if whole:
        lines.pop()
    return TextLines(lines, decoded.encoding, decoded.notes, whole)


def _within_limit(member: Member, options: ReadOptions) -> bytes:
    most = options.limits.line_bytes * BYTES_A_LETTER
    pieces: list[bytes] = []
    with member.open() as stream:
        while piece := stream.readline(most + 1):
            if len(piece) > most:
                raise InputError("E205", member.name, f"line {len(pieces) + 1:,}")
            pieces.append(piece)
    return b"".join(pieces)

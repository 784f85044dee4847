"""Bytes to text: byte order marks, UTF-16, UTF-8 with counted repairs; any other encoding is a question."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Final

from evenstep.errors import Choice, NeedsAnswer, OptionError
from evenstep.events.reading import Note
from evenstep.spoken import words

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES: Final = 4_096
LISTED_LINES: Final = 20
NO_FILES: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Python calls these encodings too; they are for host names and source code, and some make text from plain bytes."""

CHOICES: Final = (
    Choice("cp1252", words("Western Europe, Windows")),
    Choice("mac_roman", words("Western Europe, old Mac")),
    Choice("cp1251", words("Cyrillic, Windows")),
    Choice("shift_jis", words("Japanese")),
    Choice("cp949", words("Korean")),
    Choice("gb18030", words("Chinese")),
)


@dataclass(frozen=True)
class Decoded:
    """A file as text, the encoding's name as shown to people, and what had to be repaired."""

    text: str = field(repr=False)
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Decode a whole file; ``encoding`` is the user's answer, which a byte order mark overrules.

    Bytes that are no valid text become U+FFFD each and are counted (E201).
    Raises NeedsAnswer("encoding") when the file is in none of the Unicode encodings.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    if encoding is not None:
        return _replaced(data, known_encoding(encoding))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, file)
    unmarked = _unmarked_utf16(data)
    return _replaced(data, unmarked) if unmarked else Decoded(text, "UTF-8")


def known_encoding(encoding: str) -> str:
    """The codec's name; UTF-16 and UTF-32 without a mark in the usual order. Raises OptionError for any other word."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise OptionError("encoding", f"{encoding!r} is not a text encoding we know.") from error
    if name.replace("_", "-") in NO_FILES:
        raise OptionError("encoding", f"{encoding!r} is not an encoding of files.")
    return f"{name}-le" if name in ("utf-16", "utf-32") else name  # no mark was found, so the usual order


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, by where the zero bytes stand in the first 4 KiB."""
    sample = data[:SAMPLE_BYTES]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.4 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _not_utf8(data: bytes, file: str) -> Decoded:
    """Repair what is plainly UTF-8 with a few broken bytes; ask about anything else."""
    unmarked = _unmarked_utf16(data)
    if unmarked:
        return _replaced(data, unmarked)
    repaired = _replaced(data, "utf-8")
    broken = sum(note.count for note in repaired.notes)
    sound = sum(1 for c in repaired.text if ord(c) > 127) - broken
    if sound >= broken or len(repaired.notes) == 1:
        return repaired
    raise NeedsAnswer("encoding", words("This file is not written in UTF-8. Which encoding is it?"), CHOICES, file)


def _replaced(data: bytes, name: str) -> Decoded:
    shown = "UTF-8" if name == "utf-8" else name.upper().removesuffix("-LE").removesuffix("-BE")
    text = data.decode(name, errors="replace")
    if "\ufffd" not in text:
        return Decoded(text, shown)
    if name.startswith(("utf-16", "utf-32")):
        return Decoded(text, shown, (Note("E201", "", "", text.count("\ufffd")),))
    return Decoded(text, shown, _broken_lines(data, name))


def _broken_lines(data: bytes, name: str) -> tuple[Note, ...]:
    """One note a line with bytes that are no valid text, the first of them by offset; the rest in one note."""
    notes: list[Note] = []
    more = offset = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii():
            try:
                line.decode(name)
            except UnicodeDecodeError as error:
                count = line.decode(name, errors="replace").count("\ufffd")
                if len(notes) < LISTED_LINES:
                    notes.append(Note("E201", f"line {number:,}", f"from byte {offset + error.start:,}", count))
                else:
                    more += count
        offset += len(line) + 1
    return (*notes, Note("E201", "further lines", "", more)) if more else tuple(notes)


def decode_head(head: bytes) -> str:
    """The first bytes of a file as text good enough to recognise its kind; never raises."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(name, errors="replace")
    return head.decode(_unmarked_utf16(head) or "utf-8", errors="replace")

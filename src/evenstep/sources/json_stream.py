"""JSON read from a stream, one window of text at a time, so that a large file never stands in memory as a whole."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import MARKS, decode
from evenstep.sources.json_text import SURROGATE_ESCAPE, EndsEarly, JsonText
from evenstep.spoken import words

WINDOW_BYTES: Final = 2**21
LONGEST_VALUE: Final = 2**25  # characters; no record of any export comes near it
PIECE: Final = 64  # characters; a broken line is known by so many, and the rest of its line
NEAR_END: Final = 64  # a fault this close to the end of a window may be cured by what follows
BYTES_ASIDE: Final = re.compile("[\udc80-\udcff]")


class _Window(JsonText):
    """The piece of the text that is held; places are counted from the beginning of the file."""

    def __init__(self, file: str, depth: int) -> None:
        super().__init__("", file, depth)
        self.broken_at = 0
        self._lines = self._column = self._bytes = 0
        self._piece = JsonText("", file, depth)
        self._counted = (0, 0)  # up to where the lines of this piece were counted, and how many there are

    def place(self, at: int) -> str:
        """ "line 12, column 3" of a character, as in the whole file."""
        before, line = self._counted if self._counted[0] <= at else (0, 0)
        line += self.text.count("\n", before, at)
        self._counted = (at, line)
        column = at - self.text.rfind("\n", 0, at) + (0 if line else self._column)
        return f"line {self._lines + line + 1:,}, column {column:,}"

    def line_behind(self, lines: int) -> str:
        """ "line 12" of what stands so many lines behind the beginning of the window."""
        return f"line {self._lines + lines + 1:,}"

    def forget(self, at: int) -> None:
        """Drop the text before ``at``."""
        gone = self.text[:at]
        lines = gone.count("\n")
        self._column = len(gone) - gone.rfind("\n") - 1 + (0 if lines else self._column)
        self._lines += lines
        self._bytes += len(gone.encode("utf-8", "surrogatepass"))
        self.text = self.text[at:]
        self._counted = (0, 0)

    def add(self, text: str) -> None:
        """More of the file."""
        self.text += text
        self.may_hold_surrogates = self.may_hold_surrogates or SURROGATE_ESCAPE.search(self.text) is not None

    def line_value(self, at: int) -> tuple[Any, int] | None:
        """The value at ``at`` and its end, read in small pieces of whole lines; None where they end inside it.

        Python's reader looks through all of the text it was given for each fault, however near that is: a file of
        broken lines would take time in the square of its length. Raises InputError E223.
        """
        piece, size = self._piece, PIECE
        while (end := self.text.find("\n", min(at + size, len(self.text)))) >= 0:
            piece.turn_to(self.text[at : end + 1])
            piece.repeats = 0
            try:
                value, length = piece.value(0)
            except EndsEarly:
                size *= 2
                continue
            except InputError as error:
                if error.code != "E223":
                    return None
                raise
            self.clash = piece.clash
            self.repeats += piece.repeats
            return value, at + length
        return None

    def _broken(self, error: json.JSONDecodeError, at: int) -> EndsEarly | InputError:
        self.broken_at = error.pos
        return super()._broken(error, at)

    def _too_deep(self, at: int) -> InputError:
        offset = self._bytes + len(self.text[:at].encode("utf-8", "surrogatepass"))
        return InputError("E221", self.file, f"byte {offset:,}", words("more than {n} levels", n=self.depth))


class JsonStream:
    """Values, fields and elements in the order of the file.

    ``halves``: half letters that were repaired; ``encoding``: as it is shown to people.
    A cut file raises EndsEarly where more should follow.
    Raises NeedsAnswer("encoding"), InputError E205, E221 and E223.
    """

    def __init__(self, member: Member, options: ReadOptions) -> None:
        self.file = member.name
        self.halves = 0
        self.encoding = "UTF-8"
        self._options = options
        self._window = _Window(member.name, options.limits.json_depth)
        self._at = 0
        self._read = 0
        self._skipped = False
        self._notes: list[Note] = []
        self._damaged: tuple[str, int] | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._stream: IO[bytes] | None = None
        if _is_plain_utf8(member.head(), options):
            self._stream = member.open()
        else:
            decoded = decode(member.read(), member.name, options.encoding)
            self.encoding = decoded.encoding
            self._notes.extend(decoded.notes)
            self._window.add(decoded.text.lstrip("\ufeff"))

    @property
    def clash(self) -> bool:
        """True when the value read last names one field twice with different content."""
        return self._window.clash

    @property
    def bytes_read(self) -> int:
        """How far the file has been read."""
        return self._read

    def peek(self) -> str:
        """The next character that is not white space; "" at the end."""
        while True:
            self._at = self._window.skip(self._at)
            if self._at < len(self._window.text):
                return self._window.text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """The value that stands here."""
        self.peek()
        found = self._window.line_value(self._at) if self._skipped else None
        if found is not None:
            value, self._at = found
            return value
        repeats = self._window.repeats
        while True:
            self._window.repeats = repeats  # a value that is read again has its repeated fields counted once
            try:
                value, end = self._window.value(self._at)
            except EndsEarly:
                if self._more():
                    continue
                raise
            except InputError as error:
                if error.code == "E223" and self._near_end(self._window.broken_at) and self._more():
                    continue
                raise
            length = end - self._at
            if type(value) in (int, float) and self._near_end(end) and self._more():
                continue  # a number may go on
            self._at += length
            return value

    def fields(self) -> Iterator[str]:
        """The names of an object's fields; each value must be read before the next name is asked for."""
        self._expect("{")
        if self.peek() == "}":
            self._expect("}")
            return
        while True:
            if self.peek() != '"':
                self._expect('"')
            name = self.value()
            self._expect(":")
            yield name
            if not self._goes_on("}"):
                return

    def elements(self) -> Iterator[None]:
        """One turn for each element of an array; each must be read before the next turn."""
        self._expect("[")
        if self.peek() == "]":
            self._expect("]")
            return
        while True:
            yield
            if not self._goes_on("]"):
                return

    def skip_line(self) -> None:
        """Go to the next line: what stands on this one is no JSON, and other lines may be none."""
        self._skipped = True
        while True:
            end = self._window.text.find("\n", self._at)
            self._at = end + 1 if end >= 0 else len(self._window.text)
            if end >= 0 or not self._more():
                return

    def finish(self) -> None:
        """Nothing but white space may follow. Raises InputError E223."""
        if self.peek():
            raise InputError("E223", self.file, self.place(), words("more follows after the end"))

    def place(self) -> str:
        """Line and column of what is read next."""
        return self._window.place(self._at)

    def clean(self, string: str) -> str:
        """The string with half letters (lone surrogates) as U+FFFD, which are counted."""
        cleaned, halves = self._window.clean(string)
        self.halves += halves
        return cleaned

    def notes(self) -> list[Note]:
        """What had to be repaired, and how often."""
        damaged = [Note("E201", self._damaged[0], "", self._damaged[1])] if self._damaged else []
        halves = [Note("E204", "", "", self.halves)] if self.halves else []
        repeats = [Note("E224", "", "", self._window.repeats)] if self._window.repeats else []
        return [*self._notes, *damaged, *halves, *repeats]

    def close(self) -> None:
        """Give the file back."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _near_end(self, at: int) -> bool:
        return len(self._window.text) - at < NEAR_END

    def _goes_on(self, end: str) -> bool:
        if self.peek() == end:
            self._expect(end)
            return False
        self._expect(",")
        return True

    def _expect(self, wanted: str) -> None:
        found = self.peek()
        if not found:
            raise EndsEarly(self._at)
        if found != wanted:
            raise InputError("E223", self.file, self.place(), words("here should be {wanted}", wanted=wanted))
        self._at += 1

    def _more(self) -> bool:
        """Hold more of the file; False at its end."""
        if self._stream is None:
            return False
        self._window.forget(self._at)
        self._at = 0
        held = len(self._window.text)
        if held > LONGEST_VALUE:
            raise InputError("E205", self.file, self.place(), words("longer than {n} characters", n=LONGEST_VALUE))
        data = self._stream.read(max(WINDOW_BYTES, held))
        self._read += len(data)
        text = self._decoder.decode(data, final=not data)
        if not data:
            self.close()
        self._window.add(self._repaired(text, held))
        return bool(text) or self._stream is not None

    def _repaired(self, text: str, held: int) -> str:
        """The text with bytes that are no valid text as U+FFFD each."""
        first = None if text.isascii() else BYTES_ASIDE.search(text)
        if first is None:
            return text
        repaired, count = BYTES_ASIDE.subn("\ufffd", text)
        line = self._window.text.count("\n", 0, held) + text.count("\n", 0, first.start())
        place = self._damaged[0] if self._damaged else self._window.line_behind(line)
        self._damaged = (place, count + (self._damaged[1] if self._damaged else 0))
        return repaired


def _is_plain_utf8(head: bytes, options: ReadOptions) -> bool:
    """True for what can be decoded as it comes; any other encoding is settled over the whole file."""
    if options.encoding is not None or b"\0" in head:
        return False
    if any(head.startswith(mark) for mark, name in MARKS if name != "utf-8"):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True

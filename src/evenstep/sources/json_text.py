"""JSON that came from elsewhere: depth, duplicate keys, endless numbers and cut files, each with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.spoken import N_, words

SPACE: Final = re.compile(r"[ \t\r\n]*")
BRACKETS: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|([\[{])|([\]}])', re.S)
LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
CUT_LITERALS: Final = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
LONGEST_NUMBER: Final = 20
REFUSED_DIGITS: Final = "Exceeds the limit"


class EndsEarly(Exception):
    """The text ends inside a value; ``at`` is the character where the incomplete value begins."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(f"character {at}")


class EndlessNumber:
    """Stands for a number of more than LONGEST_NUMBER digits, which is never computed."""


class JsonText:
    """A JSON text read piece by piece, so that one bad or missing piece does not take the rest with it.

    ``clash``: the value decoded last names one field twice with different content.
    ``repeats``: fields named twice so far, with the same content or not.
    """

    def __init__(self, text: str, file: str, depth: int) -> None:
        self.text = text
        self.file = file
        self.depth = depth
        self.clash = False
        self.repeats = 0
        self.may_hold_surrogates = SURROGATE_ESCAPE.search(text) is not None
        self._plain = json.JSONDecoder(object_pairs_hook=self._pairs).raw_decode
        self._careful = json.JSONDecoder(object_pairs_hook=self._pairs, parse_int=_short_int).raw_decode

    def turn_to(self, text: str) -> None:
        """Go on with another text; what was counted so far stays."""
        self.text = text
        self.may_hold_surrogates = SURROGATE_ESCAPE.search(text) is not None

    def skip(self, at: int) -> int:
        """The next character that is not white space."""
        match = SPACE.match(self.text, at)
        return match.end() if match is not None else at

    def value(self, at: int) -> tuple[Any, int]:
        """The value that begins at ``at``, and where it ends. Raises EndsEarly, InputError E221 or E223."""
        self.clash = False
        try:
            value, end = self._decoded(at)
        except json.JSONDecodeError as error:
            raise self._broken(error, at) from None
        except RecursionError:
            raise self._too_deep(at) from None
        if self.text.count("[", at, end) + self.text.count("{", at, end) > self.depth:
            self._check_depth(at, end)
        return value, end

    def _decoded(self, at: int) -> tuple[Any, int]:
        """The plain decoder, which is quick; where it meets more digits than Python computes, the careful one."""
        try:
            return self._plain(self.text, at)
        except json.JSONDecodeError:
            raise
        except ValueError as error:
            if REFUSED_DIGITS not in str(error):
                raise
            return self._careful(self.text, at)

    def object(self, at: int, into: dict[str, Any], streams: Mapping[str, Callable[[int], int]]) -> int:
        """Read an object's fields into ``into`` as they come; those in ``streams`` are handed the place instead."""
        at = self._expect(at, "{")
        if self._peek(at) == "}":
            return at + 1
        while True:
            at = self._expect(at, '"') - 1
            key, at = self.value(at)
            at = self.skip(self._expect(at, ":"))
            if key in streams:
                at = streams[key](at)
            else:
                self.repeats += key in into
                into[key], at = self.value(at)
            at = self.skip(at)
            if self._peek(at) == "}":
                return at + 1
            at = self.skip(self._expect(at, ","))

    def array(self, at: int, each: Callable[[int], int]) -> int:
        """Hand the place of each element to ``each``, which returns where the element ends."""
        at = self.skip(self._expect(at, "["))
        if self._peek(at) == "]":
            return at + 1
        while True:
            at = self.skip(each(at))
            if self._peek(at) == "]":
                return at + 1
            at = self.skip(self._expect(at, ","))

    def finish(self, at: int) -> None:
        """Nothing but white space may follow the whole. Raises InputError E223."""
        at = self.skip(at)
        if at < len(self.text):
            raise InputError("E223", self.file, self.place(at), words("more follows after the end"))

    def place(self, at: int) -> str:
        """ "line 12, column 3" of a character; lines are counted by "\\n" only."""
        line = self.text.count("\n", 0, at) + 1
        return f"line {line:,}, column {at - self.text.rfind(chr(10), 0, at):,}"

    def clean(self, string: str) -> tuple[str, int]:
        """The string with half letters (lone surrogates) as U+FFFD, and how many there were."""
        if not self.may_hold_surrogates or string.isascii():
            return string, 0
        return LONE_SURROGATE.subn("\ufffd", string)

    def _peek(self, at: int) -> str:
        if at >= len(self.text):
            raise EndsEarly(at)
        return self.text[at]

    def _expect(self, at: int, wanted: str) -> int:
        at = self.skip(at)
        if self._peek(at) != wanted:
            raise InputError("E223", self.file, self.place(at), words("here should be {wanted}", wanted=wanted))
        return self.skip(at + 1) if wanted in "{[" else at + 1

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            self.repeats += len(pairs) - len(made)
            self.clash = self.clash or any(made[key] != value for key, value in pairs)
        return made

    def _broken(self, error: json.JSONDecodeError, at: int) -> EndsEarly | InputError:
        rest = self.text[error.pos :]
        short = len(rest) < 12
        cut = (
            not rest.strip()
            or error.msg.startswith("Unterminated string")
            or (short and (error.msg.startswith("Invalid \\") or any(w.startswith(rest) for w in CUT_LITERALS)))
        )
        return EndsEarly(at) if cut else InputError("E223", self.file, self.place(error.pos), _said(error.msg))

    def _check_depth(self, at: int, end: int) -> None:
        depth = 0
        for match in BRACKETS.finditer(self.text, at, end):
            depth += (match[1] is not None) - (match[2] is not None)
            if depth > self.depth:
                raise self._too_deep(match.start())

    def _too_deep(self, at: int) -> InputError:
        offset = len(self.text[:at].encode("utf-8", "surrogatepass"))
        return InputError("E221", self.file, f"byte {offset:,}", words("more than {n} levels", n=self.depth))


PARSER_SAYS: Final = N_(
    (
        "Expecting value",
        "Expecting property name enclosed in double quotes",
        "Expecting ':' delimiter",
        "Expecting ',' delimiter",
        "Extra data",
        "Unterminated string starting at",
        "Invalid control character at",
        "Invalid \\escape",
        "Invalid \\uXXXX escape",
        "Illegal trailing comma before end of object",
        "Illegal trailing comma before end of array",
    )
)


def _said(message: str) -> str:
    return words(message) if message in PARSER_SAYS else message


def _short_int(digits: str) -> int | EndlessNumber:
    return int(digits) if len(digits) <= LONGEST_NUMBER else EndlessNumber()


def whole(string: str) -> str:
    """The string with each half letter (lone surrogate) as U+FFFD."""
    return LONE_SURROGATE.sub("\ufffd", string)


def is_endless(number: object) -> bool:
    """True for a number of more than LONGEST_NUMBER digits."""
    if type(number) is int:
        return abs(number) >= 10**LONGEST_NUMBER
    return isinstance(number, EndlessNumber)

"""Who wrote each record: the text up to the first ": ", names with a colon by what recurs, names made plain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenstep.sources.whatsapp.bytes import Block, Ints
from evenstep.sources.whatsapp.shape import MARKS

_COLON: Final = b": "
_KNOWN: Final = 64  # senders tried by vector before a line is looked at by itself
_FEW: Final = 200
_LONGEST: Final = 400  # bytes a name may take
_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BIDI: Final = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_QUOTES: Final = ('"', "“”", "„“", "«»", "「」", "『』")
_FEW_LONE: Final = 8  # lines without a second colon that may be notices about a name with one
_LONG_NOTICE: Final = 8  # words; a "name" this long that comes once or twice is a notice with a colon


def plain_name(raw: bytes) -> str:
    """A sender as shown: no marks round it, no "~ " of people who are not contacts, plain spaces and hyphens."""
    name = raw.decode("utf-8", errors="replace").replace("\x00", "")
    name = _SPACES.sub(" ", name).strip(MARKS + " ")
    name = name.removeprefix("~").strip(MARKS + " ") or name
    return name.replace("\u2011", "-")


def is_no_contact(raw: bytes) -> bool:
    """True for "~ Maria": a name people gave themselves, not one of the phone's contacts."""
    return raw.decode("utf-8", errors="replace").lstrip(MARKS + " ").startswith("~")


def has_hidden_marks(name: str) -> bool:
    """True when marks inside the name could change how it is shown."""
    return _BIDI.search(name) is not None


@dataclass
class SenderBook:
    """All senders met, as written, with a code each; grows block by block."""

    is_title: Callable[[str], bool] = lambda _: False  # true of the name the file is called by
    raws: list[bytes] = field(default_factory=list)
    codes: dict[bytes, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)
    plain: set[int] = field(default_factory=set)  # senders seen in a line with no second colon
    pending: dict[int, dict[int, bytes]] = field(default_factory=dict)  # the others: row of the file -> longer name
    closed: Counter[int] = field(default_factory=Counter)  # lines whose text closes the quote its sender opened

    def assign(self, block: Block, rest: Ints, line_end: Ints, first_row: int) -> tuple[Ints, Ints]:
        """(code, where the text begins) for headers of one block; code -1 where the line has no sender."""
        code = np.full(len(rest), -1, np.int64)
        body = rest.copy()
        todo = np.arange(len(rest))
        known = [c for c, _ in self.counts.most_common(_KNOWN)]
        for c in sorted(known, key=lambda c: -len(self.raws[c])):
            todo = self._take(c, block, rest, line_end, todo, code, body)
        while len(todo) > _FEW:
            fresh = self._sample(block, rest, line_end, todo)
            if not fresh:
                break
            for c in fresh:
                todo = self._take(c, block, rest, line_end, todo, code, body)
        for row in todo.tolist():
            raw = _first_name(block, int(rest[row]), int(line_end[row]))
            if raw is not None:
                code[row] = self.code(raw)
                body[row] = rest[row] + len(raw) + len(_COLON)
        self._colons(block, rest, line_end, code, body, first_row)
        self._notices(block, rest, line_end, code, body)
        self.counts.update(dict(enumerate(np.bincount(code[code >= 0]).tolist())))
        return code, body

    def code(self, raw: bytes) -> int:
        """The code of a sender as written; a new one when it was not met before."""
        code = self.codes.setdefault(raw, len(self.raws))
        if code == len(self.raws):
            self.raws.append(raw)
        return code

    def _take(self, c: int, block: Block, rest: Ints, line_end: Ints, todo: Ints, code: Ints, body: Ints) -> Ints:
        text = self.raws[c] + _COLON
        at = rest[todo]
        hit = block.matches(at, text) & (at + len(text) <= line_end[todo])
        code[todo[hit]] = c
        body[todo[hit]] = at[hit] + len(text)
        return todo[~hit]

    def _sample(self, block: Block, rest: Ints, line_end: Ints, todo: Ints) -> list[int]:
        known = len(self.raws)
        fresh = []
        for row in todo[:: max(1, len(todo) // 50)].tolist():
            raw = _first_name(block, int(rest[row]), int(line_end[row]))
            if raw is not None and self.code(raw) >= known and self.code(raw) not in fresh:
                fresh.append(self.code(raw))
        return fresh

    def _colons(self, block: Block, rest: Ints, line_end: Ints, code: Ints, body: Ints, first_row: int) -> None:
        """Where every line of a sender has a second colon, and what stands before it recurs, that is the name."""
        for c in np.flatnonzero(np.bincount(code[code >= 0])).tolist():
            if c in self.plain or self.is_title(plain_name(self.raws[c])):
                continue
            longer: dict[int, bytes] = {}
            lone: list[int] = []
            for row in np.flatnonzero(code == c).tolist():
                more = _first_name(block, int(body[row]), int(line_end[row]))
                if more is None:
                    lone.append(row)
                    if len(lone) > _FEW_LONE:
                        break
                else:
                    longer[row] = self.raws[c] + _COLON + more
            known = self._recurring(longer) | {raw for raw in self.raws if raw.startswith(self.raws[c] + _COLON)}
            if all(_is_about(known, block.raw[rest[row] : line_end[row]]) for row in lone):
                code[lone], body[lone] = -1, rest[lone]
                self._lengthen(c, longer, rest, code, body, first_row)
            else:
                self.plain.add(c)
                self.pending.pop(c, None)

    def _recurring(self, longer: dict[int, bytes]) -> set[bytes]:
        return {raw for raw, n in Counter(longer.values()).items() if n >= 2 or raw in self.codes}

    def _notices(self, block: Block, rest: Ints, line_end: Ints, code: Ints, body: Ints) -> None:
        """Count quotes that a "name" opens and its text closes; "code with Dr: Alice changed" is no line of "… Dr"."""
        colons = [raw.partition(_COLON)[::2] for raw in self.raws if _COLON in raw]
        for c in np.flatnonzero(np.bincount(code[code >= 0])).tolist():
            raw = self.raws[c]
            tails = [tail for head, tail in colons if raw.endswith(b" " + head)]
            opened = _opens_quote(raw.decode())
            if not tails and not opened:
                continue
            for row in np.flatnonzero(code == c).tolist():
                text = block.raw[body[row] : line_end[row]]
                if any(text.startswith(tail) for tail in tails):
                    code[row], body[row] = -1, rest[row]
                else:
                    self.closed[c] += not opened <= _opens_quote((raw + _COLON + text).decode())

    def _lengthen(self, c: int, longer: dict[int, bytes], rest: Ints, code: Ints, body: Ints, first_row: int) -> None:
        recurring = self._recurring(longer)
        for row, raw in longer.items():
            if raw in recurring:
                code[row] = self.code(raw)
                body[row] = rest[row] + len(raw) + len(_COLON)
            else:
                self.pending.setdefault(c, {})[first_row + row] = raw

    def settled(self) -> Iterator[tuple[int, int, bytes]]:
        """(row, code, what the text loses at its start) where a longer name recurs over the whole file."""
        for c, rows in self.pending.items():
            counts = Counter(rows.values())
            for row, raw in rows.items():
                if counts[raw] >= 2 or raw in self.codes:
                    yield row, self.code(raw), raw[len(self.raws[c]) + len(_COLON) :] + _COLON


def _first_name(block: Block, first: int, stop: int) -> bytes | None:
    at = block.raw.find(_COLON, first, min(stop, first + _LONGEST))
    if at > first:
        return block.raw[first:at]
    return None


def _is_about(names: set[bytes], line: bytes) -> bool:
    """True for a notice about one of these names, such as "Dr: Alice changed this group's icon"."""
    return any(line.startswith(name) and line[len(name) : len(name) + 1] in (b" ", b"'") for name in names)


def is_notice(name: str, count: int, closed: int = 0) -> bool:
    """True when a "sender" is a notice that holds a colon, such as: x changed the subject from "a: b".

    ``closed``: how many of its ``count`` lines close, in their text, the quote that the name opens.
    """
    if _opens_quote(name) and (count <= 2 or closed >= count):
        return True
    return count <= 2 and len(name.split()) > _LONG_NOTICE


def _opens_quote(text: str) -> set[str]:
    """The pairs of quotes of which the text has more of one than of the other."""
    return {p for p in _QUOTES if (text.count(p[0]) != text.count(p[1]) if len(p) == 2 else text.count(p) % 2)}

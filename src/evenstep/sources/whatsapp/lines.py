"""Find the header lines of a block: learned forms by vectorised cursors, odd lines one by one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.sources.whatsapp.bytes import Block, Bools, Ints
from evenstep.sources.whatsapp.shape import LONGEST, MARKS, Head, Shape, read_head, unknown_word

_MARK_BYTES: Final = tuple(m.encode() for m in MARKS)
_MOST_TRACKS: Final = 64
_SHORTEST: Final = 12  # bytes of the shortest header with its end, such as "1/4/23 7:02 - "
_FEWEST_DIGITS: Final = 5  # within the first 32 bytes
Small = npt.NDArray[np.int16]


@dataclass
class Track:
    """Headers written the same up to their last piece: the bytes before each number, and the possible ends."""

    bracket: bool
    time_first: bool
    year_number: int  # which number of the line has four digits; -1: none
    zero: bytes
    before: tuple[bytes, ...]
    ends: dict[bytes, int] = field(default_factory=dict)  # last piece -> code of its day-period word
    shape: int = 0

    def patterns(self) -> list[str]:
        """How headers of this form look, every number a 9."""
        return ["9".join(p.decode() for p in (*self.before, end)) for end in self.ends]

    def follow(self, block: Block, at: Ints) -> tuple[Ints, Ints, Small, Small]:
        """(which rows, where the sender begins, six numbers a row, word code) of the rows that have this form."""
        rows, pos = np.arange(len(at)), at
        numbers: list[Small] = []
        for i, piece in enumerate(self.before):
            good = block.matches(pos, piece)
            pos = pos + len(piece)
            if i == 0 and piece:
                pos = skip_marks(block, pos)[0]
            value, pos, is_number = _number(block, pos, self.zero, 4 if i == self.year_number else 2)
            numbers.append(value)
            good &= is_number
            if not good.all():
                rows, pos, numbers = rows[good], pos[good], [n[good] for n in numbers]
        return self._finish(block, rows, pos, numbers)

    def _finish(self, block: Block, rows: Ints, pos: Ints, numbers: list[Small]) -> tuple[Ints, Ints, Small, Small]:
        word = np.full(len(rows), -1, np.int16)
        rest = pos.copy()
        for end, code in self.ends.items():
            hit = (word < 0) & block.matches(pos, end)
            word[hit] = code
            rest[hit] += len(end)
        good = word >= 0
        table = np.stack(_date_first(numbers, time_first=self.time_first), axis=1)
        return rows[good], rest[good], table[good], word[good]


def _date_first(numbers: list[Small], *, time_first: bool) -> list[Small]:
    cut = len(numbers) - 3
    ordered = [*numbers[cut:], *numbers[:cut]] if time_first else numbers
    return ordered if len(ordered) == 6 else [*ordered, np.zeros_like(ordered[0])]


def _number(block: Block, pos: Ints, zero: bytes, digits: int) -> tuple[Small, Ints, Bools]:
    """A number of one or two digits, or of exactly four, in the script whose 0 is ``zero``."""
    if zero == b"0":
        return _ascii_number(block, pos, digits)
    width = len(zero)
    value = np.zeros(len(pos), np.int16)
    good = np.ones(len(pos), np.bool_)
    for i in range(digits):
        digit = block.buf[pos + (width - 1)] - np.uint8(zero[-1])
        is_digit = digit < 10
        if width > 1:
            is_digit &= block.matches(pos, zero[:-1])
        if i == 0 or digits == 4:
            good &= is_digit
        value = np.where(is_digit, value * 10 + digit, value).astype(np.int16)
        pos = pos + width * is_digit
    return value, pos, good


def _ascii_number(block: Block, pos: Ints, digits: int) -> tuple[Small, Ints, Bools]:
    """Two bytes at a time, by a table of all pairs of bytes: 256 × how many are digits, + their value."""
    two = _PAIRS[block.windows[pos] & _TWO_BYTES]
    if digits == 2:
        return two & 255, pos + (two >> 8), two > 0
    more = _PAIRS[block.windows[pos + 2] & _TWO_BYTES]
    return (two & 255) * 100 + (more & 255), pos + 4, (two >= 512) & (more >= 512)


def _pair_table() -> Small:
    low, high = np.arange(1 << 16) & 255, np.arange(1 << 16) >> 8
    one, two = (low >= 48) & (low < 58), (high >= 48) & (high < 58)
    value = np.where(two, (low - 48) * 10 + high - 48 + 512, low - 48 + 256)
    return np.where(one, value, 0).astype(np.int16)


_TWO_BYTES: Final = np.uint64(0xFFFF)
_PAIRS: Final = _pair_table()


def _digits(block: Block, at: Ints) -> Ints:
    """ASCII digits in the 32 bytes from ``at`` on."""
    count = np.zeros(len(at), np.int64)
    for i in range(0, 32, 8):
        eight = block.windows[at + i][:, None].view(np.uint8)
        count += ((eight >= ord("0")) & (eight <= ord("9"))).sum(axis=1)
    return count


def skip_marks(block: Block, at: Ints) -> tuple[Ints, Bools]:
    """Move past invisible marks; also True where there was one."""
    marked = np.zeros(len(at), np.bool_)
    at = at.copy()
    while True:
        lead = np.flatnonzero(block.buf[at] >= 0xC2)
        hit = np.zeros(len(lead), np.bool_)
        step = np.zeros(len(lead), np.int64)
        for mark in _MARK_BYTES:
            is_mark = block.matches(at[lead], mark)
            hit |= is_mark
            step[is_mark] = len(mark)
        if not hit.any():
            return at, marked
        at[lead] += step
        marked[lead] |= hit


@dataclass(frozen=True)
class Heads:
    """The headers of one block, in file order; every array has shape (n,), ``numbers`` (n, 6)."""

    line: Ints  # index of the line in the block
    rest: Ints  # where the sender begins
    numbers: Small  # three date numbers as they stand, hour, minute, second
    word: Small  # code of the day-period word in the scanner's ``words``
    shape: Small
    marked: Bools  # an invisible mark stands before the header

    def pick(self, keep: Bools | Ints) -> Heads:
        """Only these rows."""
        return Heads(
            self.line[keep],
            self.rest[keep],
            self.numbers[keep],
            self.word[keep],
            self.shape[keep],
            self.marked[keep],
        )


def _join(found: list[Heads], lines: Ints, marked: Bools) -> Heads:
    """Pieces whose ``line`` is a row of ``lines``, as one, in file order."""
    row = np.concatenate([h.line for h in found])
    order = np.argsort(row, kind="stable")
    row = row[order]
    return Heads(
        lines[row],
        np.concatenate([h.rest for h in found])[order],
        np.concatenate([h.numbers for h in found])[order],
        np.concatenate([h.word for h in found])[order],
        np.concatenate([h.shape for h in found])[order],
        marked[row],
    )


def _no_heads() -> Heads:
    none, small = np.zeros(0, np.int64), np.zeros(0, np.int16)
    return Heads(none, none, np.zeros((0, 6), np.int16), small, small, np.zeros(0, np.bool_))


@dataclass
class HeaderScanner:
    """Knows the shapes of a file and every way they have been seen written so far."""

    shapes: list[Shape]
    words: list[str] = field(default_factory=lambda: [""])
    tracks: list[Track] = field(default_factory=list)
    others: Counter[Shape] = field(default_factory=Counter)  # headers of other shapes met inside messages
    other_lines: list[int] = field(default_factory=list)
    other_heads: list[tuple[Head, bytes]] = field(default_factory=list)  # and the sender's name, "" for none
    other_people: set[bytes] = field(default_factory=set)

    def add(self, head: Head, shape: int) -> bool:
        """Remember how this header is written; False when it was known."""
        key = head.key
        year = -1 if key.year_at < 0 else key.year_at + (key.numbers - 3 if key.time_first else 0)
        before = tuple(p.encode() for p in head.pieces[:-1])
        word = unknown_word(head, self.shapes[shape])
        code = self._code(word)
        probe = Track(key.bracket, key.time_first, year, head.zero.encode(), before, shape=shape)
        for track in self.tracks:
            same = (track.before, track.zero, track.year_number) == (before, probe.zero, year)
            if same and track.shape == shape:
                known = head.pieces[-1].encode() in track.ends
                track.ends.setdefault(head.pieces[-1].encode(), code)
                return not known
        if len(self.tracks) >= _MOST_TRACKS:
            return False
        probe.ends[head.pieces[-1].encode()] = code
        self.tracks.append(probe)
        return True

    def _code(self, word: str) -> int:
        if word not in self.words:
            self.words.append(word)
        return self.words.index(word)

    def scan(self, block: Block, lines: Ints, first_line: int) -> Heads:
        """The headers among these lines (indices into ``block.starts``); ``first_line``: lines before the block."""
        at, marked = skip_marks(block, block.starts[lines])
        found: list[Heads] = []
        todo = np.arange(len(lines))
        for track in self.tracks:
            todo = self._follow(track, block, at, todo, found)
        self._odd_lines(block, lines, at, todo, found, first_line)
        return _join(found, lines, marked) if found else _no_heads()

    def is_half(self, line: bytes) -> bool:
        """True when ``line`` could be the beginning of a header: "13/01/20" where headers are "14/01/2023, 9:00 - "."""
        half = re.sub(r"\d+", "9", line.decode(errors="ignore").lstrip(MARKS))
        enough = len(half) > 2 and half.count("9") >= 2
        return enough and any(whole.startswith(half) for track in self.tracks for whole in track.patterns())

    def _follow(self, track: Track, block: Block, at: Ints, todo: Ints, found: list[Heads]) -> Ints:
        rows, rest, numbers, word = track.follow(block, at[todo])
        if len(rows):
            shape = np.full(len(rows), track.shape, np.int16)
            found.append(Heads(todo[rows], rest, numbers, word, shape, np.zeros(len(rows), np.bool_)))
        left = np.ones(len(todo), np.bool_)
        left[rows] = False
        return todo[left]

    def _odd_lines(self, block: Block, lines: Ints, at: Ints, todo: Ints, found: list[Heads], first_line: int) -> None:
        """Lines that begin like a header but have no known form: read one by one, and learn from them."""
        todo = todo[self._first_bytes()[block.buf[at[todo]]]]
        todo = todo[block.ends[lines[todo]] - at[todo] >= _SHORTEST]
        if all(len(track.zero) == 1 for track in self.tracks):
            todo = todo[_digits(block, at[todo]) >= _FEWEST_DIGITS]
        while len(todo):
            for step, row in enumerate(todo.tolist()):
                text = block.raw[at[row] : at[row] + 4 * LONGEST].partition(b"\n")[0].decode(errors="ignore")
                head = read_head(text)
                if head is None:
                    continue
                shape = next((i for i, s in enumerate(self.shapes) if s.accepts(head)), -1)
                if shape < 0:
                    self._note_other(head, int(lines[row]) + first_line + 1, text[head.end :])
                elif self.add(head, shape):
                    todo = todo[step:]
                    for track in self.tracks:
                        todo = self._follow(track, block, at, todo, found)
                    break
                else:
                    found.append(self._one(head, text, row, int(at[row]), shape))
            else:
                return

    def _one(self, head: Head, text: str, row: int, at: int, shape: int) -> Heads:
        rest = at + len(text[: head.end].encode())
        numbers = np.array([head.values], np.int16)
        word = np.array([self._code(unknown_word(head, self.shapes[shape]))], np.int16)
        return Heads(
            np.array([row]), np.array([rest]), numbers, word, np.array([shape], np.int16), np.zeros(1, np.bool_)
        )

    def _note_other(self, head: Head, line: int, rest: str) -> None:
        self.others[Shape(frozenset([head.key]), head.key)] += 1
        self.other_lines.append(line)
        name, colon, _ = rest.partition(": ")
        self.other_heads.append((head, name.encode() if colon else b""))
        if colon:
            self.other_people.add(name.encode())

    def _first_bytes(self) -> Bools:
        table = np.zeros(256, np.bool_)
        table[ord("0") : ord("9") + 1] = True
        table[ord("[")] = True
        for track in self.tracks:
            table[(track.before[0] or track.zero)[0]] = True
        return table

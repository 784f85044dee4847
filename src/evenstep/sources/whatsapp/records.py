"""Stream a chat file into columns: one row a header line, in file order, with who, what kind, and how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.errors import InputError, WrongKind
from evenstep.sources.base import ReadOptions
from evenstep.sources.whatsapp.bytes import Block, Bools, Ints, distinct
from evenstep.sources.whatsapp.kinds import KIND_CODE, SYSTEM, KindBook, Verdict
from evenstep.sources.whatsapp.lines import HeaderScanner, Heads, Small
from evenstep.sources.whatsapp.odd import candidates
from evenstep.sources.whatsapp.senders import SenderBook
from evenstep.sources.whatsapp.shape import MARKS, Shape, learn
from evenstep.sources.whatsapp.text import NO_DATES, Utf8Blocks

SAMPLE: Final = 120  # lines a shape is learned from
_MANY_ODD: Final = 48  # bodies to classify before the commonest are sought
_LONG_PHRASE: Final = 96  # bytes
_LARGEST_FREED: Final = 24 * 2**20  # bytes; more than any array of a block
_RARE: Final = 8
_LONGEST_RECORD: Final = 16 * 2**20
_GLUED: Final = 10  # headers of a second shape that are two exports in one file, not a pasted piece
_DROP_MARKS: Final = dict.fromkeys(map(ord, MARKS))
Floats = npt.NDArray[np.float32]


@dataclass
class Columns:
    """One row a header line, every array of shape (n,) but ``numbers`` (n, 6). ``sender`` -1: a notice."""

    line: Ints
    numbers: Small
    word: Small
    shape: Small
    sender: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    n_chars: npt.NDArray[np.int32]
    n_words: npt.NDArray[np.int32]
    duration_s: Floats
    edited: Bools
    header_chars: npt.NDArray[np.int32]


@dataclass
class Reader:
    """Reads blocks in order; afterwards holds the columns and all that was kept aside."""

    options: ReadOptions
    file: str
    shapes: list[Shape] = field(default_factory=list)
    senders: SenderBook = field(default_factory=SenderBook)
    aside: list[tuple[str, int]] = field(default_factory=list)  # code, line
    with_colon: dict[int, str] = field(default_factory=dict)  # row -> a line without ": " that has a ":"
    texts: list[str] = field(default_factory=list)  # bodies, only with keep_text
    headers: list[str] = field(default_factory=list)  # what stands before them, only with keep_text
    lines: int = 0
    rows: int = 0
    _parts: list[Columns] = field(default_factory=list)
    _crlf: bool | None = None
    _bare_lf: bool = False

    def read(self, blocks: Utf8Blocks) -> Columns:
        """All records of the file. Raises WrongKind when no line has a header."""
        _keep_freed_memory()
        if self.shapes:
            self._know(self.shapes)
        carry, ahead = b"", b""
        for block in blocks:
            if ahead:
                carry = self._block(carry, ahead)
                blocks.lines = self.lines + carry.count(b"\n")
            ahead = block
        if carry or ahead:
            self._last_block(carry + ahead)
        if not self.shapes or not self.rows:
            raise WrongKind("E228", self.file, "", NO_DATES)
        for row, kind, text in self.kinds.settle():
            self._settle(row, kind, text)
        names = Columns.__dataclass_fields__
        return Columns(**{name: np.concatenate([getattr(p, name) for p in self._parts]) for name in names})

    def _settle(self, row: int, kind: str, text: str) -> None:
        for part in self._parts:
            if row < len(part.kind):
                part.kind[row], part.duration_s[row] = KIND_CODE[kind] if kind else SYSTEM, np.nan
                part.n_chars[row], part.n_words[row] = _lengths(text)
                return
            row -= len(part.kind)

    def _block(self, *pieces: bytes, final: bool = False) -> bytes:
        """Read the whole records of these bytes; returns the bytes of the last one, which may go on."""
        block = Block.of(*pieces)
        self._check_lines(block)
        if not self.shapes and not self._learn(block):
            self._keep_aside(block, len(block.starts))
            return b""
        heads = self.scanner.scan(block, self._eligible(block), self.lines)
        if self._crlf is None and len(heads.line) > 1:
            heads = self._decide_crlf(block, heads)
        self._keep_aside(block, int(heads.line[0]) if len(heads.line) else len(block.starts))
        if not len(heads.line):
            self.lines += len(block.breaks)
            return b""
        last = int(block.starts[heads.line[-1]])
        stops = np.append(block.starts[heads.line[1:]], block.size)
        if final or block.size - last > _LONGEST_RECORD:
            self._records(block, heads, stops, final=final)
            self.lines += len(block.breaks)
            return b""
        keep = np.arange(len(heads.line)) < len(heads.line) - 1
        self._records(block, heads.pick(keep), stops[:-1], final=False)
        self.lines += int(heads.line[-1])
        return block.raw[last : block.size]

    def _learn(self, block: Block) -> bool:
        starts, ends = block.starts, block.ends
        picks = distinct(np.concatenate([np.arange(min(SAMPLE // 3, len(starts))), self._spread(len(starts))]))
        found = learn(block.raw[starts[i] : ends[i]].decode() for i in picks.tolist())
        if found is None and len(picks) < len(starts):
            found = learn(block.raw[a:b].decode() for a, b in zip(starts.tolist(), ends.tolist(), strict=True))
        if found is None:
            return False
        shape, heads = found
        self.shapes.append(shape)
        self._know(self.shapes)
        for head, _ in heads.most_common():
            self.scanner.add(head, 0)
        return True

    def _know(self, shapes: list[Shape]) -> None:
        self.scanner = HeaderScanner(shapes)
        self.kinds = KindBook(any(s.opened.bracket for s in shapes))

    def glued(self, columns: Columns) -> list[Shape]:
        """Both shapes when the file is two exports in one: headers of another shape, all before or all behind.

        There are many of them, or they are of two people and both write in the first shape too.
        """
        if not self.scanner.others or len(self.shapes) > 1:
            return []
        lines, (shape, count) = self.scanner.other_lines, self.scanner.others.most_common(1)[0]
        behind, before = min(lines) > int(columns.line[-1]), max(lines) < int(columns.line[0])
        same_two = len(self.scanner.other_people) == 2 and self.scanner.other_people <= self.senders.codes.keys()
        return [*self.shapes, shape] if (count >= _GLUED or same_two) and (behind or before) else []

    @property
    def between_crlf(self) -> bool:
        """True when only CR LF ends a message and bare LF lines were met inside: pasted lines cannot mislead."""
        return bool(self._crlf) and self._bare_lf

    @staticmethod
    def _spread(n: int) -> Ints:
        return np.linspace(0, max(n - 1, 0), min(n, SAMPLE)).astype(np.int64)

    def _check_lines(self, block: Block) -> None:
        long = np.flatnonzero(block.ends - block.starts > self.options.limits.line_bytes)
        if len(long):
            raise InputError("E205", self.file, f"line {self.lines + int(long[0]) + 1:,}")

    def _eligible(self, block: Block) -> Ints:
        everything = np.arange(len(block.starts))
        if not self._crlf:
            return everything
        after = self._after_crlf(block, everything)
        self._bare_lf |= not after.all()
        return everything[after]

    @staticmethod
    def _after_crlf(block: Block, lines: Ints) -> Bools:
        good: Bools = (lines == 0) | (block.buf[np.maximum(block.starts[lines] - 2, 0)] == 13)
        return good

    def _decide_crlf(self, block: Block, heads: Heads) -> Heads:
        """iPhones end a message with CR LF and a line inside one with LF: then only CR LF starts a message."""
        after = self._after_crlf(block, heads.line)
        self._crlf = int(after[1:].sum()) * 2 > len(after) - 1
        self._bare_lf = not self._after_crlf(block, np.arange(len(block.starts))).all()
        return heads.pick(after) if self._crlf else heads

    def _keep_aside(self, block: Block, lines: int) -> None:
        """Lines before the first dated one, blank ones not counted."""
        for i in range(lines):
            text = block.raw[block.starts[i] : block.ends[i]]
            if text.strip() and text != b"\xef\xbb\xbf":
                self.aside.append(("E214", self.lines + i + 1))

    def _last_block(self, data: bytes) -> None:
        """The rest of the file, without a last line that is the first half of a header: the file was cut there."""
        last = data.rfind(b"\n") + 1
        if last and (self.shapes or self._learn(Block.of(data))) and self.scanner.is_half(data[last:]):
            self.aside.append(("E215", self.lines + data.count(b"\n") + 1))
            data = data[:last]
        self._block(data, final=True)

    def _records(self, block: Block, heads: Heads, stops: Ints, *, final: bool) -> None:
        n = len(heads.line)
        line_end = block.ends[heads.line]
        sender, body = self.senders.assign(block, heads.rest, line_end, self.rows)
        stops = _trim(block, stops, np.maximum(body, heads.rest))
        self._lines_without_sender(block, heads, sender, line_end, final=final)
        kind = np.where(sender < 0, SYSTEM, KIND_CODE["text"]).astype(np.int8)
        part = Columns(
            line=heads.line + (self.lines + 1),
            numbers=heads.numbers,
            word=heads.word,
            shape=heads.shape,
            sender=sender.astype(np.int32),
            kind=kind,
            n_chars=block.letters(body, stops).astype(np.int32),
            n_words=block.words(body, stops).astype(np.int32),
            duration_s=np.full(n, np.nan, np.float32),
            edited=np.zeros(n, np.bool_),
            header_chars=(body - block.starts[heads.line]).astype(np.int32),
        )
        odd = np.flatnonzero(candidates(block, body, stops, line_end) & (sender >= 0))
        self._classify(block, part, odd, body, stops, heads.marked)
        if self.options.keep_text:
            spans = zip(body.tolist(), stops.tolist(), strict=True)
            self.texts.extend(block.raw[a:b].decode().replace("\r\n", "\n") for a, b in spans)
            spans = zip(block.starts[heads.line].tolist(), body.tolist(), strict=True)
            self.headers.extend(block.raw[a:b].decode() for a, b in spans)
        self._parts.append(part)
        self.rows += n

    def _classify(self, block: Block, part: Columns, odd: Ints, body: Ints, stops: Ints, marked: Bools) -> None:
        """Kinds of bodies that may be no plain text; what is written over and over is looked at once."""
        while len(odd):
            row = int(odd[0])
            raw = block.raw[body[row] : stops[row]]
            same = odd[:1]
            if len(odd) > _MANY_ODD and len(raw) <= _LONG_PHRASE:
                alike = (stops[odd] - body[odd] == len(raw)) & (marked[odd] == marked[row])
                same = odd[alike & block.matches(body[odd], raw)]
            if len(same) <= _RARE:
                self._one_by_one(block, part, odd[:_MANY_ODD], body, stops, marked)
                odd = odd[_MANY_ODD:]
                continue
            verdict = self.kinds.verdict(raw, self.rows + row, marked=bool(marked[row]))
            if verdict.waits or verdict.unmarked:
                self._one_by_one(block, part, same, body, stops, marked)
            else:
                _apply(part, same, verdict, raw)
            left = np.ones(len(odd), np.bool_)
            left[np.searchsorted(odd, same)] = False
            odd = odd[left]

    def _one_by_one(self, block: Block, part: Columns, rows: Ints, body: Ints, stops: Ints, marked: Bools) -> None:
        for row in rows.tolist():
            raw = block.raw[body[row] : stops[row]]
            _apply(part, row, self.kinds.verdict(raw, self.rows + row, marked=bool(marked[row])), raw)

    def _lines_without_sender(self, block: Block, heads: Heads, sender: Ints, line_end: Ints, *, final: bool) -> None:
        for row in np.flatnonzero(sender < 0).tolist():
            text = block.raw[heads.rest[row] : line_end[row]]
            if b":" in text:
                self.with_colon[self.rows + row] = text.decode()
        if final and len(sender) and sender[-1] < 0 and not block.raw[: block.size].endswith(b"\n"):
            self.aside.append(("E215", int(heads.line[-1]) + self.lines + 1))
            sender[-1] = -2


def _keep_freed_memory() -> None:
    """Let the C library keep what the blocks' arrays free, instead of giving it back and fetching it for each block.

    glibc raises both of its thresholds to the largest piece ever freed; elsewhere this does nothing.
    A third of the time of a read went into these page faults. The piece is never touched, so it costs no memory.
    """
    np.empty(_LARGEST_FREED, np.uint8)


def _trim(block: Block, stops: Ints, floor: Ints) -> Ints:
    """Line ends at the end of a message are not part of it."""
    while True:
        last = block.buf[np.maximum(stops - 1, 0)]
        drop = (stops > floor) & ((last == 10) | (last == 13))
        if not drop.any():
            return stops
        stops = stops - drop


def _lengths(text: str) -> tuple[int, int]:
    plain = text.replace("\r\n", "\n").translate(_DROP_MARKS)
    return len(plain), len(plain.split())


def _apply(part: Columns, row: int | Ints, verdict: Verdict, raw: bytes) -> None:
    whole = verdict.kind == "text" and len(verdict.text.encode()) == len(raw)
    if whole and not verdict.edited:
        return
    part.kind[row] = KIND_CODE[verdict.kind] if verdict.kind else SYSTEM
    part.edited[row] = verdict.edited
    if verdict.duration_s is not None:
        part.duration_s[row] = verdict.duration_s
    if not whole:
        part.n_chars[row], part.n_words[row] = _lengths(verdict.text)

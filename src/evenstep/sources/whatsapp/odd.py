"""Which bodies may be something other than plain text: a first look at all of them at once, by their bytes."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstep.sources.whatsapp.bytes import Block, Bools, Ints
from evenstep.sources.whatsapp.calls import CALLS, MISSED
from evenstep.sources.whatsapp.phrases import ENCRYPTED, LINES

_PLACES: Final = (b"://maps.google.com/", b"://foursquare.com/v/")
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_LONGEST: Final = 255
_LRM, _RLM, _ANGLE = (np.uint64(int.from_bytes(c.encode(), "little")) for c in "\u200e\u200f‹")
_MARK: Final = 3  # bytes of one
_WINDOW: Final = 8  # bytes
_ENDINGS: Final = [np.uint64(int.from_bytes(end, "little")) for end in (b" omitted", b"gelassen")]
_MOST_STARTS: Final = 8  # bytes of a start that are looked up
_LONG_CALL: Final = 150  # bytes


def candidates(block: Block, first: Ints, stop: Ints, line_end: Ints) -> Bools:
    """True for bodies that may be something other than plain text; all others need no closer look."""
    length = stop - first
    start = block.windows[first]
    three = start & np.uint64(0xFFFFFF)
    rtl = np.flatnonzero((three == _RLM) & (length > _MARK))
    if len(rtl):  # the phrase stands behind the mark
        length[rtl] -= _MARK
        start[rtl] = block.windows[first[rtl] + _MARK]
    low = (start & np.uint64(0xFF)).astype(np.uint8)
    last = np.where(length > 0, block.buf[stop - 1], 0)
    found: Bools = (length == 0) | (low == ord("<")) | (last == ord(">"))
    found |= (length == 4) & block.matches(first, b"null")
    found |= (three == _LRM) | (three == _ANGLE)
    end = block.windows[np.maximum(stop - _WINDOW, 0)]
    found |= (length > 2 * _WINDOW) & np.logical_or.reduce([end == ending for ending in _ENDINGS])
    found |= (last == ord(")")) & (stop > line_end)
    found |= (length > 0) & (length <= 6) & (low >= 0xC2) | ((length > 0) & (low <= 0x20))
    mixed = (start * _MIX) >> np.uint64(48)
    found |= _CALLS[mixed] & (length <= _LONG_CALL)
    starts = _STARTS[mixed]
    starts &= _LENGTHS[np.minimum(length, _LONGEST)] | (length > _SHORTEST_SENTENCE)
    hit = np.flatnonzero(starts & ~found)
    goes_on = _NEXT[(block.windows[stop[hit] - length[hit] + 8] * _MIX) >> np.uint64(48)]
    found[hit[goes_on | (length[hit] < _TWO_WINDOWS)]] = True
    for marks in (_file_marks(block), _places(block), _inner_marks(block)):
        found[_rows_with(first, stop, marks)] = True
    return found


def _file_marks(block: Block) -> Ints:
    """Positions of the bracket in "name.ext (words)"."""
    at = np.flatnonzero(block.buf[: block.size] == ord("("))
    at = at[(at > 6) & (block.buf[at - 1] == ord(" ")) | (at > 6) & (block.buf[at - 1] == 0x8E)]
    dot = np.zeros(len(at), np.bool_)
    for back in range(4, 11):
        dot |= block.buf[np.maximum(at - back, 0)] == ord(".")
    marks: Ints = at[dot]
    return marks


def _places(block: Block) -> Ints:
    found = []
    for link in _PLACES:
        at = block.raw.find(link)
        while at >= 0:
            found.append(at)
            at = block.raw.find(link, at + 1)
    return np.array(found, np.int64)


def _inner_marks(block: Block) -> Ints:
    """Positions of a left-to-right mark behind a space: what follows a caption on an iPhone."""
    at = block.positions("\u200e")
    before = block.buf[np.maximum(at - 1, 0)]
    inner: Ints = at[(at > 0) & ((before == ord(" ")) | (before == 10))]
    return inner


def _rows_with(first: Ints, stop: Ints, at: Ints) -> Ints:
    row = np.searchsorted(first, at, side="right") - 1
    inside = (row >= 0) & (at < stop[row]) if len(first) else np.zeros(len(at), np.bool_)
    return row[inside]


def _table(phrases: list[str], at: int) -> Bools:
    """Which mixed eight bytes stand at ``at`` in a phrase."""
    table = np.zeros(1 << 16, np.bool_)
    for phrase in phrases:
        for form in (phrase, phrase[:1].upper() + phrase[1:], phrase[:1].lower() + phrase[1:], phrase.casefold()):
            eight = np.frombuffer(form.encode().ljust(16, b"\0")[at : at + 8], "<u8")
            table[(eight * _MIX) >> np.uint64(48)] = True
    return table


def _lengths(phrases: list[str]) -> Bools:
    """Lengths in bytes that a phrase has, alone or with a full stop or a mark behind it."""
    table = np.zeros(_LONGEST + 1, np.bool_)
    for phrase in phrases:
        for form in (phrase, phrase.casefold()):
            table[np.minimum(len(form.encode()) + np.arange(5), _LONGEST)] = True
    return table


_WHOLE: Final = [line for lines in LINES.values() for line in lines]
_LENGTHS: Final = _lengths(_WHOLE)
_STARTS: Final = _table([*_WHOLE, *ENCRYPTED], 0)
_NEXT: Final = _table([*_WHOLE, *ENCRYPTED], 8)
_CALLS: Final = _table([name for name in (*CALLS, *MISSED) if len(name.encode()) >= _MOST_STARTS], 0)
_SHORTEST_SENTENCE: Final = min(len(line.encode()) for line in ENCRYPTED) - 1
_TWO_WINDOWS: Final = 20  # bytes: below, a full stop or mark may stand in the second eight

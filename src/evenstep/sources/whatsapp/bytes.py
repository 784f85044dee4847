"""A block of UTF-8 bytes as NumPy arrays: line starts, eight-byte windows, and lengths in letters and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.ma
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PAD: Final = 256  # zero bytes behind the block, so that windows never run over its end
_ONES, _TOP = np.uint64(0x0101010101010101), np.uint64(56)
_LF, _CR, _SPACE = 10, 13, 32


def distinct(values: Ints) -> Ints:
    """Each value once, sorted."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    once: Ints = ordered[first]
    return once


def window(text: bytes) -> tuple[np.uint64, np.uint64]:
    """Up to eight bytes as (value, mask) of a little-endian window."""
    return np.uint64(int.from_bytes(text, "little")), np.uint64((1 << (8 * len(text))) - 1)


@dataclass(frozen=True)
class Rank:
    """How many bytes of a mask are set before any position: a running sum a group of eight bytes, the rest by bits."""

    groups: npt.NDArray[np.uint64]
    before: npt.NDArray[np.int64]

    @staticmethod
    def of(mask: Bools) -> Rank:
        """Count over ``mask``; its last bytes beyond a multiple of eight must be padding."""
        whole = mask[: len(mask) // 8 * 8]
        groups = whole.view(np.uint64)
        before = np.zeros(len(groups) + 1, np.int64)
        counts = groups * _ONES
        counts >>= _TOP
        np.cumsum(counts.view(np.int64), out=before[1:])
        return Rank(groups, before)

    def upto(self, at: Ints) -> Ints:
        """Set bytes in [0, at)."""
        group = at >> 3
        low = (np.uint64(1) << ((at & 7) << 3).astype(np.uint64)) - np.uint64(1)
        inside: Ints = (((self.groups[group] & low) * _ONES) >> _TOP).astype(np.int64)
        count: Ints = self.before[group] + inside
        return count

    def between(self, first: Ints, stop: Ints) -> Ints:
        """Set bytes in [first, stop)."""
        return self.upto(stop) - self.upto(first)


@dataclass(frozen=True)
class Block:
    """``data``: whole lines of UTF-8, without the padding ``raw`` carries behind it."""

    raw: bytes
    size: int

    @staticmethod
    def of(*pieces: bytes) -> Block:
        """A block of these bytes."""
        return Block(b"".join((*pieces, bytes(PAD))), sum(map(len, pieces)))

    @cached_property
    def buf(self) -> npt.NDArray[np.uint8]:
        """All bytes, padding included."""
        return np.frombuffer(self.raw, np.uint8)

    @cached_property
    def windows(self) -> npt.NDArray[np.uint64]:
        """The eight bytes from each position on."""
        return np.ndarray((len(self.raw) - 8,), "<u8", self.raw, strides=(1,))

    @cached_property
    def breaks(self) -> Ints:
        """Positions of the line feeds."""
        return np.flatnonzero(self.buf[: self.size] == _LF)

    @cached_property
    def starts(self) -> Ints:
        """Where each line starts; a line is what stands between line feeds, never anything else."""
        starts = np.concatenate([np.zeros(1, np.int64), self.breaks + 1])
        return starts[:-1] if self.size and starts[-1] == self.size else starts

    @cached_property
    def ends(self) -> Ints:
        """Where each line's text ends: at its CR LF, its LF, or the end of the block."""
        stops = np.append(self.breaks, self.size)[: len(self.starts)]
        return self.before_cr(stops, self.starts)

    def before_cr(self, stops: Ints, floor: Ints) -> Ints:
        """Each stop, one less where a CR stands before it (never below ``floor``)."""
        shorter: Ints = stops - ((stops > floor) & (self.buf[stops - 1] == _CR))
        return shorter

    def matches(self, at: Ints, text: bytes) -> Bools:
        """True where the bytes from ``at`` on are ``text``."""
        if len(text) > PAD - 8:  # a name as long as that could run over the padding too
            fits = at + len(text) <= self.size
            return fits & self._match(np.where(fits, at, 0), text) if fits.any() else fits
        return self._match(at, text)

    def _match(self, at: Ints, text: bytes) -> Bools:
        value, mask = window(text[:8])
        good: Bools = (self.windows[at] & mask) == value
        for i in range(8, len(text), 8):
            value, mask = window(text[i : i + 8])
            good &= (self.windows[at + i] & mask) == value
        return good

    @cached_property
    def _is_ascii(self) -> bool:
        return self.raw.isascii()

    @cached_property
    def _word_starts(self) -> Rank:
        space = self.buf[: self.size + 8] <= _SPACE
        first = np.empty_like(space)
        first[0] = not space[0]
        np.greater(space[:-1], space[1:], out=first[1:])  # a space, then none
        return Rank.of(first)

    @cached_property
    def _followers(self) -> Rank:
        """Bytes that continue a letter: all letters have one byte that does not."""
        return Rank.of((self.buf[: self.size + 8] & 0xC0) == 0x80)

    @cached_property
    def _leads(self) -> Ints:
        """Where letters of two bytes or more begin."""
        return np.flatnonzero(self.buf[: self.size] >= 0xC2)

    def positions(self, letter: str) -> Ints:
        """Where a letter of three bytes stands."""
        if self._is_ascii:
            return np.zeros(0, np.int64)
        value, mask = window(letter.encode())
        found: Ints = self._leads[(self.windows[self._leads] & mask) == value]
        return found

    def letters(self, first: Ints, stop: Ints) -> Ints:
        """Unicode characters in [first, stop), invisible marks and the CR of a CR LF not counted."""
        n = stop - first
        if not self._is_ascii:
            n = n - self._followers.between(first, stop)
        return n - self._count_at(self._uncounted, first, stop)

    def words(self, first: Ints, stop: Ints) -> Ints:
        """Runs of non-space in [first, stop), as Python's str.split counts them; ``first`` must follow a space."""
        n = self._word_starts.between(first, stop)
        odd = np.flatnonzero(self._count_at(self._odd_spaces, first, stop))
        for i in odd.tolist():
            n[i] = len(self.raw[first[i] : stop[i]].decode().split())
        return n

    @cached_property
    def _uncounted(self) -> Ints:
        """Positions of invisible marks (U+200E …) and of the CR in CR LF."""
        found = [self.breaks[self.buf[self.breaks - 1] == _CR] - 1]
        if not self._is_ascii:
            lead = self._leads
            first, second, third = self.buf[lead], self.buf[lead + 1], self.buf[lead + 2]
            marks = (second == 0x80) & (((third >= 0x8E) & (third <= 0x8F)) | ((third >= 0xAA) & (third <= 0xAE)))
            marks |= (second == 0x81) & (third >= 0xA6) & (third <= 0xA9)
            marks &= first == 0xE2
            marks |= (first == 0xEF) & (second == 0xBB) & (third == 0xBF)
            marks |= (first == 0xD8) & (second == 0x9C)
            found.append(lead[marks])
        return np.sort(np.concatenate(found))

    @cached_property
    def _odd_spaces(self) -> Ints:
        """Positions where bytes alone do not tell a space: controls, and the spaces beyond ASCII."""
        low = np.flatnonzero(self.buf[: self.size] < 28)
        control = self.buf[low]
        found = [low[(control < 9) | (control > 13)]]
        if not self._is_ascii:
            lead = self._leads
            first, second, third = self.buf[lead], self.buf[lead + 1], self.buf[lead + 2]
            wide = (third <= 0x8A) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF)
            odd = (first == 0xE2) & (second == 0x80) & wide
            odd |= (first == 0xC2) & ((second == 0xA0) | (second == 0x85))
            odd |= (first == 0xE3) & (second == 0x80) & (third == 0x80)
            odd |= (first == 0xE1) & (second == 0x9A) & (third == 0x80)
            odd |= (first == 0xE2) & (second == 0x81) & (third == 0x9F)
            found.append(lead[odd])
        return np.sort(np.concatenate(found))

    @staticmethod
    def _count_at(positions: Ints, first: Ints, stop: Ints) -> Ints:
        if not len(positions):
            return np.zeros(len(first), np.int64)
        return np.searchsorted(positions, stop) - np.searchsorted(positions, first)

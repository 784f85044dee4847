"""The write-ahead log beside a SQLite database (-wal): its committed pages, laid over the database in memory."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

HEADER: Final = struct.Struct(">8I")
FRAME: Final = struct.Struct(">6I")
WORDS: Final = {0x377F0682: "<u4", 0x377F0683: ">u4"}
"""The magic number says in which byte order the checksums take the words."""

VERSION: Final = 3_007_000
FRAMES_AT_ONCE: Final = 512
WORD: Final = 0xFFFFFFFF
PAGE_SIZES: Final = frozenset(1 << power for power in range(9, 17))


class DoesNotFit(Exception):
    """The log is damaged, or of another database; the reason is in the message."""


@dataclass(frozen=True)
class Committed:
    """What a log holds: page number -> where its newest committed content starts in the log.

    ``pages``: the size of the database after the last commit. ``torn``: frames of this log stand
    behind the last good one, but their checksum is wrong.
    """

    page_size: int
    at: dict[int, int]
    pages: int
    torn: bool


def committed(wal: bytes) -> Committed:
    """The frames up to the last commit. Raises DoesNotFit when the log's own header is not sound."""
    if len(wal) < HEADER.size:
        raise DoesNotFit("it is cut off")
    magic, version, page_size, _, salt_1, salt_2, sum_1, sum_2 = HEADER.unpack_from(wal)
    if magic not in WORDS or version != VERSION or page_size not in PAGE_SIZES:
        raise DoesNotFit("it is no log of a database")
    first = _step(np.frombuffer(wal, WORDS[magic], 6).reshape(1, 6), _weights(3))
    if _after(first[0], _growth(3), (0, 0)) != (sum_1, sum_2):
        raise DoesNotFit("its checksum is wrong")
    walk = _Walk(wal, page_size, WORDS[magic], (salt_1, salt_2), (sum_1, sum_2))
    walk.all()
    return Committed(page_size, walk.done, walk.pages, walk.torn)


def lay_over(database: bytes, log: Committed, wal: bytes) -> bytearray:
    """The database as it is after the last commit of the log. Raises DoesNotFit for another page size."""
    declared = int.from_bytes(database[16:18], "big")
    if (65_536 if declared == 1 else declared) != log.page_size:
        raise DoesNotFit("its pages have another size")
    size = log.page_size
    if not log.at:
        return bytearray(database)
    if log.pages > len(database) // size + len(log.at):
        raise DoesNotFit("pages between the two are missing")
    whole = bytearray(database[: log.pages * size])
    whole.extend(bytes(log.pages * size - len(whole)))
    for page, start in log.at.items():
        if page <= log.pages:
            whole[(page - 1) * size : page * size] = wal[start : start + size]
    whole[28:32] = log.pages.to_bytes(4, "big")
    whole[92:96] = whole[24:28]
    return whole


class _Walk:
    """Goes through the frames; ``done`` and ``pages`` are as of the last commit."""

    def __init__(self, wal: bytes, page_size: int, words: str, salt: tuple[int, int], start: tuple[int, int]) -> None:
        self.done: dict[int, int] = {}
        self.pages = 0
        self.torn = False
        self._wal = wal
        self._step = FRAME.size + page_size
        self._words = words
        self._salt = salt
        self._sums = start
        self._open: dict[int, int] = {}
        pairs = (8 + page_size) // 8
        self._weights, self._growth = _weights(pairs), _growth(pairs)

    def all(self) -> None:
        """Walk until the log ends, or a frame is of an older log or damaged."""
        count = (len(self._wal) - HEADER.size) // self._step
        for begin in range(0, count, FRAMES_AT_ONCE):
            if not self._some(begin, min(FRAMES_AT_ONCE, count - begin)):
                return

    def _some(self, begin: int, n: int) -> bool:
        start = HEADER.size + begin * self._step
        raw = np.frombuffer(self._wal, np.uint8, n * self._step, start).reshape(n, self._step)
        summed = np.concatenate((raw[:, :8], raw[:, FRAME.size :]), axis=1)
        steps = _step(summed.view(self._words), self._weights)
        for row in range(n):
            at = start + row * self._step
            page, after_commit, *salt, sum_1, sum_2 = FRAME.unpack_from(self._wal, at)
            if tuple(salt) != self._salt:
                return False
            self._sums = _after(steps[row], self._growth, self._sums)
            if self._sums != (sum_1, sum_2) or page == 0:
                self.torn = True
                return False
            self._open[page] = at + FRAME.size
            if after_commit:
                self.done.update(self._open)
                self._open.clear()
                self.pages = after_commit
        return True


def _growth(pairs: int) -> tuple[int, int, int, int]:
    """What ``pairs`` steps of the checksum make of its two sums: (a, b, c, d) of a*s1 + b*s2 and c*s1 + d*s2."""
    a, b, c, d = 1, 0, 0, 1
    for _ in range(pairs):
        a, b, c, d = (a + c) & WORD, (b + d) & WORD, (a + 2 * c) & WORD, (b + 2 * d) & WORD
    return a, b, c, d


def _weights(pairs: int) -> NDArray[np.uint64]:
    """How much each word counts in the two sums after all ``pairs``: one row a word."""
    rows: list[tuple[int, int]] = []
    a, b, c, d = 1, 0, 0, 1
    for _ in range(pairs):  # from the last pair back: x enters both sums, y the second alone
        rows.append((b, d))
        rows.append(((a + b) & WORD, (c + d) & WORD))
        a, b, c, d = (a + b) & WORD, (a + 2 * b) & WORD, (c + d) & WORD, (c + 2 * d) & WORD
    return np.array(rows[::-1], np.uint64)


def _step(words: NDArray[np.generic], weights: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What the words of each frame add to the two sums; arithmetic wraps, as the format wants it."""
    return (words.astype(np.uint64) @ weights) & np.uint64(WORD)


def _after(step: NDArray[np.uint64], growth: tuple[int, int, int, int], sums: tuple[int, int]) -> tuple[int, int]:
    a, b, c, d = growth
    one = (a * sums[0] + b * sums[1] + int(step[0])) & WORD
    two = (c * sums[0] + d * sums[1] + int(step[1])) & WORD
    return one, two

"""An answer with its hints: pieces of the text, and after each hint's place the number of the hint it belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from evenstep.program.trainer import LONGEST, Span


@dataclass(frozen=True)
class Piece:
    """Some of the answer. ``numbers``: of the hints that end here; ``marked``: whether any hint lies over it."""

    text: str
    marked: bool
    numbers: tuple[int, ...]


def pieces(reply: str, hints: Sequence[Sequence[Span]]) -> list[Piece]:
    """The answer cut at every edge of a hint; joined the pieces are the answer again. Hints count from 1."""
    spans = [(start, end, number) for number, found in enumerate(hints, 1) for start, end in found]
    edges = sorted({0, len(reply), *(edge for start, end, _ in spans for edge in (start, end) if edge <= LONGEST)})
    cut = []
    for start, end in itertools.pairwise(edges):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        cut.append(Piece(reply[start:end], bool(over), tuple(number for _, last, number in over if last == end)))
    return cut

"""The shape of a WhatsApp header line, learned from the file: where the numbers stand and what stands between."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evenstep.sources.whatsapp.dayparts import HOURS, fold_word

MARKS: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible marks that apps put at line starts, in brackets and round names."""

LONGEST: Final = 100  # characters a header may take
PIECE: Final = 40  # characters that may stand between two numbers
_NUMBER: Final = re.compile(r"\d+(?![kj]a\b)")  # "1ka" and "2ja" are day-period words of one language (Taroko)
_DIGIT: Final = re.compile(r"\d")
_AFTER: Final = re.compile(r" [-–—] |: ")  # what ends an Android header; ": " is the form of before 2013
_NOT_IN_HEADER: Final = re.compile(r"[\"“”<>{}=;|\t\n]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_PLAIN_WORDS: Final = frozenset(
    [
        "г",
        "kl",
        "klo",
        "à",
        "h",
        "min",
        "s",
        "hodź",
        "ga",
        "नि",
        "年",
        "月",
        "日",
        "년",
        "월",
        "일",
        "時",
        "分",
        "秒",
        "시",
        "분",
        "초",
        "u",
        "uhr",
        "ad",
        "um",
        "a",
        "às",
    ]
)
"""Words beside dates and times that tell nothing of morning and afternoon."""
_QUICK: Final = re.compile(r"(?:\D{0,40}\d{1,4}){5}")
_DROP_MARKS: Final = dict.fromkeys(map(ord, MARKS))
_UNKNOWN_WORDS: Final = 8
_HOST: Final = 0.1  # of the headers, that a chat round a pasted one must have


@dataclass(frozen=True)
class Key:
    """What makes two headers the same shape: brackets, which number is what, and the pieces between.

    In a piece a known day-period word is "\\0"; spaces are plain and marks are gone.
    """

    bracket: bool
    time_first: bool
    numbers: int  # 5, or 6 with seconds
    year_at: int  # which of the three date numbers has four digits; -1: none
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """One header read from a line: its key, its six numbers in date-time order, its words, and how it is written."""

    key: Key
    values: tuple[int, ...]  # three date numbers as they stand, hour, minute, second (0 when not shown)
    word: str  # the day-period word, folded; "" for none
    pieces: tuple[str, ...]  # exactly as written: before, between and after the numbers
    zero: str  # the digit 0 of the script the numbers are written in
    end: int  # where the sender begins, in characters of the line without its leading marks


def read_head(line: str) -> Head | None:
    """Read the header of a line (without leading marks), whatever its locale; None when there is none."""
    text = line[:LONGEST]
    if not _QUICK.match(text):
        return None
    if text.startswith("["):
        close = text.find("]")
        if close < 0:
            return None
        end = close + 2 if text[close + 1 : close + 2] == " " else close + 1
        return _head(text, close, end, bracket=True)
    for after in _AFTER.finditer(text):
        head = _head(text, after.start(), after.end(), bracket=False)
        if head is not None:
            return head
    return None


def _head(text: str, stop: int, end: int, *, bracket: bool) -> Head | None:
    spans = [m.span() for m in _NUMBER.finditer(text, 0, stop)]
    if len(spans) not in (5, 6):
        return None
    edges = [0, *(edge for span in spans for edge in span), end]
    pieces = tuple(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2))
    if any(len(p) > PIECE or _NOT_IN_HEADER.search(p) for p in pieces):
        return None
    after = _plain(text[spans[-1][1] : stop])
    if after.startswith(("/", "-")) or "," in after or (spans[0][0] > 0 and "," in pieces[0]):
        return None  # a comma there parts the cells of a table
    time_first = ":" in pieces[1]
    values = [int(text[a:b]) for a, b in spans]
    widths = [b - a for a, b in spans]
    cut = len(spans) - 3 if time_first else 3
    date, time = (slice(cut, None), slice(0, cut)) if time_first else (slice(0, 3), slice(3, None))
    year_at = _year_at(widths[date])
    if year_at is None or not _plausible(values[date], values[time], widths[time]):
        return None
    folded, word = _fold_pieces(pieces)
    key = Key(bracket, time_first, len(spans), year_at, folded)
    clock = (*values[time], 0)[:3]
    zero = chr(ord(text[spans[0][0]]) - unicodedata.decimal(text[spans[0][0]]))
    return Head(key, (*values[date], *clock), word, pieces, zero, end)


def _year_at(widths: list[int]) -> int | None:
    if max(widths) <= 2:
        return -1
    if sorted(widths)[:2] > [2, 2] or max(widths) != 4 or widths[1] > 2 or min(widths[0], widths[2]) > 2:
        return None
    return widths.index(4)


def _plausible(date: list[int], time: list[int], widths: list[int]) -> bool:
    small = sorted(date)
    return small[0] <= 12 and small[1] <= 99 and time[0] <= 24 and max(time[1:]) <= 59 and max(widths) <= 2


def _plain(piece: str) -> str:
    return " ".join(piece.translate(_DROP_MARKS).split())


def _spaced(piece: str) -> str:
    plain = piece.translate(_DROP_MARKS)
    if not plain.strip():
        return plain and " "
    return (" " if plain[:1].isspace() else "") + _plain(piece) + (" " if plain[-1:].isspace() else "")


def _fold_pieces(pieces: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Replace the day-period word, wherever it stands, by "\\0"."""
    folded, found = [], ""
    for piece in pieces:
        text = _spaced(piece)
        if any(c.isalpha() or c.isdigit() for c in text) and not found:
            text, found = _fold_piece(text)
        folded.append(text)
    return tuple(folded), found


def _fold_piece(text: str) -> tuple[str, str]:
    words = re.findall(r"[^\s()\[\]:]+", text)
    for length in range(min(len(words), 4), 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            for trim in ("", ",،"):
                word = fold_word("".join(run).strip(trim or None))
                if word in HOURS:
                    pattern = r"\s*".join(map(re.escape, run))
                    return re.sub(pattern, "\0", text, count=1), word
    return text, ""


def _open_words(key: Key) -> Key:
    """The key with every run of letters opened up, to find unknown day-period words by what they share."""
    opened = tuple(re.sub(r"[^\W\d_]+(?:[\s.]+[^\W\d_]+)*\.?", "\0", p) for p in key.pieces)
    return Key(key.bracket, key.time_first, key.numbers, key.year_at, opened)


@dataclass(frozen=True)
class Shape:
    """A header shape of a file. ``keys``: the exact forms it takes (more than one only with unknown words).

    ``order``: the order of its dates, where the lines round it have told; "" where it is still to be decided.
    """

    keys: frozenset[Key]
    opened: Key
    order: str = ""

    @property
    def seconds(self) -> bool:
        """True when the clock shows seconds."""
        return self.opened.numbers == 6

    @property
    def strange_words(self) -> list[str]:
        """Words of the header that are neither day-period words nor ones we know to mean nothing."""
        runs = {run for key in self.keys for piece in key.pieces for run in _LETTERS.findall(piece)}
        return sorted(run for run in runs if fold_word(run) not in _PLAIN_WORDS)

    @property
    def year_may_lead(self) -> bool:
        """True for forms in which some language puts a two-digit year first: "23. 1. 4. 19:02", "23/1/4 (19:02)"."""
        return self.opened.pieces[1:3] == (". ", ". ") or "(" in self.opened.pieces[3]

    @property
    def year_leads(self) -> bool:
        """True for "23. 5. 25. PM 1:15": dots and a day-period word before the hour are one language's, Korean."""
        pieces = [key.pieces for key in self.keys]
        return all(len(p) > 3 and p[1:3] == (". ", ". ") and p[3].lstrip(". ").startswith("\0") for p in pieces)

    def accepts(self, head: Head) -> bool:
        """True when a line's header has this shape."""
        return head.key in self.keys


def _read_heads(lines: Iterable[str]) -> list[Head]:
    """The headers of the lines in order, one and the same for each way of writing them."""
    known: dict[str, Head] = {}
    heads: list[Head] = []
    for line in lines:
        text = line.lstrip(MARKS)[:LONGEST]
        shown = _DIGIT.sub("9", text)
        head = next((h for pattern, h in known.items() if shown.startswith(pattern)), None) or read_head(text)
        if head is not None:
            known.setdefault(shown[: head.end], head)
            heads.append(head)
    return heads


def learn(lines: Iterable[str]) -> tuple[Shape, Counter[Head]] | None:
    """The shape of sample lines and the headers that have it; None when no line has a header.

    It is the commonest one, or the one the sample begins and ends with: a longer piece of another chat
    may be pasted in between.
    """
    found = _read_heads(lines)
    if not found:
        return None
    heads = Counter(found)
    groups: dict[Key, Counter[Key]] = {}
    for head, count in heads.items():
        groups.setdefault(_open_words(head.key), Counter())[head.key] += count
    opened, keys = max(groups.items(), key=lambda item: _weight(item[1]))
    first, last = _open_words(found[0].key), _open_words(found[-1].key)
    if first == last and _weight(groups[first]) >= _HOST * len(found):
        opened, keys = first, groups[first]
    shape = Shape(_same_shape(keys), opened)
    return shape, Counter({h: n for h, n in heads.items() if shape.accepts(h)})


def _same_shape(keys: Counter[Key]) -> frozenset[Key]:
    """All keys when the words vary as day-period words do; else only the commonest."""
    known = [k for k in keys if any("\0" in p for p in k.pieces)]
    if 2 * sum(keys[k] for k in known) > keys.total():
        return frozenset(known)
    if len(keys) <= _UNKNOWN_WORDS:
        return frozenset(keys)
    return frozenset([keys.most_common(1)[0][0]])


def _weight(keys: Counter[Key]) -> int:
    return sum(keys[k] for k in _same_shape(keys))


def unknown_word(head: Head, shape: Shape) -> str:
    """The word that stands where the shape's keys differ, when it is no day-period word we know; else ""."""
    if head.word or len(shape.keys) < 2:
        return head.word
    for i, piece in enumerate(head.key.pieces):
        if len({key.pieces[i] for key in shape.keys}) > 1:
            return fold_word(piece.strip(" ()[]-–—:,"))
    return ""

"""Names with spaces in LINE's form for computers, where a space also ends the name: learned from all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Final

from evenstep.sources.line.phrases import BARE, CALL, unsent_by

MOST_WORDS: Final = 8
MOST_SURE: Final = 200
LONGEST_FIRST: Final = 300
ENOUGH: Final = 2  # rows before a second word counts as part of the name
SEVERAL: Final = 6  # rows before two or three names may share their first word
BRANCHES: Final = 3
LOOKED_AT: Final = 5_000
MOST_FIRST: Final = 50  # first words whose rows are looked at again; more are no chat of a few people
CERTAIN: Final = 12  # rows whose second word is the same, however it is written


class Senders:
    """The names that were learned, by their first word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            self._by_first.setdefault(name.split(" ")[0], []).append(name)

    def split(self, text: str) -> tuple[str, str] | None:
        """(name, text) of a row; None when it begins with no name that was learned."""
        first = text[:LONGEST_FIRST].split("\n", maxsplit=1)[0].split(" ", maxsplit=1)[0]
        for name in self._by_first.get(first, ()):
            if _begins(text, name):
                return name, text[len(name) + 1 :]
        return None


def learn_senders(texts: Sequence[str], title: str) -> Senders:
    """The names that the rows begin with; ``texts``: what stands behind the time."""
    sure = _sure_names(texts)
    if title and any(_begins(text, title) for text in texts):
        sure.add(title)
    known = Senders(sure)
    by_first: dict[str, list[Sequence[str]]] = {}
    for text in texts:
        words = text.split(" ", MOST_WORDS + 2)
        if len(words) > 1 and known.split(text) is None:
            by_first.setdefault(words[0], []).append(words)
    found = set(sure)
    few = len(by_first) <= MOST_FIRST
    for first, group in by_first.items():
        elsewhere = _words_of_others(texts, first) if few else set()
        found |= {" ".join(name) for name in _branch(group, 0, elsewhere)}
    return Senders(name for name in found if name)


def _words_of_others(texts: Sequence[str], first: str) -> set[str]:
    return {word for text in texts[:LOOKED_AT] if not text.startswith(first) for word in text.split(" ")}


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1] in (" ", "\n", "")


def _sure_names(texts: Sequence[str]) -> set[str]:
    """Names that stand before a picture, a sticker or a call, or take a message back: there the name ends for sure."""
    found: Counter[str] = Counter()
    for text in texts:
        name, _, last = text.rpartition(" ")
        if name and (last in BARE or (last.startswith("[") and last.endswith("]"))):
            found[name] += 1
        call = CALL.search(text)
        if call is not None and call.start() > 1:
            found[text[: call.start()].rstrip()] += 1
        who = unsent_by(text)
        if who:
            found[who] += 1
    common = [name for name, _ in found.most_common(MOST_SURE)]
    often = {name for name in common if found[name] > 1 or sum(_begins(t, name) for t in texts[:LOOKED_AT]) > 1}
    return {name for name in often if not any(name != other and _begins(name, other) for other in often)}


def _branch(rows: Sequence[Sequence[str]], depth: int, elsewhere: Set[str]) -> list[tuple[str, ...]]:
    """The names of ``rows``, which share their first ``depth`` words: a word that nearly all share belongs to it."""
    names: list[tuple[str, ...]] = []
    by_word: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        by_word.setdefault(row[depth] if depth < len(row) else "", []).append(row)
    for word, group in by_word.items():
        if not word:
            continue
        deeper = [row for row in group if len(row) > depth + 2]
        if (
            depth + 1 < MOST_WORDS
            and len(group) >= ENOUGH
            and len(deeper) == len(group)
            and _shared(group, depth + 1, elsewhere)
        ):
            names += _branch(group, depth + 1, elsewhere)
        else:
            names.append(tuple(group[0][: depth + 1]))
    return names


def _shared(rows: Sequence[Sequence[str]], at: int, elsewhere: Set[str]) -> bool:
    """True when the word at ``at`` is one of a few that come again and again, written as names are.

    A small first letter is only a name's when all rows have it and nobody else uses the word (``elsewhere``).
    """
    counts = Counter(row[at] for row in rows)
    if not all(_like_a_name(word) for word in counts):
        return len(counts) == 1 and len(rows) >= CERTAIN and not counts.keys() & elsewhere
    return len(counts) == 1 or (len(counts) <= BRANCHES and min(counts.values()) > 1 and len(rows) >= SEVERAL)


def _like_a_name(word: str) -> bool:
    """More than one letter, or a capital with a dot; the first no small one."""
    return not word[:1].islower() and word[:1].isalpha() and (len(word) > 1 or word.isupper()) and word != "I"

"""Hints on one's own answer to a short situation: what is in it, and where; no score, no grade, English only.

Every hint comes from plain word lists (trainer_words.py) and is shown with its place, so that the writer can see what
was meant and disagree. Advice phrasing is the weakest of them: such rules miss much, and find some that is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evenstep.program.english import TOKEN, is_english, plain_marks
from evenstep.program.trainer_words import (
    ADVICE,
    AFTER_A_GUESS,
    ASKS_WITHOUT_A_MARK,
    FEELINGS,
    I_WORDS,
    INVITES,
    OPEN,
    STOP_WORDS,
    YOU_WORDS,
)

LONGEST: Final = 2000  # letters that are read; an answer in a talk is shorter
SENTENCE: Final = re.compile(r"[^.?!…\n]+[.?!…]*")
ENDINGS: Final = ("ing", "ed", "ly")
KINDS_OF_HINT: Final = ("question", "open_question", "advice", "feeling", "i_words", "you_words", "taken_up")

Span = tuple[int, int]


@dataclass(frozen=True)
class Hints:
    """Where what was found stands in the reply, as (start, end), in order. Empty means: the rules saw none.

    ``taken``: how many of the prompt's ``of_words`` content words came up again. ``cut``: only the first part was read.
    ``readable``: False where the text does not seem to be English; then every hint is empty and none is to be shown.
    """

    spans: Mapping[str, tuple[Span, ...]]
    taken: int
    of_words: int
    cut: bool = False
    readable: bool = True

    def __getitem__(self, kind: str) -> tuple[Span, ...]:
        return self.spans[kind]


def hints(reply: str, prompt: str) -> Hints:
    """What the rules see in ``reply`` as an answer to ``prompt``."""
    cut = len(reply) > LONGEST
    plain = plain_marks(reply[:LONGEST])
    wanted = content_stems(prompt)
    if not is_english(plain):
        return Hints(dict.fromkeys(KINDS_OF_HINT, ()), 0, len(wanted), cut, readable=False)
    taken = [(span, stem) for span, stem in _stems(plain) if stem in wanted]
    questions = [span for span in _sentences(plain) if _asks(plain[slice(*span)])]
    found: dict[str, Iterable[Span]] = {
        "question": questions,
        "open_question": [span for span in questions if _is_open(plain[slice(*span)])],
        "advice": (hit.span() for hit in ADVICE.finditer(plain)),
        "feeling": _apart([*_tokens_in(plain, FEELINGS), *(hit.span() for hit in AFTER_A_GUESS.finditer(plain))]),
        "i_words": _tokens_in(plain, I_WORDS),
        "you_words": _tokens_in(plain, YOU_WORDS),
        "taken_up": (span for span, _ in taken),
    }
    spans = {kind: tuple(found[kind]) for kind in KINDS_OF_HINT}
    return Hints(spans, len({stem for _, stem in taken}), len(wanted), cut)


def content_stems(text: str) -> frozenset[str]:
    """The words of a text that carry its sense, each cut to a stem, so that "waited" takes up "waiting"."""
    return frozenset(stem for _, stem in _stems(plain_marks(text)))


def _stems(plain: str) -> Iterator[tuple[Span, str]]:
    for token in TOKEN.finditer(plain):
        word = token[0].lower()
        if word not in STOP_WORDS and len(word) > 1:
            yield token.span(), _stem(word)


def _stem(word: str) -> str:
    """A crude cut, and a silent one: it only decides which words are marked."""
    bare = word.removesuffix("'s")
    if bare.endswith("s") and not bare.endswith("ss") and len(bare) > 3:
        bare = bare[:-1]
    for ending in ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            bare = bare[: -len(ending)]
            break
    bare = bare.removesuffix("e")
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare


def _sentences(plain: str) -> Iterator[Span]:
    """Each sentence without the blanks around it; what holds no word is none."""
    for part in SENTENCE.finditer(plain):
        words = part[0].strip()
        if TOKEN.search(words):
            start = part.start() + part[0].index(words)
            yield start, start + len(words)


def _asks(sentence: str) -> bool:
    if "?" in sentence or INVITES.search(sentence):
        return True
    return ASKS_WITHOUT_A_MARK.search(sentence) is not None


def _is_open(sentence: str) -> bool:
    return OPEN.search(sentence) is not None or INVITES.search(sentence) is not None


def _tokens_in(plain: str, words: frozenset[str]) -> list[Span]:
    return [token.span() for token in TOKEN.finditer(plain) if token[0].lower() in words]


def _apart(spans: list[Span]) -> Iterator[Span]:
    """In order, and what overlaps as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return iter(joined)


def marked(reply: str, spans: Iterable[Span]) -> tuple[tuple[str, bool], ...]:
    """The reply in pieces, each with whether it is marked, for a page; joined they are the reply again."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in _apart(list(spans)):
        pieces += [(reply[at:start], False), (reply[start:end], True)]
        at = end
    return tuple((piece, is_marked) for piece, is_marked in [*pieces, (reply[at:], False)] if piece)

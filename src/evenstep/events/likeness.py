"""Whether two senders of different exports may be one person: suggestions with their reason, never a decision.

Four signs, the strongest first: the same messages at the same times, one phone number, one mail
address, one name. The user says who is who; nothing is merged by a likeness alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from evenstep.events.people import candidates, skeleton

Why = Literal["messages", "phone", "mail", "name", "part of the name"]
ORDER: Final[tuple[Why, ...]] = ("messages", "phone", "mail", "name", "part of the name")
"""From the strongest sign to the weakest."""

SAME_DIGITS: Final = 8  # the end of a number that tells people apart, whatever stands before it
LEAST_DIGITS: Final = 7
LEAST_MESSAGES: Final = 10
LEAST_SHARE: Final = 0.5
MOST_SENDERS: Final = 60  # of one export: beyond that nobody wants to be asked

_PHONE: Final = re.compile(r"^[\s()+./\u2011\u00a0\u202f\u2066-\u2069\u202a-\u202e\d-]+$")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Likeness:
    """``one`` (in the first export) and ``other`` (in the second) may be one person, because of ``why``."""

    one: str
    other: str
    why: Why


def alike(first: pl.DataFrame, second: pl.DataFrame) -> list[Likeness]:
    """Pairs of senders of two event tables that may be one person, the strongest sign first, each sender once.

    Two senders of one name are listed too: within one pair of people a name is mostly one person,
    and sometimes not.
    """
    ones, others = ([name for name, _ in candidates(each)[:MOST_SENDERS]] for each in (first, second))
    shared = _shared_messages(first, second)
    found = [
        Likeness(one, other, why)
        for one in ones
        for other in others
        if (why := "messages" if (one, other) in shared else sign(one, other)) is not None
    ]
    return _each_once(sorted(found, key=lambda each: ORDER.index(each.why)))


def sign(one: str, other: str) -> Why | None:
    """What two handles have in common; None for nothing that says anything."""
    if _same_number(one, other):
        return "phone"
    if _mail(one) and _mail(one) == _mail(other):
        return "mail"
    if _is_name(one) and _is_name(other):
        if skeleton(one) == skeleton(other):
            return "name"
        if _is_part(one, other) or _is_part(other, one):
            return "part of the name"
    return None


def _same_number(one: str, other: str) -> bool:
    """The same last digits, at least seven, of two handles that are numbers and nothing else."""
    if not (_PHONE.match(one) and _PHONE.match(other)):
        return False
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= LEAST_DIGITS and long[-SAME_DIGITS:].endswith(short[-SAME_DIGITS:])


def _digits(handle: str) -> str:
    return "".join(c for c in handle if c.isdecimal()).lstrip("0")


def _mail(handle: str) -> str:
    found = _MAIL.search(handle)
    return found[0].casefold() if found else ""


def _is_name(handle: str) -> bool:
    return bool(skeleton(handle)) and not _PHONE.match(handle) and not _mail(handle)


def _is_part(part: str, whole: str) -> bool:
    """Whether every word of ``part`` begins a word of ``whole``, in order: "Zoë M" of "Zoë Miller"."""
    words = [skeleton(word) for word in part.split()]
    among = iter(skeleton(word) for word in whole.split())
    whole_first = bool(words) and len(words[0]) >= 2
    return whole_first and all(any(_begins(word, each) for each in among) for word in words if word)


def _begins(word: str, name: str) -> bool:
    """A word of two letters and more must be a name of its own; a single letter may stand for one."""
    return name == word if len(word) > 1 else name.startswith(word)


def _shared_messages(first: pl.DataFrame, second: pl.DataFrame) -> set[tuple[str, str]]:
    """Pairs of senders who wrote messages of one length in one minute: half of the smaller side, ten at least."""
    keys = ["kind", "n_chars", "n_words", "minute"]
    sides = [
        each.select(
            *("kind", "n_chars", "n_words"),
            pl.col("sender").cast(pl.String),
            minute=pl.col("time").dt.truncate("1m"),
        ).unique()
        for each in (first, second)
    ]
    both = sides[0].join(sides[1], on=keys, suffix="_2").group_by("sender", "sender_2").len()
    sizes = [dict(each.group_by("sender").len().iter_rows()) for each in sides]
    return {
        (one, other)
        for one, other, n in both.iter_rows()
        if n >= max(LEAST_MESSAGES, LEAST_SHARE * min(sizes[0][one], sizes[1][other]))
    }


def _each_once(found: Sequence[Likeness]) -> list[Likeness]:
    """The strongest for each sender; a sender that is equally like two others is left to the user."""
    kept: list[Likeness] = []
    for each in found:
        rivals = [r for r in found if r.why == each.why and r != each and (r.one == each.one or r.other == each.other)]
        taken = any(k.one == each.one or k.other == each.other for k in kept)
        if not taken and not rivals:
            kept.append(each)
    return kept

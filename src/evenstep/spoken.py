"""Words in the language of whoever is asking: sentences look up their translation here, English when nobody set one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

Constant = TypeVar("Constant")


@dataclass(frozen=True)
class Voice:
    """How a sentence is translated, one that depends on a number (one, many, number), and a number as in "1,234.5"."""

    one: Callable[[str], str]
    many: Callable[[str, str, int], str]
    digits: Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


def _in_english(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


ENGLISH: Final = Voice(_as_it_is, _in_english, _as_it_is)
_VOICE: Final[ContextVar[Voice]] = ContextVar("voice", default=ENGLISH)


@contextmanager
def speaking(
    one: Callable[[str], str], many: Callable[[str, str, int], str], digits: Callable[[str], str] = _as_it_is
) -> Iterator[None]:
    """Inside the block ``one`` and ``many`` translate, as gettext and ngettext do, and ``digits`` writes numbers."""
    before = _VOICE.set(Voice(one, many, digits))
    try:
        yield
    finally:
        _VOICE.reset(before)


@contextmanager
def speaking_english() -> Iterator[None]:
    """Inside the block words stay English, whoever asks."""
    with speaking(ENGLISH.one, ENGLISH.many):
        yield


class Words(str):
    """English words that know how they were put together, so that they can be translated when they are shown.

    For words that are kept or raised before it is known who reads them. Everywhere else they are an ordinary string.
    """

    __slots__ = ("many", "n", "template", "values")

    template: str
    many: str
    n: int
    values: dict[str, str | int]


def words(template: str, /, **values: str | int) -> Words:
    """``template`` in English, its values filled in and thousands set apart; ``tr`` translates it later."""
    return _words(template, "", 1, values)


def words_n(one: str, many: str, n: int, /, **values: str | int) -> Words:
    """The same for words that depend on the number ``n``."""
    return _words(one, many, n, values)


def _words(one: str, many: str, n: int, values: dict[str, str | int]) -> Words:
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    said = Words((many if many and n != 1 else one).format(**shown))
    said.template, said.many, said.n, said.values = one, many, n, values
    return said


def tr(text: str, /, **values: str) -> str:
    """``text`` in the language of whoever is asking, its ``{places}`` filled; also words that were put together."""
    if isinstance(text, Words):
        filled = {name: _said(value) for name, value in text.values.items()}
        return trn(text.template, text.many, text.n, **filled) if text.many else tr(text.template, **filled)
    said = _VOICE.get().one(text) if text else text
    return said.format(**values) if values else said


def _said(value: str | int) -> str:
    return digits(f"{value:,}") if isinstance(value, int) else heard(value)


def heard(text: str) -> str:
    """``text`` translated where it knows how it was put together; names and texts from a file as they are."""
    return tr(text) if isinstance(text, Words) else text


def trn(one: str, many: str, n: int, /, **values: str) -> str:
    """The same for a sentence that depends on the number ``n``."""
    said = _VOICE.get().many(one, many, n)
    return said.format(**values) if values else said


def day(when: date) -> Words:
    """Words: "3 May 2025", to be translated later."""
    month = words(MONTHS[when.month - 1])
    return words("{day} {month} {year}", day=str(when.day), month=month, year=str(when.year))


def digits(number: str) -> str:
    """A number, written as "1,234.5", as it is written in the language of whoever is asking."""
    return _VOICE.get().digits(number)


def N_(constant: Constant) -> Constant:  # noqa: N802 -- the name that gettext's users know
    """Mark every string in a constant for translators; ``tr`` or ``report.names.say`` translates it when shown."""
    return constant


def pairs(constant: Constant) -> Constant:
    """The same for pairs of (one, many)."""
    return constant


MONTHS: Final = N_(
    (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
)

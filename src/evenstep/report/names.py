"""Two people as a reader meets them, and sentences in which no name can break out of its place."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, Self

from evenstep.spoken import tr, trn

Key = Literal["a", "b"]

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
MOST_LETTERS: Final = 48  # of a name in a sentence
MOST_LETTERS_DRAWN: Final = 14  # of a name inside a picture
JOINERS: Final = frozenset("\u200c\u200d")  # needed inside emoji and in Persian or Hindi names
NO_BREAK_BEFORE: Final = frozenset("\u200d\ufe0f\ufe0e\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")

SHORT_NAME: Final = 8
_KEPT_TOGETHER: Final = re.compile(r"(\d) (min|h|hours?|minutes?|weeks?|days?|months?)\b")
_EXACT: Final = re.compile(r"\babout (?=more than |fewer than |100 of 100)")  # a bound, or all: nothing is about it
_FIELD: Final = re.compile(r"\{([12])(s|c|y)?(?::([^|}]+)\|([^}]+))?\}|\{(\w+)\}")


def visible(name: str) -> str:
    """``name`` with every control, direction or broken character written out as ``‹U+202E›``; never empty."""
    shown = "".join(char if _is_plain(char) else f"‹U+{ord(char):04X}›" for char in name)
    return shown.strip() or tr("someone")


def shorten(name: str, most: int) -> str:
    """At most ``most`` characters of ``name``, then an ellipsis; emoji and accents are not cut in two."""
    if len(name) <= most:
        return name
    end = most - 1
    while end > 1 and (unicodedata.combining(name[end]) or name[end] in NO_BREAK_BEFORE or name[end - 1] == "\u200d"):
        end -= 1
    return name[:end].rstrip() + "…"


def _is_plain(char: str) -> bool:
    if char in JOINERS:
        return True
    is_noncharacter = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and not is_noncharacter


@dataclass(frozen=True)
class Name:
    """A name inside a sentence: somebody else's letters, to be fenced in wherever they are shown."""

    text: str


def _around(name: Name, words: str) -> tuple[str | Name, ...]:
    """``words`` with the name in place of each star."""
    first, *rest = words.split("*")
    return tuple(part for part in (first, *(each for after in rest for each in (name, after))) if part)


@dataclass(frozen=True)
class Person:
    """One of the two: ``key`` is the person's place in the tables, and so the hue and the shape they keep."""

    key: Key
    name: str
    is_me: bool

    @property
    def label(self) -> str:
        """The word "you" or the name, shortened to fit into a picture; the name's own direction kept inside."""
        if self.is_me:
            return tr("you")
        return f"{FIRST_STRONG_ISOLATE}{shorten(visible(self.name), MOST_LETTERS_DRAWN)}{POP_ISOLATE}"

    def parts(self, form: str) -> tuple[str | Name, ...]:
        """The person as subject (""), owner ("s", "y" without its noun) or cell of a table ("c")."""
        if self.is_me:
            return ({"": tr("you"), "s": tr("your"), "c": tr("You"), "y": tr("yours")}[form],)
        name = Name(shorten(visible(self.name), MOST_LETTERS))
        return _around(name, tr("{name}’s").replace("{name}", "*")) if form in {"s", "y"} else (name,)

    def either(self, own: str, other: str) -> tuple[str | Name, ...]:
        """``own`` for oneself; for the other person ``other``, in which a star stands for the name."""
        return (own,) if self.is_me else _around(Name(shorten(visible(self.name), MOST_LETTERS)), other)


@dataclass(frozen=True)
class People:
    """The two in the order in which they are said and drawn: oneself first when known, else a before b."""

    first: Person
    second: Person

    @classmethod
    def of(cls, person_a: str, person_b: str, me: str | None) -> Self:
        """``me`` is ``person_a``, ``person_b`` or None."""
        a = Person("a", person_a, me is not None and me == person_a)
        b = Person("b", person_b, me is not None and me == person_b)
        return cls(b, a) if b.is_me else cls(a, b)

    @property
    def me(self) -> Person | None:
        """Oneself, when known."""
        return self.first if self.first.is_me else None

    def swapped(self) -> People:
        """The same two, the other one said first."""
        return People(self.second, self.first)


@dataclass(frozen=True)
class Sentence:
    """Words with names in them. ``str`` gives plain text, ``__html__`` escaped HTML with each name in a ``<bdi>``."""

    parts: tuple[str | Name, ...]

    def __str__(self) -> str:
        return "".join(p if isinstance(p, str) else f"{FIRST_STRONG_ISOLATE}{p.text}{POP_ISOLATE}" for p in self.parts)

    def __html__(self) -> str:
        """Safe HTML: Jinja2 and Django take it as it is. A number stays with its unit, "for" with a short name."""
        out = ""
        for part in self.parts:
            if isinstance(part, str):
                out += html.escape(_KEPT_TOGETHER.sub("\\1\u00a0\\2", part))
                continue
            if len(part.text) <= SHORT_NAME and (" " + out).endswith((" for ", " by ")):
                out = out[:-1] + "\u00a0"
            out += f"<bdi>{html.escape(part.text)}</bdi>"
        return out

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence((*self.parts, *other.parts))

    def __bool__(self) -> bool:
        return bool(self.parts)


def as_is(words: str) -> Sentence:
    """A sentence of what needs no translation: a number, a date, words that have been translated."""
    return Sentence((words,))


def say(template: str, people: People | None = None, **values: str | Sentence) -> Sentence:
    """Translate a template and fill it.

    ``{1}`` and ``{2}`` are the two as subjects, ``{1s}`` and ``{1y}`` their possessives (your, yours), ``{1c}`` a
    table's cell, ``{1:start|starts}`` a verb that agrees (you start, B starts), ``{word}`` a value. For languages with
    more forms a star is the name: ``{1:dich|*}``. "you" and "your" are capitalised where a sentence begins.
    """
    return filled(tr(template), people, **values)


def say_n(one: str, many: str, n: int, people: People | None = None, /, **values: str | Sentence) -> Sentence:
    """The same for a sentence that depends on the number ``n``."""
    return filled(trn(one, many, n), people, **values)


def filled(template: str, people: People | None = None, **values: str | Sentence) -> Sentence:
    """A translated template with its places filled."""
    parts: list[str | Name] = []
    at = 0
    for field in _FIELD.finditer(template):
        _put(parts, template[at : field.start()])
        for part in _fill(field, people, values):
            _put(parts, _begin(parts, part) if field[1] else part)
        at = field.end()
    _put(parts, template[at:])
    return Sentence(tuple(_EXACT.sub("", part) if isinstance(part, str) else part for part in parts))


def _fill(field: re.Match[str], people: People | None, values: dict[str, str | Sentence]) -> tuple[str | Name, ...]:
    if field[5]:
        value = values[field[5]]
        return value.parts if isinstance(value, Sentence) else (value,)
    if people is None:
        raise KeyError(field[0])
    person = people.first if field[1] == "1" else people.second
    if field[3]:
        return person.either(field[3], field[4])
    return person.parts(field[2] or "")


def _begin(before: list[str | Name], part: str | Name) -> str | Name:
    if not isinstance(part, str) or part not in {tr("you"), tr("your")}:
        return part
    starts = not before or (isinstance(before[-1], str) and before[-1].endswith((". ", "? ")))
    return part.capitalize() if starts else part


def _put(parts: list[str | Name], part: str | Name) -> None:
    if isinstance(part, str) and parts and isinstance(parts[-1], str):
        parts[-1] += part
    elif part:
        parts.append(part)


def drawn(template: str, person: Person, **values: str) -> str:
    """Words inside a picture: as ``say``, of one person by their short label, and without a capital."""

    def fill(field: re.Match[str]) -> str:
        if field[5]:
            return values[field[5]]
        if field[3]:
            return field[3] if person.is_me else field[4].replace("*", person.label)
        owns = field[2] in {"s", "y"}
        return (tr("your") if person.is_me else tr("{name}’s", name=person.label)) if owns else person.label

    return _FIELD.sub(fill, tr(template))


def join(sentences: list[Sentence], between: str = " ") -> Sentence:
    """Sentences one after the other, empty ones left out."""
    parts: list[str | Name] = []
    for sentence in sentences:
        if sentence and parts:
            _put(parts, between)
        for part in sentence.parts:
            _put(parts, part)
    return Sentence(tuple(parts))

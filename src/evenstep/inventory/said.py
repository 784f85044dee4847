"""What is said of answers: a statement, its two halves, and the voice that fills in the other's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from evenstep.by_kind import Place, table, text
from evenstep.errors import OptionError

PLACEHOLDERS: Final = frozenset({"other", "given", "asked", "theme", "low", "high"})
FENCES: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
OPEN, CLOSE = "\u2068", "\u2069"  # a name runs in its own direction and ends where it ends


@dataclass(frozen=True)
class Half:
    """One half of the pattern in a sentence. ``guess``: it is about the other, and only they could say it."""

    label: str
    text: str
    guess: bool


@dataclass(frozen=True)
class Halves:
    """Both halves, to be shown side by side; ``lines`` stand below them."""

    mine: Half
    theirs: Half
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """What answers say: one leading sentence, what supports it, what it rests on, and what it can't tell."""

    lead: str
    lines: tuple[str, ...]
    rests_on: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    enough: bool = True
    halves: Halves | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything it says, in reading order."""
        both = (self.halves.mine, self.halves.theirs) if self.halves else ()
        beside = self.halves.lines if self.halves else ()
        return (self.lead, *self.lines, *(half.text for half in both), *beside, *self.rests_on, *self.cannot_tell)


@dataclass(frozen=True)
class Voice:
    """Who is spoken of and in which language. ``translate`` is gettext or any callable like it."""

    other: str
    translate: Callable[[str], str] = field(default=str)

    def say(self, template: str, **values: object) -> str:
        """A whole sentence in the reader's language, with the other's name fenced in as a text of its own."""
        said = self.translate(template)
        return said.format(other=fenced(self.other), **values) if "{other}" in said else said.format(**values)

    def phrase(self, name: str, **values: object) -> str:
        """A sentence of said.toml, named "section.name"."""
        return self.say(phrases()[name], **values)


def fenced(name: str) -> str:
    """A name between marks that keep its direction to itself; a page may turn the marks into <bdi>."""
    plain = FENCES.sub("", name).strip()
    if not plain:
        raise OptionError("other", "a name is needed, or any word you use for them")
    return f"{OPEN}{plain}{CLOSE}"


def pieces(said: str) -> tuple[tuple[str, bool], ...]:
    """A filled sentence as (text, is a name) pieces, for a page that sets names apart."""
    parts = re.split(f"{OPEN}(.*?){CLOSE}", said)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)


@cache
def phrases() -> Mapping[str, str]:
    """Every sentence of said.toml by "section.name"."""
    place = Place("said.toml")
    return {
        f"{section}.{name}": text(words, place / section / name, PLACEHOLDERS)
        for section, named in table("inventory/items", "said.toml").items()
        for name, words in named.items()
    }

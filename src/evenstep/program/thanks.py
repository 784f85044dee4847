"""Good moments: to notice, to say thank you, to take in good news; each with lines to try, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, lines_for_kind, table, text

FILE: Final = "thanks.toml"
PARTS: Final = ("notice", "thank", "news")
WORDS: Final = ("name", "how", "reach", "back", "care")


@dataclass(frozen=True)
class Part:
    """One of the three. ``care``: what it is not for. Texts may hold {other}; what is said to them holds no name."""

    slug: str
    name: str
    how: str
    reach: str
    back: str
    care: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Thanks:
    """The three parts and what they rest on."""

    parts: tuple[Part, ...]
    source: str


@cache
def thanks(kind: Kind) -> Thanks:
    """The three parts in the words of one kind of relationship."""
    return read_thanks(table("program/content", FILE), kind)


def read_thanks(given: Mapping[str, Any], kind: Kind) -> Thanks:
    """The parts out of their table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"source", *PARTS}, here)
    parts = tuple(_part(slug, given.get(slug, {}), kind, here / slug) for slug in PARTS)
    return Thanks(parts, text(given.get("source"), here / "source", frozenset()))


def _part(slug: str, given: Mapping[str, Any], kind: Kind, here: Place) -> Part:
    known_keys(given, {"lines", *WORDS}, here)
    said = {name: for_kind(given.get(name), kind, here / name) for name in WORDS}
    return Part(slug=slug, lines=lines_for_kind(given.get("lines"), kind, here / "lines"), **said)

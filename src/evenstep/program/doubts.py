"""Cards for doubts and fears: how one may feel on either side, kind lines, and one small next thing of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, table, text
from evenstep.program.worded import section

FILE: Final = "doubts.toml"
KIND_LINES: Final = 3


@dataclass(frozen=True)
class Doubt:
    """One fear. ``reach`` and ``back``: how it may feel on either side; ``kind``: lines to say to oneself.

    The two next things are private and done alone: the card is for everyone, and asks nothing of the other person.
    """

    slug: str
    name: str
    reach: str
    back: str
    kind: tuple[str, ...]
    next_reach: str
    next_back: str


@dataclass(frozen=True)
class Doubts:
    """The cards, what stands before them (texts may hold {other}), and what they rest on."""

    intro: Mapping[str, str]
    cards: tuple[Doubt, ...]
    source: str


@cache
def doubts(kind: Kind) -> Doubts:
    """The cards in the words of one kind. A ContentError names the place that is wrong."""
    return read_doubts(table("program/content", FILE), kind)


def read_doubts(given: Mapping[str, Any], kind: Kind) -> Doubts:
    """The cards out of the table of their file."""
    here = Place(FILE)
    known_keys(given, {"source", "intro", "cards"}, here)
    return Doubts(
        intro=section(given.get("intro"), kind, here / "intro"),
        cards=tuple(_doubt(one, kind, here / "cards") for one in given.get("cards", [])),
        source=text(given.get("source"), here / "source", frozenset()),
    )


def _doubt(given: Mapping[str, Any], kind: Kind, place: Place) -> Doubt:
    here = place / str(given.get("slug"))
    said = ("name", "reach", "back", "next_reach", "next_back")
    known_keys(given, {"slug", "kind", *said}, here)
    lines = given.get("kind", [])
    if len(lines) != KIND_LINES:
        raise (here / "kind").refuse(f"{KIND_LINES} kind lines are needed")
    return Doubt(
        slug=text(given.get("slug"), here / "slug", frozenset()),
        kind=tuple(for_kind(line, kind, here / f"kind.{n}") for n, line in enumerate(lines, 1)),
        **{name: for_kind(given.get(name), kind, here / name) for name in said},
    )

"""The words around limits, in one kind of relationship: parts, examples for both sides, what instead, what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import KINDS, Kind, Place, for_each_kind, for_kind, known_keys, table, text
from evenstep.program.limits import ASPECTS, Aspect, Judged
from evenstep.program.own_messages import Checked
from evenstep.program.plans import tags_of
from evenstep.program.safety import Switches
from evenstep.program.tags import Tags, may_show
from evenstep.program.worded import Side, listed, section, side_of

FILE: Final = "limits.toml"
COUNTED: Final = frozenset({"other", "n"})
SAID: Final = ("intro", "form", "per", "problems", "said", "messages")


@dataclass(frozen=True)
class Example:
    """A limit somebody might choose. ``side``: who it may suit more, the one who reaches or the one who steps back.

    One that says something to the other person hangs on a clear no to every danger; the rest is kept in silence.
    """

    side: Side
    words: str
    tags: Tags


@dataclass(frozen=True)
class Part:
    """One of the four parts a limit can be about."""

    slug: Aspect
    name: str
    what: str
    examples: tuple[Example, ...]

    def shown(self, switches: Switches) -> tuple[Example, ...]:
        """The examples that may be shown; after "stop" none: they are about contact."""
        return () if switches.stopped else tuple(one for one in self.examples if may_show(one.tags, switches))


@dataclass(frozen=True)
class LimitWords:
    """Everything a page of limits says. ``said``: section -> key -> text; texts may hold {other} or {n}."""

    parts: tuple[Part, ...]
    instead: Mapping[str, str]
    said: Mapping[str, Mapping[str, str]]
    source: str

    def judged(self, found: Judged) -> str:
        """What is said of a limit that was judged; the text may hold {n}."""
        key = ("noted_one" if found.slips == 1 else "noted_more") if found.state == "noted" else found.state
        return self.said["said"][key]

    def checked(self, found: Checked) -> str:
        """What is said of one's own messages; the text may hold {n}."""
        if found.state == "over":
            return self.said["messages"]["over_one" if found.times == 1 else "over_more"]
        return self.said["messages"][found.why if found.state == "cannot_tell" else found.state]


@cache
def limit_words(kind: Kind) -> LimitWords:
    """The words of one kind. A ContentError names the place that is wrong."""
    return read_limit_words(table("program/content", FILE), kind)


def read_limit_words(given: Mapping[str, Any], kind: Kind) -> LimitWords:
    """The words out of the table of their file."""
    here = Place(FILE)
    known_keys(given, {"source", "aspects", "instead", *SAID}, here)
    parts = tuple(_part(one, kind, here / "aspects") for one in given.get("aspects", []))
    if tuple(part.slug for part in parts) != ASPECTS:
        raise (here / "aspects").refuse(f"the parts are {', '.join(ASPECTS)}, in this order")
    return LimitWords(
        parts=parts,
        instead=listed(given.get("instead"), kind, here / "instead"),
        said={name: section(given.get(name), kind, here / name, COUNTED) for name in SAID},
        source=text(given.get("source"), here / "source", frozenset()),
    )


def _part(given: Mapping[str, Any], kind: Kind, place: Place) -> Part:
    here = place / str(given.get("slug"))
    known_keys(given, {"slug", "name", "what", "examples"}, here)
    return Part(
        slug=given["slug"],
        name=for_kind(given.get("name"), kind, here / "name"),
        what=for_kind(given.get("what"), kind, here / "what"),
        examples=tuple(_example(one, kind, here / f"examples.{n}") for n, one in enumerate(given["examples"], 1)),
    )


def _example(given: Mapping[str, Any], kind: Kind, place: Place) -> Example:
    said = {key: words for key, words in given.items() if key not in {"side", "switch"}}
    known_keys(said, set(KINDS), place)
    tags = tags_of(given.get("switch"), place / "switch")
    return Example(side_of(given.get("side"), place / "side"), for_each_kind(said, kind, place), tags)

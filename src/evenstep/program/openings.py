"""The first talk: three openings in three parts that can be edited, what to do before, and the text to read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, cast, get_args

from evenstep.by_kind import Kind, Place, for_each_kind, for_kind, known_keys, lines_for_kind, table, text
from evenstep.errors import OptionError
from evenstep.program.right_now import ended

Side = Literal["reach", "back", "both"]

FILE: Final = "openings.toml"
PARTS: Final = ("feel", "wish", "ask")
ADVICE: Final = ("before", "if_no", "if_silent", "if_hot", "after")


@dataclass(frozen=True)
class Opening:
    """One way to begin, for one kind of relationship: what I notice, what I wish, what I ask. Holds no name."""

    slug: str
    side: Side
    name: str
    feel: str
    wish: str
    ask: str


@dataclass(frozen=True)
class FirstTalk:
    """All that a person needs for a first talk. The advice may hold {other}."""

    openings: tuple[Opening, ...]
    parts: Mapping[str, str]
    before: tuple[str, ...]
    if_no: tuple[str, ...]
    if_silent: tuple[str, ...]
    if_hot: tuple[str, ...]
    after: tuple[str, ...]
    source: str

    def opening(self, slug: str) -> Opening:
        """One of the openings. Raises OptionError where there is none of that name."""
        for one in self.openings:
            if one.slug == slug:
                return one
        raise OptionError("opening", f"there is no opening {slug!r}")


@cache
def first_talk(kind: Kind) -> FirstTalk:
    """The kit in the words of one kind of relationship."""
    return read_first_talk(table("program/content", FILE), kind)


def read_first_talk(given: Mapping[str, Any], kind: Kind) -> FirstTalk:
    """The kit out of its table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"source", "parts", "openings", "advice"}, here)
    parts, advice = given.get("parts", {}), given.get("advice", {})
    known_keys(parts, set(PARTS), here / "parts")
    known_keys(advice, set(ADVICE), here / "advice")
    return FirstTalk(
        openings=tuple(_opening(one, kind, here) for one in given.get("openings", [])),
        parts={part: for_kind(parts.get(part), kind, here / "parts" / part) for part in PARTS},
        source=text(given.get("source"), here / "source", frozenset()),
        **{name: lines_for_kind(advice.get(name), kind, here / "advice" / name) for name in ADVICE},
    )


def spoken(feel: str, wish: str, ask: str) -> str:
    """What is read aloud or printed: the three parts, as they were edited, as one text. Parts left empty are left out.

    Nothing else is put in: each word is the person's own.
    """
    parts = (" ".join(part.split()) for part in (feel, wish, ask))
    return " ".join(ended(part) for part in parts if part)


def _opening(given: Mapping[str, Any], kind: Kind, place: Place) -> Opening:
    here = place / str(given.get("slug", "an opening without a slug"))
    known_keys(given, {"slug", "side", "name", *PARTS}, here)
    if given.get("side") not in get_args(Side):
        raise (here / "side").refuse(f"{given.get('side')!r} is none of {', '.join(get_args(Side))}")
    return Opening(
        slug=text(given.get("slug"), here / "slug", frozenset()),
        side=cast("Side", given["side"]),
        name=for_kind(given.get("name"), kind, here / "name"),
        **{part: for_each_kind(given.get(part, {}), kind, here / part) for part in PARTS},
    )

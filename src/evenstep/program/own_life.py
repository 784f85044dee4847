"""A life of one's own: small ideas by area, the worth list, friends to lean on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from evenstep.by_kind import KINDS, Kind, Place, known_keys, text
from evenstep.program.reading import NO_NAMES, content, only_once, part, rows, words, words_of_all

Area = Literal["body", "mind", "spirit", "people", "interests"]

AREAS: Final[tuple[Area, ...]] = ("body", "mind", "spirit", "people", "interests")
FILE: Final = "own_life.toml"


@dataclass(frozen=True)
class Idea:
    """One small thing to do, and about how long it takes."""

    slug: str
    area: Area
    text: str
    minutes: int


@dataclass(frozen=True)
class Prompt:
    """One line that asks; the answer is written by hand."""

    slug: str
    text: str


@dataclass(frozen=True)
class Leaning:
    """One thing a friend may be asked for, and words with which one can ask."""

    slug: str
    text: str
    how: str


@dataclass(frozen=True)
class OwnLife:
    """All of it in the words of one kind. ``plan``, ``worth`` and ``friends`` hold what their pages say, by name."""

    areas: Mapping[Area, str]
    ideas: tuple[Idea, ...]
    plan: Mapping[str, str]
    worth: Mapping[str, str]
    prompts: tuple[Prompt, ...]
    friends: Mapping[str, str]
    leaning: tuple[Leaning, ...]

    def of(self, area: Area) -> tuple[Idea, ...]:
        """The ideas of one area."""
        return tuple(idea for idea in self.ideas if idea.area == area)


@cache
def own_life(kind: Kind) -> OwnLife:
    """Ideas and prompts in the words of one kind. Raises OptionError for an unknown kind."""
    return read_own_life(*content(FILE, kind), kind)


def read_own_life(given: Mapping[str, Any], place: Place, kind: Kind) -> OwnLife:
    """All of it out of its table; a ContentError names the place that is wrong."""
    known_keys(given, {"source", "plan", "areas", "ideas", "worth", "friends"}, place)
    areas, by_area = part(given, "areas", place), part(given, "ideas", place)
    worth, friends = part(given, "worth", place), part(given, "friends", place)
    ideas = tuple(_idea(row, area, kind, place / area) for area in AREAS for row in rows(by_area, area, place))
    only_once([idea.slug for idea in ideas], place)
    return OwnLife(
        areas={area: words(areas.get(area), kind, place / area) for area in AREAS},
        ideas=ideas,
        plan=words_of_all(part(given, "plan", place), kind, place / "plan"),
        worth=_without(worth, "prompts", kind, place / "worth"),
        prompts=tuple(Prompt(row["slug"], _said(row, kind, place)) for row in rows(worth, "prompts", place)),
        friends=_without(friends, "kind_of_help", kind, place / "friends"),
        leaning=tuple(_leaning(row, kind, place / "friends") for row in rows(friends, "kind_of_help", place)),
    )


def _without(given: Mapping[str, Any], rows_of: str, kind: Kind, place: Place) -> dict[str, str]:
    return words_of_all({slug: each for slug, each in given.items() if slug != rows_of}, kind, place)


def _said(row: Mapping[str, Any], kind: Kind, place: Place, *more: str) -> str:
    """The words of a row that carries them itself, next to its slug."""
    here = place / str(row["slug"])
    known_keys(row, {"slug", "any", *KINDS, *more}, here)
    return words({name: each for name, each in row.items() if name in {"any", *KINDS}}, kind, here)


def _idea(row: Mapping[str, Any], area: Area, kind: Kind, place: Place) -> Idea:
    minutes = row.get("minutes")
    if type(minutes) is not int or minutes < 1:
        raise (place / str(row["slug"])).refuse("how many minutes it takes is missing")
    return Idea(row["slug"], area, _said(row, kind, place, "minutes"), minutes)


def _leaning(row: Mapping[str, Any], kind: Kind, place: Place) -> Leaning:
    how = text(row.get("how"), place / str(row["slug"]), NO_NAMES)
    return Leaning(row["slug"], _said(row, kind, place, "how"), how)

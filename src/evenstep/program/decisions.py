"""The map of decisions: who raises, decides, can say no, is heard; where two private views part is the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from evenstep.by_kind import Kind, Place, known_keys, text
from evenstep.program.reading import NO_NAMES, content, part, rows, words, words_of_all

Role = Literal["raises", "decides", "can_say_no", "is_heard"]
View = Literal["me", "other", "both", "nobody", "unsure"]
Filling = Mapping[tuple[str, Role], View]  # (domain, role) -> who, as one person sees it; what is left open is absent
Part = Literal["mine_mine", "theirs_theirs", "apart", "nobody", "unsure"]

ROLES: Final[tuple[Role, ...]] = ("raises", "decides", "can_say_no", "is_heard")
VIEWS: Final[tuple[View, ...]] = ("me", "other", "both", "nobody", "unsure")
FILE: Final = "decisions.toml"
# Two views that do not stand for one and the same: what the agenda says of them. Anything else lies apart.
SAID: Final[Mapping[tuple[View, View], Part]] = {
    ("me", "me"): "mine_mine",
    ("other", "other"): "theirs_theirs",
    ("nobody", "nobody"): "nobody",
}
ALIKE: Final[frozenset[tuple[View, View]]] = frozenset({("me", "other"), ("other", "me"), ("both", "both")})


@dataclass(frozen=True)
class Domain:
    """One thing that two people decide about."""

    slug: str
    name: str


@dataclass(frozen=True)
class Map:
    """The domains of one kind of relationship, the roles and what may be answered; ``agenda`` by role and part."""

    intro: str
    domains: tuple[Domain, ...]
    roles: Mapping[Role, str]
    views: Mapping[View, str]
    agenda: Mapping[tuple[Role, Part], str]
    said: Mapping[str, str]


@dataclass(frozen=True)
class Point:
    """One domain on the agenda and its sentences, in the order of the roles."""

    domain: Domain
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Agenda:
    """What to talk about: ``said`` leads, then a point for each domain in which something is open."""

    said: str
    points: tuple[Point, ...]


@cache
def decisions(kind: Kind) -> Map:
    """The map in the words of one kind. Raises OptionError for an unknown kind."""
    return read_map(*content(FILE, kind), kind)


def read_map(given: Mapping[str, Any], place: Place, kind: Kind) -> Map:
    """The map out of its table; a ContentError names the place that is wrong."""
    known_keys(given, {"source", "intro", "roles", "views", "agenda", "said", "domains"}, place)
    roles, views, agenda = (part(given, name, place) for name in ("roles", "views", "agenda"))
    domains = rows(part(given, "domains", place), kind, place / "domains")
    lines = {role: words_of_all(part(agenda, role, place), kind, place / role) for role in ROLES}
    parts: tuple[Part, ...] = ("mine_mine", "theirs_theirs", "apart", "nobody", "unsure")
    return Map(
        intro=words(given.get("intro"), kind, place / "intro"),
        domains=tuple(Domain(row["slug"], text(row.get("name"), place / row["slug"], NO_NAMES)) for row in domains),
        roles={role: words(roles.get(role), kind, place / role) for role in ROLES},
        views={view: words(views.get(view), kind, place / view) for view in VIEWS},
        agenda={(role, each): text(lines[role].get(each), place / role / each) for role in ROLES for each in parts},
        said=words_of_all(part(given, "said", place), kind, place / "said"),
    )


def agenda(kind: Kind, one: Filling, two: Filling) -> Agenda:
    """Where two fillings part, in words: the same whichever comes first. What either left open is not compared."""
    whole = decisions(kind)
    both = one.keys() & two.keys()
    if not both:
        return Agenda(whole.said["little"], ())
    found = {key: kept for key in both if (kept := _kept(one[key], two[key]))}
    points = _points(whole, {key: whole.agenda[key[1], kept] for key, kept in found.items()})
    return Agenda(whole.said["agenda" if points else "same"], points)


def open_for_me(kind: Kind, mine: Filling) -> Agenda:
    """One's own view alone: the roles that nobody has or of which one is not sure, as the questions they are."""
    whole = decisions(kind)
    if not mine:
        return Agenda(whole.said["little"], ())
    open_keys = {key: whole.roles[key[1]] for key, view in mine.items() if view in ("nobody", "unsure")}
    points = _points(whole, open_keys)
    return Agenda(whole.said["alone" if points else "alone_none"], points)


def _kept(one: View, two: View) -> Part | None:
    """What the agenda says of two views; None where they name the same person. Each says "me" of themselves."""
    if (one, two) in ALIKE:
        return None
    if "unsure" in (one, two):
        return "unsure"
    return SAID.get((one, two), "apart")


def _points(whole: Map, said: Mapping[tuple[str, Role], str]) -> tuple[Point, ...]:
    lines = {d: tuple(said[d.slug, role] for role in ROLES if (d.slug, role) in said) for d in whole.domains}
    return tuple(Point(domain, found) for domain, found in lines.items() if found)

"""The table of rules that suggest a practice, and the words for suggesting none; read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, cast, get_args

from evenstep.by_kind import Kind, Place, known_keys
from evenstep.program.practices import practices
from evenstep.program.reading import content, part, rows, words, words_of_all

Band = Literal["low", "mid", "high"]

FILE: Final = "choose.toml"
KEYS: Final = {"slug", "fact", "theme", "levels", "first", "though", "practices", "because"}
FACTS: Final = frozenset({"worse", "no_change", "slip", "left_open", "hard_lately", "agreed", "good_lately"})
THOUGH: Final = frozenset({"trying", "helped", "a_bit", "week"})  # "paused" holds for every rule
QUIET: Final = frozenset({"paused", "trying", "helped", "a_bit", "week", "old", "nothing"})
REST: Final = frozenset({"offered", "yes", "a_bit", "no", "worse", "unsaid"})


@dataclass(frozen=True)
class Rule:
    """One row: a fact, or a theme on some levels; the practices it may suggest, in order; and why, as a sentence.

    ``first``: before all others. ``though``: reasons for quiet that do not keep this rule from speaking.
    """

    slug: str
    fact: str
    theme: str
    levels: frozenset[Band]
    first: bool
    though: frozenset[str]
    practices: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Rules:
    """The whole table. ``quiet``: words for suggesting nothing; ``rest``: days a practice is left alone.

    ``only_by_browsing``: practices that no rule suggests.
    """

    all: tuple[Rule, ...]
    quiet: Mapping[str, str]
    rest: Mapping[str, int]
    only_by_browsing: frozenset[str]


@cache
def rules(kind: Kind) -> Rules:
    """The table in the words of one kind. Raises OptionError for an unknown kind."""
    return read_rules(*content(FILE, kind), kind)


def read_rules(given: Mapping[str, Any], place: Place, kind: Kind) -> Rules:
    """The table as it was read; a ContentError names the place that is wrong."""
    known_keys(given, {"quiet", "rest", "browsing", "rules"}, place)
    quiet, rest = words_of_all(part(given, "quiet", place), kind, place / "quiet"), part(given, "rest", place)
    for name, found, wanted in (("quiet", quiet.keys(), QUIET), ("rest", rest.keys(), REST)):
        if set(found) != wanted:
            raise (place / name).refuse(f"these belong here, and no others: {', '.join(sorted(wanted))}")
    return Rules(
        all=tuple(_rule(row, kind, place) for row in rows(given, "rules", place)),
        quiet=quiet,
        rest={name: _days(days, place / "rest" / name) for name, days in rest.items()},
        only_by_browsing=_known(part(given, "browsing", place).get("only"), kind, place / "browsing"),
    )


def _rule(row: Mapping[str, Any], kind: Kind, place: Place) -> Rule:
    here = place / str(row["slug"])
    known_keys(row, KEYS, here)
    fact, theme, levels = row.get("fact", ""), row.get("theme", ""), row.get("levels", [])
    if bool(fact) == bool(theme) or bool(theme) != bool(levels) or not set(levels) <= set(get_args(Band)):
        raise here.refuse("a fact is needed, or a theme and its levels")
    if fact and fact not in FACTS:
        raise (here / "fact").refuse(f"{fact!r} is no fact; there are {', '.join(sorted(FACTS))}")
    named, though = row.get("practices", []), frozenset(row.get("though", ()))
    if not though <= THOUGH:
        raise (here / "though").refuse(f"only {', '.join(sorted(THOUGH))} may stand here")
    _known(named, kind, here / "practices")
    by_signs = [each.slug for each in practices(kind) if theme and theme in each.signs]
    return Rule(
        slug=row["slug"],
        fact=fact,
        theme=theme,
        levels=frozenset(cast("list[Band]", levels)),
        first=row.get("first") is True,
        though=though,
        practices=tuple(dict.fromkeys([*named, *by_signs])),
        because=words(row.get("because"), kind, here / "because"),
    )


def _known(named: object, kind: Kind, place: Place) -> frozenset[str]:
    """Names of practices that there are."""
    there = {each.slug for each in practices(kind)}
    if not isinstance(named, list) or not set(named) <= there:
        raise place.refuse("a list of practices that there are is needed")
    return frozenset(named)


def _days(given: object, place: Place) -> int:
    if type(given) is not int or given < 1:
        raise place.refuse("a number of days is needed")
    return given

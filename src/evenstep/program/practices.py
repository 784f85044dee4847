"""The practices: what each is for, for whom not, what it rests on, and which switch it hangs on; read and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, cast, get_args

from evenstep.by_kind import KINDS, Kind, Place, for_kind, known_keys, table, text
from evenstep.errors import OptionError
from evenstep.program.tags import ALWAYS, NEEDS, NEVER_WITH, Tags

Group = Literal["talk", "limits", "load", "own_life", "slips", "step_back", "someone"]
Who = Literal["one", "two", "either"]

GROUPS: Final[tuple[Group, ...]] = get_args(Group)
FOLDER: Final = "program/content/practices"
SWITCHES: Final = frozenset({"joint", "reaching", "loop", ALWAYS})
WORDS: Final = ("title", "purpose", "reach", "back", "not_for")
KEYS: Final = {"slug", "switch", "needs", "never_with", "who", "minutes", "source", "signs", "steps", *WORDS}


@dataclass(frozen=True)
class Practice:
    """One thing to try, in the words of one kind of relationship. Texts may hold {other}.

    ``minutes``: from, to; (0, 0) where it has no length. ``who``: done alone, by two, or either way.
    ``reach`` and ``back`` speak to the one who mostly reaches and to the one who mostly steps back.
    ``signs``: themes of the inventory that may suggest it. ``source``: what it rests on, as it may be printed.
    """

    slug: str
    group: Group
    who: Who
    minutes: tuple[int, int]
    tags: Tags
    title: str
    purpose: str
    reach: str
    back: str
    not_for: str
    steps: tuple[str, ...]
    signs: tuple[str, ...]
    source: str


@cache
def practices(kind: Kind) -> tuple[Practice, ...]:
    """Every practice in the words of one kind, group by group. Raises OptionError for an unknown kind."""
    if kind not in KINDS:
        raise OptionError("kind", f"{kind!r} is no kind of relationship; there are {', '.join(KINDS)}")
    found = [practice for group in GROUPS for practice in read_group(table(FOLDER, f"{group}.toml"), group, kind)]
    twice = sorted(slug for slug, n in Counter(practice.slug for practice in found).items() if n > 1)
    if twice:
        raise Place("practices").refuse(f"{twice[0]!r} is there twice")
    return tuple(found)


def practice(slug: str, kind: Kind) -> Practice:
    """One practice. Raises OptionError where there is none of that name."""
    for one in practices(kind):
        if one.slug == slug:
            return one
    raise OptionError("practice", f"there is no practice {slug!r}")


def read_group(given: Mapping[str, Any], group: Group, kind: Kind) -> tuple[Practice, ...]:
    """The practices of one file; a ContentError names the place that is wrong."""
    file = Place(f"{group}.toml")
    known_keys(given, {"practices"}, file)
    return tuple(_practice(one, group, kind, file) for one in given.get("practices", []))


def _practice(given: Mapping[str, Any], group: Group, kind: Kind, file: Place) -> Practice:
    here = file / str(given.get("slug", "a practice without a slug"))
    known_keys(given, KEYS, here)
    said = {name: for_kind(given.get(name), kind, here / name) for name in WORDS}
    return Practice(
        slug=text(given.get("slug"), here / "slug", frozenset()),
        group=group,
        who=_who(given.get("who"), here / "who"),
        minutes=_minutes(given.get("minutes"), here / "minutes"),
        tags=_tags(given, here),
        steps=tuple(for_kind(step, kind, here / f"steps.{n}") for n, step in enumerate(given.get("steps", []), 1)),
        signs=tuple(given.get("signs", ())),
        source=text(given.get("source"), here / "source", frozenset()),
        **said,
    )


def _who(given: object, place: Place) -> Who:
    if given not in get_args(Who):
        raise place.refuse(f"{given!r} is none of {', '.join(get_args(Who))}")
    return cast("Who", given)


def _minutes(given: object, place: Place) -> tuple[int, int]:
    if not isinstance(given, list) or len(given) != 2 or not all(type(n) is int for n in given):
        raise place.refuse("two whole numbers are needed: from, to")
    low, high = given
    if not 0 <= low <= high:
        raise place.refuse("the first number is above the second")
    return low, high


def _tags(given: Mapping[str, Any], place: Place) -> Tags:
    """Every tag must be said: a practice that says nothing of its dangers is not read at all."""
    switch, needs, never = given.get("switch"), given.get("needs"), given.get("never_with")
    if switch not in SWITCHES:
        raise (place / "switch").refuse(f"{switch!r} is no switch")
    for name, said, known in (("needs", needs, NEEDS), ("never_with", never, NEVER_WITH)):
        if not isinstance(said, list) or not set(said) <= known:
            raise (place / name).refuse(f"only {', '.join(sorted(known))} may stand here")
    return Tags(cast("str", switch), frozenset(cast("list[str]", needs)), frozenset(cast("list[str]", never)))

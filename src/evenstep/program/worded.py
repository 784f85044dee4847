"""Pieces that several files of words share: a side, a list of named texts, a section of texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from evenstep.by_kind import OTHER, Kind, Place, for_kind, text

Side = Literal["reach", "back"]  # the one who mostly reaches, and the one who mostly steps back

SIDES: Final[tuple[Side, ...]] = get_args(Side)


def side_of(given: object, place: Place) -> Side:
    """A side by its word in the file."""
    if given not in SIDES:
        raise place.refuse(f"{given!r} is no side; there are {', '.join(SIDES)}")
    return given


def section(given: object, kind: Kind, place: Place, placeholders: frozenset[str] = OTHER) -> Mapping[str, str]:
    """Key -> text of one kind, in the order of the file."""
    if not isinstance(given, Mapping) or not given:
        raise place.refuse("this section is missing")
    return MappingProxyType({key: for_kind(words, kind, place / key, placeholders) for key, words in given.items()})


def listed(given: object, kind: Kind, place: Place) -> Mapping[str, str]:
    """Slug -> text of one kind, out of tables that hold a slug and words by kind; each slug once."""
    if not isinstance(given, list) or not given:
        raise place.refuse("this list is missing")
    found: dict[str, str] = {}
    for one in given:
        slug = text(one.get("slug"), place / "slug", frozenset())
        if slug in found:
            raise (place / slug).refuse("this slug stands here twice")
        found[slug] = for_kind({key: words for key, words in one.items() if key != "slug"}, kind, place / slug)
    return MappingProxyType(found)

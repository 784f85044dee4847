"""Content of the steps read out of its TOML files: words of one kind, each name once, nothing missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from evenstep.by_kind import KINDS, Kind, Place, known_keys, table, text
from evenstep.errors import OptionError

FOLDER: Final = "program/content"
OTHER: Final = frozenset({"other"})
NO_NAMES: Final[frozenset[str]] = frozenset()


def content(name: str, kind: Kind) -> tuple[Mapping[str, Any], Place]:
    """One content file as it is, and its place for errors. Raises OptionError for an unknown kind."""
    if kind not in KINDS:
        raise OptionError("kind", f"{kind!r} is no kind of relationship; there are {', '.join(KINDS)}")
    return table(FOLDER, name), Place(name)


def part(given: Mapping[str, Any], name: str, place: Place) -> Mapping[str, Any]:
    """A table inside a table."""
    found = given.get(name)
    if not isinstance(found, Mapping):
        raise (place / name).refuse("a table is missing")
    return found


def rows(given: Mapping[str, Any], name: str, place: Place) -> list[Mapping[str, Any]]:
    """The rows of a table: not none, each with a slug that stands only once."""
    found = given.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(row, Mapping) for row in found):
        raise (place / name).refuse("no rows")
    slugs = [text(row.get("slug"), place / name, NO_NAMES) for row in found]
    only_once(slugs, place / name)
    return found


def words(given: object, kind: Kind, place: Place, placeholders: frozenset[str] = OTHER) -> str:
    """The words for one kind, its own or those for any, with the placeholders this place can fill."""
    if not isinstance(given, Mapping):
        raise place.refuse("words by kind are missing")
    known_keys(given, {*KINDS, "any"}, place)
    return text(given.get(kind, given.get("any")), place / kind, placeholders)


def words_of_all(
    given: Mapping[str, Any], kind: Kind, place: Place, placeholders: frozenset[str] = OTHER
) -> dict[str, str]:
    """Every text of a table of texts by kind, by its name."""
    return {slug: words(each, kind, place / slug, placeholders) for slug, each in given.items()}


def only_once(slugs: Iterable[str], place: Place) -> None:
    """Refuse a slug that stands in one table twice."""
    twice = [slug for slug, n in Counter(slugs).items() if n > 1]
    if twice:
        raise (place / twice[0]).refuse("this slug stands here twice")

"""Words by kind of relationship, read out of TOML tables and checked: nothing missing, nothing unknown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from evenstep.errors import ContentError

Kind = Literal["partner", "friend", "family", "work"]

KINDS: Final[tuple[Kind, ...]] = ("partner", "friend", "family", "work")
PLACEHOLDER: Final = re.compile(r"\{(.*?)\}")
OTHER: Final = frozenset({"other"})


@dataclass(frozen=True)
class Place:
    """Where in which file a text stands, for errors a person can act on."""

    file: str
    at: str = ""

    def __truediv__(self, name: str) -> Place:
        return Place(self.file, f"{self.at}.{name}" if self.at else name)

    def refuse(self, problem: str) -> ContentError:
        """The error that names this place."""
        return ContentError(self.file, self.at, problem)


@cache
def table(folder: str, name: str) -> Mapping[str, Any]:
    """One TOML file as it is. ``folder`` is a folder of the program, such as "inventory/items"."""
    return tomllib.loads((files("evenstep").joinpath(folder) / name).read_text(encoding="utf-8"))


def known_keys(given: Mapping[str, object], known: set[str], place: Place) -> None:
    """Refuse a key nobody reads: most often it is a misspelt one."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise place.refuse(f"unknown key {unknown[0]!r}")


def text(given: object, place: Place, placeholders: frozenset[str] = OTHER) -> str:
    """A text that may be shown: not empty, without stray blanks, only with placeholders we can fill."""
    if not isinstance(given, str) or not given.strip():
        raise place.refuse("a text is missing")
    if given != " ".join(given.split()):
        raise place.refuse("stray blanks")
    strange = set(PLACEHOLDER.findall(given)) - placeholders
    if strange:
        raise place.refuse(f"unknown placeholder {{{min(strange)}}}")
    if {"{", "}"} & set(PLACEHOLDER.sub("", given)):
        raise place.refuse("a brace that opens or closes nothing")
    return given


def for_kind(given: object, kind: Kind, place: Place, placeholders: frozenset[str] = OTHER) -> str:
    """The words for one kind: its own, else those for any."""
    if not isinstance(given, Mapping):
        raise place.refuse("words by kind are missing")
    known_keys(given, {*KINDS, "any"}, place)
    return text(given.get(kind, given.get("any")), place / kind, placeholders)


def for_each_kind(given: Mapping[str, object], kind: Kind, place: Place) -> str:
    """The words of a line: every kind must have its own."""
    for one in KINDS:
        if one not in given:
            raise place.refuse(f"no words for {one}")
        text(given[one], place / one)
    return str(given[kind])


def lines_for_kind(given: object, kind: Kind, place: Place) -> tuple[str, ...]:
    """Several texts in a row, each in the words of one kind; at least one."""
    if not isinstance(given, list) or not given:
        raise place.refuse("a list of texts is missing")
    return tuple(for_kind(one, kind, place / str(n)) for n, one in enumerate(given, 1))

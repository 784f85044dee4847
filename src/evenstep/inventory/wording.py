"""Words by kind of relationship, read out of a TOML table and checked: nothing missing, nothing unknown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from evenstep.errors import InventoryError
from evenstep.inventory.form import KINDS, Kind

PLACEHOLDER = re.compile(r"\{(.*?)\}")


@dataclass(frozen=True)
class Place:
    """Where in which file a text stands, for errors a person can act on."""

    file: str
    at: str = ""

    def __truediv__(self, name: str) -> Place:
        return Place(self.file, f"{self.at}.{name}" if self.at else name)

    def refuse(self, problem: str) -> InventoryError:
        """The error that names this place."""
        return InventoryError(self.file, self.at, problem)


@cache
def table(name: str) -> Mapping[str, Any]:
    """One TOML file of items/, as it is."""
    return tomllib.loads((files("evenstep.inventory") / "items" / name).read_text(encoding="utf-8"))


def known_keys(given: Mapping[str, object], known: set[str], place: Place) -> None:
    """Refuse a key nobody reads: most often it is a misspelt one."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise place.refuse(f"unknown key {unknown[0]!r}")


def text(given: object, place: Place, placeholders: frozenset[str] = frozenset({"other"})) -> str:
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


def for_kind(given: object, kind: Kind, place: Place) -> str:
    """The words for one kind: its own, else those for any."""
    if not isinstance(given, Mapping):
        raise place.refuse("words by kind are missing")
    known_keys(given, {*KINDS, "any"}, place)
    return text(given.get(kind, given.get("any")), place / kind)


def for_each_kind(given: Mapping[str, object], kind: Kind, place: Place) -> str:
    """The words of a line: every kind must have its own."""
    for one in KINDS:
        if one not in given:
            raise place.refuse(f"no words for {one}")
        text(given[one], place / one)
    return str(given[kind])

"""Rank at work: a practice that turns to the other one says how it changes when one decides over the other's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, known_keys, table, text
from evenstep.program.practices import Practice

FILE: Final = "rank.toml"
SAID: Final = ("title", "why", "below", "else", "above", "both", "level", "idea")
TURNS_TO_THEM: Final = frozenset({"joint", "reaching"})  # the switches of what is done with, or said to, the other one
OTHER: Final = frozenset({"other"})


@dataclass(frozen=True)
class Rank:
    """What a page says, the reason first; ``idea``: in short, beside a suggestion. Texts may hold {other}."""

    title: str
    lines: tuple[str, ...]
    idea: str


def rank_words(kind: Kind, practice: Practice) -> Rank | None:
    """The words for one practice; None where rank plays no part.

    One rule: at work, whatever hangs on "together" or on "reaching" turns to the other one. Who is above whom is never
    asked or kept, and unknown gets the careful words. What two do together also says what "both decide" is worth then.
    """
    if kind != "work" or practice.tags.switch not in TURNS_TO_THEM:
        return None
    said = _said()
    both = ("both",) if practice.tags.switch == "joint" else ()
    return Rank(
        said["title"], tuple(said[each] for each in ("why", "below", "else", "above", *both, "level")), said["idea"]
    )


@cache
def _said() -> Mapping[str, str]:
    return read_rank(table("program/content", FILE))


def read_rank(given: Mapping[str, Any]) -> Mapping[str, str]:
    """The sentences out of their table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"source", "said"}, here)
    text(given.get("source"), here / "source", frozenset())
    said = given.get("said")
    if not isinstance(said, Mapping):
        raise (here / "said").refuse("a table is missing")
    known_keys(said, set(SAID), here / "said")
    return {name: text(said.get(name), here / "said" / name, OTHER) for name in SAID}

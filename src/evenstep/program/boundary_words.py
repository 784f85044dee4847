"""What is said of a checked sentence: the reason, and the same wish as a request and as a limit of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, table, text
from evenstep.program.boundary import Found
from evenstep.program.boundary_rules import TOPICS
from evenstep.program.worded import section

FILE: Final = "boundary.toml"
NO_REWRITE: Final = frozenset({"empty", "harm", "not_english", "too_long"})


@dataclass(frozen=True)
class Rewrite:
    """One wish, said in two ways. ``as_request`` is advice on talking to the other person: only where that is on."""

    as_request: str
    as_limit: str


@dataclass(frozen=True)
class BoundaryWords:
    """The words of the check in one kind of relationship; texts may hold {other}."""

    intro: Mapping[str, str]
    binds: Mapping[str, str]
    reasons: Mapping[str, str]
    general: Rewrite
    topics: Mapping[str, Rewrite]
    source: str

    def rewrite(self, found: Found) -> Rewrite | None:
        """Another wording for what binds not only me; None where there is nothing to reword."""
        if found.binds == "me" or found.rule in NO_REWRITE:
            return None
        return self.topics.get(found.topic, self.general)


@cache
def boundary_words(kind: Kind) -> BoundaryWords:
    """The words of one kind. A ContentError names the place that is wrong."""
    return read_boundary_words(table("program/content", FILE), kind)


def read_boundary_words(given: Mapping[str, Any], kind: Kind) -> BoundaryWords:
    """The words out of the table of their file."""
    here = Place(FILE)
    known_keys(given, {"source", "intro", "binds", "reasons", "general", "topics"}, here)
    topics = {str(one.get("slug")): _rewrite(one, kind, here / "topics") for one in given.get("topics", [])}
    if set(topics) != set(TOPICS):
        raise (here / "topics").refuse(f"the topics are {', '.join(TOPICS)}")
    return BoundaryWords(
        intro=section(given.get("intro"), kind, here / "intro"),
        binds=section(given.get("binds"), kind, here / "binds"),
        reasons=section(given.get("reasons"), kind, here / "reasons"),
        general=_rewrite(given.get("general", {}), kind, here / "general"),
        topics=topics,
        source=text(given.get("source"), here / "source", frozenset()),
    )


def _rewrite(given: Mapping[str, Any], kind: Kind, place: Place) -> Rewrite:
    here = place / str(given.get("slug", ""))
    known_keys(given, {"slug", "as_request", "as_limit"}, here)
    return Rewrite(
        for_kind(given.get("as_request"), kind, here / "as_request"),
        for_kind(given.get("as_limit"), kind, here / "as_limit"),
    )

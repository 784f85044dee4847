"""The pages for when it slips, in one kind of relationship: setbacks, "a slip is data", small things, where from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, table, text
from evenstep.program.plans import FILE, tags_of
from evenstep.program.safety import Switches
from evenstep.program.tags import Tags, may_show
from evenstep.program.worded import listed, section

PAGES: Final = ("slip", "wins", "where_from", "neutral_friend", "shelf", "friend_card")
READ_IN_PLANS: Final = {"plan", "triggers", "ideas"}
PLACEHOLDERS: Final = frozenset({"other", "friend", "day"})
SHELF_KINDS: Final = ("book", "article", "talk", "workshop", "else")


@dataclass(frozen=True)
class Prompt:
    """One question of the plan for setbacks, with a start for either side."""

    slug: str
    title: str
    question: str
    reach: str
    back: str
    tags: Tags


@dataclass(frozen=True)
class SlipWords:
    """``pages``: page -> key -> text; texts may hold {other}, and on the friend's card {friend} and {day}."""

    setbacks: tuple[Prompt, ...]
    pages: Mapping[str, Mapping[str, str]]
    friend_items: Mapping[str, str]
    source: str


@cache
def slip_words(kind: Kind) -> SlipWords:
    """The words of one kind. A ContentError names the place that is wrong."""
    return read_slip_words(table("program/content", FILE), kind)


def setbacks(kind: Kind, switches: Switches) -> tuple[Prompt, ...]:
    """The questions of the plan that may be shown: "how we begin again" only after a clear no to every danger."""
    return tuple(prompt for prompt in slip_words(kind).setbacks if may_show(prompt.tags, switches))


def read_slip_words(given: Mapping[str, Any], kind: Kind) -> SlipWords:
    """The pages out of the table of their file."""
    here = Place(FILE)
    known_keys(given, {"source", "setbacks", "friend_items", *PAGES, *READ_IN_PLANS}, here)
    return SlipWords(
        setbacks=tuple(_prompt(one, kind, here / "setbacks") for one in given.get("setbacks", [])),
        pages={name: section(given.get(name), kind, here / name, PLACEHOLDERS) for name in PAGES},
        friend_items=listed(given.get("friend_items"), kind, here / "friend_items"),
        source=text(given.get("source"), here / "source", frozenset()),
    )


def _prompt(given: Mapping[str, Any], kind: Kind, place: Place) -> Prompt:
    here = place / str(given.get("slug"))
    said = ("title", "question", "reach", "back")
    known_keys(given, {"slug", "switch", *said}, here)
    return Prompt(
        slug=text(given.get("slug"), here / "slug", frozenset()),
        tags=tags_of(given.get("switch"), here / "switch"),
        **{name: for_kind(given.get(name), kind, here / name) for name in said},
    )

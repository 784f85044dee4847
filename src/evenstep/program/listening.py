"""The words of a listening session: rules for both roles, what is said at each step, first topics, a card for paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import Kind, Place, for_kind, known_keys, lines_for_kind, table, text

FILE: Final = "listening.toml"
SAID: Final = (
    "topic", "tension", "minutes", "first", "hot", "smaller", "later", "someone",
    "speak", "time_over", "say_back", "check", "nearly", "not_yet", "enough", "swap",
    "close", "agree", "not_kept", "done", "stopped", "pause", "after",
)  # fmt: skip
ROLES: Final = ("both", "speaker", "listener")
PLACEHOLDERS: Final = frozenset({"other", "speaker", "listener"})


@dataclass(frozen=True)
class Listening:
    """All the words of a session. ``said`` may hold {speaker}, {listener} and {other}; ``card`` is whole on paper."""

    both: tuple[str, ...]
    speaker: tuple[str, ...]
    listener: tuple[str, ...]
    said: Mapping[str, str]
    topics: tuple[str, ...]
    card_name: str
    card: tuple[str, ...]
    source: str


@cache
def listening(kind: Kind) -> Listening:
    """The words in those of one kind of relationship."""
    return read_listening(table("program/content", FILE), kind)


def read_listening(given: Mapping[str, Any], kind: Kind) -> Listening:
    """The words out of their table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"source", "rules", "said", "topics", "card"}, here)
    rules, said, topics, card = (given.get(name, {}) for name in ("rules", "said", "topics", "card"))
    known_keys(rules, set(ROLES), here / "rules")
    known_keys(said, set(SAID), here / "said")
    known_keys(topics, {"examples"}, here / "topics")
    known_keys(card, {"name", "lines"}, here / "card")
    both, speaker, listener = (lines_for_kind(rules.get(role), kind, here / "rules" / role) for role in ROLES)
    return Listening(
        both=both,
        speaker=speaker,
        listener=listener,
        said={name: for_kind(said.get(name), kind, here / "said" / name, PLACEHOLDERS) for name in SAID},
        topics=lines_for_kind(topics.get("examples"), kind, here / "topics" / "examples"),
        card_name=for_kind(card.get("name"), kind, here / "card" / "name"),
        card=lines_for_kind(card.get("lines"), kind, here / "card" / "lines"),
        source=text(given.get("source"), here / "source", frozenset()),
    )

"""If this happens, then I will do that: moments and ideas to choose from, and the sentence they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from evenstep.by_kind import Kind, Place, for_kind, known_keys, table, text
from evenstep.program.safety import Switches
from evenstep.program.tags import ALWAYS, NEEDS, NEVER_WITH, STOPPED, Tags, may_show
from evenstep.program.worded import Side, section, side_of

FILE: Final = "slips.toml"
BLANKS: Final = frozenset({"trigger", "idea"})


@dataclass(frozen=True)
class Trigger:
    """A moment that comes again and again; the words complete "If …". ``side``: who may know it more."""

    slug: str
    side: Side
    words: str
    tags: Tags


@dataclass(frozen=True)
class Idea:
    """What one could do then; the words complete "then I will …"."""

    slug: str
    words: str
    tags: Tags


@dataclass(frozen=True)
class PlanWords:
    """What a page of plans shows. ``said`` holds the sentence with its two blanks, {trigger} and {idea}."""

    triggers: tuple[Trigger, ...]
    ideas: tuple[Idea, ...]
    said: Mapping[str, str]


@cache
def plan_words(kind: Kind) -> PlanWords:
    """All moments and ideas of one kind, whatever may be shown. A ContentError names the place that is wrong."""
    return read_plan_words(table("program/content", FILE), kind)


def offered(kind: Kind, switches: Switches) -> PlanWords:
    """Only what may be shown: nothing about contact after "stop", nothing toward the other without a clear no."""
    every = plan_words(kind)
    return PlanWords(
        triggers=tuple(one for one in every.triggers if may_show(one.tags, switches)),
        ideas=tuple(one for one in every.ideas if may_show(one.tags, switches)),
        said=every.said,
    )


def clause(words: str) -> str:
    """Own words as they fit into the sentence: blanks in order, no full stop or comma at the end."""
    return " ".join(words.split()).rstrip(" .,;")


def read_plan_words(given: Mapping[str, Any], kind: Kind) -> PlanWords:
    """Moments, ideas and the sentence out of the table of their file."""
    here = Place(FILE)
    said = section(given.get("plan"), kind, here / "plan", BLANKS)
    if not all(f"{{{blank}}}" in said.get("sentence", "") for blank in BLANKS):
        raise (here / "plan" / "sentence").refuse("the sentence needs both blanks")
    return PlanWords(
        triggers=_each(given.get("triggers"), here / "triggers", lambda one, at: _trigger(one, kind, at)),
        ideas=_each(given.get("ideas"), here / "ideas", lambda one, at: _idea(one, kind, at)),
        said=said,
    )


Read = TypeVar("Read", Trigger, Idea)


def _each(given: object, place: Place, read: Callable[[Mapping[str, Any], Place], Read]) -> tuple[Read, ...]:
    if not isinstance(given, list) or not given:
        raise place.refuse("this list is missing")
    found = tuple(read(one, place / str(one.get("slug"))) for one in given)
    if len({one.slug for one in found}) < len(found):
        raise place.refuse("a slug stands here twice")
    return found


def _trigger(given: Mapping[str, Any], kind: Kind, place: Place) -> Trigger:
    hidden = given.get("never_after_stop")
    if not isinstance(hidden, bool):
        raise (place / "never_after_stop").refuse("true or false is needed")
    return Trigger(
        slug=text(given.get("slug"), place / "slug", frozenset()),
        side=side_of(given.get("side"), place / "side"),
        words=_words(given, kind, place, {"side", "never_after_stop"}),
        tags=Tags(ALWAYS, frozenset(), frozenset({STOPPED}) if hidden else frozenset()),
    )


def _idea(given: Mapping[str, Any], kind: Kind, place: Place) -> Idea:
    return Idea(
        slug=text(given.get("slug"), place / "slug", frozenset()),
        words=_words(given, kind, place, {"switch"}),
        tags=tags_of(given.get("switch"), place / "switch"),
    )


def _words(given: Mapping[str, Any], kind: Kind, place: Place, but: set[str]) -> str:
    known_keys(given, {"slug", *but, "any", "partner", "friend", "family", "work"}, place)
    return for_kind({key: said for key, said in given.items() if key not in {"slug", *but}}, kind, place)


def tags_of(switch: object, place: Place) -> Tags:
    """What is one's own is for everyone; what is done with the other person needs a clear no to every danger."""
    if switch == ALWAYS:
        return Tags(ALWAYS, frozenset(), frozenset())
    if switch in {"joint", "reaching"}:
        return Tags(str(switch), NEEDS, NEVER_WITH)
    raise place.refuse(f"{switch!r} is no switch")

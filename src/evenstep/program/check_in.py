"""The check-in: five parts with their minutes and questions, and its few rules. Nothing in it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

from evenstep.by_kind import Kind, Place, for_kind, known_keys, lines_for_kind, table, text
from evenstep.errors import OptionError

FILE: Final = "check_in.toml"
PARTS: Final = ("thanks", "well", "hard", "request", "next")
SAID: Final = (
    "before", "turns", "stop", "tension", "too_hot", "small", "possible", "by_when", "answers",
    "calls_me", "calls_other", "calls_either", "missed", "notes", "after",
)  # fmt: skip
HOTTEST: Final = 10
CALM_ENOUGH: Final = 6  # of ten; above it a thing is too hot to be talked through in passing
DAYS_ON: Final = (7, 14, 28)  # offered for the next one; any later day may be chosen

Where = Literal["here", "session"]


@dataclass(frozen=True)
class Part:
    """One of the five parts, in the words of one kind. ``how`` says what to do; the questions are read aloud."""

    slug: str
    minutes: int
    name: str
    how: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """Four questions for a walk, without notes and without a clock."""

    name: str
    how: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class CheckIn:
    """Everything a check-in needs, for a screen or for paper. ``said``: the sentences of SAID; may hold {other}."""

    parts: tuple[Part, ...]
    said: Mapping[str, str]
    walk: Walk
    source: str

    @property
    def minutes(self) -> int:
        """How long it takes in all."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class Request:
    """One request: what the other one is asked to do, and by when."""

    what: str
    by: date | None


@cache
def check_in(kind: Kind) -> CheckIn:
    """The check-in in the words of one kind of relationship."""
    return read_check_in(table("program/content", FILE), kind)


def read_check_in(given: Mapping[str, Any], kind: Kind) -> CheckIn:
    """The check-in out of its table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"source", "said", "parts", "walk"}, here)
    said, walk = given.get("said", {}), given.get("walk", {})
    known_keys(said, set(SAID), here / "said")
    known_keys(walk, {"name", "how", "questions"}, here / "walk")
    parts = tuple(_part(one, kind, here) for one in given.get("parts", []))
    if tuple(part.slug for part in parts) != PARTS:
        raise (here / "parts").refuse(f"the parts are {', '.join(PARTS)}, in this order")
    return CheckIn(
        parts=parts,
        said={name: for_kind(said.get(name), kind, here / "said" / name) for name in SAID},
        walk=Walk(
            for_kind(walk.get("name"), kind, here / "walk" / "name"),
            for_kind(walk.get("how"), kind, here / "walk" / "how"),
            lines_for_kind(walk.get("questions"), kind, here / "walk" / "questions"),
        ),
        source=text(given.get("source"), here / "source", frozenset()),
    )


def where(tension: int) -> Where:
    """Whether a hard thing may be talked about here, or is taken to a listening session. Raises OptionError."""
    if isinstance(tension, bool) or not 0 <= tension <= HOTTEST:
        raise OptionError("tension", f"a whole number from 0 to {HOTTEST} is needed")
    return "here" if tension <= CALM_ENOUGH else "session"


def lacks(request: Request, today: date) -> tuple[str, ...]:
    """What a request still needs: "what" or "by". Whether it is small and possible, only the two can say."""
    missing = []
    if not request.what.strip():
        missing.append("what")
    if request.by is None or request.by < today:
        missing.append("by")
    return tuple(missing)


def next_days(today: date) -> tuple[date, ...]:
    """Days to offer for the next one: the same day of the week, one, two and four weeks on."""
    return tuple(today + timedelta(days=days) for days in DAYS_ON)


def kept(notes: Mapping[str, str], *, mine: bool, theirs: bool) -> Mapping[str, str]:
    """What may be stored of the notes: all that is not empty, if both said yes; else nothing at all."""
    if mine is not True or theirs is not True:
        return {}
    return {part: note for part, note in notes.items() if part in PARTS and note.strip()}


def _part(given: Mapping[str, Any], kind: Kind, place: Place) -> Part:
    here = place / str(given.get("slug", "a part without a slug"))
    known_keys(given, {"slug", "minutes", "name", "how", "questions"}, here)
    minutes = given.get("minutes", {})
    length = minutes.get(kind, minutes.get("any"))
    if type(length) is not int or length < 1:
        raise (here / "minutes").refuse("whole minutes by kind are needed")
    return Part(
        slug=text(given.get("slug"), here / "slug", frozenset()),
        minutes=length,
        name=for_kind(given.get("name"), kind, here / "name"),
        how=for_kind(given.get("how"), kind, here / "how"),
        questions=lines_for_kind(given.get("questions"), kind, here / "questions"),
    )

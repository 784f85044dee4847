"""The listening trainer's situations and words: who says what, one answer among many, and why it may help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from typing import Any, Final, Literal, cast, get_args

from evenstep.by_kind import KINDS, Kind, Place, known_keys, table, text
from evenstep.program.trainer import KINDS_OF_HINT
from evenstep.program.worded import section

Speaker = Literal["reach", "back", "everyday"]

FILE: Final = "trainer.toml"
SPEAKERS: Final[tuple[Speaker, ...]] = get_args(Speaker)
FEWEST: Final = 10
NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Situation:
    """Someone says something. ``speaker``: from the life of one who reaches, of one who steps back, or of anyone."""

    slug: str
    speaker: Speaker
    says: str
    model: str
    why: str


@dataclass(frozen=True)
class TrainerWords:
    """The words around the situations. ``hints``: kind of hint -> what is said when it was found, and when not."""

    intro: Mapping[str, str]
    hints: Mapping[str, Mapping[str, str]]
    rating: Mapping[str, str]
    source: str


@cache
def situations(kind: Kind) -> tuple[Situation, ...]:
    """Every situation of one kind; the three speakers take turns. A ContentError names the place that is wrong."""
    return read_situations(table("program/content", FILE), kind)


@cache
def trainer_words(kind: Kind) -> TrainerWords:
    """The words around them."""
    given, here = table("program/content", FILE), Place(FILE)
    known_keys(given, {"source", "intro", "hints", "rating", *KINDS}, here)
    hints = given.get("hints", {})
    known_keys(hints, set(KINDS_OF_HINT), here / "hints")
    return TrainerWords(
        intro=section(given.get("intro"), kind, here / "intro"),
        hints={name: section(hints.get(name), kind, here / "hints" / name) for name in KINDS_OF_HINT},
        rating=section(given.get("rating"), kind, here / "rating"),
        source=text(given.get("source"), here / "source", NOBODY),
    )


def next_situation(kind: Kind, seen: Sequence[str]) -> Situation:
    """The first that was not yet seen; when all were, the one seen longest ago. ``seen``: slugs, the oldest first."""
    last = {slug: at for at, slug in enumerate(seen)}
    return min(situations(kind), key=lambda one: last.get(one.slug, -1))


def read_situations(given: Mapping[str, Any], kind: Kind) -> tuple[Situation, ...]:
    """The situations of one kind out of the table of their file."""
    here = Place(FILE) / kind
    found = [_situation(one, here) for one in given.get(kind, [])]
    if len(found) < FEWEST or len({one.slug for one in found}) < len(found):
        raise here.refuse(f"at least {FEWEST} situations are needed, each with a slug of its own")
    by_speaker = [[one for one in found if one.speaker == speaker] for speaker in SPEAKERS]
    return tuple(one for one in chain.from_iterable(zip_longest(*by_speaker)) if one is not None)


def _situation(given: Mapping[str, Any], place: Place) -> Situation:
    here = place / str(given.get("slug"))
    known_keys(given, {"slug", "from", "says", "model", "why"}, here)
    if given.get("from") not in SPEAKERS:
        raise (here / "from").refuse(f"one of {', '.join(SPEAKERS)} is needed")
    said = {name: text(given.get(name), here / name, NOBODY) for name in ("slug", "says", "model", "why")}
    return Situation(speaker=cast("Speaker", given["from"]), **said)

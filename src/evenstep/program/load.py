"""Sharing the load: cards of what has to be noticed, planned and done, and two private estimates added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import Any, Final, Literal

from evenstep.by_kind import Kind, Place, known_keys, text
from evenstep.errors import OptionError
from evenstep.program.reading import NO_NAMES, content, part, rows, words, words_of_all

Part = Literal["notice", "plan", "do"]
Estimates = Mapping[tuple[str, Part], int]  # (card, part) -> my share of it in percent; what is left open is absent
Felt = Literal["yes", "nearly", "no", "unsaid"]

PARTS: Final[tuple[Part, ...]] = ("notice", "plan", "do")
FELT: Final[tuple[Felt, ...]] = ("yes", "nearly", "no", "unsaid")
MOST_TO_TALK_ABOUT: Final = 3
EVEN_WITHIN: Final = 5  # of 100: two rough guesses that lie so near are the same view
FILE: Final = "load.toml"
WITH_SUM: Final = frozenset({"other", "sum"})


@dataclass(frozen=True)
class Card:
    """One thing that somebody has to notice, plan and do. ``area``: the heading it stands under."""

    slug: str
    area: str
    name: str
    notice: str
    plan: str
    do: str


@dataclass(frozen=True)
class Pack:
    """The cards of one kind of relationship, with their headings and what the pages say. ``said`` may hold {sum}.

    ``standard``: questions for the standard two people agree on. ``outcome`` and ``answers``: fair enough, and heard.
    """

    areas: Mapping[str, str]
    cards: tuple[Card, ...]
    parts: Mapping[Part, str]
    standard: Mapping[str, str]
    said: Mapping[str, str]
    outcome: Mapping[str, str]
    answers: Mapping[Felt, str]

    def card(self, slug: str) -> Card:
        """The card of that name. Raises OptionError where there is none."""
        for card in self.cards:
            if card.slug == slug:
                return card
        raise OptionError("card", f"there is no card {slug!r}")


@dataclass(frozen=True)
class Added:
    """Two estimates of one part, added. Who said how much is not in it."""

    card: str
    part: Part
    sum: int


@dataclass(frozen=True)
class Reveal:
    """What two people see together: sums only, in the order of the cards; no share and no total of a person.

    ``sum``: the mean of all sums, None where no part was estimated by both. ``said``: which sentence fits.
    """

    sums: tuple[Added, ...]
    sum: int | None
    said: str


@cache
def pack(kind: Kind) -> Pack:
    """The cards in the words of one kind. Raises OptionError for an unknown kind."""
    return read_pack(*content(FILE, kind), kind)


def read_pack(given: Mapping[str, Any], place: Place, kind: Kind) -> Pack:
    """The pack out of its table; a ContentError names the place that is wrong."""
    known_keys(given, {"source", "areas", "standard", "parts", "said", "outcome", "answers", "cards"}, place)
    here = place / "areas"
    areas = {
        slug: text(name, here / slug, NO_NAMES) for slug, name in part(part(given, "areas", place), kind, here).items()
    }
    cards = rows(part(given, "cards", place), kind, place / "cards")
    parts, answers = part(given, "parts", place), part(given, "answers", place)
    return Pack(
        areas=areas,
        cards=tuple(_card(card, areas, place / kind) for card in cards),
        parts={each: words(parts.get(each), kind, place / each) for each in PARTS},
        standard=words_of_all(part(given, "standard", place), kind, place / "standard"),
        said=words_of_all(part(given, "said", place), kind, place / "said", WITH_SUM),
        outcome=words_of_all(part(given, "outcome", place), kind, place / "outcome"),
        answers={felt: words(answers.get(felt), kind, place / felt) for felt in FELT},
    )


def reveal(cards: Sequence[str], one: Estimates, two: Estimates) -> Reveal:
    """The two estimates of the chosen cards, added. The same whichever of the two comes first."""
    return _added(cards, one, two, ("over", "even", "under"))


def alone(cards: Sequence[str], mine: Estimates, guess: Estimates) -> Reveal:
    """One's own estimate and one's guess of what the other would say, added: private, and only a guess."""
    return _added(cards, mine, guess, ("alone_over", "alone_even", "alone_under"))


def to_talk_about(one: Iterable[str], two: Iterable[str], cards: Sequence[str]) -> tuple[str, ...]:
    """At most three cards: those that both chose, then those that one did; in the order of the pack."""
    first, second = frozenset(one), frozenset(two)
    by_both = [card for card in cards if card in first & second]
    by_one = [card for card in cards if card in first ^ second]
    return tuple((by_both + by_one)[:MOST_TO_TALK_ABOUT])


def outcome(fair: tuple[Felt, Felt], heard: tuple[Felt, Felt]) -> str:
    """Which sentence fits: both say fair enough and heard; something is open; or not all was said."""
    said = (*fair, *heard)
    if any(each in ("nearly", "no") for each in said):
        return "talk"
    return "both" if all(each == "yes" for each in said) else "unsaid"


def _added(cards: Sequence[str], one: Estimates, two: Estimates, said: tuple[str, str, str]) -> Reveal:
    for key, share in (*one.items(), *two.items()):
        if not 0 <= share <= 100:
            raise OptionError("share", f"{key[0]}, {key[1]}: {share} is no share of 100")
    keys = [(card, each) for card in cards for each in PARTS if {(card, each)} <= one.keys() & two.keys()]
    sums = tuple(Added(*key, one[key] + two[key]) for key in keys)
    if not sums:
        return Reveal((), None, "none")
    mean = round(fmean(each.sum for each in sums))
    over, even, under = said
    near = abs(mean - 100) <= EVEN_WITHIN
    return Reveal(sums, mean, even if near else over if mean > 100 else under)


def _card(given: Mapping[str, Any], areas: Mapping[str, str], place: Place) -> Card:
    here = place / str(given.get("slug", "a card without a slug"))
    known_keys(given, {"slug", "area", "name", *PARTS}, here)
    if given.get("area") not in areas:
        raise here.refuse(f"no area is called {given.get('area')!r}")
    return Card(**{name: text(given.get(name), here / name) for name in ("slug", "area", "name", *PARTS)})

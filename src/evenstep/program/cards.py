"""The deck of open questions by kind and depth, one's own cards beside them, and drawing without repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final, Literal, cast, get_args

from evenstep.by_kind import KINDS, Kind, Place, known_keys, table, text
from evenstep.errors import OptionError

Depth = Literal[1, 2, 3]

FILE: Final = "cards.toml"
DEPTHS: Final[tuple[Depth, ...]] = get_args(Depth)
OWN: Final = "own-"
OWN_THEME: Final = "own"
LONGEST: Final = 300


@dataclass(frozen=True)
class Card:
    """One open question. ``slug`` is what favourites and "seen" hang on; ``depth`` 1 is light, 3 deep."""

    slug: str
    theme: str
    depth: Depth
    kinds: frozenset[Kind]
    says: str


@dataclass(frozen=True)
class Deck:
    """All cards of our own, with the names of themes and depths."""

    cards: tuple[Card, ...]
    themes: Mapping[str, str]
    depths: Mapping[Depth, str]


@cache
def deck() -> Deck:
    """The whole deck, for every kind."""
    return read_deck(table("program/content", FILE))


@cache
def cards(kind: Kind) -> tuple[Card, ...]:
    """The cards that suit one kind of relationship. Raises OptionError for an unknown kind."""
    if kind not in KINDS:
        raise OptionError("kind", f"{kind!r} is no kind of relationship; there are {', '.join(KINDS)}")
    return tuple(card for card in deck().cards if kind in card.kinds)


def draw(rng: Random, kind: Kind, depth: Depth, seen: Collection[str], own: Sequence[Card] = ()) -> Card | None:
    """A card of this kind and depth that is not in ``seen`` (slugs); None when all of them have been seen."""
    fresh = [card for card in (*cards(kind), *own) if card.depth == depth and card.slug not in seen]
    return rng.choice(fresh) if fresh else None


def own_card(key: str, says: str, kind: Kind, depth: Depth) -> Card:
    """A card a person wrote. ``key`` tells it from their others. Raises OptionError for one that is empty or long."""
    bare = " ".join(says.split())
    if not bare or len(bare) > LONGEST:
        raise OptionError("says", f"a question of 1 to {LONGEST} letters is needed")
    if depth not in DEPTHS:
        raise OptionError("depth", f"one of {', '.join(map(str, DEPTHS))} is needed")
    return Card(OWN + key, OWN_THEME, depth, frozenset({kind}), bare)


def read_deck(given: Mapping[str, Any]) -> Deck:
    """The deck out of its table; a ContentError names the place that is wrong."""
    here = Place(FILE)
    known_keys(given, {"cards", "themes", "depths"}, here)
    themes = {slug: text(name, here / "themes" / slug, frozenset()) for slug, name in given.get("themes", {}).items()}
    names = {str(depth): given.get("depths", {}).get(str(depth)) for depth in DEPTHS}
    found = tuple(_card(one, themes, here) for one in given.get("cards", []))
    twice = sorted(slug for slug, n in Counter(card.slug for card in found).items() if n > 1)
    if twice:
        raise (here / twice[0]).refuse("this slug stands here twice")
    return Deck(found, themes, {depth: text(names[str(depth)], here / "depths" / str(depth)) for depth in DEPTHS})


def _card(given: Mapping[str, Any], themes: Mapping[str, str], place: Place) -> Card:
    here = place / str(given.get("slug", "a card without a slug"))
    known_keys(given, {"slug", "theme", "depth", "kinds", "says"}, here)
    slug, kinds = text(given.get("slug"), here / "slug", frozenset()), given.get("kinds", [])
    if slug.startswith(OWN):
        raise (here / "slug").refuse("this beginning is for a person's own cards")
    if given.get("theme") not in themes:
        raise (here / "theme").refuse(f"{given.get('theme')!r} is no theme")
    if given.get("depth") not in DEPTHS:
        raise (here / "depth").refuse(f"one of {', '.join(map(str, DEPTHS))} is needed")
    if not kinds or not set(kinds) <= set(KINDS):
        raise (here / "kinds").refuse(f"some of {', '.join(KINDS)} are needed")
    says = text(given.get("says"), here / "says", frozenset())
    return Card(slug, given["theme"], cast("Depth", given["depth"]), frozenset(cast("list[Kind]", kinds)), says)

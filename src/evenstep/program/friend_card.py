"""A card for one trusted person: one thing to show, what one hopes for, and a last day; printed, never sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Problem = Literal["no_friend", "no_item", "is_other", "day_past", "too_long"]

HOPES: Final = ("listen", "walk", "call", "ask")
LONGEST: Final = timedelta(days=92)
CLOSING: Final = ("private", "not_other", "last_day", "taken_back", "too_heavy")


@dataclass(frozen=True)
class FriendCard:
    """``item``: a slug of the things that can be shown; ``body``: its words, as the person wrote or chose them."""

    friend: str
    item: str
    body: str
    last_day: date
    hopes: tuple[str, ...] = ()


def problems(card: FriendCard, today: date, other: str = "") -> tuple[Problem, ...]:
    """What a page asks to be mended before it is printed; empty when nothing is. ``other``: the other's name."""
    found: list[Problem] = []
    if not card.friend.strip():
        found.append("no_friend")
    elif card.friend.strip().casefold() == other.strip().casefold():
        found.append("is_other")
    if not card.body.strip():
        found.append("no_item")
    if card.last_day < today:
        found.append("day_past")
    elif card.last_day - today > LONGEST:
        found.append("too_long")
    return tuple(found)


def is_good(card: FriendCard, today: date) -> bool:
    """Whether the card may still be shown and printed; its last day belongs to it."""
    return today <= card.last_day


def lines(card: FriendCard) -> tuple[str, ...]:
    """The keys of what is printed, in order; "item" stands for the one thing shown. The last day is always there."""
    hopes = tuple(hope for hope in HOPES if hope in card.hopes)
    return ("for_whom", "thanks", "item", *hopes, *CLOSING)

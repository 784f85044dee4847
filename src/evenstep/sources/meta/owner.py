"""Whose export it is: no field says so, but a thread of two is called after the other person, and one is in all."""

from __future__ import annotations

from collections.abc import Sequence

from evenstep.sources.meta.gone import name_of
from evenstep.sources.meta.layout import NUMBER_BEHIND
from evenstep.sources.meta.part import DIRECT
from evenstep.sources.meta.threads import Chat


def owner(chats: Sequence[Chat]) -> str | None:
    """The name of whoever made the export, where the threads agree; else None.

    A thread of two whose title is one of its two people belongs to the other one. Where no title
    says so, it is the only one who is in every thread, when there are several.
    """
    named: set[str] = set()
    everywhere: list[frozenset[str]] = []
    for chat in chats:
        people = chat.participants
        if len(people) < DIRECT:
            continue
        everywhere.append(people)
        titles = {title for part in chat.parts for title in _titles(part.title)}
        partner = {one for one in people if name_of(one) in titles}
        if len(people) == DIRECT and len(partner) == 1:
            named |= people - partner
    if named:
        return named.pop() if len(named) == 1 else None
    common = frozenset.intersection(*everywhere) if everywhere else frozenset()
    return next(iter(common)) if len(common) == 1 and len(set(everywhere)) > 1 else None


def _titles(title: str) -> tuple[str, str]:
    """The title as it is, and without the number that the encrypted archive puts behind it."""
    return title, NUMBER_BEHIND.sub("", title)

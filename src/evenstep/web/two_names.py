"""How the two are called on a page that both read, and sentences that name them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from evenstep.inventory.said import Voice, fenced
from evenstep.program.turns import Person, other_of
from evenstep.web.models import Space


def name_of(space: Space, person: Person) -> str:
    """The name of one of the two; where the owner gave none, a word that stands for them."""
    return space.other if person == "other" else space.me or _("the one whose notes these are")


def names(space: Space) -> dict[Person, str]:
    """Both."""
    return {"me": name_of(space, "me"), "other": name_of(space, "other")}


def said(space: Space, words: str, speaker: Person | None = None) -> str:
    """A sentence of the program in the reader's language, with the names in it."""
    if speaker is None:
        return Voice(space.other, _).say(words)
    speaks, listens = (fenced(name_of(space, one)) for one in (speaker, other_of(speaker)))
    return Voice(space.other, _).say(words, speaker=speaks, listener=listens)

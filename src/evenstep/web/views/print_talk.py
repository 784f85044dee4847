"""What talking leaves in the notes, as words for the page one prints: a first talk, cards, an answer one practised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.cards import cards, deck
from evenstep.program.openings import PARTS, first_talk
from evenstep.program.situations import trainer_words
from evenstep.web.models import Space

Fields = Mapping[str, Any]
Lines = list[tuple[str, str]]


def _first_talk(space: Space, fields: Fields) -> Lines:
    """Its three parts, as the page names them."""
    names = first_talk(_kind(space)).parts
    return _there([(_(names[part]), fields.get(part)) for part in PARTS])


def _card(space: Space, fields: Fields) -> Lines:
    """The question one likes, or one's own and how deep it is. A card that is gone keeps its short name."""
    says = {card.slug: Voice(space.other, _).say(card.says) for card in cards(_kind(space))}
    depths = {str(depth): _(name) for depth, name in deck().depths.items()}
    liked, depth = str(fields.get("favourite", "")), str(fields.get("depth", ""))
    return _there(
        [
            (_("A card you like"), says.get(liked, liked)),
            (_("Your question"), fields.get("words")),
            (_("How deep is it?"), depths.get(depth, depth)),
        ]
    )


def _answer(space: Space, fields: Fields) -> Lines:
    """What was said, one's answer, and how one saw it."""
    words = {name: _(each) for name, each in trainer_words(_kind(space)).rating.items()}
    seen = [(words[name], words.get(str(fields.get(name)), fields.get(name))) for name in ("heard", "room", "true")]
    said = str(fields.get("situation", ""))
    return _there([(_("What was said"), _(said) if said else ""), (_("Your answer"), fields.get("reply")), *seen])


def _there(lines: list[tuple[str, Any]]) -> Lines:
    """Only what holds words."""
    return [(name, said) for name, said in lines if isinstance(said, str) and said.strip()]


def _kind(space: Space) -> Kind:
    return cast("Kind", space.kind)


TALKED: Final[Mapping[str, Callable[[Space, Fields], Lines]]] = {
    "first_talk": _first_talk,
    "cards": _card,
    "trainer": _answer,
}

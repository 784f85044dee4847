"""For each sheet of own words, what a person types on it, and where it stands."""

from __future__ import annotations

from typing import Any, Final

from evenstep.web import steps
from evenstep.web.models import Space

CANARY: Final = "Canary <b>&"
# For each practice: what is typed, and a field that holds own words.
TYPED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "if_then": ({"idea": "drink tea"}, "trigger"),
    "setbacks": ({"helps": "a walk"}, "signs"),
    "small_wins": ({}, "what"),
    "doubts": ({"card": "left"}, "line"),
    "where_from": ({}, "learned"),
    "neutral_friend": ({"see": "both were tired"}, "hard"),
    "shelf": ({"kind": "book"}, "name"),
    "worth_list": ({"about": "can"}, "answer"),
    "friends": ({"how": "Have you got a minute?"}, "who"),
    "own_plan": ({"day": "2026-11-28", "at": "18:30"}, "what"),
    "trusted_friend": ({"friend": "Rahel", "last_day": "2026-12-05", "hopes": ["walk"]}, "body"),
    "notice_early": ({"liked": "an hour alone"}, "sign"),
    "one_small_start": ({"day": "2026-11-28"}, "what"),
}


def path(space: Space, slug: str, *more: str) -> str:
    return "/".join((f"/n/{space.key}/lines/{steps.code(slug)}", *more))


def typed(slug: str, words: str = CANARY) -> dict[str, Any]:
    others, own = TYPED[slug]
    return {f"own-{name}": value for name, value in {**others, own: words}.items()}

"""How to get each kind of export, in the language of whoever reads: for the pages where files are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.spoken import tr

MOST_PEOPLE_HAVE: Final = 7  # the others stand one fold deeper


@dataclass(frozen=True)
class Getting:
    """One app in words."""

    app: str
    steps: tuple[str, ...]
    gives: str
    lacks: str


def getting() -> dict[str, object]:
    """For the template: ``first`` and ``others``, and a word on menus."""
    from evenstep.sources.exports import EXPORTS, MENUS_CHANGE  # noqa: PLC0415 -- the first page does not need them

    shown = [
        Getting(
            tr(each.app), tuple(tr(step) for step in each.steps), tr(each.gives), tr(each.lacks) if each.lacks else ""
        )
        for each in EXPORTS
    ]
    return {
        "first": shown[:MOST_PEOPLE_HAVE],
        "others": shown[MOST_PEOPLE_HAVE:],
        "menus_change": tr(MENUS_CHANGE),
    }

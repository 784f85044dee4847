"""How to get each kind of export, in the language of whoever reads: for the pages where files are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evenstep.spoken import tr

if TYPE_CHECKING:
    from evenstep.sources.plain_formats import PlainFormat

MOST_PEOPLE_HAVE: Final = 7  # the others stand one fold deeper


@dataclass(frozen=True)
class Getting:
    """One app in words."""

    app: str
    steps: tuple[str, ...]
    gives: str
    lacks: str
    kinds: tuple[PlainFormat, ...]


def getting() -> dict[str, object]:
    """For the template: ``first`` and ``others``, a word on menus, and what is read of every kind."""
    from evenstep.sources.exports import EXPORTS, MENUS_CHANGE  # noqa: PLC0415 -- the first page does not need them
    from evenstep.sources.plain_formats import OF_EVERY_KIND, plain_formats  # noqa: PLC0415

    shown = [
        Getting(
            tr(each.app),
            tuple(tr(step) for step in each.steps),
            tr(each.gives),
            tr(each.lacks) if each.lacks else "",
            plain_formats(each),
        )
        for each in EXPORTS
    ]
    return {
        "first": shown[:MOST_PEOPLE_HAVE],
        "others": shown[MOST_PEOPLE_HAVE:],
        "menus_change": tr(MENUS_CHANGE),
        "of_every_kind": tr(OF_EVERY_KIND),
    }

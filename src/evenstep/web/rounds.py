"""A check-in under way as it is kept: where the two are, what they noted, and who has said yes to keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from evenstep.errors import OptionError
from evenstep.program.check_in import HOTTEST, PARTS, kept
from evenstep.program.turns import PEOPLE, Person, person

VERSION: Final = 1
LONGEST: Final = 2000
AGREE: Final = len(PARTS)  # after the last part: shall the notes be kept?
WORDS: Final = ("topic", "mine", "theirs")


@dataclass(frozen=True)
class Round:
    """``part``: number of the part, or AGREE. ``said``: topic, mine, theirs; ``by``: the days of the two requests."""

    called_by: Person | None = None
    part: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    by: Mapping[Person, date] = field(default_factory=dict)
    tension: int | None = None
    next_on: date | None = None
    agreed: frozenset[Person] = frozenset()

    @property
    def is_noted(self) -> bool:
        """Whether there is anything that could be kept."""
        return any(words.strip() for words in (*self.notes.values(), *self.said.values()))


def to_json(this: Round) -> dict[str, Any]:
    """What json can write; ``from_json`` gives the same one back."""
    return {
        "version": VERSION,
        "called_by": this.called_by,
        "part": this.part,
        "notes": dict(this.notes),
        "said": dict(this.said),
        "by": {who: day.isoformat() for who, day in this.by.items()},
        "tension": this.tension,
        "next_on": this.next_on and this.next_on.isoformat(),
        "agreed": sorted(this.agreed),
    }


def from_json(given: object) -> Round:
    """The check-in that was kept. Raises OptionError for anything that ``to_json`` does not write."""
    try:
        return _round(given)
    except (OptionError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise OptionError("round", f"this is no stored check-in ({type(wrong).__name__})") from wrong


def what_stays(this: Round, notes: Mapping[str, str]) -> dict[str, Any]:
    """What is stored when it is over: who called it and the next day; the notes only with both yeses."""
    agreed = {"mine": "me" in this.agreed, "theirs": "other" in this.agreed}
    over = Round(this.called_by, AGREE, kept(notes, **agreed), next_on=this.next_on, agreed=this.agreed)
    return to_json(over)


def _round(given: Any) -> Round:
    if set(given) != set(to_json(Round())) or given["version"] != VERSION:
        raise ValueError("other keys, or another version")
    return Round(
        called_by=None if given["called_by"] is None else person(given["called_by"]),
        part=_number(given["part"], AGREE),
        notes=_texts(given["notes"], PARTS),
        said=_texts(given["said"], WORDS),
        by={person(who): date.fromisoformat(day) for who, day in given["by"].items() if who in PEOPLE},
        tension=None if given["tension"] is None else _number(given["tension"], HOTTEST),
        next_on=None if given["next_on"] is None else date.fromisoformat(given["next_on"]),
        agreed=frozenset(person(one) for one in given["agreed"]),
    )


def _number(given: object, most: int) -> int:
    if type(given) is not int or not 0 <= given <= most:
        raise ValueError("a number that is none")
    return given


def _texts(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    if not set(given) <= set(names) or not all(isinstance(words, str) for words in given.values()):
        raise ValueError("words that are none")
    return dict(given)

"""Whose turn it is between two people: that of the one who did not go last. Nothing is counted, nothing is made up."""

from __future__ import annotations

from typing import Final, Literal, get_args

from evenstep.errors import OptionError

Person = Literal["me", "other"]  # "me": the one whose notes these are

PEOPLE: Final[tuple[Person, ...]] = get_args(Person)


def person(given: object) -> Person:
    """A person by their word. Raises OptionError for another word."""
    if given not in PEOPLE:
        raise OptionError("person", f"{given!r} is neither of {', '.join(PEOPLE)}")
    return given


def other_of(one: Person) -> Person:
    """The other one of the two."""
    return "other" if one == "me" else "me"


def next_turn(last: Person | None) -> Person | None:
    """Whose turn comes next; None where nobody went before: then either may begin.

    Only the last one counts. Who missed a turn or took two in a row owes nothing.
    """
    return None if last is None else other_of(last)

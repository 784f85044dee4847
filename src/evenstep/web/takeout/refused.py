"""Why a file is not brought back: the reason, the place in the file, and what to do, in words for its owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from evenstep.errors import EvenstepError

AGAIN: Final = gettext_noop("Take the file out again, and don’t edit it by hand.")


@dataclass(frozen=True)
class Reason:
    """``what`` is wrong and what ``to_do``. Both are English sentences for gettext."""

    what: str
    to_do: str = AGAIN


NOT_TEXT: Final = Reason(
    gettext_noop("This file is not plain text."), gettext_noop("Choose the file that ends in .json.")
)
TOO_LARGE: Final = Reason(gettext_noop("This file is larger than we can read back."))
CUT: Final = Reason(gettext_noop("The file ends too early."), gettext_noop("Copy it again, whole."))
NOT_JSON: Final = Reason(gettext_noop("Something here is not written as it should be."))
TOO_DEEP: Final = Reason(gettext_noop("This is nested deeper than any file of ours."))
NOT_OURS: Final = Reason(
    gettext_noop("This is not a file that evenstep took out."),
    gettext_noop("Choose the file called notes, with a date, that ends in .json."),
)
BACKUP: Final = Reason(gettext_noop("This is an encrypted backup."), gettext_noop("Use “Bring back a backup” for it."))
NEWER: Final = Reason(
    gettext_noop("This file was made with a newer evenstep."), gettext_noop("Update evenstep, then try again.")
)
TWO_FIELDS: Final = Reason(gettext_noop("A field stands in this file twice."))
MISSING: Final = Reason(gettext_noop("Something is missing here."))
UNKNOWN: Final = Reason(gettext_noop("Here is something we do not know."))
WRONG: Final = Reason(gettext_noop("This is not what should stand here."))
LETTERS: Final = Reason(gettext_noop("There are letters here that no text can hold."))
NO_DATE: Final = Reason(gettext_noop("This is no date, or no time."))
TWICE: Final = Reason(gettext_noop("The same thing stands in this file twice."))
SUMS: Final = Reason(gettext_noop("The counts here do not add up."))
EVENTS: Final = Reason(gettext_noop("These rows of messages can’t be right."))
OTHER_NAMES: Final = Reason(
    gettext_noop("The messages here are about two other names than those you have in this space."),
    gettext_noop("Begin notes for another person with this program, and bring the file back there."),
)
ELSEWHERE: Final = Reason(gettext_noop("This stands in another of your spaces already."))


class Refused(EvenstepError):
    """The file is not brought back and nothing was changed. ``place``: a JSON pointer, or a line of the file."""

    def __init__(self, reason: Reason, place: str = "") -> None:
        self.reason = reason
        self.place = place
        where = f"{place}: " if place else ""
        super().__init__(f"{where}{reason.what} {reason.to_do}")

    @property
    def what(self) -> str:
        """What is wrong, in the person's language."""
        return gettext(self.reason.what)

    @property
    def to_do(self) -> str:
        """What to do, in the person's language."""
        return gettext(self.reason.to_do)


def pointer(*steps: str | int) -> str:
    """A JSON pointer. What came from the file is cut short and shown only as letters that can be seen."""
    return "".join("/" + _step(str(step)) for step in steps)


def _step(step: str) -> str:
    seen = "".join(letter if letter.isprintable() else "?" for letter in step)
    return seen.replace("~", "~0").replace("/", "~1")[:40]

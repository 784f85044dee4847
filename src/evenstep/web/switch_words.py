"""What the three switches of a space are, in words: what is off, why, what each brings today, how it goes off again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from evenstep.program.safety import MADE, SWITCHES, allowed, switches_of
from evenstep.web.forms_care import SWITCH_WORDS
from evenstep.web.models import Space

NAMES: Final = {
    "joint": _("Pages for the two of you"),
    "reaching": _("Help with reaching out"),
    "loop": _("The sentence about the loop"),
}
WHY: Final = {
    "joint": _("Looking at things together is not safe for everyone."),
    "reaching": _("Where someone is afraid, or was asked to stop, reaching out can do harm."),
    "loop": _("Where one of you has to step back to be safe, a sentence about both sides would be wrong."),
}
NOTHING_YET: Final = _("Today it would bring nothing: there are no such pages yet. So nobody asks you about it.")


@dataclass(frozen=True)
class Told:
    """One switch. ``brings``: what it brings today; ``made``: whether it decides something yet."""

    name: Any
    why: Any
    brings: Any
    on: bool
    made: bool


def told(space: Space) -> list[Told]:
    """All three, as they are in this space."""
    now = allowed(switches_of(space))
    return [
        Told(
            NAMES[each],
            WHY[each],
            SWITCH_WORDS[each][1] if each in MADE else NOTHING_YET,
            getattr(now, each),
            each in MADE,
        )
        for each in SWITCHES
    ]

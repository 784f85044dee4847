"""What the three switches of a space are, in words: what is off, why, what each brings today, how it goes off again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from evenstep.program.safety import SWITCHES, allowed, switches_of
from evenstep.web.forms_care import SWITCH_WORDS
from evenstep.web.models import Space

WHY: Final = {
    "joint": _("Looking at things together is not safe for everyone."),
    "reaching": _("Where someone is afraid, or was asked to stop, reaching out can do harm."),
    "loop": _("Where one of you has to step back to be safe, a sentence about both sides would be wrong."),
}


@dataclass(frozen=True)
class Told:
    """One switch. ``brings``: what it brings."""

    name: Any
    why: Any
    brings: Any
    on: bool


def told(space: Space) -> list[Told]:
    """All three, as they are in this space."""
    now = allowed(switches_of(space))
    return [Told(SWITCH_WORDS[each][0], WHY[each], SWITCH_WORDS[each][1], getattr(now, each)) for each in SWITCHES]

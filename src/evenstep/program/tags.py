"""Tags on a practice: what it needs and when it must never be shown. An unknown word hides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.program.safety import Switches, allowed

SAFE_CHECK: Final = "safe_check"  # the private page was answered with a clear no, and the switch turned on
DANGERS: Final = frozenset({"fear", "coercion", "violence", "unknown"})
STOPPED: Final = "stopped"
NEEDS: Final = frozenset({SAFE_CHECK})
NEVER_WITH: Final = DANGERS | {STOPPED}
ALWAYS: Final = "always"  # a private thing of one's own, such as a walk: hangs on no switch


@dataclass(frozen=True)
class Tags:
    """``switch`` is joint, reaching, loop or "always". A practice without tags has ``Tags()``, and is never shown."""

    switch: str = ""
    needs: frozenset[str] = NEEDS
    never_with: frozenset[str] = NEVER_WITH


def may_show(tags: Tags, switches: Switches) -> bool:
    """Whether a practice may be shown. Fails closed: any word that is not known here hides it.

    What is stored is only on or off. While a switch is off we know nothing, so every danger may be there.
    """
    if not (tags.needs <= NEEDS and tags.never_with <= NEVER_WITH):
        return False
    checked = _is_on(tags.switch, switches)
    met = NEEDS if checked else frozenset()
    present = (frozenset() if checked else DANGERS) | ({STOPPED} if switches.stopped else frozenset())
    known = checked or tags.switch == ALWAYS
    return known and tags.needs <= met and not tags.never_with & present


def _is_on(switch: str, switches: Switches) -> bool:
    now = allowed(switches)
    return {"joint": now.joint, "reaching": now.reaching, "loop": now.loop}.get(switch, False)

"""How a Matrix call went: invited, answered, hung up or turned down, each an event of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from evenstep.sources.timeline import Line

FAILED: Final = frozenset({"invite_timeout", "user_busy", "ice_failed", "ice_timeout", "user_media_failed"})
RINGS_S: Final = 60.0
"""How long a call rings when the invitation does not say: what lasts longer was answered."""


@dataclass
class Call:
    """The moments of one call, in microseconds since 1970."""

    answered: int | None = None
    ended: int | None = None
    failed: bool = False
    rings_s: float = RINGS_S


@dataclass
class Calls:
    """The calls of a room by their id."""

    by_id: dict[str, Call] = field(default_factory=dict)
    invited: dict[int, str] = field(default_factory=dict)  # record number -> call id
    answers: bool = False

    def note(self, kind: str, content: dict[str, Any], line: Line) -> bool:
        """Keep what an event says about its call; True when it says nothing else (all but the invitation)."""
        call_id = content.get("call_id")
        if kind not in ("m.call.invite", "m.call.answer", "m.call.hangup", "m.call.reject"):
            return kind != "m.call.notify"
        if not isinstance(call_id, str):
            return kind != "m.call.invite"
        call = self.by_id.setdefault(call_id, Call())
        if kind == "m.call.invite":
            lifetime = content.get("lifetime")
            call.rings_s = lifetime / 1_000 if type(lifetime) is int and 0 < lifetime < 600_000 else RINGS_S
            self.invited[line.number] = call_id
            return False
        if kind == "m.call.answer":
            call.answered = line.utc if call.answered is None else call.answered
            self.answers = True
        else:
            call.ended = line.utc if call.ended is None else call.ended
            reason = content.get("reason")
            call.failed = call.failed or kind == "m.call.reject" or (isinstance(reason, str) and reason in FAILED)
        return True

    def settled(self, lines: Iterable[Line]) -> list[Line]:
        """The lines with the kind and the length of their calls."""
        return [self._settled(line) if line.number in self.invited else line for line in lines]

    def _settled(self, line: Line) -> Line:
        call = self.by_id[self.invited[line.number]]
        begun = call.answered
        if begun is None and not call.failed and call.ended is not None and not self.answers:
            since = line.utc or 0  # answers are not in this file; what lasts longer than it rings was answered
            begun = since if call.ended - since > call.rings_s * 1_000_000 else None
        if begun is not None:
            length = None if call.ended is None else max(0.0, (call.ended - begun) / 1_000_000)
            return line._replace(kind="call", duration_s=length)
        return line._replace(kind="missed_call" if call.ended is not None or call.failed else "call")

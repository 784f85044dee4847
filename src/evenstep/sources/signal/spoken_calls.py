"""The sentences in which signal-export tells of calls, and how long they lasted."""

from __future__ import annotations

import re
from typing import Final

CALL: Final = re.compile(
    r"(Incoming|Outgoing|Missed) (?:(?:voice|video|audio|group|adhoc) )?call(?: \(([^()\n]{0,80})\))?", re.A
)
LENGTH: Final = re.compile(r"(?:(\d{1,4})h ?)?(?:(\d{1,5})m ?)?(?:(\d{1,5})s)?", re.A)


def call_of(text: str) -> tuple[str, float | None] | None:
    """("call", seconds or None) or ("missed_call", None) for a text that tells of a call, else None."""
    if not text.startswith(("Incoming", "Outgoing", "Missed")):
        return None
    match = CALL.fullmatch(text.strip())
    if match is None:
        return None
    way, detail = match[1], match[2]
    if way == "Missed" or (detail is not None and not detail.startswith(("accepted", "joined", "ongoing"))):
        return "missed_call", None
    return "call", _seconds((detail or "").partition(", ")[2])


def _seconds(length: str) -> float | None:
    match = LENGTH.fullmatch(length.strip())
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(digits or 0) for digits in match.groups())
    return float(hours * 3_600 + minutes * 60 + seconds)

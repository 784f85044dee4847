"""Names that people are shown under, cleaned and never empty, and ids of chats: two of one name stay two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


class Ids:
    """Ids that are one chat's each: the second chat of one id is "Ana (2)"."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()

    def free(self, base: str) -> str:
        """The id as it is where no chat has it, else with the next number that none has."""
        found = base
        while found in self._met:
            self._met[base] += 1
            found = f"{base} ({self._met[base]})"
        self._met[found] = 1
        return found


def shown_names(names: Mapping[str, str], keys: Sequence[str]) -> tuple[dict[str, str], int]:
    """Sender key -> the name shown, for the keys in the order they first write; and how many names were cleaned.

    People without a name become "unknown 1", "unknown 2"; two ids of one name stay two: "Ana", "Ana (2)".
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    unknown = cleaned = 0
    for key in dict.fromkeys(keys):
        raw = names.get(key, "")
        name = CONTROLS.sub("", raw).strip()
        cleaned += CONTROLS.search(raw) is not None
        if not name:
            unknown += 1
            name = f"unknown {unknown}"
        one = name
        while one in taken:
            last[name] = last.get(name, 1) + 1
            one = f"{name} ({last[name]})"
        taken.add(one)
        shown[key] = one
    return shown, cleaned

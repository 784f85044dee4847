"""The names that people are shown under: cleaned, never empty, and two people of one name stay two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


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

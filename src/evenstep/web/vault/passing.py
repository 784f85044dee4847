"""Stores whose key is only in memory, for the invented people: taking one away, and what a crash left of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from evenstep.web.vault.opened import DEMO

INVENTED: Final = "invented"  # their folder beside the people's
ID: Final = re.compile(DEMO + "[0-9a-f]{16}")


def close_demo(root: Path, person: str) -> None:
    """Take it away. Its key is gone already, so that nothing could be read in what a crash leaves."""
    place = root / INVENTED / person
    if ID.fullmatch(person) and _is_ours(place):
        shutil.rmtree(place, ignore_errors=True)


def sweep(root: Path) -> None:
    """Take away what a crash left of earlier ones. Only what we made: a folder of our name with our files alone."""
    home = root / INVENTED
    for left in home.iterdir() if home.is_dir() and not home.is_symlink() else ():
        close_demo(root, left.name)


def _is_ours(place: Path) -> bool:
    if place.is_symlink() or not place.is_dir():
        return False
    return all(each.name.startswith("notes.db") and each.is_file() for each in place.iterdir())

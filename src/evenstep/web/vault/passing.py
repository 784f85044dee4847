"""Stores whose key is only in memory, for the invented people: taking one away, and what a crash left of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from evenstep.web.vault.opened import DEMO


def close_demo(root: Path, person: str) -> None:
    """Take it away. Its key is gone already, so that nothing could be read in what a crash leaves."""
    if person.startswith(DEMO):
        shutil.rmtree(root / person, ignore_errors=True)


def sweep(root: Path) -> None:
    """Take away what a crash left of earlier ones."""
    for left in root.glob(f"{DEMO}*"):
        shutil.rmtree(left, ignore_errors=True)

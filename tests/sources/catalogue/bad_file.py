"""One row of the catalogue of bad inputs: a file made by a few lines, and all that must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Verdict = Literal["refuse", "ask", "partial", "repair", "note", "ok"]


@dataclass(frozen=True)
class Bad:
    """A file and what becomes of it.

    ``row``: its number in the list of bad inputs. ``codes``: the refusal's code; else every code of
    the reading, no more and no less; for "ask" the option that is asked. ``place`` and ``says``
    must stand in what is told. ``seen``, ``kept``, ``aside``: records, ``people``: how many write, ``person``: what one
    of them is called, where the file is read.
    ``on_disk`` makes a folder, a device or the like where bytes will not do.
    """

    row: int
    what: str
    name: str
    make: Callable[[], bytes] = field(repr=False)
    verdict: Verdict
    codes: tuple[str, ...] = ()
    place: str = ""
    says: str = ""
    seen: int | None = None
    kept: int | None = None
    aside: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    people: int | None = None
    person: str = ""
    on_disk: Callable[[Path], Path] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.row} {self.what}"

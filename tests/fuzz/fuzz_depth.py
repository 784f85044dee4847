"""How deep one execution goes: the whole way to checked tables, or to the door where a source hands its lines over.

What lies behind the door is the same for all sources and costs a hundred times what a source's own reading of a small
file does. So a fuzzer knocks often and goes in now and then; the table of lines (fuzz_lines.py) is fuzzed by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Final, NoReturn

import polars as pl

DOORS: Final = (
    ("evenstep.sources.", "timeline"),
    ("evenstep.sources.", "assemble"),
    ("evenstep.sources.telegram.source", "_parse"),
    ("evenstep.sources.whatsapp.tables", "utc_times"),
    ("evenstep.sources.sms.people", "_frame"),
    ("evenstep.sources.table.source", "Rows"),
)
"""Where modules begin, and the name in each of them behind which only tables are built. Where a name is gone the next
door holds, and test_fuzz_depth.py tells that one is missing."""

UNBUILT: Final = (
    ("evenstep.sources.telegram.plain", "_frame"),
    ("evenstep.sources.telegram.rows", "frame_of"),
    ("evenstep.sources.telegram.rows", "counted"),
)
"""The same for pieces of tables that are built while reading goes on: an empty one stands there, and it goes on."""

EMPTY: Final = pl.DataFrame()
REACHED: Final = "reached"
Target = Callable[[bytes], str]


class Reached(BaseException):
    """The door: not an Exception, so that nothing of ours may catch it."""


def _door(*_: object, **__: object) -> NoReturn:
    raise Reached


def _unbuilt(*_: object, **__: object) -> pl.DataFrame:
    """A table of nothing."""
    return EMPTY


def to_the_door(target: Target) -> Target:
    """``target`` that answers REACHED where the building of tables would begin."""

    def light(data: bytes) -> str:
        with doors_closed():
            try:
                return target(data)
            except Reached:
                return REACHED

    return light


@contextmanager
def doors_closed() -> Iterator[None]:
    """While this lasts, nobody gets through."""
    places = [(module, name, getattr(module, name), instead) for module, name, instead in _places()]
    for module, name, _, instead in places:
        setattr(module, name, instead)
    try:
        yield
    finally:
        for module, name, inside, _ in places:
            setattr(module, name, inside)


Place = tuple[ModuleType, str, Callable[..., object]]
_known: list[Place] = []


def _places() -> list[Place]:
    """Each module that has a door in it, and what stands there while it is closed; looked for once."""
    if not _known:
        wanted = [(*door, _door) for door in DOORS] + [(*piece, _unbuilt) for piece in UNBUILT]
        for key, module in list(sys.modules.items()):
            for start, name, instead in wanted:
                if key.startswith(start) and isinstance(getattr(module, name, None), FunctionType | type):
                    _known.append((module, name, instead))
    return _known

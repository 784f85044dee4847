"""Imports point down: every file of the house may import only from the floors below its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "evenstep"
FILES = sorted(SOURCE.rglob("*.py"))

EVERYWHERE = {"spoken", "problem_codes"}  # the lowest floor of all: words and codes, which know nobody
MAY_IMPORT: dict[str, set[str]] = {
    "spoken": set(),
    "problem_codes": set(),
    "errors": set(),
    "by_kind": {"errors"},
    "events": {"errors"},
    "stats": {"errors"},
    "sources": {"errors", "events", "stats"},
    "measures": {"errors", "events", "stats"},
    "loop": {"errors", "events", "stats"},
    "gather": {"errors", "events", "sources"},
    "samples": {"errors", "events", "sources", "loop"},
    "report": {"errors", "events", "stats", "measures", "loop"},
    "machine": {"errors", "events"},
    "inventory": {"errors", "by_kind"},
    "program": {"errors", "by_kind", "stats"},  # shares of moments carry their ranges
    "progress": {"sources"},
    "web": {
        "errors",
        "by_kind",
        "events",
        "stats",
        "sources",
        "measures",
        "loop",
        "gather",
        "samples",
        "report",
        "machine",
        "inventory",
        "program",
    },
    "output": {"errors"},
    "exits": {"errors", "output"},
    "options": set(),
    "cli_loop": {"errors", "exits", "events", "loop", "report", "machine", "output"},
    "ask": {"sources", "errors", "events", "gather", "output", "progress"},
    "cli": {
        "errors",
        "events",
        "sources",
        "measures",
        "loop",
        "gather",
        "samples",
        "report",
        "machine",
        "progress",
        "web",
        "ask",
        "output",
        "exits",
        "options",
        "cli_loop",
    },
}
FREE_OF = {"django", "altair", "vl_convert", "typst", "pyspark", "lifelines", "scipy", "pandas", "waitress", "jinja2"}
LIBRARY = {
    "spoken",
    "problem_codes",
    "errors",
    "by_kind",
    "events",
    "stats",
    "sources",
    "measures",
    "loop",
    "gather",
    "samples",
    "inventory",
    "program",
}


def floor_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module a file names, wherever in the file it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    floor = floor_of(path)
    if floor == "__init__":
        return
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("evenstep.")}
    above = ours - MAY_IMPORT[floor] - {floor} - EVERYWHERE
    assert not above, f"{floor} may not import {sorted(above)}"


@pytest.mark.parametrize("path", [p for p in FILES if floor_of(p) in LIBRARY], ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_library_names_no_heavy_package(path: Path) -> None:
    heavy = {name.split(".")[0] for name in imported(path)} & FREE_OF
    assert not heavy


def test_every_part_of_the_house_has_a_floor() -> None:
    assert {floor_of(path) for path in FILES} - {"__init__"} <= set(MAY_IMPORT)

"""The page of bad inputs, from the catalogue that the tests read: row, file, verdict and codes."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "tests" / "sources"
HEAD = """# Bad inputs

Written by `make docs` from `tests/sources/catalogue`. Each line is a file that a few lines of code make anew in each
run of the tests, with what becomes of it: the verdict, and every code that is told, no more and no less. What the codes
mean: [problem codes](errors.md). The number is that of the kind of fault; each has three files or more.

"""


def bad_inputs_page() -> str:
    """Every file of the catalogue, by the number of its row."""
    for folder in (SOURCES, SOURCES / "catalogue"):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    rows = sorted(import_module("test_catalogue").ALL, key=lambda bad: bad.row)
    lines = [
        f"| {bad.row} | {_plain(bad.what)} | {bad.verdict} | {', '.join(_code(code) for code in bad.codes)} |"
        for bad in rows
    ]
    counts = f"{len(rows):,} files, {len({bad.row for bad in rows})} kinds of fault.\n\n"
    return f"{HEAD}{counts}| row | file | verdict | told |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"


def _plain(what: str) -> str:
    return what.replace("|", "\\|").replace("<", "\\<")


def _code(code: str) -> str:
    return code if code.startswith("E") else f"asks for `{code}`"

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
Number 44 is a chat that each of the two exported: two files, read together.
Number 52, a record that names nobody, is kept aside with its place. It is given to no "unknown" third person: in a
chat of two it is one of the two, and which one is never guessed. Who has an id or a number but no name is shown by it,
and is linked to a name when you say so.

"""


def bad_inputs_page() -> str:
    """Every file of the catalogue, by the number of its row."""
    for folder in (SOURCES, SOURCES / "catalogue"):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    files, pairs = import_module("test_catalogue").ALL, import_module("rows_pairs").PAIR_ROWS
    rows = sorted((*files, *pairs), key=lambda bad: bad.row)
    lines = [f"| {bad.row} | {_plain(bad.what)} | {bad.verdict} | {_told(bad.verdict, bad.codes)} |" for bad in rows]
    counts = f"{len(files) + 2 * len(pairs):,} files, {len({bad.row for bad in rows})} kinds of fault.\n\n"
    return f"{HEAD}{counts}| row | file | verdict | told |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"


def _plain(what: str) -> str:
    return what.replace("|", "\\|").replace("<", "\\<")


def _told(verdict: str, codes: tuple[str, ...]) -> str:
    """The codes; of a question, and of a refusal to put files together, the option it is about."""
    asks = "asks for" if verdict == "ask" else "option"
    return ", ".join(code if code.startswith("E") else f"{asks} `{code}`" for code in codes)

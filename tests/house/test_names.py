"""One idea a file: each says in its first line which, is short, and has a name that is a noun of the field."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "evenstep"
FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")  # those are generated
NOT_A_NAME = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "lib"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring and decorators."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    doc = first.end_lineno - first.lineno + 1 if documented and first.end_lineno else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - doc


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_is_short_named_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert path.stem not in NOT_A_NAME
    assert text.count("\n") <= LONGEST_FILE
    doc = ast.get_docstring(tree)
    assert doc, "the first line says what is in the file"
    assert len(doc.split("\n")[0]) > 20
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: body_lines(f) for f in functions if body_lines(f) > LONGEST_FUNCTION}
    assert not long


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name == "__init__.py"], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_faces_only_hand_names_on(path: Path) -> None:
    if path.parent == SOURCE:
        return  # the public face loads lazily; test_public.py holds it
    tree = ast.parse(path.read_text())
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
    assert all(isinstance(node, allowed) for node in tree.body)


def tracked_text() -> list[tuple[Path, str]]:
    """Every text file of the project that a clone would hold."""
    skip = {
        ".git",
        ".venv",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "build",
        "test-results",
        "node_modules",
    }
    files = [p for p in ROOT.rglob("*") if p.is_file() and not skip & set(p.parts) and ".venv-" not in str(p)]
    return [(p, p.read_text(errors="replace")) for p in files if p.stat().st_size < 2_000_000 and p.suffix != ".png"]


def test_nothing_names_a_package_registry() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted", "registry" + ".npm", "deb." + "debian"]
    found = [f"{path.name}: {host}" for path, text in tracked_text() for host in hosts if host in text]
    assert not found


def test_the_source_holds_no_hidden_direction_marks() -> None:
    """Bidirectional controls in source can make code read differently from what it does (Trojan Source)."""
    marks = [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
    code = [(p, t) for p, t in tracked_text() if p.suffix in {".py", ".html", ".css", ".js", ".jinja", ".toml", ".md"}]
    assert not [str(p) for p, text in code if any(mark in text for mark in marks)]

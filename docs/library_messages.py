"""The sentences in the library's code, for translators: what it hands to say, tr, words and their like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ONE = {"say", "drawn", "tr", "words", "N_"}  # their first argument
TWO = {"trn", "say_n", "words_n"}  # one and many
SPEAKERS = ("evenstep.spoken", "evenstep.report.names")


class Message(NamedTuple):
    """A sentence, its plural ("" without one) and the file it stands in."""

    one: str
    many: str
    file: str


class PutTogether(ValueError):
    """A sentence that is made of pieces: nobody can translate it."""


def library(source: Path) -> Iterator[Message]:
    """Every sentence in the files under ``source``. Raises PutTogether for one that does not come out whole."""
    for path in sorted(source.rglob("*.py")):
        file = str(path.relative_to(source))
        for one, many in sentences(path.read_text(encoding="utf-8"), codes=file == "problem_codes.py"):
            yield Message(one, many, file)


def sentences(source: str, *, codes: bool = False) -> Iterator[tuple[str, str]]:
    """(one, many) of a file's sentences. ``codes``: the words of Code(verdict, what, to_do) as well."""
    tree = ast.parse(source)
    ours = _names(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ours.get(ast.unparse(call.func), "")
        if name in ONE and call.args:
            yield from ((words, "") for words in _constants(call.args[0]))
        elif name in TWO and not isinstance(call.args[0], ast.Starred):
            yield from zip(_constants(call.args[0]), _constants(call.args[1]), strict=True)
        elif name == "pairs":
            yield from _pairs(call.args[0])
        elif codes and ast.unparse(call.func) == "Code":
            yield from ((words, "") for part in call.args[1:] for words in _constants(part))


def _names(tree: ast.Module) -> dict[str, str]:
    """What this file calls the functions that speak, by their own names; in their own files, as they are."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in SPEAKERS]
    made = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    known = {name: name for name in made if name in ONE | TWO | {"pairs"}}
    return known | {each.asname or each.name: each.name for node in imports for each in node.names}


def _constants(node: ast.expr) -> list[str]:
    """The strings that an expression can be, or holds: of a choice both, of a table its values."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and node.value else []
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and "'" in ast.unparse(node)):
        raise PutTogether(ast.unparse(node))
    return [words for part in _parts(node) for words in _constants(part)]


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.Dict):
        return list(node.values)
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return list(node.elts)
    if isinstance(node, ast.Subscript | ast.Starred):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return [node.func.value, *node.args[1:]]
    return []


def _pairs(node: ast.expr) -> Iterator[tuple[str, str]]:
    """Tuples of (one, many), however deep they stand."""
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and len(found := _constants(node)) == 2:
        yield found[0], found[1]
        return
    for part in _parts(node):
        yield from _pairs(part)

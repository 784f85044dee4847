"""The version of the code that made a result: a hash of every file of ours that it stands on, without its comments."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from pathlib import Path

ROOT = "evenstep"


def code_version(*modules: str) -> str:
    """Twelve hex digits of ``modules`` and all modules of evenstep they import, however far down.

    Comments, docstrings and layout are not in it, so that only a change of the program makes results old.
    Raises ModuleNotFoundError for a name that is no module.
    """
    waiting, trees = list(modules), dict[str, str]()
    while waiting:
        name = waiting.pop()
        if name not in trees:
            tree = ast.parse(_file_of(name).read_text(encoding="utf-8"))
            waiting += _imported(tree)
            trees[name] = ast.dump(_bare(tree))
    text = "\n".join(f"{name} {trees[name]}" for name in sorted(trees))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _file_of(module: str) -> Path:
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"there is no module {module!r}", name=module)
    return Path(found.origin)


def _imported(tree: ast.Module) -> list[str]:
    """Modules of ours that this one imports; of ``from a import b``, both where b is a module."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.split(".")[0] == ROOT and _is_module(name)]


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the name before the last dot is a module, not a package: the last is in it
        return False


def _bare(tree: ast.Module) -> ast.Module:
    """Without docstrings."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                body[0] = ast.Pass()
    return tree

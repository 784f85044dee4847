"""A version changes with the program and with what it stands on, not with its comments."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import pytest

from evenstep.loop.validation import version
from evenstep.loop.validation.version import code_version


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    path = tmp_path / "an_estimator.py"
    path.write_text('"""A docstring."""\n\nfrom evenstep.stats.binomial import edge_bound\n\nx = 1\n')
    return path


def test_comments_and_docstrings_do_not_matter_and_code_does(module: Path) -> None:
    first = code_version("an_estimator")
    text = module.read_text()
    module.write_text(text.replace("A docstring", "Another").replace("x = 1", "x   =   1  # one"))
    assert code_version("an_estimator") == first
    module.write_text(text.replace("x = 1", "x = 2"))
    assert code_version("an_estimator") != first
    assert len(first) == 12


def test_what_it_stands_on_matters_however_far_down(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version("an_estimator")
    real = version._file_of
    changed = module.parent / "errors_changed.py"
    changed.write_text(real("evenstep.stats.binomial").read_text() + "\nANOTHER = 1\n")
    monkeypatch.setattr(version, "_file_of", lambda name: changed if name == "evenstep.stats.binomial" else real(name))
    assert code_version("an_estimator") != before


def test_all_modules_on_the_way_are_found() -> None:
    tree = ast.parse("from evenstep.loop import chain\nimport numpy\nfrom evenstep.stats.weeks import x\n")
    assert version._imported(tree) == ["evenstep.loop", "evenstep.loop.chain", "evenstep.stats.weeks"]


def test_no_module_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        code_version("evenstep.not_there")
    assert "evenstep.not_there" not in sys.modules

"""The loop from the command line: looked for by default, left out when asked, checked as far as asked."""

from __future__ import annotations

import importlib
import io
import json
import sys
import types
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from evenstep import cli
from evenstep.loop.findings import Availability, Controls, Effect, Enough, Interval, LoopResult
from evenstep.machine import keeps
from evenstep.progress import working
from evenstep.samples import ME, ZONE, sample_export

SURE = Interval(0.95, 1.05)


def no_sign(conversation_id: str) -> LoopResult:
    """A whole finding without a sign of a circle."""
    four = [
        Effect(person, name, 0.0, SURE, SURE, SURE, 1.0, SURE, 0.5, 1.0, "no sign", 40, "")
        for person in "ab"
        for name in "wk"
    ]  # fmt: skip
    usual = Availability(0.0, 0.0, 0.0, 0.0, 0.0)
    none = Controls(0, 0, (0, 0, 0, 0))
    enough = Enough(60, 3000, (40, 40, 40, 40), 10, 300, 15, 0)
    return LoopResult(conversation_id, "no sign", (), tuple(four), (usual, usual), (), none, (), enough, (-1.0, -2.0))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(sample_export("short"))
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often, and with which checks, a fit was asked for; the fit itself is a known answer."""
    calls: list[str] = []

    def fit_loop(conversations: pl.DataFrame, events: pl.DataFrame, *, checks: str = "default") -> LoopResult:
        assert conversations.height == 1 and events.height > 50
        calls.append(checks)
        return no_sign(conversations["conversation_id"][0])

    known: Any = types.ModuleType("evenstep.loop.fit")
    known.fit_loop = fit_loop
    monkeypatch.setitem(sys.modules, "evenstep.loop.fit", known)
    return calls


def pattern(export: Path, *more: str) -> Result:
    arguments = ["pattern", str(export), "--zone", ZONE, "--me", ME, *more]
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def test_the_loop_is_looked_for_by_default(export: Path, asked: list[str]) -> None:
    result = pattern(export)
    assert result.exit_code == 0
    assert asked == ["default"]
    assert "There is no sign of a circle" in " ".join(result.stdout.split())


def test_json_holds_what_was_found(export: Path, asked: list[str]) -> None:
    made = json.loads(pattern(export, "--json", "-", "--quiet").stdout)
    assert made["loop"]["verdict"] == "no sign"
    assert set(made["loop"]["effects"]) == {"a", "b"}
    assert made["loop"]["fit"]["fits"] is None


def test_no_loop_asks_for_none(export: Path, asked: list[str]) -> None:
    result = pattern(export, "--no-loop", "--json", "-")
    made = json.loads(result.stdout)
    assert made["loop"] is None
    assert "loop" not in {section["slug"] for section in made["sections"]}
    assert asked == []


@pytest.mark.parametrize("checks", ["none", "default", "full"])
def test_checks_are_handed_on(checks: str, export: Path, asked: list[str]) -> None:
    assert pattern(export, "--checks", checks, "--quiet").exit_code == 0
    assert asked == [checks]


def test_an_unknown_check_is_not_understood(export: Path, asked: list[str]) -> None:
    assert pattern(export, "--checks", "some").exit_code == 2
    assert asked == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_that_it_takes_a_while_and_a_pipe_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe, None):
        with working(stream, "Looking for the loop: this can take some seconds"):
            pass
    assert "Looking for the loop: this can take some seconds" in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_how_long_it_takes_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept, said in ((False, "once only, about half a minute"), (True, "some seconds")):
        monkeypatch.setattr("evenstep.machine.keeps", lambda _, kept=kept: kept)
        assert said in cli._how_long("default")
        assert len(cli._how_long("default")) <= 72  # with the clock behind it, one line of 80
    assert "many minutes" in cli._how_long("full")


def test_a_function_is_kept_once_it_was_compiled_into_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "summing.py"
    source.write_text("from numba import njit\n\n\n@njit(cache=True)\ndef plus(x):\n    return x + 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("summing")
    assert not keeps(module.plus)
    assert module.plus(1) == 2
    assert keeps(module.plus)
    assert keeps(importlib.reload(module).plus)  # before it is compiled or loaded again

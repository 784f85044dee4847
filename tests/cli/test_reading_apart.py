"""The command line reads in a process apart; its limits can be raised and lowered, and files one trusts read here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from evenstep import cli, exits
from evenstep.samples import ZONE, sample_export
from evenstep.sources.apart import process

ASKED = ("--zone", ZONE, "--no-loop", "--quiet")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(sample_export("short"))
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_the_memory_of_the_reading_is_limited_by_name(export: Path) -> None:
    little = ("--limit", "memory_bytes=1000000", "--limit", "memory_per_byte=0")
    result = CliRunner().invoke(cli.main, ["pattern", str(export), *ASKED, *little])
    assert result.exit_code == exits.EXIT_REFUSED
    assert result.stderr.startswith("E293 · chat.txt · ")
    assert "--limit" in result.stderr


def test_a_file_one_trusts_is_read_here(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(process.subprocess, "Popen", none)
    apart = CliRunner().invoke(cli.main, ["pattern", str(export), *ASKED])
    assert apart.exit_code == exits.EXIT_UNEXPECTED
    result = CliRunner().invoke(cli.main, ["pattern", str(export), *ASKED, "--in-process"])
    assert result.exit_code == 0
    assert subprocess.Popen is none

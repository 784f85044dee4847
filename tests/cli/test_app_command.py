"""The app command: one at a time on a folder, never in a folder of other files, and no traceback."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from evenstep.cli import main
from evenstep.web.vault.folder import Folder


def test_a_second_one_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with Folder(tmp_path / "notes").hold():
        done = CliRunner().invoke(main, ["app", "--no-browser", "--data", str(tmp_path / "notes")])
    assert done.exit_code == 6
    assert "evenstep is already running with these notes." in done.output


def test_a_folder_of_other_files_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    done = CliRunner().invoke(main, ["app", "--no-browser", "--data", str(tmp_path)])
    assert done.exit_code == 5
    assert "this folder holds other files" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]

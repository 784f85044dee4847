"""The command: tables on the terminal, in a page and in files; it goes on from what is there, or says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evenstep.cli import main

FEW = ["--estimator", "correlation", "--worlds", "spells-4h", "--weeks", "12", "--jobs", "1"]


def told(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["validate", *FEW, "--out", str(folder / "out"), *more])


def test_it_writes_what_it_prints_and_goes_on_from_what_is_there(tmp_path: Path) -> None:
    page, picture = tmp_path / "page.md", tmp_path / "p.svg"
    page.write_text("# Kept\n")
    first = told(tmp_path, "--pairs", "2", "--table", str(page), "--picture", str(picture))
    assert first.exit_code == 0, first.output
    assert "0 of 2 pairs" in first.stderr
    for part in ("What must hold", "Bias", "spells-4h", "broken"):
        assert part in first.stdout
    assert page.read_text().startswith("# Kept\n\n<!-- validation of the loop: begin -->")
    assert picture.read_text() == (tmp_path / "out" / "correlation.svg").read_text()
    second = told(tmp_path, "--pairs", "3")
    assert "2 of 3 pairs" in second.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["made"]["versions"][0][0] == "correlation"
    assert summary["figures"][0]["value"] == 3


def test_so_far_runs_nothing(tmp_path: Path) -> None:
    assert "no results" in told(tmp_path, "--so-far").output
    told(tmp_path, "--pairs", "1")
    so_far = told(tmp_path, "--so-far", "--pairs", "9")
    assert so_far.exit_code == 0
    assert len((tmp_path / "out" / "results.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--worlds", "nowhere"], "drift-own-2d-0.3"),
        (["--estimator", "nobody"], "last-message clock"),
        (["--set", "turns_a_day=many"], "FIELD=N"),
    ],
)
def test_a_wrong_wish_names_what_there_is(tmp_path: Path, arguments: list[str], says: str) -> None:
    result = told(tmp_path, *arguments)
    assert result.exit_code == 5
    assert says in result.output
    assert not (tmp_path / "out").exists()

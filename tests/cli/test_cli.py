"""The command line: what it writes, what it asks, and how it says no."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from evenstep import cli, exits
from evenstep.samples import ME, ZONE, sample_export, sample_hard_weeks


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "WhatsApp Chat with Jon.txt"
    path.write_text(sample_export("reaching"))
    return path


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "short.txt"
    path.write_text(sample_export("short"))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(a) for a in arguments], catch_exceptions=False)


def pattern(path: Path, *more: str | Path) -> Result:
    return run("pattern", path, "--zone", ZONE, "--no-loop", *more)


@pytest.fixture(scope="module")
def numbers(export: Path) -> dict[str, object]:
    result = pattern(export, "--me", ME, "--json", "-", "--quiet")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_json_has_what_it_promises(numbers: dict[str, object]) -> None:
    assert {"schema", "people", "reading", "measures", "sentences"} <= set(numbers)
    reading = numbers["reading"]
    first = reading[0] if isinstance(reading, list) else reading
    assert {"date_order", "date_order_decided_by", "zone", "capped"} <= set(first)
    assert first["zone"] == ZONE
    assert first["capped"] is False


def test_two_runs_give_the_same_numbers(export: Path, numbers: dict[str, object]) -> None:
    again = json.loads(pattern(export, "--me", ME, "--json", "-", "--quiet").stdout)
    for part in ("measures", "sentences", "people", "reading"):
        assert again[part] == numbers[part]


def test_the_same_file_twice_changes_no_number(export: Path, tmp_path: Path, numbers: dict[str, object]) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(export.read_bytes())
    twice = json.loads(pattern(export, copy, "--me", ME, "--json", "-", "--quiet").stdout)
    assert twice["measures"] == numbers["measures"]


def test_the_terminal_summary_is_calm_and_names_both(export: Path) -> None:
    out = pattern(export, "--me", ME).stdout
    assert "Jon" in out
    assert "!" not in out
    assert "%" not in out


def test_too_little_says_not_enough_yet(short: Path) -> None:
    result = pattern(short, "--me", ME)
    assert result.exit_code == 0
    assert "Not enough yet" in result.stdout


def test_the_page_is_one_file_without_script_or_address(export: Path, tmp_path: Path) -> None:
    page = tmp_path / "pattern.html"
    result = pattern(export, "--me", ME, "--html", page, "--quiet")
    assert result.exit_code == 0
    text = page.read_text()
    assert "<script" not in text
    assert "src=" not in text.replace('src="data:', "")
    assert f"Wrote {page}" in result.stderr


def test_hard_weeks_are_read_from_a_file(export: Path, tmp_path: Path) -> None:
    weeks = tmp_path / "hard.txt"
    weeks.write_text("# the hard ones\n" + "\n".join(sorted(sample_hard_weeks("reaching"))))
    result = pattern(export, "--me", ME, "--hard-weeks", weeks, "--json", "-", "--quiet")
    assert "hard" in json.dumps(json.loads(result.stdout)["measures"]["reach_balance"])


def test_since_and_until_cut_the_period(export: Path, numbers: dict[str, object]) -> None:
    cut = json.loads(
        pattern(export, "--me", ME, "--since", "2025-01-01", "--until", "2025-06-01", "--json", "-", "--quiet").stdout
    )
    assert cut["measures"]["participation_messages"] != numbers["measures"]["participation_messages"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["pattern", "{export}"], exits.EXIT_QUESTION, "--zone"),
        (["pattern", "{export}", "--zone", "Berlin"], exits.EXIT_OPTION, "zone"),
        (
            ["pattern", "{export}", "--zone", ZONE, "--me", "Nobody"],
            exits.EXIT_OPTION,
            "'Nobody' is not one of the two",
        ),
        (
            ["pattern", "{export}", "--zone", ZONE, "--two", "Mira", "Xi"],
            exits.EXIT_OPTION,
            "nobody here is called 'Xi'",
        ),
        (["pattern", "{export}", "--zone", ZONE, "--since", "yesterday"], exits.EXIT_OPTION, "not a date"),
        (["pattern", "{export}", "--zone", ZONE, "--since", "2031-01-01"], exits.EXIT_OPTION, "no message lies"),
        (["pattern", "{export}", "--zone", ZONE, "--same", "Jon"], exits.EXIT_OPTION, "HANDLE=NAME"),
        (["pattern", "{export}", "--zone", ZONE, "--hard-weeks", "{missing}"], exits.EXIT_OPTION, "cannot be read"),
        (["pattern", "{missing}", "--zone", ZONE], exits.EXIT_REFUSED, "E110"),
        (["pattern", "{folder}", "--zone", ZONE], exits.EXIT_REFUSED, "E110"),
        (["pattern", "{export}", "--zone", ZONE, "--limit", "file_bytes=10"], exits.EXIT_REFUSED, "E114"),
        (
            ["pattern", "{export}", "--zone", ZONE, "--limit", "speed=10"],
            exits.EXIT_OPTION,
            "NAME is one of file_bytes",
        ),
        (["demo", "{export}"], exits.EXIT_OPTION, "nothing was written over it"),
        (["demo", "{missing}", "--story", "toxic"], exits.EXIT_OPTION, "there is no sample"),
        (["pattern"], 2, "Missing argument"),
    ],
)
def test_every_no_is_plain_and_has_its_exit_code(
    arguments: list[str], code: int, says: str, export: Path, tmp_path: Path
) -> None:
    named = {"export": str(export), "missing": str(tmp_path / "not there.txt"), "folder": str(tmp_path)}
    result = run(*(a.format(**named) for a in arguments))
    assert result.exit_code == code, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_name_with_control_marks_cannot_redraw_the_terminal(tmp_path: Path) -> None:
    hostile = tmp_path / "a\x1b[2Jb\u202etxt.zip"
    hostile.write_bytes(b"\x00\x01")
    result = run("pattern", hostile, "--zone", ZONE)
    assert result.exit_code == exits.EXIT_REFUSED
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def test_a_file_called_like_an_option_is_still_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-rf").write_text(sample_export("short"))
    assert run("pattern", "--zone", ZONE, "--quiet", "--", "-rf").exit_code == 0


def test_demo_writes_an_export_that_reads_back(tmp_path: Path) -> None:
    target = tmp_path / "invented.txt"
    result = run("demo", target, "--story", "short")
    assert result.exit_code == 0
    assert target.read_text() == sample_export("short")
    assert pattern(target, "--quiet").exit_code == 0


def shell(command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run evenstep as a person would, in a shell of its own."""
    env = {**os.environ, **environment, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(["bash", "-c", command], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_any_terminal_language_works(language: str, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(sample_export("short").replace("Jon", "李 🤓"), encoding="utf-8")
    done = shell(f"evenstep pattern chat.txt --zone {ZONE}", tmp_path, LANG=language, LC_ALL=language)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_walks_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(sample_export("short"))
    done = shell(f"evenstep pattern chat.txt --zone {ZONE} --json - --quiet | head -c 10", tmp_path)
    assert done.stdout[:1] == "{"
    assert "Traceback" not in done.stderr
    assert "Broken pipe" not in done.stderr


def test_nothing_is_asked_when_nobody_can_answer(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(sample_export("short"))
    done = shell("evenstep pattern chat.txt < /dev/null", tmp_path)
    assert done.returncode == exits.EXIT_QUESTION
    assert "--zone" in done.stderr


def test_an_environment_variable_answers_too(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(sample_export("short"))
    done = shell("evenstep pattern chat.txt --quiet --json - < /dev/null", tmp_path, EVENSTEP_ZONE=ZONE)
    assert json.loads(done.stdout)["people"]


@pytest.mark.parametrize("command", [[], ["pattern"], ["app"], ["demo"]])
def test_help_teaches(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Traceback" not in result.output
    assert len(result.output) > 200


def test_an_output_that_cannot_be_written_is_one_line_and_destroys_nothing(short: Path, tmp_path: Path) -> None:
    old = tmp_path / "page.html"
    old.write_text("old")
    for option, target, words in (
        ("--html", short, "a file you asked us to read"),
        ("--json", tmp_path / "no" / "x.json", "there is no folder"),
        ("--html", tmp_path, "is a folder"),
    ):
        before = short.read_bytes()
        result = pattern(short, option, target, "--quiet")
        assert (result.exit_code, result.stderr.count("\n")) == (5, 1)
        assert words in result.stderr
        assert short.read_bytes() == before
    limited = f'ulimit -f 8; trap "" XFSZ; evenstep pattern "{short}" --zone {ZONE} --quiet --html page.html'
    result = shell(limited, tmp_path)
    assert (result.returncode, result.stderr.count("\n"), old.read_text()) == (5, 1, "old"), result.stderr
    assert "File too large" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("more", ["", "--json -"])
def test_a_full_disk_behind_standard_output_is_one_line(more: str, short: Path, tmp_path: Path) -> None:
    result = shell(f'evenstep pattern "{short}" --zone {ZONE} {more} > /dev/full', tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "No space left" in result.stderr


@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_closed_streams_are_no_fault(closed: str, short: Path, tmp_path: Path) -> None:
    assert shell(f'evenstep pattern "{short}" --quiet {closed}', tmp_path).returncode == 3


def test_a_fault_of_ours_is_named_by_its_place_never_its_values(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("I love you")

    monkeypatch.setattr("evenstep.report.document.build_report", fault)
    result = pattern(short)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "RuntimeError in test_cli.py" in result.stderr
    assert "love" not in result.stderr


def test_leaving_a_question_is_stopping(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr("evenstep.gather.gather", leave)
    result = pattern(short)
    assert (result.exit_code, result.stderr) == (130, "Stopped. Nothing was changed.\n")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = shell(f"evenstep app --no-browser --port {taken.getsockname()[1]}", tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (5, 1)

"""The terminal summary: every finding, inside the width, names that cannot turn a line round."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime

import pytest
from loops import LOOPS
from pages import report as compact

from evenstep.gather import Answers, Pair, pair_up
from evenstep.report.document import Report, build_report
from evenstep.report.names import Name, Sentence
from evenstep.report.terminal import print_report, words
from evenstep.samples import load_sample


@pytest.fixture(scope="module")
def report() -> Report:
    pair: Pair = pair_up([load_sample("even")], Answers())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return build_report(pair.conversations, pair.events, pair.readings, me=None, now=now)


def printed(report: Report, monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    stream = io.StringIO()
    print_report(report, stream)
    return stream.getvalue()


def test_every_finding_is_there(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(printed(report, monkeypatch).split())
    for section in report.sections:
        said = " ".join(words(section.finding).split()) in text
        assert said == (section.table is None), "a table of its own is for the page"


def test_notes_stand_in_one_column(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(report, monkeypatch).split("\n")
    held = lines[next(i for i, line in enumerate(lines) if line.strip() == "What the file held") :]
    facts = [line for line in held if line.startswith("    ") and line[4] != " "]
    assert len(facts) > 4
    column = 4 + len("Day and month") + 2
    assert all(line[column - 2 : column] == "  " and line[column] != " " for line in facts)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_stay_inside_the_terminal(report: Report, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    for line in printed(report, monkeypatch, columns).split("\n"):
        cells = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert cells <= columns


def test_a_pipe_gets_no_colour(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in printed(report, monkeypatch)


def test_only_a_name_that_could_turn_the_line_is_fenced() -> None:
    assert words(Sentence(("hi ", Name("Jon")))) == "hi Jon"
    assert words(Sentence(("hi ", Name("\u05d3\u05d5\u05d3")))) == "hi \u2068\u05d3\u05d5\u05d3\u2069"


def test_the_loop_is_there_compactly(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(compact(loop=LOOPS["one circle"]), monkeypatch, 80).split("\n")
    at = next(i for i, line in enumerate(lines) if line.strip() == "The loop")
    part = lines[at : next(i for i in range(at, len(lines)) if lines[i].strip().startswith("Holds")) + 1]
    text = " ".join(" ".join(part).split())
    assert text.startswith("The loop When you reached and B stepped back, each came with more of the other.")
    assert "about 142 times where it is usually 100. Could be 119 to 169" in text
    assert len(part) < 42
    after = lines.index(next(line for line in lines if line.strip().startswith("Could be 119 to 169")))
    assert lines[after + 1] == "" and lines[after + 2].strip().startswith("After B had lately")  # one idea at a time
    assert max(map(len, part)) <= 80
    withheld = " ".join(printed(compact(loop=LOOPS["does not fit"]), monkeypatch).split())
    assert "Can’t say. Our way of describing" in withheld
    assert "usually 100" not in withheld

"""The table of formats in plain words: every cell is said, under the right label, in words translators get."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenstep.sources import what_is_read as cells
from evenstep.sources.exports import EXPORTS
from evenstep.sources.plain_formats import BARE, OF_EVERY_KIND, plain, plain_formats
from evenstep.sources.what_is_read import FORMATS, Format
from evenstep.spoken import speaking

SOURCE = Path(__file__).parents[2] / "src" / "evenstep"
WHERE = {cells.ABSENT: "Not in it", cells.NOT_READ: "Not used", cells.COUNTED: "Only counted"}
NAMED = {"edits": "edits", "replies": "repl", "deletions": "deletions", "read_state": "read marks"}


def said(kind: Format) -> dict[str, str]:
    return dict(plain(kind).rows)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_each_cell_is_said_under_its_label_and_nowhere_else(kind: Format) -> None:
    shown = said(kind)
    for column in BARE:
        cell = getattr(kind, column)
        labels = [label for label, words in shown.items() if NAMED.get(column, BARE[column]) in words]
        assert labels == (["Read", "Only counted"] if cell == cells.MIXED else [WHERE.get(cell, "Read")]), column
    assert ("zone" in shown.get("Times", "")) is (kind.zone == cells.ASKED)
    assert ("to the minute" in shown.get("Times", "")) is (kind.tick == "1 min")


def test_every_kind_stands_with_one_app() -> None:
    shown = [each.name for export in EXPORTS for each in plain_formats(export)]
    assert sorted(shown) == sorted(kind.name for kind in FORMATS)


def test_a_length_is_never_promised_where_the_file_has_none() -> None:
    for kind in FORMATS:
        assert ("calls with their length" in said(kind)["Read"]) is (kind.calls in {cells.LENGTH, cells.GROUP_LENGTH})
        assert ("voice notes with their length" in said(kind)["Read"]) is (kind.voice == cells.LENGTH)


def test_a_row_in_whole() -> None:
    telegram = next(kind for kind in FORMATS if kind.key == "telegram")
    assert said(telegram) == {
        "Read": "calls with their length, voice notes with their length, reactions that carry a time, edits, "
        "which message a reply answers",
        "Only counted": "reactions that carry no time",
        "Not in it": "deletions, read marks",
    }


def test_translators_get_every_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "docs"))
    from library_messages import sentences

    files = ("plain_formats.py", "what_is_read.py", "exports.py")
    given = {one for file in files for one, _ in sentences((SOURCE / "sources" / file).read_text(encoding="utf-8"))}
    asked = {OF_EVERY_KIND}

    def heard(text: str) -> str:
        asked.add(text)
        return text

    with speaking(heard, lambda one, *_: one):
        for kind in FORMATS:
            plain(kind)
    assert {words for words in asked if words} - given == {"Slack", "Google Chat", "Teams, Skype"}, "names stay"

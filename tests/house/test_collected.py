"""What translators get holds the words of the inventory and of every step, and no short name of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenstep.by_kind import KINDS
from evenstep.program.doubts import doubts
from evenstep.program.own_life import own_life
from evenstep.program.practices import practices
from evenstep.program.slip_words import slip_words

HOUSE = Path(__file__).parents[2]


def test_the_words_of_the_tables_are_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HOUSE / "docs"))
    from extract_messages import tables

    found = list(tables(HOUSE / "src" / "evenstep"))
    said = {message.one for message in found}
    assert {message.file.rpartition("/")[0] for message in found} >= {"inventory/items", "program/content/practices"}
    for kind in KINDS:
        for each in practices(kind):
            assert {each.title, each.purpose, each.reach, each.back, each.not_for, each.source, *each.steps} <= said
            assert each.slug not in said
        assert {words for page in slip_words(kind).pages.values() for words in page.values()} <= said
        assert {line for card in doubts(kind).cards for line in card.kind} <= said
        assert {idea.text for idea in own_life(kind).ideas} <= said

"""The cards for doubts and fears: five of them, for both sides alike, kind, and asking nothing of the other."""

from __future__ import annotations

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.doubts import doubts, read_doubts

GIVEN = dict(table("program/content", "doubts.toml"))


@pytest.mark.parametrize("text", sorted({*strings({k: v for k, v in GIVEN.items() if k != "source"})}))
def test_every_text_reads_easily(text: str) -> None:
    assert troubles(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_five_fears_for_both_sides_at_equal_length(kind: Kind) -> None:
    cards = doubts(kind).cards
    assert [card.slug for card in cards] == ["left", "control", "not_enough", "too_much", "swallowed"]
    for card in cards:
        assert abs(len(card.reach.split()) - len(card.back.split())) <= 6, card.slug
    lengths = [sum(len(getattr(card, side).split()) for card in cards) for side in ("reach", "back")]
    assert max(lengths) / min(lengths) < 1.1


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_thing_is_ones_own_and_names_nobody(kind: Kind) -> None:
    for card in doubts(kind).cards:
        for text in (card.next_reach, card.next_back, *card.kind):
            assert "{other}" not in text


def test_the_way_to_a_person_is_said() -> None:
    assert {"careful", "heavy"} <= set(doubts("partner").intro)
    assert "Help" in doubts("family").intro["careful"]


def test_at_work_nothing_is_odd() -> None:
    said = [t for c in doubts("work").cards for t in (c.name, c.reach, c.back, *c.kind, c.next_reach, c.next_back)]
    assert [trouble for text in said for trouble in troubles_at_work(text)] == []


def test_a_card_without_its_kind_lines_is_refused() -> None:
    with pytest.raises(ContentError):
        read_doubts({**GIVEN, "cards": [GIVEN["cards"][0] | {"kind": []}]}, "friend")
    with pytest.raises(ContentError):
        read_doubts({**GIVEN, "cards": [GIVEN["cards"][0] | {"nane": {}}]}, "friend")

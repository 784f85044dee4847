"""Rank at work: said with whatever turns to the other one, in plain words that push nobody to raise anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.practices import practices
from evenstep.program.rank import FILE, SAID, rank_words, read_rank

GIVEN: dict[str, Any] = dict(table("program/content", FILE))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_said_with_everything_that_turns_to_the_other_one_at_work_and_nowhere_else(kind: Kind) -> None:
    for each in practices(kind):
        said = rank_words(kind, each)
        turns_to_them = each.tags.switch in ("joint", "reaching")
        assert (said is not None) == (kind == "work" and turns_to_them), each.slug
    two = [each for each in practices("work") if each.who == "two"]
    assert two
    assert all(rank_words("work", each) for each in two)


def test_what_two_do_together_says_what_both_decide_is_worth() -> None:
    for each in practices("work"):
        said = rank_words("work", each)
        if said is not None:
            assert any("both decide" in line for line in said.lines) == (each.tags.switch == "joint"), each.slug
            assert "cannot know" in said.lines[0], "the reason comes first"


def test_nobody_is_pushed_to_raise_anything_and_all_three_cases_are_spoken_to() -> None:
    said = read_rank(GIVEN)
    assert "need not" in said["below"]
    assert "need not" in said["idea"]
    assert all(said[name].startswith("If ") for name in ("below", "above", "level"))
    push = re.compile(r"\b(?:tell them|speak up|stand up|confront|be brave|courage|bring it up|raise it now)\b")
    assert not any(push.search(each.lower()) for each in said.values())


@pytest.mark.parametrize("words", sorted(strings(GIVEN)))
def test_every_sentence_can_be_read_tonight(words: str) -> None:
    assert troubles(words) + troubles_at_work(words) == []


@pytest.mark.parametrize(
    "change", [{"said": None}, {"source": ""}, {"more": "x"}, {"said": {**GIVEN["said"], "why": "{them} decide."}}]
)
def test_a_file_that_is_wrong_is_refused_with_its_place(change: dict[str, Any]) -> None:
    with pytest.raises(ContentError, match=FILE):
        read_rank({**GIVEN, **change})
    assert set(read_rank(GIVEN)) == set(SAID)

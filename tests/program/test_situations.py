"""The trainer's situations: enough for each kind and each speaker, plain, with an answer that listens."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.situations import Situation, next_situation, read_situations, situations, trainer_words
from evenstep.program.trainer import KINDS_OF_HINT, hints

GIVEN = dict(table("program/content", "trainer.toml"))
EVERY = [(kind, one) for kind in KINDS for one in situations(kind)]


@pytest.mark.parametrize("text", sorted({*strings({k: v for k, v in GIVEN.items() if k != "source"})}))
def test_every_text_reads_easily_and_blames_nobody(text: str) -> None:
    assert troubles(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_ten_or_more_and_both_sides_speak_equally(kind: Kind) -> None:
    found = situations(kind)
    assert len(found) >= 10
    speakers = Counter(one.speaker for one in found)
    assert speakers["reach"] == speakers["back"] >= 3
    assert speakers["everyday"] >= 3
    assert [one.speaker for one in found[:6]] == ["reach", "back", "everyday"] * 2
    lengths = [sum(len(one.says.split()) for one in found if one.speaker == side) for side in ("reach", "back")]
    assert max(lengths) / min(lengths) < 1.3


def test_no_situation_stands_for_two_kinds() -> None:
    assert len({one.says for _, one in EVERY}) == len({one.model for _, one in EVERY}) == len(EVERY)


@pytest.mark.parametrize(("kind", "one"), EVERY, ids=lambda v: v if isinstance(v, str) else v.slug)
def test_a_model_answer_takes_up_what_was_said_asks_and_gives_no_advice(kind: Kind, one: Situation) -> None:
    assert 1 <= one.says.count(".") + one.says.count("?") <= 3
    seen = hints(one.model, one.says)
    assert seen.readable
    assert seen["taken_up"]
    assert seen["question"]
    assert seen["open_question"] or seen["feeling"]
    assert not seen["advice"]


def test_at_work_nothing_is_odd() -> None:
    texts = [text for one in situations("work") for text in (one.says, one.model, one.why)]
    assert [trouble for text in texts for trouble in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_hint_has_words_for_found_and_for_none(kind: Kind) -> None:
    words = trainer_words(kind)
    assert tuple(words.hints) == KINDS_OF_HINT
    assert all(set(said) == {"found", "none"} for said in words.hints.values())
    assert "English" in words.intro["language"]
    assert {"yes", "partly", "not_yet"} <= set(words.rating)


@given(st.lists(st.sampled_from([one.slug for one in situations("friend")]), max_size=40))
def test_the_next_one_is_one_not_yet_seen_or_seen_longest_ago(seen: list[str]) -> None:
    slug = next_situation("friend", seen).slug
    unseen = [one.slug for one in situations("friend") if one.slug not in seen]
    assert (
        slug in unseen
        if unseen
        else set(seen[seen[::-1].index(slug) * -1 - 1 :]) == {one.slug for one in situations("friend")}
    )


@pytest.mark.parametrize("changed", [{"from": "above"}, {"says": ""}, {"modle": "x"}, {"why": "A {name}."}])
def test_a_situation_that_leaves_something_out_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ContentError):
        read_situations({"work": [GIVEN["work"][0] | changed, *GIVEN["work"][1:]]}, "work")


def test_too_few_or_one_twice_is_refused() -> None:
    with pytest.raises(ContentError):
        read_situations({"work": GIVEN["work"][:9]}, "work")
    with pytest.raises(ContentError):
        read_situations({"work": [*GIVEN["work"], GIVEN["work"][0]]}, "work")

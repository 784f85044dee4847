"""The first talk: three openings for each kind, in plain words, and a text that holds nothing but the person's own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError, OptionError
from evenstep.program.openings import FILE, PARTS, first_talk, read_first_talk, spoken
from readability import words

GIVEN: dict[str, Any] = dict(table("program/content", FILE))
parts = st.text(max_size=60)


@pytest.mark.parametrize("kind", KINDS)
def test_three_openings_one_for_each_side_and_one_for_both(kind: Kind) -> None:
    kit = first_talk(kind)
    assert [one.side for one in kit.openings] == ["reach", "back", "both"]
    assert set(kit.parts) == set(PARTS)
    for one in kit.openings:
        assert kit.opening(one.slug) is one
        assert one.ask.endswith("?")
        assert "{" not in spoken(one.feel, one.wish, one.ask), "it is said to them, and may be read by anyone"
    with pytest.raises(OptionError):
        kit.opening("fight")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_of_its_own_and_both_sides_have_as_many(kind: Kind) -> None:
    said = {k: {spoken(o.feel, o.wish, o.ask) for o in first_talk(k).openings} for k in KINDS}
    assert all(not said[kind] & said[other] for other in KINDS if other != kind)
    reach, back, _ = (len(words(spoken(o.feel, o.wish, o.ask))) for o in first_talk(kind).openings)
    assert 0.75 < reach / back < 1.35


@pytest.mark.parametrize("text", sorted({s for s in strings(GIVEN) if " " in s}))
def test_every_sentence_is_plain(text: str) -> None:
    assert troubles(text) == []


def test_at_work_the_words_fit_work() -> None:
    kit = first_talk("work")
    said = [spoken(o.feel, o.wish, o.ask) for o in kit.openings] + [*kit.parts.values(), *kit.before, *kit.if_no]
    assert [problem for text in said for problem in troubles_at_work(text)] == []


def test_a_no_is_left_as_it_is() -> None:
    """What is said for a no holds a stop, and nowhere a second try."""
    for kind in KINDS:
        said = " ".join(first_talk(kind).if_no)
        assert "stop" in said
        assert "let it rest" in said


@given(parts, parts, parts)
def test_the_text_holds_the_edited_words_in_their_order_and_no_others(feel: str, wish: str, ask: str) -> None:
    said = spoken(feel, wish, ask)
    left = said
    for part in (feel, wish, ask):
        bare = " ".join(part.split())
        assert bare in left
        left = left[left.index(bare) + len(bare) :]
    own = sum(len("".join(part.split())) for part in (feel, wish, ask))
    assert len("".join(said.split())) - own in range(4), "a full stop after a part at most"
    assert "  " not in said


def test_what_is_left_empty_leaves_no_trace() -> None:
    assert spoken("I miss you", "", "Tea?") == "I miss you. Tea?"
    assert spoken(" ", "\n", "") == ""


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"openings": [GIVEN["openings"][0] | {"side": "middle"}]}, "near.side"),
        ({"openings": [GIVEN["openings"][0] | {"ask": {"work": "Tea?"}}]}, "near.ask"),
        ({"parts": {"feel": {"any": "x"}}}, "parts.wish"),
        ({"advice": {"before": []}}, "advice.before"),
        ({"extra": 1}, ""),
    ],
)
def test_a_broken_file_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_first_talk(GIVEN | changed, "friend")
    assert (refused.value.file, refused.value.place) == (FILE, place)

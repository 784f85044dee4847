"""The card for a trusted person: one thing, a last day that is always printed, and not for the other person."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.friend_card import HOPES, FriendCard, is_good, lines, problems

TODAY = date(2026, 11, 23)
CARD = FriendCard(
    "Kim", "setbacks", "When I look at the phone too much: a walk.", TODAY + timedelta(days=14), ("walk",)
)


def test_a_card_is_read_in_this_order() -> None:
    assert problems(CARD, TODAY, other="Sam") == ()
    assert lines(CARD) == (
        "for_whom", "thanks", "item", "walk", "private", "not_other", "last_day", "taken_back", "too_heavy",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"friend": " "}, "no_friend"),
        ({"friend": " SAM"}, "is_other"),
        ({"body": "\n"}, "no_item"),
        ({"last_day": TODAY - timedelta(days=1)}, "day_past"),
        ({"last_day": TODAY + timedelta(days=93)}, "too_long"),
    ],
)
def test_what_is_to_be_mended_is_named(changed: dict[str, object], problem: str) -> None:
    assert problems(replace(CARD, **changed), TODAY, other="Sam") == (problem,)  # type: ignore[arg-type]


@given(hopes=st.lists(st.sampled_from([*HOPES, "else"])))
def test_the_last_day_is_on_every_card_and_one_thing_only(hopes: list[str]) -> None:
    printed = lines(replace(CARD, hopes=tuple(hopes)))
    assert printed.count("last_day") == 1
    assert printed.count("item") == 1
    assert "else" not in printed
    assert len(printed) == len(set(printed))


def test_it_is_good_through_its_last_day() -> None:
    assert is_good(CARD, CARD.last_day)
    assert not is_good(CARD, CARD.last_day + timedelta(days=1))


def test_nothing_could_tell_whether_it_was_read() -> None:
    assert {field.name for field in fields(FriendCard)} == {"friend", "item", "body", "last_day", "hopes"}

"""Turns alternate from the last one only: nobody has to catch up, and nothing is counted."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.program.turns import PEOPLE, next_turn, other_of, person


def test_the_first_time_either_may_begin() -> None:
    assert next_turn(None) is None


@given(st.lists(st.sampled_from(PEOPLE), min_size=1))
def test_only_the_last_one_counts(before: list[str]) -> None:
    last = person(before[-1])
    assert next_turn(last) == other_of(last) != last
    assert len(inspect.signature(next_turn).parameters) == 1, "there is nothing to count with"


@given(st.text())
def test_a_third_person_is_not_known(word: str) -> None:
    if word in PEOPLE:
        return
    with pytest.raises(OptionError):
        person(word)

"""Facts from moments: how the last weeks were, and nothing about who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.lately import from_moments
from evenstep.program.rules import FACTS

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Moment:
    ago: int
    good: bool = False
    tension: int = 4
    ended: str = ""

    @property
    def local_day(self) -> date:
        return TODAY - timedelta(days=self.ago)


moments = st.lists(
    st.builds(
        Moment, st.integers(-5, 60), st.booleans(), st.integers(0, 4), st.sampled_from(["", "left", "rest", "open"])
    ),
    max_size=12,
)


def test_three_tense_moments_in_four_weeks_are_a_fact_and_two_are_none() -> None:
    assert from_moments([Moment(0), Moment(5), Moment(27)], TODAY) == {"hard_lately"}
    assert from_moments([Moment(0), Moment(5), Moment(28)], TODAY) == frozenset()
    assert from_moments([Moment(0), Moment(5), Moment(-1)], TODAY) == frozenset()
    assert from_moments([Moment(0), Moment(5), Moment(9, tension=2)], TODAY) == frozenset()


def test_moments_that_stayed_open() -> None:
    assert from_moments([Moment(1, tension=1, ended="left"), Moment(2, tension=0, ended="open")], TODAY) == {
        "left_open"
    }
    assert from_moments([Moment(1, tension=1, ended="left"), Moment(2, ended="talked")], TODAY) == frozenset()
    assert from_moments([Moment(1, good=True, ended="open"), Moment(2, ended="open")], TODAY) == frozenset()


def test_good_moments_are_a_fact_unless_the_weeks_were_hard() -> None:
    good = [Moment(3, good=True, tension=0), Moment(4, good=True, tension=0)]
    assert from_moments(good, TODAY) == {"good_lately"}
    assert from_moments([*good, Moment(1), Moment(2), Moment(3)], TODAY) == {"hard_lately"}


@given(moments)
def test_only_facts_that_the_rules_know_and_in_no_order(given_moments: list[Moment]) -> None:
    found = from_moments(given_moments, TODAY)
    assert found <= FACTS
    assert found == from_moments(list(reversed(given_moments)), TODAY)

"""Moments counted: hard weeks beside the others, topics, periods; ranges as scipy gives them; nothing below five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evenstep.program.noticed import FEWEST, by_period, by_topic, by_weeks, iso_week, split

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class One:
    toward: str
    topic: str = ""
    local_day: date = TODAY


MOMENTS = st.lists(
    st.builds(
        One,
        st.sampled_from(["me", "other", "both", "nobody"]),
        st.sampled_from(["money", "time", ""]),
        st.dates(date(2025, 1, 1), TODAY),
    ),
    max_size=60,
)


@pytest.mark.parametrize(("mine", "n"), [(0, 5), (3, 5), (7, 12), (12, 12)])
def test_the_range_is_clopper_and_pearsons(mine: int, n: int) -> None:
    found = split("x", [One("me")] * mine + [One("other")] * (n - mine))
    oracle = binomtest(mine, n).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-9)


def test_rounding_is_outward() -> None:
    found = split("x", [One("me")] * 5 + [One("other")])
    assert (found.low_100, found.high_100) == (35, 100)


def test_both_and_neither_count_for_nobody_and_few_say_nothing() -> None:
    found = split("x", [One("both")] * 20 + [One("nobody")] * 3 + [One("me")] * (FEWEST - 1))
    assert (found.mine, found.theirs, found.n, found.apart, found.enough) == (4, 0, 4, 23, False)


def test_the_weeks_are_iso_weeks() -> None:
    assert iso_week(date(2027, 1, 1)) == "2026-W53"
    hard, ordinary = by_weeks([One("me", local_day=date(2027, 1, 1)), One("other")], frozenset({"2026-W53"}))
    assert (hard.mine, hard.theirs, ordinary.mine, ordinary.theirs) == (1, 0, 0, 1)


@given(moments=MOMENTS)
def test_nothing_is_counted_twice_or_lost(moments: list[One]) -> None:
    periods = by_period(moments, TODAY)
    assert sum(each.n + each.apart for each in periods) == len(moments)
    topics = by_topic(moments, ["money", "time"])
    assert sum(each.n + each.apart for each in topics) == sum(bool(m.topic) for m in moments)


@given(moments=MOMENTS)
def test_swapping_the_two_swaps_the_counts(moments: list[One]) -> None:
    swapped = [One({"me": "other", "other": "me"}.get(m.toward, m.toward), m.topic, m.local_day) for m in moments]
    for one, other in zip(by_period(moments, TODAY), by_period(swapped, TODAY), strict=True):
        assert (one.mine, one.theirs) == (other.theirs, other.mine)


def test_a_period_is_three_months_back_from_today() -> None:
    edge = TODAY - timedelta(days=91)
    periods = by_period([One("me"), One("me", local_day=edge + timedelta(days=1)), One("other", local_day=edge)], TODAY)
    assert [(each.label, each.mine, each.theirs) for each in periods] == [("2026-11-23", 2, 0), ("2026-08-24", 0, 1)]


def test_the_ranges_of_one_table_hold_together() -> None:
    alone = by_topic([One("me", "money")] * 6, ["money", "time"])
    beside = by_topic([One("me", "money")] * 6 + [One("other", "time")] * 6, ["money", "time"])
    assert (alone[0].lead, beside[0].lead) == ("me", "open")  # one of two is not as certain as one alone
    oracle = binomtest(6, 6).proportion_ci(0.975, "exact")
    assert beside[0].low == pytest.approx(oracle.low, abs=1e-9)


@pytest.mark.parametrize(("mine", "n", "lead"), [(9, 9, "me"), (0, 9, "other"), (5, 9, "open"), (4, 4, "")])
def test_who_leads_is_said_only_where_the_range_is_on_one_side(mine: int, n: int, lead: str) -> None:
    assert split("x", [One("me")] * mine + [One("other")] * (n - mine)).lead == lead

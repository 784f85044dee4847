"""A limit binds me, counts nothing down, and is judged once, from slips, after its last day."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.limits import Judged, Limit, is_over, judge, problems

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
MINE = Limit("frequency", "messages in a row", "a walk", FIRST, LAST, most=2, per="day")
DAYS = st.dates(date(2026, 5, 1), date(2026, 8, 1))


@given(slips=st.lists(DAYS), back=st.integers(0, 60))
def test_nothing_is_said_before_the_last_day_is_past(slips: list[date], back: int) -> None:
    assert judge(MINE, slips, LAST - timedelta(days=back)) == Judged("nothing_yet", None)


def test_the_day_after_the_last_one_it_is_judged() -> None:
    assert judge(MINE, [], LAST + timedelta(days=1)) == Judged("none_noted", 0)
    assert judge(MINE, [FIRST, LAST, LAST], LAST + timedelta(days=1)) == Judged("noted", 3)


@given(slips=st.lists(DAYS))
def test_only_slips_within_the_period_count(slips: list[date]) -> None:
    found = judge(MINE, slips, date(2026, 12, 1))
    assert found.slips == len([day for day in slips if day.month == 6])
    assert (found.state == "noted") == bool(found.slips)


def test_a_limit_holds_no_number_that_could_count_down_and_nothing_of_the_other() -> None:
    assert {field.name for field in fields(Judged)} == {"state", "slips"}
    assert not {"other", "theirs", "days_left", "streak"} & {field.name for field in fields(Limit)}


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        (replace(MINE, words=" "), "no_words"),
        (replace(MINE, instead=""), "no_instead"),
        (replace(MINE, most=-1), "most_below_zero"),
        (replace(MINE, per=None), "per_missing"),
        (replace(MINE, most=None), "per_missing"),
        (replace(MINE, ends=FIRST - timedelta(days=1)), "ends_first"),
        (replace(MINE, ends=FIRST + timedelta(days=184)), "too_long"),
    ],
)
def test_what_is_to_be_mended_is_named(limit: Limit, problem: str) -> None:
    assert problems(limit) == (problem,)


def test_own_words_a_single_day_none_at_all_and_half_a_year_are_fine() -> None:
    assert problems(replace(MINE, most=None, per=None)) == ()
    assert problems(replace(MINE, ends=FIRST)) == ()
    assert problems(replace(MINE, most=0)) == ()
    assert problems(replace(MINE, ends=FIRST + timedelta(days=183))) == ()


def test_its_last_day_belongs_to_it() -> None:
    assert not is_over(MINE, LAST)
    assert is_over(MINE, LAST + timedelta(days=1))

"""The pattern changes once a week, an extra look is asked about, and looking anyway is always there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.looking import ELSE, LOOK_ANYWAY, Facts, joins_on, last_change, looking, next_change

TUESDAY = date(2026, 5, 5)
DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
facts = st.builds(
    Facts,
    days,
    st.lists(days, max_size=8),
    st.lists(days, max_size=8),
    st.none() | st.integers(min_value=0, max_value=6),
)


def test_the_first_look_after_the_first_import_is_at_once() -> None:
    now = looking(Facts(TUESDAY, joined=[TUESDAY]))
    assert not now.extra
    assert now.choices == (LOOK_ANYWAY,)
    assert joins_on(Facts(TUESDAY)) == TUESDAY


def test_a_second_look_in_the_week_is_extra_and_offers_three_other_things() -> None:
    now = looking(Facts(TUESDAY + 2 * DAY, looks=[TUESDAY], joined=[TUESDAY]))
    assert now.extra
    assert now.last == TUESDAY
    assert now.next_change == TUESDAY + 7 * DAY
    assert now.choices == (LOOK_ANYWAY, *ELSE)
    assert len(ELSE) == 3


def test_a_week_later_the_look_is_no_extra_one() -> None:
    assert looking(Facts(TUESDAY + 6 * DAY, looks=[TUESDAY], joined=[TUESDAY])).extra
    assert not looking(Facts(TUESDAY + 7 * DAY, looks=[TUESDAY], joined=[TUESDAY])).extra
    assert looking(Facts(TUESDAY + 7 * DAY, looks=[TUESDAY, TUESDAY + 7 * DAY], joined=[TUESDAY])).extra


def test_a_later_import_joins_at_the_weekly_change_and_the_look_then_is_no_extra_one() -> None:
    arrived = Facts(TUESDAY + 3 * DAY, looks=[TUESDAY], joined=[TUESDAY])
    joins = joins_on(arrived)
    assert joins == TUESDAY + 7 * DAY
    assert looking(Facts(arrived.today, arrived.looks, [TUESDAY, joins])).extra
    assert not looking(Facts(joins, arrived.looks, [TUESDAY, joins])).extra


@pytest.mark.parametrize(("weekday", "due"), [(6, 5), (1, 7), (2, 1), (None, 7)])
def test_the_change_falls_on_the_persons_own_weekday(weekday: int | None, due: int) -> None:
    own = Facts(TUESDAY, joined=[TUESDAY], weekday=weekday)
    first = next_change(own)
    assert first == TUESDAY + due * DAY
    if weekday is not None:
        assert first.weekday() == weekday
    later = Facts(first + 3 * DAY, joined=[TUESDAY], weekday=weekday)
    assert last_change(later) == first
    assert next_change(later) == first + 7 * DAY


def test_without_an_import_no_look_is_an_extra_one() -> None:
    now = looking(Facts(TUESDAY, looks=[TUESDAY, TUESDAY - DAY]))
    assert not now.extra
    assert now.next_change is None


@given(facts)
def test_looking_anyway_is_always_offered(some: Facts) -> None:
    now = looking(some)
    assert now.choices[0] == LOOK_ANYWAY
    assert (len(now.choices) == 4) == now.extra


@given(facts, st.lists(days, max_size=20))
def test_looking_more_often_moves_no_change_and_delays_no_import(some: Facts, more: list[date]) -> None:
    often = Facts(some.today, [*some.looks, *more], some.joined, some.weekday)
    assert next_change(often) == next_change(some)
    assert last_change(often) == last_change(some)
    assert joins_on(often) == joins_on(some)


@given(facts)
def test_the_next_change_is_within_a_week_and_the_last_not_older(some: Facts) -> None:
    last, following = last_change(some), next_change(some)
    assert (last is None) == (following is None)
    if last is not None and following is not None:
        assert DAY <= following - some.today <= 7 * DAY
        assert timedelta(0) <= some.today - last < 7 * DAY


@given(facts)
def test_a_look_without_an_earlier_one_is_never_extra(some: Facts) -> None:
    assert not looking(Facts(some.today, [], some.joined, some.weekday)).extra
    future = [some.today + DAY]
    assert not looking(Facts(some.today, future, some.joined, some.weekday)).extra

"""Own messages against an own limit: counted by hand, and "can't tell" wherever a day was not there to see."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.program.own_messages import Checked, InARow, Mine, NoneAfter, PerSpan, Rule, Seen, check, in_turns

ZONE = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
AFTER = date(2026, 4, 15)
ALL = Seen(date(2026, 1, 1), date(2026, 4, 14))
RULES: tuple[Rule, ...] = (
    InARow(2),
    PerSpan(3, "day"),
    PerSpan(3, "week"),
    PerSpan(3, "month"),
    NoneAfter(time(22, 30)),
)


def at(day: int, hour: int = 12, minute: int = 0, turn: int | None = None, month: int = 3) -> Mine:
    return Mine(datetime(2026, month, day, hour, minute, tzinfo=ZONE), turn)


def told(rule: Rule, *mine: Mine, seen: Seen = ALL, today: date = AFTER) -> Checked:
    return check(rule, mine, FIRST, LAST, seen, today)


MINES = st.lists(
    st.builds(
        Mine,
        st.datetimes(datetime(2026, 2, 20), datetime(2026, 4, 5)).map(lambda t: t.replace(tzinfo=ZONE)),
        st.integers(0, 20),
    ),
    max_size=30,
)


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_said_while_the_limit_runs(rule: Rule) -> None:
    assert told(rule, *(at(2) for _ in range(9)), today=LAST) == Checked("nothing_yet", "not_ended")


@pytest.mark.parametrize("rule", RULES)
def test_no_message_is_no_proof(rule: Rule) -> None:
    assert told(rule, at(20, month=2)) == Checked("cannot_tell", "no_messages")


def test_three_before_an_answer_are_over_two_in_a_row_and_two_are_not() -> None:
    mine = [at(1, 9, 0, 1), at(1, 9, 1, 1), at(2, 9, 0, 2), at(2, 9, 1, 2), at(3, 9, 0, 2)]
    assert told(InARow(2), *mine) == Checked("over", times=1, n=5)
    assert told(InARow(2), *mine[:4]) == Checked("within", n=4)


def test_of_the_others_messages_only_their_place_is_read() -> None:
    nine, ten = at(1, 9).at, at(1, 10).at
    assert in_turns([None, nine, nine, None, None, ten]) == (Mine(nine, 1), Mine(nine, 1), Mine(ten, 3))
    assert told(InARow(1), *in_turns([nine, nine, None, ten])) == Checked("over", times=1, n=3)
    assert told(InARow(1), *in_turns([nine, None, nine, None, ten])) == Checked("within", n=3)


def test_without_turns_nothing_is_said_of_how_many_in_a_row() -> None:
    assert told(InARow(2), at(1), at(2)) == Checked("cannot_tell", "turns_unknown", n=2)


def test_a_day_a_week_and_a_month_are_counted_from_the_first_day() -> None:
    daily = [at(4, hour) for hour in range(4)]
    assert told(PerSpan(3, "day"), *daily) == Checked("over", times=1, n=4)
    weekly = [at(day) for day in (7, 7, 8, 8, 14)]  # the limit's second week is the 8th to the 14th
    assert told(PerSpan(2, "week"), *weekly) == Checked("over", times=1, n=5)
    assert told(PerSpan(3, "month"), *weekly) == Checked("over", times=1, n=5)


def test_a_month_from_the_31st_ends_where_a_short_month_does() -> None:
    mine = [Mine(datetime(2026, 2, 27, tzinfo=ZONE)), Mine(datetime(2026, 2, 28, tzinfo=ZONE))]
    found = check(PerSpan(1, "month"), mine, date(2026, 1, 31), date(2026, 4, 1), ALL, AFTER)
    assert found == Checked("within", n=2)


def test_nights_reach_past_midnight_and_count_to_the_evening_before() -> None:
    late = [at(5, 22, 29), at(5, 22, 30), at(6, 0, 10), at(6, 4, 59), at(7, 5, 0)]
    assert told(NoneAfter(time(22, 30)), *late) == Checked("over", times=1, n=5)
    assert told(NoneAfter(time(22, 30)), at(1, 2)) == Checked("cannot_tell", "no_messages")  # February's last night
    assert told(NoneAfter(time(22, 30)), at(1, 2, month=4)).times == 1  # March's last night


def test_hours_within_one_day() -> None:
    assert told(NoneAfter(time(9), time(17)), at(5, 8, 59), at(5, 17)) == Checked("within", n=2)
    assert told(NoneAfter(time(9), time(17)), at(5, 9), at(5, 16, 59)) == Checked("over", times=1, n=2)


def test_the_hour_of_the_wall_holds_on_the_night_the_clocks_change() -> None:
    assert told(NoneAfter(time(22, 30)), at(29, 3, 30)) == Checked("over", times=1, n=1)


@pytest.mark.parametrize(
    "seen",
    [
        Seen(FIRST + timedelta(days=1), ALL.last),
        Seen(ALL.first, LAST - timedelta(days=1)),
        Seen(ALL.first, ALL.last, frozenset({date(2026, 3, 9)})),
    ],
)
def test_a_day_that_was_not_there_to_see_leaves_it_open_or_at_least(seen: Seen) -> None:
    assert told(PerSpan(2, "day"), at(4), seen=seen) == Checked("cannot_tell", "not_covered", n=1)
    assert told(PerSpan(1, "day"), at(4), at(4), seen=seen) == Checked("over", times=1, n=2, at_least=True)


def test_the_last_night_needs_the_morning_after_it() -> None:
    assert told(NoneAfter(time(22, 30)), at(4), seen=Seen(ALL.first, LAST)).why == "not_covered"
    assert told(NoneAfter(time(22, 30)), at(4), seen=Seen(ALL.first, LAST + timedelta(days=1))).state == "within"


@given(mine=MINES, more=MINES, rule=st.sampled_from(RULES))
def test_more_messages_never_turn_over_into_within(mine: list[Mine], more: list[Mine], rule: Rule) -> None:
    before, after = told(rule, *mine), told(rule, *mine, *more)
    if before.state == "over" and not isinstance(rule, InARow):  # a turn in between can part a run
        assert after.state == "over"
        assert after.times >= before.times


@given(mine=MINES, rule=st.sampled_from(RULES), first=st.dates(date(2026, 2, 25), date(2026, 3, 5)))
def test_within_is_said_only_of_days_that_were_all_there(mine: list[Mine], rule: Rule, first: date) -> None:
    found = told(rule, *mine, seen=Seen(first, ALL.last))
    assert found.state != "within" or first <= FIRST
    assert found.n <= len(mine)
    assert (found.state == "over") == (found.times > 0)


@given(mine=MINES, rule=st.sampled_from(RULES))
def test_the_order_of_the_messages_does_not_matter(mine: list[Mine], rule: Rule) -> None:
    by_turn = [m for m in mine if isinstance(rule, InARow) is False] or mine[:1]
    assert told(rule, *by_turn) == told(rule, *reversed(by_turn))


def test_nothing_of_the_other_comes_in() -> None:
    assert [field.name for field in fields(Mine)] == ["at", "turn"]


@pytest.mark.parametrize("rule", [InARow(0), PerSpan(-1, "day"), NoneAfter(time(5), time(5))])
def test_a_rule_that_cannot_be_kept_is_not_taken(rule: Rule) -> None:
    with pytest.raises(OptionError):
        told(rule, at(1))

"""A pause: only the one who took it is asked, once its time has come, for a day at most, and a no follows nobody."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, table
from evenstep.errors import ContentError, OptionError
from evenstep.program.pause import FILE, SAID, Came, after, asks, may_be_noted, pause_words, read_pause_words, take
from evenstep.program.right_now import Day, comes_back
from evenstep.program.turns import PEOPLE, Person, other_of

GIVEN: dict[str, Any] = dict(table("program/content", FILE))
EIGHT = datetime(2026, 5, 5, 20, 0, tzinfo=UTC)
SEVEN = EIGHT - timedelta(hours=1)
people = st.sampled_from(PEOPLE)
minutes = st.integers(-5000, 5000).map(lambda n: timedelta(minutes=n))


@given(people, minutes)
def test_the_other_one_is_never_asked_nor_told(by: Person, offset: timedelta) -> None:
    assert not asks(take(by, SEVEN, EIGHT), other_of(by), EIGHT + offset)


@given(people, minutes)
def test_the_one_who_took_it_is_asked_from_its_time_on_for_a_day(by: Person, offset: timedelta) -> None:
    assert asks(take(by, SEVEN, EIGHT), by, EIGHT + offset) == (timedelta(0) <= offset < timedelta(days=1))


@given(people, minutes)
def test_who_will_say_later_is_never_asked(by: Person, offset: timedelta) -> None:
    assert not asks(take(by, SEVEN, None), by, EIGHT + offset)


def test_yes_and_no_end_it_and_later_takes_a_new_time_or_none() -> None:
    pause = take("me", SEVEN, EIGHT)
    assert after(pause, Came.YES, EIGHT) is None
    assert after(pause, Came.NO, EIGHT) is None
    nine = after(pause, Came.LATER, EIGHT, EIGHT + timedelta(hours=1))
    assert nine is not None
    assert (nine.by, nine.taken_at, nine.back_at) == ("me", SEVEN, EIGHT + timedelta(hours=1))
    assert not asks(nine, "me", EIGHT)
    open_end = after(pause, Came.LATER, EIGHT)
    assert open_end is not None
    assert open_end.back_at is None


def test_only_a_yes_may_be_noted() -> None:
    assert [may_be_noted(came) for came in Came] == [True, False, False]


def test_a_time_that_is_past_is_refused() -> None:
    with pytest.raises(OptionError):
        take("me", EIGHT, EIGHT)
    with pytest.raises(OptionError):
        after(take("me", SEVEN, EIGHT), Came.LATER, EIGHT, SEVEN)


def test_in_the_night_the_clocks_change_one_is_asked_at_the_hour_on_the_wall() -> None:
    """23:30 in Berlin before the clocks go forward; back at seven: seven hours and a half on the wall, less one."""
    now = datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    back = comes_back(now, Day.TOMORROW, time(7, 0))
    assert back is not None
    pause = take("me", now, back.at)
    assert not asks(pause, "me", now.astimezone(UTC) + timedelta(hours=6, minutes=29))
    assert asks(pause, "me", now.astimezone(UTC) + timedelta(hours=6, minutes=30))


def test_the_words_are_there_for_every_kind_and_plain() -> None:
    assert all(set(pause_words(kind)) == set(SAID) for kind in KINDS)
    assert [problem for text in strings(GIVEN) for problem in troubles(text)] == []
    assert [problem for text in pause_words("work").values() for problem in troubles_at_work(text)] == []


def test_a_broken_file_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError) as refused:
        read_pause_words(GIVEN | {"ask": {"any": "Back at {hour}?"}}, "work")
    assert (refused.value.file, refused.value.place) == (FILE, "ask.work")

"""A pause has a return time that is still to come."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.right_now import Day, comes_back, ended

EVENING = datetime(2026, 5, 5, 19, 30, tzinfo=UTC)


def test_later_today_is_a_return_time_and_earlier_today_is_none() -> None:
    eight = comes_back(EVENING, Day.TODAY, time(20, 0))
    assert eight is not None
    assert eight.at == datetime(2026, 5, 5, 20, 0, tzinfo=UTC)
    assert comes_back(EVENING, Day.TODAY, time(19, 30)) is None
    assert comes_back(EVENING, Day.TODAY, time(8, 0)) is None


def test_tomorrow_is_always_still_to_come() -> None:
    early = comes_back(EVENING, Day.TOMORROW, time(0, 0))
    assert early is not None
    assert early.at == datetime(2026, 5, 6, 0, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from(Day), st.times())
def test_a_return_is_later_on_the_clock_on_the_wall(now: datetime, day: Day, at: time) -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    back = comes_back(now.replace(tzinfo=zone), day, at)
    if back is None:
        assert day is Day.TODAY
        assert at <= now.time()
    else:
        assert back.at.replace(tzinfo=None) > now
        assert back.at.time() == at


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("I need air", "I need air."),
        ("I need air ", "I need air."),
        ("I need air.", "I need air."),
        ("Can we wait?", "Can we wait?"),
        ("Not now …", "Not now …"),
        ("I need “air”", "I need “air”."),
        ("He said “no.”", "He said “no.”"),
        ("At 9", "At 9."),
        ("", ""),
        ("”", "”"),
    ],
)
def test_own_words_end_like_a_sentence(own: str, said: str) -> None:
    assert ended(own) == said

"""One kind thing at most, on most days none, and never a chase."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.today import Facts, suggest

TODAY = date(2026, 11, 23)
DAYS = st.none() | st.dates(date(2026, 1, 1), TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_six_signs_come_first_and_then_the_longer_lines() -> None:
    assert suggest(Facts(None, None, None), TODAY) == "glance"
    assert suggest(Facts(ago(1), None, None), TODAY) == "signs"
    assert suggest(Facts(None, ago(3), None), TODAY) is None


def test_nothing_on_a_day_on_which_something_was_filled() -> None:
    assert suggest(Facts(TODAY, None, None), TODAY) is None
    assert suggest(Facts(ago(9), TODAY, None), TODAY) is None
    assert suggest(Facts(ago(9), ago(8), TODAY), TODAY) is None


def test_the_weeks_lines_on_one_day_of_the_week_only() -> None:
    offered = [days for days in range(30) if suggest(Facts(None, ago(60), ago(days)), TODAY) == "six_lines"]
    assert offered == [7, 14, 21, 28]


@given(glance=DAYS, signs=DAYS, short=DAYS)
def test_most_days_are_quiet_once_the_signs_are_filled(
    glance: date | None, signs: date | None, short: date | None
) -> None:
    week = [suggest(Facts(glance, signs, short), TODAY + timedelta(days=n)) for n in range(1, 8)]
    if signs is not None:
        assert sum(each is not None for each in week) <= 1

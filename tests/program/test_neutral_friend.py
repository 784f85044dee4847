"""The seven minutes: offered at most every four months, and never to someone who has not begun."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.neutral_friend import AGAIN_AFTER, is_offered

TODAY = date(2026, 11, 23)
DAYS = st.none() | st.dates(date(2025, 1, 1), TODAY)


def test_four_months_after_it_was_written_it_is_offered_and_not_a_day_earlier() -> None:
    assert is_offered(TODAY - AGAIN_AFTER, None, TODAY)
    assert not is_offered(TODAY - AGAIN_AFTER + timedelta(days=1), None, TODAY)
    assert is_offered(date(2026, 7, 1), None, date(2026, 11, 1))  # the longest four months there are


@given(offered=DAYS)
def test_nothing_calls_someone_who_never_wrote_it(offered: date | None) -> None:
    assert not is_offered(None, offered, TODAY)


@given(written=DAYS, day=st.integers(0, 400))
def test_after_an_offer_there_are_four_quiet_months(written: date | None, day: int) -> None:
    offered = TODAY
    later = TODAY + timedelta(days=day)
    assert not (is_offered(written, offered, later) and day < AGAIN_AFTER.days)

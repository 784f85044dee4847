"""Amounts: lengths of time, shares and dates as words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evenstep.report import amounts


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (40, "40 seconds"),
        (90, "2 min"),
        (35 * 60, "35 min"),
        (59.6 * 60, "1 h"),
        (100 * 60, "1 h 40 min"),
        (11 * 3600 + 1700, "11 h"),
        (30 * 3600, "30 h"),
        (51 * 3600, "2 days 3 h"),
        (7 * 86400, "7 days"),
    ],
)
def test_duration_in_words(seconds: float, words: str) -> None:
    assert amounts.duration(seconds) == words


def test_a_clock_of_minutes_cannot_say_less_than_two() -> None:
    assert amounts.half_within(119, 60) == "in under 2 minutes"
    assert amounts.half_within(121, 60) == "within 2 min"
    assert amounts.half_within(1.5, 1) == "in under 2 seconds"
    assert amounts.half_within(59, 1) == "within 59 seconds"
    assert amounts.short_duration(61, 60) == "under 2 minutes"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (24 * 60, 51 * 60, "24 to 51 min"),
        (50 * 60, 80 * 60, "50 min to 1 h 20 min"),
        (60, 300, "under 2 minutes to 5 min"),
        (60, 70, "under 2 minutes"),
    ],
)
def test_range_of_times(low: float, high: float, words: str) -> None:
    assert amounts.duration_range(low, high, 60) == words


@pytest.mark.parametrize(
    ("share", "first", "second"),
    [
        (0.613, "61", "39"),
        (0.5, "50", "50"),
        (0.0, "0", "100"),
        (1.0, "100", "0"),
        (0.002, "fewer than 1", "more than 99"),
        (0.998, "more than 99", "fewer than 1"),
        (0.005, "fewer than 1", "more than 99"),
        (0.006, "1", "99"),
        (0.995, "more than 99", "fewer than 1"),
    ],
)
def test_two_shares_add_up_to_100(share: float, first: str, second: str) -> None:
    assert (amounts.of_100(share), amounts.other_of_100(share)) == (first, second)


def test_a_range_never_shrinks_by_rounding() -> None:
    assert amounts.range_100(0.574, 0.646) == "57 to 65"
    assert amounts.range_100(1 - 0.646, 1 - 0.574) == "35 to 43"
    assert amounts.range_100(0.57, 0.57) == "57"
    assert amounts.range_100(0.503, 0.6) == "50.3 to 60"
    assert amounts.range_100(0.4, 0.497) == "40 to 49.7"
    assert amounts.range_100(0.5, 0.6) == "50 to 60"
    assert amounts.range_100(0.45, 0.5001) == "45 to 51"
    assert amounts.range_100(0.50004, 0.6) == "50.004 to 60"
    assert amounts.dash_range_100(0.574, 0.646) == "57–65"


def test_counts_dates_and_lists() -> None:
    assert amounts.count(1148, "start") == "1,148 starts"
    assert amounts.count(1, "reach") == "1 reach"
    assert amounts.span(datetime(2023, 3, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)) == "March 2023 to June 2025"
    assert amounts.span(datetime(2023, 3, 1, tzinfo=UTC), datetime(2023, 3, 1, tzinfo=UTC)) == "1 March 2023"
    assert amounts.listed(["a", "b", "c"]) == "a, b and c"
    assert amounts.decimal(-0.25, 2) == "−0.25"


@pytest.mark.parametrize(
    ("value", "marks", "digits", "said"),
    [
        (0.42, (0, 1), 1, "0.4"),
        (0.03, (0, 1), 1, "0.03"),
        (-0.03, (0,), 1, "−0.03"),
        (0.0, (0,), 1, "0.0"),
        (1.0, (1,), 2, "1.00"),
        (0.996, (0, 1), 2, "0.996"),
        (100.4, (100,), 0, "100.4"),
        (1234.0, (100,), 0, "1,234"),
        (0.000004, (0, 1), 1, "just above 0"),
        (0.9999999, (0, 1), 2, "just below 1"),
    ],
)
def test_a_number_stays_on_its_side_of_what_is_said(
    value: float, marks: tuple[float, ...], digits: int, said: str
) -> None:
    assert amounts.clear(value, *marks, digits=digits) == said

"""Hard weeks from a small text file."""

from __future__ import annotations

import pytest

from evenstep.errors import OptionError
from evenstep.report.hard_weeks import parse_weeks


def test_weeks_dates_commas_and_comments() -> None:
    """
    2024-W07, 2024W08   # the move
    2024-03-09

    2024-12-30
    """
    text = test_weeks_dates_commas_and_comments.__doc__ or ""
    assert parse_weeks(text) == {"2024-W07", "2024-W08", "2024-W10", "2025-W01"}


def test_an_empty_file_names_no_week() -> None:
    assert parse_weeks("\n# nothing yet\n") == frozenset()


@pytest.mark.parametrize("word", ["2024-W54", "last", "2024-13-01", "31.12.2024"])
def test_a_word_that_is_no_week_is_named_with_its_line(word: str) -> None:
    with pytest.raises(OptionError, match=r"hard_weeks: line 2: '.*' is neither a week"):
        parse_weeks(f"2024-W07\n{word}\n")

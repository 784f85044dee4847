"""ISO weeks as numbers and names."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from evenstep.stats.weeks import week_label, week_number, weekly


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("1970-01-01", "1970-W01"),
        ("2024-01-01", "2024-W01"),
        ("2023-01-01", "2022-W52"),
        ("2020-12-31", "2020-W53"),
        ("1969-12-28", "1969-W52"),
    ],
)
def test_a_day_has_its_iso_week(day: str, label: str) -> None:
    wall_us = np.array([day], dtype="datetime64[us]").astype(np.int64)
    assert week_label(int(week_number(wall_us)[0])) == label


def test_a_week_turns_at_midnight_before_monday() -> None:
    sunday, monday = (
        np.datetime64(text, "us").astype(np.int64) for text in ("2024-03-03T23:59:59.999999", "2024-03-04T00:00")
    )
    assert week_number(np.array([sunday, monday])).tolist() == [2826, 2827]
    assert datetime.fromisocalendar(2024, 10, 1).strftime("%G-W%V") == week_label(2827)


def test_sums_by_week_in_one_and_in_many_columns() -> None:
    week = np.array([0, 2, 2])
    assert weekly(week, 4).tolist() == [1, 0, 2, 0]
    assert weekly(week, 4, np.array([1.5, 1, 2])).tolist() == [1.5, 0, 3, 0]
    two = weekly(week, 4, np.array([[1, 10], [2, 20], [3, 30]]))
    assert two.tolist() == [[1, 10], [0, 0], [5, 50], [0, 0]]


def test_no_observations_give_zeros() -> None:
    nothing = np.array([], dtype=np.int64)
    assert weekly(nothing, 3).tolist() == [0, 0, 0]
    assert weekly(nothing, 2, np.zeros((0, 2))).tolist() == [[0, 0], [0, 0]]

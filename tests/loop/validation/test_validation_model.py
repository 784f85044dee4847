"""The model as an estimator: the wider interval, and nothing where the program says "not enough yet"."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from evenstep.loop.findings import Effect, Interval
from evenstep.loop.validation.estimator import UNSAID
from evenstep.loop.validation.model import estimate_of

NAN = math.nan


def effect(weeks: Interval, answer: str = "can't tell") -> Effect:
    shown = Interval(-9.0, 9.0)  # widened to agree with Holm: not the interval whose coverage is claimed
    made: object = answer
    return Effect("a", "w", 0.5, Interval(0.3, 0.7), weeks, shown, 1.0, shown, 0.01, 0.04, made, 20, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weeks", "low", "high"),
    [
        (Interval(0.1, 0.9), 0.1, 0.9),
        (Interval(0.4, 0.6), 0.3, 0.7),
        (Interval(NAN, NAN), 0.3, 0.7),
    ],
)
def test_the_interval_is_the_wider_one_before_holm(weeks: Interval, low: float, high: float) -> None:
    result = SimpleNamespace(effects=(effect(weeks),) * 4, verdict="one direction")
    found = estimate_of(result)  # type: ignore[arg-type]
    assert [(e.coefficient, e.low, e.high, e.p) for e in found.effects] == [(0.5, low, high, 0.01)] * 4
    assert (found.verdict, found.p_adjusted) == ("one direction", (0.04,) * 4)


def test_what_is_not_said_is_no_alarm() -> None:
    silent = effect(Interval(0.1, 0.9), "not enough yet")
    spoken = effect(Interval(0.1, 0.9))
    found = estimate_of(SimpleNamespace(effects=(silent, spoken, spoken, silent), verdict="can't tell"))  # type: ignore[arg-type]
    assert found.effects[0] == found.effects[3] == UNSAID
    assert found.p_adjusted is not None
    assert [math.isnan(p) for p in found.p_adjusted] == [True, False, False, True]

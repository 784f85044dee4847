"""The model as an estimator: the wider interval, and nothing where the program says "not enough yet"."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from evenstep.loop.findings import Effect, Interval
from evenstep.loop.validation.cells import Cell, Task
from evenstep.loop.validation.estimator import UNSAID
from evenstep.loop.validation.model import estimate_of
from evenstep.loop.validation.records import Record
from evenstep.loop.validation.summary import summarise

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


def test_a_search_that_did_not_end_is_no_estimate_and_no_error() -> None:
    nothing = Interval(NAN, NAN)
    spoken = effect(Interval(0.1, 0.9))
    lost = replace(
        spoken, coefficient=NAN, model=nothing, weeks=nothing, p=NAN, p_adjusted=NAN, problem="search did not end"
    )
    found = estimate_of(SimpleNamespace(effects=(lost, lost, spoken, spoken), verdict="can't tell"))  # type: ignore[arg-type]
    task = Task(Cell("w", 52, "loop"), 0, 0)
    seen = summarise([Record(task, "v", 1.0, (0.0, 0.0, 0.0, 0.0), found)])
    assert (seen.pairs, seen.errors) == (1, 0)
    assert [e.said.count for e in seen.effects] == [0, 0, 1, 1]
    assert [e.coverage.n for e in seen.effects] == [0, 0, 1, 1]
    assert [e.alarm.count for e in seen.effects] == [0, 0, 1, 1]

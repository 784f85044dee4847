"""What a fit and its checks amount to, from invented fits: nothing is said that a check or the search takes back."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstep.loop import controls as control_module
from evenstep.loop.controls import controls_of
from evenstep.loop.findings import Controls, Enough, FitTest, LoopResult
from evenstep.loop.history import History
from evenstep.loop.likelihood import Hidden
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import Coefficient, FittedPerson
from evenstep.loop.verdict import NO_CONTROLS, conclude, effects_of

OPTIONS = LoopOptions()
QUIET = Controls(6, 0, (0, 0, 0, 0))
PLENTY = Enough(52, 3000, (90, 90, 90, 90), 10, 300, 15, 0)
LATER, MORE, NOTHING = (
    Coefficient(-0.5, 0.1, 0.1, 52, ""),
    Coefficient(0.5, 0.1, 0.1, 52, ""),
    Coefficient(0.0, 0.3, 0.3, 52, ""),
)
HIDDEN = Hidden(1.0, 0.1, 0.1, 0.2, 8.0)
FITS = tuple(FitTest(person, "answering", 400, 0.03, 0.4, 0.02, True) for person in ("a", "b"))  # type: ignore[arg-type]


def person(w: Coefficient, k: Coefficient, *, converged: bool = True) -> FittedPerson:
    none = np.zeros(0)
    return FittedPerson((), none, none, none, HIDDEN, w, k, 500, -1000.0, converged, 20)


def history() -> History:
    none = np.zeros(0)
    no = np.zeros(0, dtype=np.bool_)
    hours: Any = (None, None)
    return History("c", 0.0, np.zeros(0, np.int64), none, none, no, no, 52 * 604_800.0, none.reshape(0, 2), hours, 0)


LOOPING = (person(LATER, MORE), person(LATER, MORE))


def said(people: tuple[FittedPerson, FittedPerson] = LOOPING, enough: Enough = PLENTY, **checks: Any) -> LoopResult:
    return conclude(history(), people, enough, OPTIONS, **checks)


def test_the_example_is_a_loop() -> None:
    result = said()
    assert result.verdict == "both directions"
    assert result.circles == ("a", "b")
    assert [effect.problem for effect in result.effects] == [""] * 4


def test_a_search_that_did_not_end_gives_no_number() -> None:
    result = said((person(LATER, MORE, converged=False), person(LATER, MORE)))
    assert [effect.problem for effect in result.effects] == ["search did not end"] * 2 + [""] * 2
    assert [effect.answer for effect in result.effects] == ["can't tell", "can't tell", "shows", "shows"]
    for effect in result.effects[:2]:
        ends = (effect.model, effect.weeks, effect.shown, effect.ratio)
        numbers = [effect.coefficient, effect.rate_ratio, effect.p, effect.p_adjusted]
        assert all(math.isnan(x) for x in [*numbers, *(e.low for e in ends), *(e.high for e in ends)])
    assert result.verdict == "one direction"
    # Holm still counts all four
    assert result.effects[2].p_adjusted == pytest.approx(4 * result.effects[2].p)


def test_without_enough_a_search_that_did_not_end_is_not_enough_yet() -> None:
    few = replace(PLENTY, turns=100)
    result = said((person(LATER, MORE, converged=False), person(LATER, MORE)), few)
    assert result.verdict == "not enough yet"
    assert {effect.answer for effect in result.effects} == {"not enough yet"}


def test_a_shift_whose_search_did_not_end_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    loud = effects_of(LOOPING, PLENTY, OPTIONS)
    lost = effects_of((person(LATER, MORE, converged=False), person(LATER, MORE)), PLENTY, OPTIONS)
    answers = iter([loud, lost, loud, lost, lost, lost])
    monkeypatch.setattr(control_module, "_asked", lambda *_: (next(answers), (None, None)))
    none: Any = (None, None)
    assert controls_of(history(), none, None, OPTIONS) == Controls(2, 2, (2, 2, 2, 2), unended=4)


@pytest.mark.parametrize(
    ("shifts", "calls", "back"),
    [(6, 0, False), (6, 1, False), (6, 2, True), (51, 5, False), (51, 6, True), (1, 1, False)],
)
def test_an_effect_that_moved_weeks_show_too_is_taken_back(shifts: int, calls: int, back: bool) -> None:
    """Not the others; and one call alone is what chance does."""
    one_way = (person(NOTHING, MORE), person(NOTHING, NOTHING))
    result = said(one_way, controls=Controls(shifts, 0, (0, calls, 0, 0)))
    assert result.verdict == ("can't tell" if back else "one direction")
    k = result.effect("a", "k")
    assert (k.answer, k.problem) == (("can't tell", "found in moved weeks") if back else ("shows", ""))
    assert (k.shown.low == 0) is (k.ratio.low == 1) is back
    assert k.shown.high == pytest.approx(said(one_way).effect("a", "k").shown.high)
    assert k.coefficient == 0.5
    assert result.effect("b", "k") == said(one_way).effect("b", "k")


def test_one_half_taken_back_opens_its_circle_alone() -> None:
    result = said(controls=Controls(6, 0, (3, 0, 0, 0)))
    assert result.verdict == "both directions"
    assert result.circles == ("a",)
    turned = said((person(MORE, LATER), person(MORE, LATER)), controls=Controls(6, 0, (6, 6, 6, 6)))
    assert turned.verdict == "can't tell"
    assert {effect.answer for effect in turned.effects} == {"can't tell"}


def test_a_control_takes_back_only_what_was_found() -> None:
    quiet = (person(NOTHING, NOTHING), person(NOTHING, NOTHING))
    assert said(quiet, controls=Controls(6, 0, (6, 6, 6, 6))).effects == said(quiet).effects


def test_a_control_none_of_whose_searches_ended_is_none() -> None:
    assert said(tests=FITS, controls=NO_CONTROLS).withheld == "fit not tested"


@pytest.mark.parametrize(
    ("tests", "verdict", "why"),
    [
        (None, "both directions", ""),  # no checks were asked for
        (FITS, "both directions", ""),
        (FITS[:1], "can't tell", "fit not tested"),
        (FITS[1:], "can't tell", "fit not tested"),
        ((), "can't tell", "fit not tested"),
        ((replace(FITS[0], fits=False),), "does not fit", ""),
    ],
)
def test_no_circle_rests_on_a_model_nobody_tested(tests: tuple[FitTest, ...] | None, verdict: str, why: str) -> None:
    result = said(tests=tests, controls=QUIET if tests is not None else NO_CONTROLS)
    assert (result.verdict, result.withheld) == (verdict, why)
    assert result.fit_tests == (tests or ())
    assert bool(result.circles) == (verdict == "both directions")
    if why:
        assert result.circles == ()
    half = said((person(NOTHING, MORE), person(NOTHING, NOTHING)), tests=tests)
    assert half.withheld == ""
    assert half.verdict == ("does not fit" if verdict == "does not fit" else "one direction")


def test_a_fooled_control_is_named() -> None:
    result = said(tests=FITS, controls=Controls(6, 1, (1, 1, 1, 1)))
    assert (result.verdict, result.withheld, result.circles) == ("can't tell", "found in moved weeks", ())

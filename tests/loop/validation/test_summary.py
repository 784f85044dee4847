"""Bias, coverage, false alarms, power and verdicts against numbers worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from evenstep.loop.validation.answers import completed
from evenstep.loop.validation.cells import Cell, Task
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate
from evenstep.loop.validation.records import Record, failed
from evenstep.loop.validation.summary import Rate, not_fit_is_quiet, summarise

NAN = math.nan


def pair(i: int, truth: tuple[float, ...], effects: list[tuple[float, ...]], verdict: str = "") -> Record:
    a, b, c, d = (EffectEstimate(*e) for e in effects)
    w, x, y, z = truth
    return Record(Task(Cell("w", 52, "e"), i, i), "v", 2.0 + i, (w, x, y, z), Estimate((a, b, c, d), verdict))


QUIET = (0.0, -1.0, 1.0, 0.9)
FOUR = [
    pair(0, (0, 0, 0, 0), [(0.1, 0.0, 0.2, 0.04), QUIET, QUIET, QUIET]),  # an alarm that Holm takes back
    pair(1, (0, 0, 0, 0), [(-0.3, -0.5, -0.1, 0.001), QUIET, QUIET, (0.2, 0.1, 0.3, 0.002)]),  # b's k, a's w: a loop
    pair(2, (-0.4, 0, 0, 0.4), [(-0.2, -0.5, 0.1, 0.02), QUIET, QUIET, (-0.3, -0.5, -0.1, 0.004)]),
    pair(3, (-0.4, 0, 0, 0.4), [(NAN, NAN, NAN, NAN), QUIET, QUIET, (0.3, 0.2, 0.5, 0.001)], "not enough yet"),
]


def test_the_numbers_of_four_pairs_by_hand() -> None:
    found = summarise([*FOUR, failed(Task(Cell("w", 52, "e"), 9, 9), "v", 1.0, "ValueError: no")])
    w, _, _, k = found.effects
    assert (found.pairs, found.errors) == (4, 1)
    # errors of w: .1, -.3, .2 (the fourth is not said): mean 0, sd sqrt((.01 + .09 + .04) / 2)
    assert w.bias.value == pytest.approx(0.0)
    assert w.sd.value == pytest.approx(math.sqrt(0.07))
    assert w.bias.se == pytest.approx(math.sqrt(0.07 / 3))
    assert w.truth == pytest.approx(-0.2)
    assert w.coverage == Rate(2, 3), "0 is on the border of the first, outside the second, -.4 inside the third"
    assert (w.alarm, w.alarm_adjusted) == (Rate(2, 2), Rate(1, 2))
    assert (w.power, w.power_adjusted, w.wrong) == (Rate(1, 2), Rate(0, 2), Rate(0, 2))
    assert (k.alarm, k.power, k.wrong) == (Rate(1, 2), Rate(1, 2), Rate(1, 2))
    assert (found.both_false, found.both_true, found.said_false) == (Rate(1, 2), Rate(0, 2), Rate(1, 2))
    assert {name: rate.count for name, rate in found.verdicts.items() if rate.count} == {
        "can't tell": 1, "both directions": 1, "the other way round": 1, "not enough yet": 1,
    }  # fmt: skip
    assert found.seconds == 3.5


def test_the_error_of_a_rate_is_never_zero_and_near_the_textbook() -> None:
    assert Rate(50, 200).se == pytest.approx(math.sqrt(0.25 * 0.75 / 200), rel=0.01)
    assert Rate(0, 200).se == pytest.approx(math.sqrt((0.5 / 201) * (200.5 / 201) / 200))
    assert math.isnan(Rate(0, 0).se)


def test_the_error_of_the_sd_is_that_of_many_sets_of_pairs() -> None:
    rng = np.random.default_rng(3)
    sets = [summarise([pair(i, (0, 0, 0, 0), [(x, 0, 0, 1)] * 4) for i, x in enumerate(rng.normal(size=200))])
            for _ in range(60)]  # fmt: skip
    spread = np.std([s.effects[0].sd.value for s in sets])
    assert np.mean([s.effects[0].sd.se for s in sets]) == pytest.approx(spread, rel=0.25)


def test_where_an_estimator_does_not_adjust_holm_is_applied() -> None:
    a, b, c, d = (EffectEstimate(1.0, 0.5, 1.5, p) for p in (0.01, 0.04, 0.03, 0.005))
    assert completed(Estimate((a, b, c, d))).p_adjusted == pytest.approx((0.03, 0.06, 0.06, 0.02))


@pytest.mark.parametrize(
    ("signs", "verdict"),
    [
        ("0+-0", "both directions"),  # k of a and w of b
        ("-00+", "both directions"),  # w of a and k of b
        ("-+00", "one direction"),  # both of a: no circle
        ("0+0+", "one direction"),
        ("+000", "the other way round"),
        ("0-00", "the other way round"),
        ("0000", "can't tell"),
        ("????", "not enough yet"),
        ("0?0?", "can't tell"),
    ],
)
def test_the_verdict_of_effects_alone(signs: str, verdict: str) -> None:
    effect = {
        "+": EffectEstimate(0.5, 0.3, 0.7, 1e-6),
        "-": EffectEstimate(-0.5, -0.7, -0.3, 1e-6),
        "0": EffectEstimate(0.01, -0.3, 0.3, 0.9),
        "?": UNSAID,
    }
    a, b, c, d = (effect[sign] for sign in signs)
    assert completed(Estimate((a, b, c, d))).verdict == verdict


def test_no_sign_needs_four_narrow_intervals_of_a_typical_step() -> None:
    narrow, wide = EffectEstimate(0.0, -0.1, 0.1, 0.9), EffectEstimate(0.0, -0.12, 0.12, 0.9)
    assert (
        completed(Estimate((wide, narrow, wide, narrow))).verdict == "no sign"
    )  # w is per log(1 + P): a step is log 2
    assert completed(Estimate((wide, wide, wide, narrow))).verdict == "can't tell"


def test_what_an_estimator_says_itself_stays() -> None:
    said = Estimate((EffectEstimate(1, 0.9, 1.1, 1e-9),) * 4, "does not fit", (0.5, 0.5, 0.5, 0.5))
    assert completed(said) == said


def test_an_estimate_that_does_not_fit_has_no_alarm_and_no_interval_where_that_is_allowed() -> None:
    loud = [pair(i, (0, 0, 0, 0), [(1.0, 0.9, 1.1, 1e-9)] * 4, "does not fit") for i in range(3)]
    calm = [replace(loud[0], estimate=replace(loud[0].estimate, verdict="can't tell"))]
    strict, quiet = summarise(loud + calm), summarise(not_fit_is_quiet(loud + calm))
    assert strict.effects[1].alarm == Rate(4, 4)
    assert quiet.effects[1].alarm == Rate(1, 4)
    assert (strict.effects[1].coverage, quiet.effects[1].coverage) == (Rate(0, 4), Rate(0, 1))
    assert quiet.verdicts["does not fit"] == Rate(3, 4)


def test_no_pairs_are_no_numbers_and_no_fault() -> None:
    empty = summarise([])
    assert empty.pairs == 0
    assert math.isnan(empty.effects[0].bias.value)
    assert math.isnan(empty.effects[0].alarm.value)

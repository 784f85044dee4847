"""The loop in the JSON form: what was found and how it was checked, null where nothing can be given."""

from __future__ import annotations

import math
from typing import Any

from evenstep.loop.findings import Availability, Echo, Effect, Enough, FitTest, Interval, LoopResult
from evenstep.report.halves import WITHHELD

HOUR_S = 3600.0
DAY_S = 86400.0


def loop_form(loop: LoopResult | None) -> dict[str, Any] | None:
    """The ``loop`` of the JSON form; None when it was not looked for."""
    if loop is None:
        return None
    withheld = loop.verdict in WITHHELD
    return {
        "verdict": loop.verdict,
        "withheld": loop.withheld,
        "circles": [] if withheld else list(loop.circles),
        "effects": _by_person([_effect(effect, withheld=withheld) for effect in loop.effects]),
        "availability": {key: _availability(one) for key, one in zip("ab", loop.availability, strict=True)},
        "fit": _fit(loop.fit_tests),
        "controls": _controls(loop),
        "echo": [] if withheld else [_echo(echo) for echo in loop.echoes],
        "enough": _enough(loop.enough),
        "unended": {key: list(names) for key, names in zip("ab", loop.unended, strict=True)},
        "log_likelihood": {key: _number(value) for key, value in zip("ab", loop.log_likelihood, strict=True)},
    }


def _by_person(four: list[Any]) -> dict[str, dict[str, Any]]:
    """Four values in the order w of a, k of a, w of b, k of b."""
    return {"a": {"w": four[0], "k": four[1]}, "b": {"w": four[2], "k": four[3]}}


def _effect(effect: Effect, *, withheld: bool) -> dict[str, Any]:
    numbers = {
        "coefficient": _number(effect.coefficient),
        "model": _interval(effect.model),
        "weeks": _interval(effect.weeks),
        "shown": _interval(effect.shown),
        "rate_ratio": _number(effect.rate_ratio),
        "ratio": _interval(effect.ratio),
        "p": _number(effect.p),
        "p_adjusted": _number(effect.p_adjusted),
    }
    return {
        **(dict.fromkeys(numbers) if withheld else numbers),
        "answer": effect.answer,
        "episodes": effect.episodes,
        "problem": effect.problem,
    }


def _availability(one: Availability) -> dict[str, Any]:
    return {
        "spell_depth": _number(one.spell_depth),
        "busy_s": _number(one.busy_hours * HOUR_S),
        "free_s": _number(one.free_hours * HOUR_S),
        "drift_sd": _number(one.drift_sd),
        "drift_s": _number(one.drift_days * DAY_S),
    }


def _fit(tests: tuple[FitTest, ...]) -> dict[str, Any]:
    return {
        "fits": all(test.fits for test in tests) if tests else None,
        "tests": [
            {
                "person": test.person,
                "state": test.state,
                "n": test.n,
                "distance": _number(test.distance),
                "p": _number(test.p),
                "lag1": _number(test.lag1),
                "fits": test.fits,
                "ended": test.ended,
            }
            for test in tests
        ],
    }


def _controls(loop: LoopResult) -> dict[str, Any] | None:
    controls = loop.controls
    if controls.shifts == 0 and controls.unended == 0:
        return None
    return {
        "shifts": controls.shifts,
        "unended": controls.unended,
        "both_directions": controls.both_directions,
        "called": _by_person(list(controls.effects)),
    }


def _echo(echo: Echo) -> dict[str, Any]:
    return {
        "person": echo.person,
        "extra_reach_acts": _number(echo.extra_reach_acts),
        "reach_acts": _interval(echo.reach_acts),
        "extra_wait_s": _number(echo.extra_wait_hours * HOUR_S),
        "wait_s": _interval(Interval(echo.wait_hours.low * HOUR_S, echo.wait_hours.high * HOUR_S)),
    }


def _enough(enough: Enough) -> dict[str, Any]:
    return {
        "enough": enough.enough,
        "n_weeks": enough.weeks,
        "n_turns": enough.turns,
        "least_weeks": enough.least_weeks,
        "least_turns": enough.least_turns,
        "least_episodes": enough.least_episodes,
        "more_weeks": enough.more_weeks,
    }


def _interval(interval: Interval) -> dict[str, float | None]:
    return {"low": _number(interval.low), "high": _number(interval.high)}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None

"""Invented findings of the loop, one of every verdict, to write reports from without fitting."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from evenstep.loop.findings import (
    Answer,
    Availability,
    Controls,
    Echo,
    Effect,
    Enough,
    FitTest,
    Interval,
    LoopResult,
    PersonKey,
    Verdict,
)

STEP = {"w": math.log(2), "k": 1.0}
NAN = Interval(math.nan, math.nan)


def effect(person: PersonKey, name: Any, answer: Answer, ratio: float, low: float, high: float, **more: Any) -> Effect:
    """An effect from its rate ratio and the range shown; the other range is the narrower one."""
    step = STEP[name]
    shown = Interval(math.log(low) / step, math.log(high) / step)
    middle = math.log(ratio) / step
    model = Interval(middle - (middle - shown.low) * 0.8, middle + (shown.high - middle) * 0.8)
    known: dict[str, Any] = {
        "person": person,
        "name": name,
        "coefficient": middle,
        "model": model,
        "weeks": shown,
        "shown": shown,
        "rate_ratio": ratio,
        "ratio": Interval(low, high),
        "p": 0.001 if answer in ("shows", "opposite") else 0.4,
        "p_adjusted": 0.004 if answer in ("shows", "opposite") else 0.8,
        "answer": answer,
        "episodes": 96 if person == "b" else 41,
        "problem": "",
    }
    return Effect(**(known | more))


def slower(person: PersonKey) -> Effect:
    return effect(person, "w", "shows", 0.78, 0.66, 0.92)


def reaching(person: PersonKey) -> Effect:
    return effect(person, "k", "shows", 1.42, 1.19, 1.69)


def unsure(person: PersonKey, name: Any) -> Effect:
    return effect(person, name, "can't tell", 1.12, 0.88, 1.39)


def moved(person: PersonKey, name: Any) -> Effect:
    """Found, and found in moved weeks too: its range reaches no change."""
    return effect(
        person, name, "can't tell", 1.42, 1.0, 1.69, p=0.001, p_adjusted=0.004, problem="found in moved weeks"
    )


def none(person: PersonKey, name: Any) -> Effect:
    return effect(person, name, "no sign", 1.0, 0.93, 1.08)


def sooner(person: PersonKey) -> Effect:
    return effect(person, "w", "opposite", 1.31, 1.12, 1.53)


def less(person: PersonKey) -> Effect:
    return effect(person, "k", "opposite", 0.8, 0.7, 0.91)


def blank(person: PersonKey, name: Any, problem: str = "separation") -> Effect:
    """Nothing could be estimated."""
    few = problem == "too few episodes"
    answer: Answer = "not enough yet" if few else "can't tell"
    gone = {"model": NAN, "weeks": NAN, "shown": NAN, "p": math.nan, "p_adjusted": math.nan}
    made = effect(person, name, answer, 1, 0.5, 2, **gone, problem=problem, episodes=7 if few else 40)
    return dataclasses.replace(made, coefficient=math.nan, rate_ratio=math.nan, ratio=NAN)


FITS = tuple(
    FitTest(person, state, 400, 0.03, 0.4, 0.02, fits=True)  # type: ignore[arg-type]
    for person in "ab"
    for state in ("answering", "following up", "starting")
)
MISFITS = (FitTest("b", "answering", 400, 0.11, 0.0001, 0.2, fits=False), *FITS[:2])


def loop(verdict: Verdict, *effects: Effect, **more: Any) -> LoopResult:
    """A finding; ``effects`` in the order w of a, k of a, w of b, k of b."""
    known: dict[str, Any] = {
        "conversation_id": "c1",
        "verdict": verdict,
        "circles": (),
        "effects": effects,
        "availability": (Availability(2.1, 3.5, 9.0, 0.3, 11.0), Availability(0.0, math.nan, math.nan, 0.2, 8.0)),
        "fit_tests": FITS,
        "controls": Controls(51, 1, (2, 3, 0, 1)),
        "echoes": (),
        "enough": Enough(115, 6912, tuple(e.episodes for e in effects), 10, 300, 15, 0),  # type: ignore[arg-type]
        "log_likelihood": (-5000.5, -4800.25),
    }
    return LoopResult(**(known | more))


ECHO = Echo("a", 0.42, Interval(0.11, 0.83), 2.1, Interval(0.6, 4.0))
SHORT = Enough(4, 212, (9, 12, 7, 11), 10, 300, 15, 6)

LOOPS: dict[str, LoopResult] = {
    "one circle": loop(
        "both directions", none("a", "w"), reaching("a"), slower("b"), unsure("b", "k"), circles=("a",), echoes=(ECHO,)
    ),
    "two circles": loop(
        "both directions",
        slower("a"),
        reaching("a"),
        slower("b"),
        reaching("b"),
        circles=("a", "b"),
        echoes=(ECHO, Echo("b", 1.6, Interval(1.1, 2.2), 1.0, Interval(-0.2, 2.5))),
    ),
    "one half": loop("one direction", unsure("a", "w"), reaching("a"), unsure("b", "w"), none("b", "k")),
    "two halves": loop("one direction", unsure("a", "w"), reaching("a"), unsure("b", "w"), reaching("b")),
    "half and sooner": loop("one direction", sooner("a"), reaching("a"), unsure("b", "w"), none("b", "k")),
    "the other way round": loop("the other way round", none("a", "w"), less("a"), sooner("b"), none("b", "k")),
    "no sign": loop("no sign", none("a", "w"), none("a", "k"), none("b", "w"), none("b", "k")),
    "can't tell": loop("can't tell", unsure("a", "w"), unsure("a", "k"), unsure("b", "w"), unsure("b", "k")),
    "untested circle": loop(
        "can't tell",
        none("a", "w"),
        reaching("a"),
        slower("b"),
        unsure("b", "k"),
        withheld="fit not tested",
        fit_tests=FITS[:3],
    ),
    "fooled circle": loop(
        "can't tell",
        none("a", "w"),
        reaching("a"),
        slower("b"),
        unsure("b", "k"),
        withheld="found in moved weeks",
        controls=Controls(6, 1, (0, 1, 1, 0)),
    ),
    "found in moved weeks": loop(
        "can't tell",
        unsure("a", "w"),
        moved("a", "k"),
        unsure("b", "w"),
        unsure("b", "k"),
        controls=Controls(6, 0, (0, 2, 0, 0)),
    ),
    "nothing estimated": loop(
        "can't tell",
        blank("a", "w", "too few episodes"),
        unsure("a", "k"),
        blank("b", "w"),
        blank("b", "k", "at the boundary"),
        fit_tests=(),
        controls=Controls(0, 0, (0, 0, 0, 0)),
    ),
    "not enough yet": loop(
        "not enough yet",
        blank("a", "w", "too few episodes"),
        unsure("a", "k"),
        slower("b"),
        unsure("b", "k"),
        enough=SHORT,
        fit_tests=(),
        controls=Controls(0, 0, (0, 0, 0, 0)),
    ),
    "does not fit": loop(
        "does not fit",
        none("a", "w"),
        reaching("a"),
        slower("b"),
        unsure("b", "k"),
        fit_tests=MISFITS,
    ),
}

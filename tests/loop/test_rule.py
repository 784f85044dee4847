"""The rule of the verdict: every answer and every verdict, and that the program and validation share it."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from evenstep.loop import rule, verdict
from evenstep.loop.findings import Answer
from evenstep.loop.rule import answer_of, circles_of, verdict_of
from evenstep.loop.validation import answers

SHOWS, TURNED, NONE, UNSURE, FEW = "shows", "opposite", "no sign", "can't tell", "not enough yet"


@pytest.mark.parametrize(
    ("name", "value", "low", "high", "found", "answer"),
    [
        ("w", -0.4, -0.6, -0.2, True, SHOWS),
        ("k", 0.4, 0.2, 0.6, True, SHOWS),
        ("w", 0.4, 0.2, 0.6, True, TURNED),
        ("k", -0.4, -0.6, -0.2, True, TURNED),
        ("k", 0.1, -0.1, 0.3, False, UNSURE),
        ("k", 0.06, 0.04, 0.08, True, NONE),  # surely there, and too small to matter
        ("k", -0.06, -0.08, -0.04, True, NONE),
        ("k", 0.08, 0.04, 0.12, True, SHOWS),  # sure, and it may be large enough
        ("w", -0.10, -0.15, -0.05, True, NONE),
        ("w", -0.10, -0.16, -0.04, True, SHOWS),
        ("k", 0.0, -0.1, 0.1, False, NONE),
        ("k", 0.0, -0.12, 0.12, False, UNSURE),
        ("w", 0.0, -0.12, 0.12, False, NONE),  # w is per log(1 + P): a typical step is log 2 of it
    ],
)
def test_what_one_effect_says(name: str, value: float, low: float, high: float, found: bool, answer: str) -> None:
    assert answer_of(name, value, low, high, found=found) == answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "fits", "verdict", "circles"),
    [
        ((UNSURE, SHOWS, SHOWS, NONE), True, "both directions", ("a",)),
        ((SHOWS, UNSURE, TURNED, SHOWS), True, "both directions", ("b",)),
        ((SHOWS,) * 4, True, "both directions", ("a", "b")),
        ((SHOWS,) * 4, False, "does not fit", ("a", "b")),
        ((SHOWS, SHOWS, NONE, NONE), True, "one direction", ()),  # both of one person close nothing
        ((UNSURE, SHOWS, TURNED, UNSURE), True, "one direction", ()),
        ((UNSURE, TURNED, FEW, NONE), True, "the other way round", ()),
        ((NONE,) * 4, True, "no sign", ()),
        ((NONE, NONE, NONE, FEW), True, "can't tell", ()),
        ((FEW,) * 4, True, "not enough yet", ()),
        ((FEW,) * 4, False, "not enough yet", ()),
    ],
)
def test_what_four_answers_amount_to(
    answers: tuple[Answer, ...], fits: bool, verdict: str, circles: tuple[str, ...]
) -> None:
    assert verdict_of(answers, fits=fits) == verdict
    assert circles_of(answers) == circles


def test_swapping_the_people_swaps_the_circles_and_nothing_else() -> None:
    for four in product(get_args(Answer), repeat=4):
        turned = four[2:] + four[:2]
        assert verdict_of(four) == verdict_of(turned)
        assert {"a": "b", "b": "a"}.keys() >= set(circles_of(four))
        assert {{"a": "b", "b": "a"}[person] for person in circles_of(four)} == set(circles_of(turned))


def test_there_is_one_rule() -> None:
    for user in (verdict, answers):
        assert vars(user)["verdict_of"] is rule.verdict_of
        assert vars(user)["answer_of"] is rule.answer_of

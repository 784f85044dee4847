"""Guesses beside findings: both people's waits or neither, nothing about a wait that never ended."""

from __future__ import annotations

import math
from typing import Any

from evenstep.web.house import House
from evenstep.web.models import Guess, Space
from evenstep.web.views.guesses import beside


def number(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "n": 60}


FOUND = {"starts": number(0.7, 0.64, 0.76), "my_wait": number(600, 500, 700), "their_wait": number(5400, 3600, 7200)}


def guess(space: Space, house: House, **values: float) -> None:
    for figure, value in values.items():
        Guess.objects.create(space=space, figure=figure, value=value, at=house.now())


def test_the_gap_is_said_with_its_range(space: Space, house: House) -> None:
    guess(space, house, starts=0.9)
    (one,) = beside(space, FOUND)
    assert (one.guess, one.found, one.range) == ("90 of 100", "70 of 100", "Could be 64 of 100 to 76 of 100.")
    assert not one.inside


def test_of_two_waits_never_one_alone(space: Space, house: House) -> None:
    guess(space, house, their_wait=3600.0)
    mine, theirs = beside(space, FOUND)
    assert (mine.guess, mine.found) == ("", "10 min")
    assert (theirs.guess, theirs.inside) == ("1 h", True)


def test_a_wait_that_is_not_known_is_not_said_and_an_open_range_neither(space: Space, house: House) -> None:
    guess(space, house, my_wait=300.0)
    found = {"my_wait": number(math.inf), "their_wait": number(600, 500, math.inf)}
    (theirs,) = beside(space, found)
    assert (theirs.found, theirs.range, theirs.inside) == ("10 min", "", False)


def test_the_newest_guess_counts(space: Space, house: House) -> None:
    guess(space, house, starts=0.9)
    guess(space, house, starts=0.66)
    (one,) = beside(space, FOUND)
    assert (one.guess, one.inside) == ("66 of 100", True)

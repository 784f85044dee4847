"""How steady answers are: for the long forms not known, for the weekly lines one's own ups and downs.

Long forms: test-retest needs many people who answer twice; we have none, and say so. No alpha is given for one person.
Weekly lines: a person's own noise is the root mean square of successive differences of their first three fillings,
divided by the square root of 2. Successive differences, because a slow drift swells them less than it swells a plain
standard deviation; about zero, not about their mean, so that a steady climb is not taken for calm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Final

from evenstep.inventory.form import Form
from evenstep.inventory.said import Voice
from evenstep.inventory.score import Answers, check

FILLINGS: Final = 3
LEAST: Final = 1 / sqrt(12)  # in steps: answers come in whole steps, and rounding alone is as noisy as that


@dataclass(frozen=True)
class Noise:
    """One's own ups and downs on one line. ``sd`` in steps of the scale, None ("can't tell") before three answers."""

    sd: float | None
    answers: int


def own_noise(values: Sequence[int | None]) -> Noise:
    """From the first three answers to one line, oldest first; a filling that left it open does not count."""
    given = [value for value in values if value is not None][:FILLINGS]
    if len(given) < FILLINGS:
        return Noise(None, len(given))
    squares = [(after - before) ** 2 for before, after in pairwise(given)]
    return Noise(max(sqrt(fmean(squares) / 2), LEAST), len(given))


def baseline(form: Form, fillings: Sequence[Answers]) -> Mapping[str, Noise]:
    """Field name -> own noise, from fillings of one form, oldest first."""
    for answers in fillings:
        check(form, answers)
    return {field: own_noise([answers.get(field) for answers in fillings]) for field in form.fields}


def reported(form: Form, voice: Voice) -> str:
    """The one sentence about steadiness that belongs to a form."""
    return voice.phrase("reliability.week" if form.slug == "week" else "reliability.long")

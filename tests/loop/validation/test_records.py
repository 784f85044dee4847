"""A line of results reads back as the record it was, with nothing said where nothing was said."""

from __future__ import annotations

import json
import math

import pytest

from evenstep.loop.validation.cells import Cell, Task
from evenstep.loop.validation.estimator import UNSAID, EffectEstimate, Estimate
from evenstep.loop.validation.records import Record, failed, from_line, to_line

TASK = Task(Cell("spells-4h", 52, "loop", (("drift_sd", 0.1),)), 3, 2**47 + 1)
EFFECT = EffectEstimate(0.1 + 0.2, -1e-300, 1.5, 0.04)


def test_a_record_survives_its_line() -> None:
    estimate = Estimate((EFFECT, EFFECT, EFFECT, EFFECT), "can't tell", (0.1, 0.2, 0.3, 0.4))
    record = Record(TASK, "v1", 1.25, (0.0, 0.1, -0.35, 1 / 3), estimate)
    assert from_line(to_line(record)) == record


def test_what_is_not_a_number_is_null_in_the_file_and_nan_again() -> None:
    estimate = Estimate((UNSAID, EffectEstimate(1.0, -math.inf, math.inf, 0.5), EFFECT, EFFECT))
    line = to_line(Record(TASK, "v1", 1.0, (0.0, 0.0, 0.0, 0.0), estimate))
    assert json.loads(line)["effects"][:2] == [[None] * 4, [1.0, None, None, 0.5]]
    back = from_line(line).estimate
    assert math.isnan(back.effects[0].p)
    assert back.p_adjusted is None


def test_an_error_is_kept_with_its_message_on_one_line() -> None:
    line = to_line(failed(TASK, "v1", 0.1, "ValueError: first\nsecond"))
    assert line.count("\n") == 1
    assert from_line(line).error == "ValueError: first\nsecond"


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"world": "null"}', "null", '"x"', "\x00\x00\x00"])
def test_what_is_no_record_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_line(line)

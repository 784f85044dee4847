"""Simulate, measure, recover: intervals hold a known truth about as often as they say. The full table is made by
benchmarks/coverage.py (docs/validation.md)."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from worlds import World, median_of_mixture, simulate

PAIRS = 60
WEEKS = 26
# At 26 weeks the table has 0.92 to 0.93: below 49 of 60 in 3 runs of 1,000. Intervals half as wide would hold 0.65 and
# stay below 49 in 99 of 100.
LEAST_HELD = 49


@pytest.fixture(scope="module")
def pairs() -> list[tuple[World, dict[tuple[str, str, str], tuple[float, float, float]]]]:
    """Each simulated pair and its (value, low, high) by measure, person and key."""
    names, options = ("initiation_share", "waiting_median"), MeasureOptions(draws=500)
    made = []
    for seed in range(PAIRS):
        world = simulate("null", WEEKS, 100 + seed)
        rows = measure(world.conversations, world.events, names, options)
        found = rows.select("measure", "person", "key", "value", "low", "high").iter_rows()
        made.append((world, {(name, person, key): numbers for name, person, key, *numbers in found}))
    return made  # type: ignore[return-value]


def test_initiation_share(pairs: list) -> None:
    truth = [float(world.start_chance[0]) for world, _ in pairs]
    got = [found["initiation_share", "a", "8 h"] for _, found in pairs]
    held = sum(low <= true <= high for true, (_, low, high) in zip(truth, got, strict=True))
    assert held >= LEAST_HELD
    assert np.mean([value for value, _, _ in got]) == pytest.approx(truth[0], abs=0.015)
    assert np.mean([high - low for _, low, high in got]) < 0.2  # about 180 starts: ± 7 points


@pytest.mark.parametrize(("person", "number"), [("a", 0), ("b", 1)])
def test_waiting_median(pairs: list, person: str, number: int) -> None:
    truth = median_of_mixture(pairs[0][0].delay_median_s[number])
    got = [found["waiting_median", person, "clock"] for _, found in pairs]
    assert sum(low <= truth <= high for _, low, high in got) >= LEAST_HELD
    assert np.mean([value for value, _, _ in got]) == pytest.approx(truth, rel=0.03)
    assert np.mean([high - low for _, low, high in got]) < 0.35 * truth

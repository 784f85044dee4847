"""What counts as an episode: both kinds of waiting for w, and for k the scale on which the effect is estimated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from naive_design import Naive, small_history

from evenstep.loop.design import IDLE, OWES, WAITS, Clocks, Rows, clocks, rows_of
from evenstep.loop.enough import PRESSED, enough_of, episodes_of


def seen(naive: Naive) -> tuple[Clocks, tuple[Rows, Rows]]:
    clock = clocks(naive.history, naive.options)
    return clock, (rows_of(naive.history, clock, 0, naive.options), rows_of(naive.history, clock, 1, naive.options))


@pytest.mark.parametrize("i", [0, 1])
def test_the_rarer_kind_of_waiting_counts(i: int) -> None:
    """Nearly all pressed says as little of w as nearly none."""
    naive = small_history(3, 80)
    clock, rows = seen(naive)
    asked = np.flatnonzero(clock.opens & (naive.history.who == 1 - i))
    for pressed in (0, 1, 4, asked.size // 2, asked.size - 3, asked.size):
        pressure = np.zeros(clock.pressure.size)
        pressure[asked[:pressed]] = PRESSED
        found = episodes_of(naive.history, replace(clock, pressure=pressure), rows)
        assert found[2 * i] == min(pressed, asked.size - pressed)


@pytest.mark.parametrize("i", [0, 1])
@pytest.mark.parametrize("seed", [1, 2, 5])
def test_slow_is_slow_on_the_scale_of_the_effect(seed: int, i: int) -> None:
    """Stretches without a debt are counted where the S of the model, weighted by time, is 0 or more."""
    naive = small_history(seed, 80)
    clock, rows = seen(naive)
    counted = set()
    for n in np.flatnonzero(rows[i].risk):
        if rows[i].state[n] in (WAITS, IDLE) and rows[i].slowness[n] >= 0:
            counted.add(int(rows[i].turn[n]))
    raw = clock.slowness[:, 1 - i]
    free = rows[i].risk & (rows[i].state != OWES)
    mean = np.average(raw[rows[i].turn[free]], weights=rows[i].dt_h[free])
    assert counted == {int(n) for n in np.unique(rows[i].turn[free]) if raw[n] >= mean - 1e-9}
    assert episodes_of(naive.history, clock, rows)[2 * i + 1] == len(counted) > 0


def test_a_slowness_that_never_changes_has_no_episodes() -> None:
    naive = small_history(1)
    clock, rows = seen(naive)
    flat = (replace(rows[0], slowness=np.zeros(rows[0].slowness.size)), rows[1])
    assert episodes_of(naive.history, clock, flat)[1] == 0
    assert episodes_of(naive.history, clock, rows)[1] > 0


def test_nobody_to_look_at_is_no_episode() -> None:
    naive = small_history(1)
    assert enough_of(naive.history, None, None, naive.options).episodes == (0, 0, 0, 0)

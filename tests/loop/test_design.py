"""A person's rows against the definitions, asked moment by moment; nothing lost, nothing counted twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from naive_design import Naive, small_history, split

from evenstep.loop.design import (
    IDLE,
    IDLE_EDGES,
    OWES,
    OWES_EDGES,
    REMIND_EDGES,
    WAITS_EDGES,
    Rows,
    clocks,
    rows_of,
)
from evenstep.loop.history import history_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.terms import terms_of
from tables import conversations_of, events_from

SEEDS = range(8)
EDGES = (OWES_EDGES, WAITS_EDGES, IDLE_EDGES)  # by state
EITHER = list(product(SEEDS, (0, 1)))


def rows_for(naive: Naive, i: int) -> Rows:
    return rows_of(naive.history, clocks(naive.history, naive.options), i, naive.options)


def bin_of(value: float, edges: np.ndarray) -> int:
    return int((edges <= max(value, 0.0)).sum()) - 1


@pytest.mark.parametrize(("seed", "i"), EITHER)
def test_features_are_what_the_definitions_say(seed: int, i: int) -> None:
    naive = small_history(seed)
    rows = rows_for(naive, i)
    middle = rows.begin_s + 0.5 * rows.dt_h * 3600
    moments = [naive.at(i, float(t)) for t in middle]
    assert rows.turn.tolist() == [m.turn for m in moments]
    assert rows.state.tolist() == [m.state for m in moments]
    assert rows.risk.tolist() == [m.at_risk for m in moments]
    assert rows.hour.tolist() == [m.hour for m in moments]
    assert rows.since.tolist() == [bin_of(m.clock_s, EDGES[m.state]) for m in moments]
    owes = rows.state == OWES
    reminded = np.array([bin_of(m.reminded_s, REMIND_EDGES) for m in moments])
    np.testing.assert_array_equal(rows.remind[owes], reminded[owes])
    np.testing.assert_allclose(rows.log_pressure, np.log1p([m.pressure for m in moments]), atol=1e-9)
    assert (rows.log_pressure > 0.3).any()
    raw = np.array([[m.slowness, m.latest] for m in moments])
    np.testing.assert_allclose(rows.slowness, _standard(raw[:, 0], rows.risk & ~owes, rows) * ~owes, atol=1e-9)
    pace = [_standard(column, rows.risk & owes, rows) * owes for column in (raw[:, 1], raw[:, 0])]
    np.testing.assert_allclose(rows.pace, np.column_stack(pace), atol=1e-9)
    assert np.ptp(rows.slowness) > 1


def _standard(values: np.ndarray, where: np.ndarray, rows: Rows) -> np.ndarray:
    """In units of the sd over the time in ``where``."""
    mean = np.average(values[where], weights=rows.dt_h[where])
    return (values - mean) / np.sqrt(np.average((values[where] - mean) ** 2, weights=rows.dt_h[where]))


@pytest.mark.parametrize(("seed", "i"), [(0, 0), (1, 1), (2, 0), (3, 1)])
def test_nothing_jumps_inside_a_panel(seed: int, i: int) -> None:
    naive = small_history(seed)
    rows = rows_for(naive, i)
    for share in (0.003, 0.997):
        for p in range(rows.y.size):
            m = naive.at(i, float(rows.begin_s[p] + share * rows.dt_h[p] * 3600))
            assert (m.turn, m.state, m.at_risk, m.hour) == (rows.turn[p], rows.state[p], rows.risk[p], rows.hour[p])
            assert not m.at_risk or bin_of(m.clock_s, EDGES[m.state]) == rows.since[p]
            if m.state == OWES:
                assert bin_of(m.reminded_s, REMIND_EDGES) == rows.remind[p]


@pytest.mark.parametrize(("seed", "i"), EITHER)
def test_all_time_is_there_once_and_risk_is_what_is_left(seed: int, i: int) -> None:
    naive = small_history(seed)
    h, rows = naive.history, rows_for(naive, i)
    assert (rows.dt_h > 0).all()
    np.testing.assert_allclose(rows.begin_s[1:], (rows.begin_s + rows.dt_h * 3600)[:-1], atol=1e-6)
    assert rows.begin_s[0] == h.begin_s[0] == 0
    assert rows.dt_h.sum() * 3600 == pytest.approx(h.until_s)
    step = 10.0  # away from every edge by the odd seconds of the times
    at_risk = [naive.at(i, t).at_risk for t in np.arange(step / 2, h.until_s, step * 13)]
    share = rows.dt_h[rows.risk].sum() * 3600 / h.until_s
    assert share == pytest.approx(np.mean(at_risk), abs=0.01)
    assert share < 1


@pytest.mark.parametrize("turn_gap_s", [0.0, 60.0, 300.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_turn_is_one_persons_event_once(seed: int, turn_gap_s: float) -> None:
    """All but the first of the history, those that break the silence of a gap in the file, and those inside a call."""
    naive = small_history(seed, options=LoopOptions(turn_gap_s=turn_gap_s))
    h = naive.history
    counted = np.zeros(h.who.size, dtype=int)
    for i in (0, 1):
        rows = rows_for(naive, i)
        ends = rows.begin_s + rows.dt_h * 3600
        for p in np.flatnonzero(rows.y):
            n = rows.turn[p] + 1
            assert h.who[n] == i
            assert ends[p] == pytest.approx(h.begin_s[n], abs=1e-6)
            counted[n] += 1
    after_gap = [int(np.searchsorted(h.begin_s, end)) for _, end in h.gaps_s]
    inside = [n for n in range(h.who.size) if any(start <= h.begin_s[n] <= end for start, end in h.gaps_s)]
    called = [n for n in range(1, h.who.size) if h.ends_in_call[n - 1] and h.begin_s[n] <= h.end_s[n - 1]]
    left_out = {0, *after_gap, *inside, *called}
    assert counted.tolist() == [0 if n in left_out else 1 for n in range(h.who.size)]


def test_without_a_turn_gap_every_event_is_a_turn() -> None:
    naive = small_history(4, options=LoopOptions(turn_gap_s=0.0))
    h = naive.history
    assert h.who.size == 60
    assert (np.diff(h.begin_s) > 0).all()
    called = int((h.ends_in_call[:-1] & (h.begin_s[1:] <= h.end_s[:-1])).sum())
    assert called == 2
    assert sum(rows_for(naive, i).y.sum() for i in (0, 1)) == 59 - called


@pytest.mark.parametrize("i", [0, 1])
def test_splitting_panels_changes_nothing(i: int) -> None:
    rows = rows_for(small_history(5), i)
    rng = np.random.default_rng(3)
    parted = split(rows, rng.choice(rows.y.size, 200, replace=False), 0.3)
    assert parted.y.size == rows.y.size + 200
    assert parted.dt_h.sum() == pytest.approx(rows.dt_h.sum())
    one, two = (Likelihood(r, terms_of(r), 5) for r in (rows, parted))
    theta = one.start() + rng.normal(0, 0.3, one.size)
    value, gradient = one.evaluate(theta)
    apart, apart_gradient = two.evaluate(two.start() - one.start() + theta)
    assert apart == pytest.approx(value, abs=1e-8)
    np.testing.assert_allclose(apart_gradient, gradient, atol=1e-6)


def test_pressure_fades_with_its_own_memory_and_slowness_forgets_with_its_own() -> None:
    """The two options reach the features, and the panels' middles are near enough to the moments between."""
    options = LoopOptions(pressure_s=6 * 3600.0, half_life_answers=2.0)
    naive = small_history(6, options=options)
    rows = rows_for(naive, 0)
    usual = rows_for(replace(naive, options=LoopOptions()), 0)
    owes = rows.log_pressure > 0
    assert (rows.log_pressure[owes] < usual.log_pressure[owes]).all()
    moments = [naive.at(0, float(t)) for t in rows.begin_s + 0.5 * rows.dt_h * 3600]
    np.testing.assert_allclose(rows.log_pressure, np.log1p([m.pressure for m in moments]), atol=1e-9)
    edge = [naive.at(0, float(t)).pressure for t in (rows.begin_s + 0.999 * rows.dt_h * 3600)[owes]]
    assert np.abs(np.log1p(edge) - rows.log_pressure[owes]).max() < 0.09  # half an hour of six


def test_a_gap_of_the_file_is_no_wait_and_no_pressure() -> None:
    """A month nobody knows of: what comes after it answers nothing, follows up nothing."""
    events = events_from([
        ("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:20"), ("A", "2024-01-01 11:00"),
        ("B", "2024-02-05 09:00"), ("A", "2024-02-05 09:10"), ("B", "2024-02-05 09:20"),
        ("B", "2024-04-01 09:00"), ("A", "2024-04-01 10:00"), ("B", "2024-04-01 10:05"),
    ])  # fmt: skip
    gaps = [("2024-01-02 00:00", "2024-02-03 00:00"), ("2024-02-06 00:00", "2024-03-30 00:00")]
    known = clocks(history_of(conversations_of(events, gaps=gaps), events, LoopOptions()), LoopOptions())
    whole = clocks(history_of(conversations_of(events), events, LoopOptions()), LoopOptions())
    assert known.opens.tolist() == [True] * 9
    assert whole.opens.tolist() == [True] * 6 + [False, True, True]
    assert np.exp(known.latest).max() < 1_000 < np.exp(whole.latest).max()  # active minutes
    assert known.pressure.tolist() == [0.0] * 9
    assert whole.pressure.max() > 0.9


def test_while_they_speak_nobody_is_waited_for() -> None:
    """From the first event of a turn that ends in a call until that call ends; from then on both are free."""
    events = events_from([
        ("A", "2024-01-01 10:00"), ("A", "2024-01-01 10:03", {"kind": "call", "duration_s": 3600.0}),
        ("B", "2024-01-01 13:00"), ("A", "2024-01-01 14:00"),
    ])  # fmt: skip
    options = LoopOptions()
    history = history_of(conversations_of(events), events, options)
    assert history.ends_in_call.tolist() == [True, False, False]
    for i in (0, 1):
        rows = rows_of(history, clocks(history, options), i, options)
        end = rows.begin_s + rows.dt_h * 3600
        in_call = end <= 63 * 60 + 1e-6
        assert not rows.risk[in_call].any()
        assert rows.dt_h[in_call].sum() == pytest.approx(63 / 60)
        free = (rows.turn == 0) & ~in_call
        assert rows.risk[free].all()
        assert set(rows.state[free]) == {IDLE}
        assert rows.dt_h[free].sum() == pytest.approx(2 - 3 / 60)
        assert rows.since[free].tolist() == [0] * free.sum()

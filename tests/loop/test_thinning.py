"""Drawing turns: their compensators under the truth are unit exponential; seeds, edges and units."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from naive_law import NaiveLaw
from scipy.stats import kstest, spearmanr

from evenstep.errors import OptionError
from evenstep.loop import simulate as module
from evenstep.loop.design import OWES, clocks, rows_of
from evenstep.loop.history import history_of
from evenstep.loop.intensity import NEVER, fresh, log_rate, make_law, start_turn
from evenstep.loop.options import LoopOptions
from evenstep.loop.scenarios import Scenario
from evenstep.loop.simulate import simulate
from evenstep.loop.thinning import draw

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
CELL_S = 6 * HOUR
SPAN_S = 12 * 7 * DAY
FIELDS: dict[str, Any] = {  # two different people, everything there is switched on
    "owes_edges": np.array([0, 5, 60, 360]) * MINUTE,
    "owes_log": np.log([[3.0, 1.0, 0.4, 0.1], [1.5, 2.0, 0.3, 0.2]]),
    "waits_edges": np.array([0, 30, 120]) * MINUTE,
    "waits_log": np.log([[0.5, 0.3, 0.1], [0.3, 0.2, 0.1]]),
    "idle_edges": np.array([0, 12]) * HOUR,
    "idle_log": np.log([[0.2, 0.1], [0.15, 0.2]]),
    "remind_edges": np.array([0, 5, 60]) * MINUTE,
    "remind_log": np.array([[1.5, 0.5, 0.0], [1.0, -0.5, 0.0]]),
    "w": [-0.6, 0.3],
    "k": [0.4, -0.3],
    "copying": [0.2, 0.1],
    "pace": [-0.2, 0.15],
    "center": [3.0, 2.5],
    "scale": [0.5, 0.7],
    "forget": 1 - 2 ** (-1 / 4),
    "tau_s": 1.5 * DAY,
    "turn_gap_s": 300.0,
    "session_gap_s": 8 * HOUR,
    "cell_s": CELL_S,
}


@cache
def drawn(seed: int, extra: float = 0.3, span_s: float = SPAN_S) -> NaiveLaw:
    rng = np.random.default_rng(77)
    cells = int(SPAN_S / CELL_S)
    offset = np.cumsum(rng.normal(0, 0.5, (2, 2, cells)), axis=2)
    offset = 0.8 * (offset - offset.mean(axis=2, keepdims=True)) / offset.std(axis=2, keepdims=True)
    pace = np.where((np.arange(cells) % 4) == 0, 0.1, 1.3) * rng.uniform(0.8, 1.2, (2, cells))
    clock = np.concatenate([np.zeros((2, 1)), np.cumsum(pace * CELL_S, axis=1)], axis=1)
    law = make_law(**FIELDS)
    who, begin, end, _ = draw(seed, span_s, law, offset, clock, fresh(law), extra, 20_000)
    return NaiveLaw({name: np.asarray(value) for name, value in FIELDS.items()}, offset, clock, who, begin, end)


@pytest.mark.parametrize("i", [0, 1])
def test_compensators_under_the_truth_are_unit_exponential(i: int) -> None:
    """Time rescaling (Brown et al. 2002), the rates read off the tables; a right sampler fails 1 in 1,000 seeds."""
    found = np.concatenate([drawn(seed).compensators(i) for seed in (1, 2)])
    assert found.size > 1_000
    assert kstest(found, "expon").pvalue > 1e-3
    assert found.mean() == pytest.approx(1.0, abs=3.5 / np.sqrt(found.size))
    assert abs(spearmanr(found[1:], found[:-1]).statistic) < 3.5 / np.sqrt(found.size)


@pytest.mark.parametrize("field", ["w", "k", "copying", "pace", "remind_log", "waits_log", "owes_log", "idle_log"])
def test_with_another_law_they_are_not(field: str) -> None:
    """Each field is in what is drawn: taking it out of the compensators moves them by what it does."""
    made = drawn(1, span_s=21 * DAY)
    wrong = NaiveLaw(
        made.law | {field: np.zeros_like(made.law[field])}, made.offset, made.clock, made.who, made.begin_s, made.end_s
    )
    true, false = (np.concatenate([law.compensators(i) for i in (0, 1)]) for law in (made, wrong))
    assert kstest(true, "expon").pvalue > 1e-3
    assert np.abs(true - false).mean() > 0.01


def test_turns_come_in_order_and_end_before_the_answer() -> None:
    made = drawn(1)
    assert (np.diff(made.begin_s) > 0).all()
    assert (made.end_s >= made.begin_s).all()
    answered = made.who[1:] != made.who[:-1]
    assert (made.end_s[:-1] <= made.begin_s[1:])[answered].all()
    again = made.begin_s[1:] - made.end_s[:-1]
    assert (again[~answered] >= 300.0 - 1e-6).all()
    assert set(made.who) == {0, 1}
    assert made.begin_s[-1] < SPAN_S
    long = made.end_s > made.begin_s
    assert long.mean() == pytest.approx(0.3, abs=0.06)
    assert ((made.end_s - made.begin_s)[long] >= 10).all()
    assert (drawn(1, 0.0).end_s == drawn(1, 0.0).begin_s).all()


def test_no_more_turns_than_there_is_room_for() -> None:
    made, law = drawn(1), make_law(**FIELDS)
    who, begin, _, _ = draw(1, SPAN_S, law, made.offset, made.clock, fresh(law), 0.3, 10)
    assert begin.tolist() == made.begin_s[:10].tolist()
    assert who.size == 10


def test_nobody_has_spoken_yet() -> None:
    law = make_law(**FIELDS)
    state, made = fresh(law), drawn(1)
    assert (state["last"], state["reminded"]) == (-1, NEVER)
    rate, left = log_rate(0, 10.0, law, made.offset, state)
    assert rate == pytest.approx(made.offset[0, 1, 0] + FIELDS["idle_log"][0, 0])
    assert left == pytest.approx(CELL_S - 10.0)
    start_turn(0, 10.0, 10.0, law, made.clock, state)
    assert log_rate(0, 20.0, law, made.offset, state)[0] < -1e8  # just spoken: not at risk
    start_turn(0, 900.0, 950.0, law, made.clock, state)
    assert state["reminded"] == 900.0
    assert state["pending"][0, 0] == 1.0
    start_turn(1, 1_000.0, 1_000.0, law, made.clock, state)
    assert state["reminded"] == NEVER
    assert state["pressure"][0, 0] == pytest.approx(np.exp(-100 / (1.5 * DAY)))
    assert state["latest"][1] == pytest.approx(np.log1p(made.active_s(1, 10.0, 1_000.0) / 60))


def test_a_law_that_allows_nothing_draws_nothing() -> None:
    made, law = drawn(1), make_law(**FIELDS)
    who, begin, end, moments = draw(1, SPAN_S, law, made.offset - 60, made.clock, fresh(law), 0.3, 100)
    assert who.size == begin.size == end.size == 0
    assert moments[:, 0] == pytest.approx([SPAN_S, SPAN_S])


def test_a_seed_gives_one_history_and_another_another() -> None:
    one, same, other = (simulate("loop", weeks=6, seed=seed) for seed in (3, 3, 4))
    assert one.events.equals(same.events)
    assert one.truth == same.truth
    assert not one.events.equals(other.events)
    np.random.seed(9)
    before = np.random.random(3).tolist()
    np.random.seed(9)
    simulate("null", weeks=2, seed=1)
    assert np.random.random(3).tolist() == before


def test_a_world_or_field_that_is_not_there_is_an_option_error() -> None:
    with pytest.raises(OptionError, match="there is no world 'paradise'"):
        simulate("paradise", seed=1)
    with pytest.raises(OptionError, match="colour"):
        simulate("null", seed=1, colour="blue")
    assert simulate("null", weeks=4, seed=1, w=(-1.0, 0.0)).truth[0] == -1.0


def test_the_truth_of_slowness_is_in_units_of_its_sd_in_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coefficient of the world is per ``scale``, the truth per sd of S over the time it is felt in the sample."""
    scales, law_of_world = [], module._law

    def remembered(world: Scenario, center: np.ndarray, scale: np.ndarray) -> Any:
        scales.append(scale)
        return law_of_world(world, center, scale)

    monkeypatch.setattr(module, "_law", remembered)
    made = simulate("loop", weeks=40, seed=6, k=(0.35, 0.2))
    history = history_of(made.conversations, made.events, LoopOptions())
    clock = clocks(history, LoopOptions())
    assert made.truth[0] == made.truth[2] == -0.35
    for i, k in ((0, 0.35), (1, 0.2)):
        rows = rows_of(history, clock, i, LoopOptions())
        felt = rows.state != OWES
        raw, time = clock.slowness[rows.turn, 1 - i][felt], rows.dt_h[felt]
        sd = np.sqrt(np.average((raw - np.average(raw, weights=time)) ** 2, weights=time))
        assert made.truth[1 + 2 * i] == pytest.approx(k * sd / scales[-1][1 - i], rel=0.08)  # their clocks differ


def test_histories_moved_apart_have_no_effect_in_truth() -> None:
    assert simulate("shifted", weeks=40, seed=1).truth == (0.0, 0.0, 0.0, 0.0)

"""Draw a pair from a named world: its two tables, and what is true of it in its own units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.errors import OptionError
from evenstep.events.activity import CELL_S, week_hours
from evenstep.events.schema import GapType, check_conversations, check_events, conform_conversations, conform_events
from evenstep.loop import scenarios
from evenstep.loop.intensity import Record, fresh, make_law
from evenstep.loop.scenarios import SCENARIOS, Scenario
from evenstep.loop.thinning import draw

Floats = npt.NDArray[np.float64]

ZONE: Final = "Europe/Berlin"
FIRST_DAY: Final = datetime(2023, 1, 2, tzinfo=UTC)  # a Monday
GRID_S: Final = 300.0
FORGET: Final = 1 - 2 ** (-1 / 4)  # half-life of 4 answers
TAU_S: Final = 1.5 * 86_400
TURN_GAP_S: Final = 300.0
SESSION_GAP_S: Final = 8 * 3600.0
ANSWERING, REACHING = 0, 1
EXTRA: Final = 0.3  # of the turns hold a second message
MINUTE: Final = 60.0
HOUR: Final = 3600.0

OWES_S: Final = np.array([0, 2, 10, 60, 360]) * MINUTE
OWES_RATE: Final = np.array([3.2, 2.4, 0.95, 0.36, 0.18])  # per hour
WAITS_S: Final = np.array([0, 30, 120]) * MINUTE
WAITS_RATE: Final = np.array([0.35, 0.18, 0.07])
IDLE_S: Final = np.array([0, 12, 24, 48]) * HOUR
IDLE_RATE: Final = np.array([0.10, 0.09, 0.08, 0.08])
REMIND_S: Final = np.array([0, 2, 10, 60]) * MINUTE
DAY: Final = np.array(  # log rate by hour of the local day
    [-2.5, -3.5, -4, -4, -4, -3.5, -2, -0.6, 0, 0, 0, 0, 0.1, 0, 0, 0, 0.1, 0.3, 0.4, 0.5, 0.5, 0.4, 0, -1]
)


@dataclass(frozen=True)
class Simulated:
    """A pair with its truth: coefficients in the order w of a, k of a, w of b, k of b, per sd of S as sampled."""

    scenario: Scenario
    conversations: pl.DataFrame
    events: pl.DataFrame
    truth: tuple[float, float, float, float]


@dataclass(frozen=True)
class _Drawn:
    who: npt.NDArray[np.int64]
    begin_s: Floats
    end_s: Floats
    moments: Floats


def simulate(name: str, *, weeks: int = 52, seed: int, **overrides: Any) -> Simulated:
    """One pair of the world ``name`` over ``weeks`` weeks; ``overrides`` change fields of its Scenario.

    Drawn by thinning from the model of method.md 3.2. Raises OptionError for a world or a field that is not there.
    """
    if name not in SCENARIOS:
        raise OptionError("world", f"there is no world {name!r}. There are: {', '.join(SCENARIOS)}")
    try:
        world = replace(SCENARIOS[name], **overrides)
    except TypeError as error:
        raise OptionError("overrides", str(error)) from error
    rng = np.random.default_rng([seed, 20231])
    span_s = weeks * 7 * 86_400.0
    offset, clock = _offsets(world, span_s, rng), _active_clock(span_s)
    # S has a mean and an sd of its own only once it is drawn: two short looks find them.
    center, scale = np.array([3.0, 3.0]), np.array([0.5, 0.5])
    for look in range(2):
        first = _draw(_law(world, center, scale), offset, clock, span_s, seed=look + 1)
        center, scale = _moments(first, center, scale)
    drawn = _draw(_law(world, center, scale), offset, clock, span_s, seed=int(rng.integers(2**31)))
    sd = _moments(drawn, center, scale)[1] / scale
    truth = (world.w[0], float(world.k[0] * sd[1]), world.w[1], float(world.k[1] * sd[0]))
    if world.oddity == scenarios.SHIFTED:
        truth = (0.0, 0.0, 0.0, 0.0)
    conversations, events = _tables(world, drawn, span_s, rng)
    return Simulated(world, conversations, events, truth)


def _moments(drawn: _Drawn, center: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Mean and sd of the running mean of log waits of each person, weighted by the time the other could reach."""
    time, first, second = drawn.moments[::-1].T  # what person i saw is the slowness of the other
    mean = first / time
    sd = np.sqrt(np.maximum(second / time - mean**2, 1e-6))
    return center + scale * mean, scale * sd


def _law(world: Scenario, center: Floats, scale: Floats) -> Record:
    owes_s, owes = OWES_S, OWES_RATE
    if world.pareto:  # a hazard that falls like 1 / (t + 4 min): no end to the long waits
        owes_s = np.concatenate([[0.0], np.geomspace(30, 86_400, 40)])
        middle = np.concatenate([[15.0], np.sqrt(owes_s[1:-1] * owes_s[2:]), [100_000.0]])
        owes = 0.6 / ((middle + 240.0) / HOUR)
    both = (2, 1)
    return make_law(
        owes_edges=owes_s,
        owes_log=np.tile(np.log(owes), both),
        waits_edges=WAITS_S,
        waits_log=np.tile(np.log(WAITS_RATE), both),
        idle_edges=IDLE_S,
        idle_log=np.tile(np.log(IDLE_RATE), both),
        remind_edges=REMIND_S,
        remind_log=np.tile([*world.reminder, 0.0], both),
        w=world.w,
        k=world.k,
        copying=world.copying,
        center=center,
        scale=scale,
        forget=FORGET,
        tau_s=TAU_S,
        turn_gap_s=TURN_GAP_S,
        session_gap_s=SESSION_GAP_S,
        cell_s=GRID_S,
    )


def _draw(law: Record, offset: Floats, clock: Floats, span_s: float, seed: int) -> _Drawn:
    return _Drawn(*draw(seed, span_s, law, offset, clock, fresh(law), EXTRA, 1000 + int(span_s / 60)))


def _rhythm(span_s: float) -> Floats:
    """Log rate by grid cell from the hour of the local week."""
    cells = week_hours(ZONE, FIRST_DAY.timestamp(), FIRST_DAY.timestamp() + span_s).hour
    day, hour = cells // 24, cells % 24
    rate = DAY[hour] + np.where(day >= 5, np.where(hour < 9, -0.8, 0.2), 0.0)
    return np.repeat(rate, int(CELL_S / GRID_S))[: int(span_s / GRID_S)]


def _active_clock(span_s: float) -> Floats:
    rate = np.exp(_rhythm(span_s))
    passed = np.concatenate([[0.0], np.cumsum(rate / rate.mean() * GRID_S)])
    return np.tile(passed, (2, 1))


def _offsets(world: Scenario, span_s: float, rng: np.random.Generator) -> Floats:
    cells = int(span_s / GRID_S)
    offset = np.tile(_rhythm(span_s), (2, 1))
    offset += np.log(world.turns_a_day / 15.0)
    drifts = [_drift(world.drift_days, span_s, rng) for _ in range(2)]
    for i in range(2):
        if world.drift_sd:
            sign = -1 if world.opposed and i == 1 else 1
            offset[i] += sign * world.drift_sd * drifts[0 if world.shared else i]
        if world.spell_hours:
            offset[i] -= world.spell_depth * _busy(world, cells, rng)
            offset[i] += 0.6  # spells take time away: about as many turns as without
    _add_oddity(world, offset)
    by_state = np.repeat(offset[:, None], 2, axis=1)
    _add_by_state(world, by_state, span_s, rng)
    return by_state


def _add_by_state(world: Scenario, offset: Floats, span_s: float, rng: np.random.Generator) -> None:
    """Drifts that move a person's answers apart from their reaching: ``offset`` (2, 2, cells)."""
    for i in range(2):
        if world.answers_sd:
            offset[i, ANSWERING] += world.answers_sd * _drift(world.drift_days, span_s, rng)
        if world.reaching_sd:
            offset[i, REACHING] += world.reaching_sd * _drift(world.drift_days, span_s, rng)
    if world.cause_sd:
        cause = world.cause_sd * _drift(world.drift_days, span_s, rng)
        offset[0, REACHING] += cause
        offset[1, ANSWERING] -= cause


def _drift(days: float, span_s: float, rng: np.random.Generator) -> Floats:
    """An Ornstein–Uhlenbeck path of sd 1, exact on knots of an hour."""
    hours = int(span_s / HOUR)
    keep = np.exp(-1 / (24 * days))
    shocks = rng.normal(0, np.sqrt(1 - keep**2), hours)
    path = np.empty(hours)
    path[0] = rng.normal()
    for h in range(1, hours):
        path[h] = keep * path[h - 1] + shocks[h]
    return np.repeat(path, int(HOUR / GRID_S))


def _busy(world: Scenario, cells: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Busy (True) and free spells with exponential lengths, free ones 1.5 times as long."""
    mean = world.spell_hours * HOUR / GRID_S
    n = int(3 * cells / (2.5 * mean)) + 50
    first = rng.integers(2)
    lengths = rng.exponential(np.where((np.arange(2 * n) + first) % 2 == 0, mean, 1.5 * mean))
    edges = np.cumsum(lengths)
    busy: npt.NDArray[np.bool_] = (np.searchsorted(edges, np.arange(cells)) + first) % 2 == 0
    return busy


def _add_oddity(world: Scenario, offset: Floats) -> None:
    day = int(86_400 / GRID_S)
    days = offset.shape[1] // day
    middle = days // 2 * day
    if world.oddity == scenarios.HOLIDAY:
        offset[1, middle : middle + 14 * day] -= 2.5
    if world.oddity == scenarios.MOVED_ZONE:
        away = np.roll(offset[1], 9 * int(HOUR / GRID_S))
        offset[1, middle:] = away[middle:]
    if world.oddity == scenarios.NIGHT_SHIFTS:
        at_night = np.roll(offset[1], 10 * int(HOUR / GRID_S))
        for week in range(0, days // 7, 3):
            part = slice(week * 7 * day, (week * 7 + 5) * day)
            offset[1, part] = at_night[part]
    if world.oddity == scenarios.PHONE_OFF:
        for share in (0.3, 0.7):
            first = int(days * share) * day
            offset[0, first : first + 3 * day] = -50.0


def _tables(
    world: Scenario, drawn: _Drawn, span_s: float, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    who = np.concatenate([drawn.who, drawn.who[drawn.end_s > drawn.begin_s]])
    time = np.concatenate([drawn.begin_s, drawn.end_s[drawn.end_s > drawn.begin_s]])
    if world.oddity == scenarios.SHIFTED:
        time = np.where(who == 1, (time + 17 * 7 * 86_400) % span_s, time)
    order = np.argsort(time, kind="stable")
    who, time = who[order], time[order]
    if world.oddity == scenarios.CAPPED:
        who, time = who[who.size // 3 :], time[time.size // 3 :]
    tick = world.resolution_s
    shown = np.floor(time / tick) * tick
    return table_of(who, shown, tick, span_s, rng, capped=world.oddity == scenarios.CAPPED)


def table_of(
    who: npt.NDArray[np.int64], time_s: Floats, tick_s: float, span_s: float, rng: np.random.Generator, *, capped: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables of invented events: ``who`` 0 or 1, ``time_s`` seconds since FIRST_DAY, sorted."""
    n = who.size
    words = 1 + rng.poisson(5, n)
    origin_us = int(FIRST_DAY.timestamp()) * 1_000_000
    events = pl.DataFrame({
        "conversation_id": ["simulated"] * n, "event_id": np.arange(n), "import_id": ["simulated"] * n,
        "source": ["simulated"] * n,
        "time": pl.Series(origin_us + np.round(time_s * 1e6).astype(np.int64)).cast(pl.Datetime("us", "UTC")),
        "resolution_s": np.full(n, tick_s), "sender": np.where(who == 0, "A", "B"), "kind": ["text"] * n,
        "n_chars": words * 5, "n_words": words, "duration_s": pl.Series([None] * n, dtype=pl.Float32),
        "reply_to": pl.Series([None] * n, dtype=pl.Int64), "edited": [False] * n, "zone_source": ["given"] * n,
        "source_line": np.arange(1, n + 1),
    })  # fmt: skip
    conversations = pl.DataFrame({
        "conversation_id": ["simulated"], "person_a": ["A"], "person_b": ["B"], "me": ["A"], "zone_a": [ZONE],
        "zone_b": [ZONE], "observed_from": [events["time"].min() or FIRST_DAY],
        "observed_until": [FIRST_DAY + timedelta(seconds=span_s)], "capped": [capped],
        "gaps": pl.Series([[]], dtype=GapType),
        "sources": [["simulated"]],
    })  # fmt: skip
    return check_conversations(conform_conversations(conversations)), check_events(conform_events(events))

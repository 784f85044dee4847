"""Draw the turns of a story from the loop's model: when each of the two spoke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S, week_hours
from evenstep.loop.intensity import fresh, make_law
from evenstep.loop.simulate import (
    EXTRA,
    FORGET,
    IDLE_RATE,
    IDLE_S,
    OWES_RATE,
    OWES_S,
    REMIND_S,
    SESSION_GAP_S,
    TAU_S,
    TURN_GAP_S,
    WAITS_RATE,
    WAITS_S,
)
from evenstep.loop.thinning import draw
from evenstep.samples.stories import FIRST_DAY, ZONE, Story

Floats = npt.NDArray[np.float64]

DAY_S: Final = 86_400.0
DRIFT_DAYS: Final = 10.0
SPELL_DEPTH: Final = 2.5
BASE: Final = -0.1  # log rate beside the loop's worlds: about 15 turns a day
AWAY: Final = 0.6  # spells take time away: about as many turns as without
REMIND_LOG: Final = (0.8, 0.4, 0.1, 0.0)
USUAL_WAIT: Final = (3.2, 4.2)  # mean and spread of the running log waits of both: where "slow" begins
SPREAD: Final = 0.7
RHYTHM: Final = np.array([  # log rates by hour of the local day, Mira's and Jon's: a morning, noon, a larger evening
    -2.5, -4, -4.5, -4.5, -4.5, -4, -2, -0.2, 0.1, -0.2, -0.3, -0.1,
    0.2, 0, -0.2, -0.2, 0, 0.3, 0.5, 0.6, 0.6, 0.5, 0.1, -1,
    -1.5, -3, -4.5, -4.5, -4.5, -4.5, -3.5, -1, 0, 0, -0.1, 0,
    0.2, 0.2, 0, -0.1, 0, 0.2, 0.3, 0.5, 0.6, 0.6, 0.4, -0.3,
]).reshape(2, 24)  # fmt: skip


@dataclass(frozen=True)
class Spoken:
    """Turns in time order: who began (0 Mira, 1 Jon), seconds from FIRST_DAY to the first and last message."""

    who: npt.NDArray[np.int64]
    begin_s: Floats
    end_s: Floats


def draw_story(story: Story, seed: int) -> Spoken:
    """The turns of one telling of the story, by thinning (`evenstep.loop.thinning`)."""
    rng = np.random.default_rng([seed, 20240902])
    span_s = story.weeks * 7 * DAY_S
    rhythm = _rhythm(span_s)
    offset = np.repeat((rhythm + _changes(story, rhythm.shape[1], rng))[:, None], 2, axis=1)
    law, most = _law(story), 1000 + int(span_s / 60)
    turns = draw(int(rng.integers(2**31)), span_s, law, offset, _active_clock(rhythm), fresh(law), EXTRA, most)
    return Spoken(*turns[:3])


def _law(story: Story) -> Any:
    starts, answers = np.array(story.starts)[:, None], np.array(story.answers)[:, None]
    return make_law(
        owes_edges=OWES_S, owes_log=np.log(OWES_RATE) + answers,
        waits_edges=WAITS_S, waits_log=np.log(WAITS_RATE) + starts,
        idle_edges=IDLE_S, idle_log=np.log(IDLE_RATE) + starts,
        remind_edges=REMIND_S, remind_log=np.tile(REMIND_LOG, (2, 1)),
        w=story.steps_back, k=story.reaches, copying=0.0,
        center=USUAL_WAIT, scale=SPREAD, forget=FORGET, tau_s=TAU_S,
        turn_gap_s=TURN_GAP_S, session_gap_s=SESSION_GAP_S, cell_s=CELL_S,
    )  # fmt: skip


def _rhythm(span_s: float) -> Floats:
    """Log rates of both by the local hour, for every cell of the grid: shape (2, cells)."""
    first = FIRST_DAY.timestamp()
    hour = week_hours(ZONE, first, first + span_s).hour[: int(span_s / CELL_S)] % 24
    return RHYTHM[:, hour] + BASE


def _changes(story: Story, cells: int, rng: np.random.Generator) -> Floats:
    """What the year, hard weeks, drift and busy spells add to the log rates of both: shape (2, cells)."""
    days = np.arange(cells) * CELL_S / DAY_S
    hard = np.isin(days // 7, story.hard_weeks)
    added = np.outer(story.slope, days / 364 - 0.5) + np.outer(story.hard, hard)
    for i in (0, 1):
        if story.drift_sd:
            added[i] += story.drift_sd * _drift(story.weeks * 7, rng)[days.astype(np.int64)]
        if story.spell_hours:
            added[i] += AWAY - SPELL_DEPTH * _busy(days * 24, story.spell_hours, rng)
    return added


def _drift(days: int, rng: np.random.Generator) -> Floats:
    """An Ornstein–Uhlenbeck path with sd 1, a value a day."""
    keep = np.exp(-1 / DRIFT_DAYS)
    path = rng.normal(0, np.sqrt(1 - keep**2), days)
    path[0] = rng.normal()
    for day in range(1, days):
        path[day] += keep * path[day - 1]
    return path


def _busy(hours: Floats, mean_hours: float, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Whether each moment falls into a busy spell: spells of exponential length, free ones 1.5 times as long."""
    n = int(hours[-1] / mean_hours) + 50
    edges = np.cumsum(rng.exponential(np.tile([mean_hours, 1.5 * mean_hours], n)))
    busy: npt.NDArray[np.bool_] = np.searchsorted(edges, hours, side="right") % 2 == 0
    return busy


def _active_clock(rhythm: Floats) -> Floats:
    """Active seconds of both up to each edge of the grid: shape (2, cells + 1)."""
    rate = np.exp(rhythm)
    passed = np.cumsum(rate / rate.mean(axis=1, keepdims=True) * CELL_S, axis=1)
    return np.hstack([np.zeros((2, 1)), passed])

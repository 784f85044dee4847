"""Renewal worlds with known truth: a session a day, one event a turn, ended by a call that is picked up.

The closing call ends the last waiting, so every waiting is one drawn delay and every start one drawn coin, and both
have a known distribution at every moment. Four worlds: nothing changes (null); each person has hidden busy and free
spells of about 4 hours, delays e^2.5 times longer when busy (spells); speed and the odds of starting drift, an
Ornstein–Uhlenbeck process of sd 0.6 and 10 days (drift) or 60 days (slow drift).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl

from evenstep.events.schema import EVENTS, check_events, conform_events
from tables import conversations_of

WORLDS = ("null", "spells", "drift", "slow drift")
DRIFT_DAYS = {"drift": 10.0, "slow drift": 60.0}
DAY_S = 86_400.0
ORIGIN_S = datetime(2022, 1, 3, tzinfo=UTC).timestamp()  # a Monday
START_ODDS = 0.2  # log odds that a starts, when nothing drifts
MEDIAN_S = (900.0, 600.0)  # of the delays of a and b
DELAY_SD = 1.0
LONGEST_DELAY_S = 5_000.0
TURNS = 8
WORDS = (8.0, 6.0)


@dataclass(frozen=True)
class World:
    """A simulated pair and its truth: per start the odds (``start_time_s``, ``start_chance``), per person the median
    delay behind every waiting, and the mean number of words behind every turn."""

    conversations: pl.DataFrame
    events: pl.DataFrame
    start_time_s: np.ndarray
    start_chance: np.ndarray
    delay_median_s: tuple[np.ndarray, np.ndarray]
    words_mean: tuple[np.ndarray, np.ndarray]


def simulate(world: str, weeks: int, seed: int) -> World:
    """One pair over ``weeks`` weeks."""
    rng = np.random.default_rng(seed)
    days = weeks * 7
    z = [_wander(rng, days, DRIFT_DAYS[world]) if world in DRIFT_DAYS else np.zeros(days) for _ in range(3)]
    busy = [_spells(rng, days) if world == "spells" else np.zeros(days * 144) for _ in range(2)]
    start = ORIGIN_S + DAY_S * np.arange(days) + rng.uniform(8, 10, days) * 3600
    chance = 1 / (1 + np.exp(-(START_ODDS + z[2])))
    starter = np.where(rng.random(days) < chance, 0, 1)
    n_turns = rng.integers(3, TURNS + 1, days)
    time, rows = start.copy(), []
    medians: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    words_mean: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for turn in range(TURNS):
        who = (starter + turn) % 2
        alive = turn < n_turns
        mean = np.array(WORDS)[who] * np.exp(np.where(who == 0, z[0], z[1]))
        closing = turn == n_turns - 1
        words = np.where(closing, 0, rng.poisson(mean))
        for i in (0, 1):
            words_mean[i].append(np.where(closing, 0, mean)[alive & (who == i)])
        rows.append(np.stack([time, who, words, closing], axis=1)[alive])
        cell = ((time - ORIGIN_S) // 600).astype(int) % busy[0].size
        slow = np.where(who == 1, busy[0][cell] + z[0], busy[1][cell] + z[1])  # the other one answers
        median = np.where(who == 1, *MEDIAN_S) * np.exp(slow)
        for i in (0, 1):
            medians[i].append(median[(turn + 1 < n_turns) & (who == 1 - i)])
        time = time + np.clip(median * np.exp(DELAY_SD * rng.normal(size=days)), 1, LONGEST_DELAY_S)
    events = _table(np.concatenate(rows))
    return World(
        conversations_of(events),
        events,
        start,
        chance,
        (np.concatenate(medians[0]), np.concatenate(medians[1])),
        (np.concatenate(words_mean[0]), np.concatenate(words_mean[1])),
    )


def median_of_mixture(medians: np.ndarray) -> float:
    """The median of all delays when each has its own median (log-normal, sd DELAY_SD), by bisection."""
    low, high = 1.0, LONGEST_DELAY_S
    for _ in range(40):
        middle = np.sqrt(low * high)
        if share_within(medians, middle) < 0.5:
            low = middle
        else:
            high = middle
    return float(np.sqrt(low * high))


def share_within(medians: np.ndarray, seconds: float) -> float:
    """The share of delays of at most ``seconds``; those are cut at LONGEST_DELAY_S."""
    if seconds >= LONGEST_DELAY_S:
        return 1.0
    return float(_normal(np.log(seconds / medians) / DELAY_SD).mean())


def _normal(x: np.ndarray) -> np.ndarray:
    """The standard normal distribution function."""
    from scipy.special import ndtr

    return np.asarray(ndtr(x))


def _wander(rng: np.random.Generator, days: int, tau_days: float, sd: float = 0.6) -> np.ndarray:
    keep = np.exp(-1 / tau_days)
    level = np.empty(days)
    level[0] = rng.normal(0, sd)
    for day in range(1, days):
        level[day] = keep * level[day - 1] + rng.normal(0, sd * np.sqrt(1 - keep**2))
    return level


def _spells(rng: np.random.Generator, days: int, hours: float = 4.0, depth: float = 2.5) -> np.ndarray:
    """0 when free, ``depth`` when busy, in cells of ten minutes."""
    cells = days * 144
    switches = rng.random(cells) < 1 - np.exp(-1 / (hours * 6))
    return depth * ((np.cumsum(switches) + rng.integers(2)) % 2)


def _table(rows: np.ndarray) -> pl.DataFrame:
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    n = rows.shape[0]
    call = rows[:, 3] == 1
    columns: dict[str, Any] = {
        "conversation_id": ["c"] * n,
        "event_id": np.arange(n),
        "import_id": ["i"] * n,
        "source": ["simulated"] * n,
        "time": pl.Series((rows[:, 0] * 1e6).astype(np.int64)).cast(pl.Datetime("us", "UTC")),
        "resolution_s": [1.0] * n,
        "sender": np.where(rows[:, 1] == 0, "A", "B"),
        "kind": np.where(call, "call", "text"),
        "n_chars": (rows[:, 2] * 5).astype(int),
        "n_words": rows[:, 2].astype(int),
        "duration_s": pl.Series(np.where(call, 60.0, np.nan), nan_to_null=True),
        "reply_to": [None] * n,
        "edited": [False] * n,
        "zone_source": ["given"] * n,
        "source_line": np.arange(1, n + 1),
    }
    assert set(columns) == set(EVENTS)
    return check_events(conform_events(pl.DataFrame(columns)))

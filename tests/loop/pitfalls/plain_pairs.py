"""Pairs of the plainest kind: nothing but answers and follow-ups, and one person's own ups and downs; no effect."""

from __future__ import annotations

import numpy as np
import polars as pl

from evenstep.events.schema import check_events, conform_events
from tables import conversations_of

DAY_S = 86_400.0
HOUR_S = 3600.0
CELL_S = 600.0
DEAD_S = 300.0  # no follow-up of one's own turn before
ORIGIN_S = 1_672_617_600.0  # a Monday
ANSWER, AGAIN = 1.5 / HOUR_S, 0.4 / HOUR_S  # per second


def plain_pair(seed: int, *, days: int, drift_sd: float = 0.0, drift_days: float = 10.0, spell_h: float = 0.0):
    """The two tables of a pair in which a is always the same and b's speed of answering wanders or has spells.

    Whoever does not have the last word answers at 1.5 an hour, whoever has it follows up at 0.4 an hour; b's rate of
    answering is multiplied by exp(drift), and by exp(−2.5) in a busy spell.
    """
    rng = np.random.default_rng(seed)
    log_rate = np.zeros(int(days * DAY_S / CELL_S))
    if drift_sd:
        log_rate += _drift(rng, log_rate.size, drift_sd, drift_days)
    if spell_h:
        log_rate -= 2.5 * _busy(rng, log_rate.size, spell_h)
    speed = np.exp(log_rate)
    most = max(speed.max(), 1.0) * ANSWER + AGAIN
    count = int(1.2 * most * days * DAY_S) + 500
    draws = iter(zip(rng.exponential(1 / most, count), rng.random(count) * most, strict=True))
    t, who, turns = 0.0, 0, [(0.0, 0)]
    for wait, mark in draws:
        t += wait
        if t >= days * DAY_S:
            break
        answer = ANSWER * (speed[int(t / CELL_S)] if who == 0 else 1.0)
        if mark < answer:
            who = 1 - who
        elif not answer <= mark < answer + AGAIN or t < turns[-1][0] + DEAD_S:
            continue
        turns.append((t, who))
    else:
        raise AssertionError("too few draws")
    return _tables(turns)


def _drift(rng: np.random.Generator, cells: int, sd: float, days: float) -> np.ndarray:
    keep = np.exp(-CELL_S / (days * DAY_S))
    path = np.empty(cells)
    path[0] = rng.normal()
    for cell, shock in enumerate(rng.normal(0, np.sqrt(1 - keep**2), cells - 1)):
        path[cell + 1] = keep * path[cell] + shock
    return sd * path


def _busy(rng: np.random.Generator, cells: int, hours: float) -> np.ndarray:
    switches = rng.random(cells) < CELL_S / (hours * HOUR_S)
    return (np.cumsum(switches) + rng.integers(2)) % 2


def _tables(turns: list[tuple[float, int]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    time, who = np.array(turns).T
    n = time.size
    columns = {
        "conversation_id": ["c"] * n,
        "event_id": np.arange(n),
        "import_id": ["i"] * n,
        "source": ["simulated"] * n,
        "time": pl.Series(((ORIGIN_S + time) * 1e6).astype(np.int64)).cast(pl.Datetime("us", "UTC")),
        "resolution_s": [0.001] * n,
        "sender": np.where(who == 0, "A", "B"),
        "kind": ["text"] * n,
        "n_chars": [5] * n,
        "n_words": [1] * n,
        "duration_s": pl.Series([None] * n, dtype=pl.Float32),
        "reply_to": pl.Series([None] * n, dtype=pl.Int64),
        "edited": [False] * n,
        "zone_source": ["given"] * n,
        "source_line": np.arange(1, n + 1),
    }
    events = check_events(conform_events(pl.DataFrame(columns)))
    return conversations_of(events), events

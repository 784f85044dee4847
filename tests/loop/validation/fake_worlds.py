"""Worlds and estimators with a known answer, small enough to run thousands: importable by other processes."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from evenstep.loop.validation.estimator import EffectEstimate, Estimate

LOOP = (-0.35, 0.35, -0.35, 0.35)
NULL = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Pair:
    conversations: pl.DataFrame
    events: pl.DataFrame
    truth: tuple[float, float, float, float]


def draw(name: str, *, weeks: int, seed: int, **overrides: float | str | bool) -> Pair:
    """Four normal estimates around the truth, sd 0.1, in a table of one column."""
    if name == "breaks":
        raise RuntimeError("no such luck")
    truth = LOOP if name.startswith("loop") else NULL
    noise = np.random.default_rng(seed).normal(0, 0.1, 4)
    shift = float(overrides.get("shift", 0.0))
    frame = pl.DataFrame({"x": [*(np.array(truth) + noise + shift), float(weeks)]})
    return Pair(pl.DataFrame({"name": [name]}), frame, truth)


def honest(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    return _from(events["x"].to_numpy()[:4], 0.1)


def narrow(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """Says half the error it has: false alarms in about a third of the pairs."""
    return _from(events["x"].to_numpy()[:4], 0.05)


def fragile(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    if events["x"][0] > 0.1:
        raise ValueError("x is above 0.1")
    return honest(conversations, events)


def deadly(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    if events["x"][0] > 0.1:
        os._exit(9)
    return honest(conversations, events)


def threads(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    """How many threads this process may use, as an estimate."""
    return Estimate(tuple(EffectEstimate(float(n)) for n in (pl.thread_pool_size(), *_set(), 0, 0)))


def slow(conversations: pl.DataFrame, events: pl.DataFrame) -> Estimate:
    time.sleep(0.3)
    with Path(os.environ["FAKE_WORLDS_SEEN"]).open("a") as seen:
        seen.write("x")
    return honest(conversations, events)


def _set() -> list[int]:
    return [int(os.environ["OPENBLAS_NUM_THREADS"])]


def _from(best: np.ndarray, se: float) -> Estimate:
    a, b, c, d = (EffectEstimate(float(x), float(x - 1.96 * se), float(x + 1.96 * se), _p(float(x) / se)) for x in best)
    return Estimate((a, b, c, d))


def _p(z: float) -> float:
    from math import erfc, sqrt

    return erfc(abs(z) / sqrt(2))

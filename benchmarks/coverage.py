"""How often each interval holds the truth, in worlds where the truth is known: `python benchmarks/coverage.py`.

Prints Markdown rows. For every world and length: the share of simulated pairs whose 95 % interval holds the truth of
that very period, with a Monte-Carlo standard error, and the same for the long run (the average over all pairs).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from worlds import LONGEST_DELAY_S, WORLDS, World, median_of_mixture, share_within, simulate

NAMES = (
    "initiation_share",
    "participation_words",
    "waiting_median",
    "waiting_gap",
    "waiting_within_1h",
    "waiting_mean_24h",
    "drift_starts",
    "drift_change_starts",
)
Truth = dict[tuple[str, str, str], float]  # (measure, person, key) -> value


def truth_of(world: World) -> Truth:
    """The expected value of each number, given everything that drifted in this period."""
    truth = {("initiation_share", "a", "8 h"): float(world.start_chance[1:].mean())}
    total = [mean.sum() for mean in world.words_mean]
    truth["participation_words", "a", ""] = float(total[0] / sum(total))
    for i, person in enumerate("ab"):
        medians = world.delay_median_s[i]
        truth["waiting_median", person, "clock"] = median_of_mixture(medians)
        truth["waiting_within_1h", person, "clock"] = share_within(medians, 3600.0)
        grid = np.linspace(0, LONGEST_DELAY_S, 400)
        still_open = [1.0, *(1 - share_within(medians, t) for t in grid[1:-1]), 1 - share_within(medians, grid[-1] - 1)]
        truth["waiting_mean_24h", person, "clock"] = float(np.trapezoid(still_open, grid))
    truth["waiting_gap", "a", "clock"] = truth["waiting_median", "a", "clock"] - truth["waiting_median", "b", "clock"]
    quarter = 13 * 7
    if world.start_chance.size >= 2 * quarter:
        change = world.start_chance[-quarter:].mean() - world.start_chance[1:quarter].mean()
        truth["drift_change_starts", "a", ""] = float(change)
    months = pl.from_epoch(pl.Series(world.start_time_s[1:]).cast(pl.Int64)).dt.strftime("%Y-%m").to_numpy()
    for month in np.unique(months):
        truth["drift_starts", "a", month] = float(world.start_chance[1:][months == month].mean())
    return truth


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--weeks", type=int, nargs="+", default=[12, 26, 52, 104])
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=WORLDS)
    parser.add_argument("--names", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print("| world | weeks | measure | held, this period | held, long run | no interval | pairs |")
    print("|---|---|---|---|---|---|---|")
    for world in arguments.worlds:
        for weeks in arguments.weeks:
            begun = time.perf_counter()
            for row in cell(world, weeks, arguments.pairs, arguments.seed, arguments.names):
                print("| " + " | ".join(row) + " |", flush=True)
            print(f"<!-- {world} {weeks} weeks: {time.perf_counter() - begun:.0f} s -->", file=sys.stderr)


def cell(world: str, weeks: int, pairs: int, seed: int, names: Sequence[str] = NAMES) -> list[list[str]]:
    """All rows of one world and length."""
    options = MeasureOptions()
    intervals: dict[tuple[str, str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for pair in range(pairs):
        made = simulate(world, weeks, seed * 1_000_003 + pair * 101 + weeks)
        truth = truth_of(made)
        found = measure(made.conversations, made.events, names, options)
        for name, person, key, low, high in found.select("measure", "person", "key", "low", "high").iter_rows():
            if (name, person, key) in truth:
                missing = low is None or high is None
                ends = (np.nan, np.nan) if missing else (low, high)
                intervals[name, person, key].append((*ends, truth[name, person, key]))
    by_name: dict[str, list[np.ndarray]] = defaultdict(list)
    for (name, _, _), rows in intervals.items():
        by_name[name].append(np.array(rows))
    return [_row(world, weeks, name, by_name[name], pairs) for name in NAMES if name in by_name]


def _row(world: str, weeks: int, name: str, slices: list[np.ndarray], pairs: int) -> list[str]:
    """Coverage over all slices of a measure (both people, all months); its error from the pairs as clusters."""
    held, long_run, missing = [], [], 0
    for rows in slices:
        known = ~np.isnan(rows[:, 0])
        missing += int((~known).sum())
        low, high, truth = rows[known].T
        held.append((low <= truth) & (truth <= high))
        average = rows[:, 2].mean()
        long_run.append((low <= average) & (average <= high))
    every, average = np.concatenate(held), np.concatenate(long_run)
    if every.size == 0:
        return [world, str(weeks), name, "–", "–", "all", str(pairs)]
    error = np.sqrt(max(every.mean() * (1 - every.mean()), 1e-4) / min(pairs, every.size))
    return [
        world,
        str(weeks),
        name,
        f"{every.mean():.3f} ± {error:.3f}",
        f"{average.mean():.3f}" if not name.startswith("drift") else "–",
        str(missing) if missing else "",
        str(pairs),
    ]


if __name__ == "__main__":
    main()

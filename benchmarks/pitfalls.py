"""How often the naive analyses call a loop where there is none: `python benchmarks/pitfalls.py`.

Prints Markdown rows. ``plain``: pairs of nothing but answers and follow-ups, b's speed has spells or drifts (the worlds
of the prototypes); other names are worlds of `evenstep simulate`, and with ``/quiet`` those worlds without the
reminder effect of a follow-up. Rejected: two-sided p below .05, with its Monte-Carlo standard error over pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

# Without this folder itself: its coverage.py would stand before the package of that name, which numba looks for.
sys.path.pop(0)
sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("tests", "tests/loop/pitfalls"))

from plain_pairs import plain_pair

from evenstep.loop.pitfalls import PITFALLS
from evenstep.loop.simulate import simulate
from evenstep.loop.validation.estimator import EFFECTS, Estimate

PLAIN: Final = {"plain null": {}, "plain spells": {"spell_h": 4.0}, "plain drift": {"drift_sd": 0.6}}
WORLDS: Final = (*PLAIN, "null", "spells-4h", "drift-own-10d-0.6", "null/quiet", "spells-4h/quiet")


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--worlds", nargs="+", default=WORLDS)
    options.add_argument("--pairs", type=int, default=60)
    options.add_argument("--weeks", type=int, default=26)
    asked = options.parse_args()
    print("| world | analysis | effect | rejected | as slower (w) or reaching (k) | mean | sd | n |")
    print("|---|---|---|--:|--:|--:|--:|--:|")
    for world in asked.worlds:
        estimates = [list(answers(world, asked.weeks, pair)) for pair in range(asked.pairs)]
        for number, pitfall in enumerate(PITFALLS):
            for effect, places in (("w", (0, 2)), ("k", (1, 3))):
                used = places if world not in PLAIN else tuple(i for i in places if EFFECTS[i] in ("w of b", "k of a"))
                row(world, pitfall.name, effect, [each[number].effects[i] for each in estimates for i in used])


def answers(world: str, weeks: int, pair: int) -> Iterator[Estimate]:
    """What each analysis says of one pair."""
    if world in PLAIN:
        tables = plain_pair(1_000 + pair, days=7 * weeks, **PLAIN[world])
    else:
        name, _, quiet = world.partition("/")
        drawn = simulate(name, weeks=weeks, seed=7_000 + pair, **({"reminder": (0.0, 0.0, 0.0)} if quiet else {}))
        tables = (drawn.conversations, drawn.events)
    for pitfall in PITFALLS:
        yield pitfall(*tables)


def row(world: str, name: str, effect: str, found: list) -> None:
    """One line of the table; nothing where the analysis does not speak of the effect."""
    numbers = np.array([(each.coefficient, each.p) for each in found])
    b, p = numbers[~np.isnan(numbers[:, 1])].T
    if b.size == 0:
        return
    called = p < 0.05
    signed = called & ((b < 0) if effect == "w" else (b > 0))
    error = np.sqrt(max(called.mean() * (1 - called.mean()), 1e-9) / b.size)
    share = f"{100 * called.mean():.1f} ± {100 * error:.1f} %"
    numbers = f"{100 * signed.mean():.1f} % | {b.mean():+.3f} | {b.std():.3f} | {b.size}"
    print(f"| {world} | {name} | {effect} | {share} | {numbers} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

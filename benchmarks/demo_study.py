"""What the loop's fit says of many tellings of the demo conversations: `python benchmarks/demo_study.py`.

Each telling is drawn with another seed, written as the export that `evenstep demo` writes, read back by the ordinary
reader, and fitted without checks. Prints Markdown rows: how often each verdict came out, and which circles closed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final, get_args

sys.path.pop(0)  # this folder: its coverage.py would stand before the package of that name, which numba looks for
sys.path.append(str(Path(__file__).parents[1] / "src"))

from evenstep.gather import Answers, pair_up
from evenstep.loop.findings import EffectName, LoopResult, PersonKey, Verdict
from evenstep.loop.fit import fit_loop
from evenstep.samples import ME, OTHER, STORIES, load_sample

PEOPLE: Final[dict[PersonKey, str]] = {"a": ME, "b": OTHER}
EFFECTS: Final[tuple[tuple[PersonKey, EffectName], ...]] = (("a", "w"), ("a", "k"), ("b", "w"), ("b", "k"))


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--stories", nargs="+", default=("busy", "reaching"), choices=tuple(STORIES))
    options.add_argument("--seeds", type=int, nargs="+", default=(100, 40), help="how many, for each story")
    options.add_argument("--processes", type=int, default=2)
    asked = options.parse_args()
    verdicts = get_args(Verdict)
    print(f"| story | seeds | {' | '.join(verdicts)} | {' | '.join(f'{e} of {PEOPLE[p]}' for p, e in EFFECTS)} |")
    print(f"|---|{'--:|' * (1 + len(verdicts) + len(EFFECTS))}")
    with ProcessPoolExecutor(asked.processes, get_context("spawn"), _politely) as pool:
        for story, seeds in zip(asked.stories, asked.seeds, strict=False):
            begin = time.monotonic()
            found = []
            for seed, each in enumerate(pool.map(answer, [story] * seeds, range(1, seeds + 1)), start=1):
                print(f"{story} {seed}: {told(each)}", file=sys.stderr, flush=True)
                found.append(each)
            counts = Counter(each.verdict for each in found)
            shown = [sum(each.effect(*one).shows for each in found) for one in EFFECTS]
            row = [story, seeds, *(counts[verdict] for verdict in verdicts), *shown]
            print(f"| {' | '.join(map(str, row))} |", flush=True)
            circles = Counter(tuple(PEOPLE[person] for person in each.circles) for each in found)
            print(f"{story}: circles {dict(circles)}; {time.monotonic() - begin:.0f} s", file=sys.stderr)


def answer(story: str, seed: int) -> LoopResult:
    """The fit of one telling."""
    pair = pair_up([load_sample(story, seed)], Answers(two=(ME, OTHER), me=ME))
    return fit_loop(pair.conversations, pair.events, checks="none")


def told(found: LoopResult) -> str:
    """One telling in a line, for those who watch or stop early."""
    effects = (f"{name} of {PEOPLE[person]} {found.effect(person, name).coefficient:+.2f}" for person, name in EFFECTS)
    return f"{found.verdict}; {', '.join(effects)}"


def _politely() -> None:
    os.nice(10)


if __name__ == "__main__":
    main()

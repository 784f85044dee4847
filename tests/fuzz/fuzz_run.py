"""Run the fuzzer over every target, each in a process of its own, and write down what came of it.

    make fuzz RUNS=1000000                  every target
    make fuzz RUNS=200000 ONLY=telegram     one, or several with commas
    .venv/bin/python tests/fuzz/fuzz_run.py --target telegram --replay build/fuzz/findings/telegram/001

Every execution goes through the source's own reading; every 32nd, every seed and, at the end, every input that was
worth keeping goes the whole way to checked tables (fuzz_depth.py). For each target one line of JSON goes to
build/fuzz/results.jsonl and one row to build/fuzz/results.md. A finding does not end the run; its input is kept beside
it, one for each place in the code. The seeds are what the tests of the sources read (fuzz_record.py), the sample
exports where there are any, and what earlier runs found worth keeping. --go-on counts on from an earlier run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fuzz_tally import BUILD, RESULTS, Tally, tried

LONGEST = 16_384
SLOW_S = 60  # of the clock, beside other work; what is slow is told by the processor's time, much earlier
NEWS_EVERY = 2_000
WHOLE_EVERY = 32
MOST_ENDS = 20  # a target whose process comes to an end so often has a fault to be mended first


def main() -> None:
    """The target that was named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=0, help="an end for each target, whatever is left of its runs")
    parser.add_argument("--only", default="", help="some targets, with commas between them, in this order")
    parser.add_argument("--go-on", action="store_true", help="add to the executions that were noted before")
    parser.add_argument("--target", default="", help="run this one here")
    parser.add_argument("--corpus", action="store_true", help="with --target: its corpus, the whole way")
    parser.add_argument("--replay", type=Path, help="with --target: try this one input, and show what it does")
    given = parser.parse_args()
    if given.target and not (given.replay or given.corpus):
        fuzz(given.target, given.runs, given.seconds)
        return
    from fuzz_targets import targets  # not before: fuzz() loads everything under the fuzzer's eyes

    if given.replay:
        sys.stdout.write(targets()[given.target](given.replay.read_bytes()) + "\n")
    elif given.corpus:
        whole_corpus(given.target)
    else:
        for name in filter(None, given.only.split(",")) if given.only else targets():
            each(name, given)
        sys.stdout.write((BUILD / "results.md").read_text())


def each(name: str, given: argparse.Namespace) -> None:
    """One target to the end of its runs, however often its process ends before; then its corpus."""
    if not given.go_on:
        forget(name)
    began = time.monotonic()
    for _ in range(MOST_ENDS):
        left = round(given.seconds - (time.monotonic() - began)) if given.seconds else 0
        done = Tally.earlier(name).runs
        if done >= given.runs or left < 0:
            break
        code = again(name, "--runs", str(given.runs), "--seconds", str(left))
        if code:  # a hang, or more memory than a fuzzer may take: the fuzzer has kept the input
            tally = Tally.earlier(name)
            tally.findings[f"the process ended with {code}"] += 1
            tally.note()
    if again(name, "--corpus"):
        tally = Tally.earlier(name)
        tally.findings["the corpus ended the process"] += 1
        tally.note()


def again(name: str, *options: str) -> int:
    """This program for one target, in a process of its own."""
    return subprocess.run([sys.executable, __file__, "--target", name, *options], check=False).returncode


def forget(name: str) -> None:
    """Count this target from 0."""
    lines = RESULTS.read_text().splitlines(keepends=True) if RESULTS.exists() else []
    if lines:
        RESULTS.write_text("".join(line for line in lines if not line.startswith(f'{{"target": "{name}"')))


def fuzz(name: str, runs: int, seconds: int) -> None:
    """Run one target until its executions are done, in this process."""
    import atheris

    with atheris.instrument_imports(include=["evenstep"]):
        from fuzz_targets import ALWAYS_WHOLE, targets

        target = targets()[name]
    from fuzz_depth import to_the_door
    from fuzz_mutator import mutations

    light = to_the_door(target)
    wholes = 1 if name in ALWAYS_WHOLE else WHOLE_EVERY
    tally = Tally.earlier(name)
    over = end_of(tally, runs, seconds)

    def once(data: bytes) -> None:
        whole = tally.runs % wholes == 0
        tried(tally, target if whole else light, data, whole=whole)
        over()

    def changed(data: bytes, longest: int, seed: int) -> bytes:
        """Half by the fuzzer's own ways, half by ours, which keep JSON JSON."""
        if seed % 2:
            return bytes(atheris.Mutate(data, longest))
        return next(mutations([data], 1, seed))[:longest]

    corpus, first = folders(name)
    limits = [f"-max_len={LONGEST}", f"-timeout={SLOW_S}", "-rss_limit_mb=3000"]
    quiet = ["-print_final_stats=0", "-verbosity=0", f"-artifact_prefix={BUILD / 'findings' / name}/"]
    atheris.Setup([sys.argv[0], *limits, *quiet, str(corpus), str(first)], once, custom_mutator=changed)
    atheris.Fuzz()


def end_of(tally: Tally, runs: int, seconds: int) -> Callable[[], None]:
    """What is called after each execution: notes the tally now and then, and ends the process when all is done."""
    began, cpu, before = time.monotonic(), time.process_time(), tally.cpu_s
    tally.note()

    def over() -> None:
        done = tally.runs >= runs or (seconds and time.monotonic() - began > seconds)
        if done or tally.runs % NEWS_EVERY == 0:
            tally.cpu_s = before + time.process_time() - cpu
            tally.note()
        if done:
            os._exit(0)

    return over


def folders(name: str) -> tuple[Path, Path]:
    """What was worth keeping, and the seeds, written anew."""
    from fuzz_seeds import seeds

    corpus, first = BUILD / "corpus" / name, BUILD / "first" / name
    for folder in (corpus, first, BUILD / "findings" / name):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (first / f"{number:04}").write_bytes(data)
    return corpus, first


def whole_corpus(name: str) -> None:
    """All seeds and all inputs that were worth keeping, the whole way, without a fuzzer."""
    from fuzz_targets import targets

    target, tally = targets()[name], Tally.earlier(name)
    began, before = time.process_time(), tally.cpu_s
    for folder in folders(name):
        for path in sorted(folder.iterdir()):
            tried(tally, target, path.read_bytes(), whole=True)
    tally.cpu_s = before + time.process_time() - began
    tally.corpus_done = True
    tally.note()


if __name__ == "__main__":
    main()

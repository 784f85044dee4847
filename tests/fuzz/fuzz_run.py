"""Run the fuzzer over every target, each in a process of its own, and write down what came of it.

    make fuzz RUNS=1000000                  every target
    make fuzz RUNS=200000 ONLY=telegram     one
    .venv/bin/python tests/fuzz/fuzz_run.py --target telegram --replay build/fuzz/findings/telegram/001

For each target one line of JSON goes to build/fuzz/results.jsonl and one row to build/fuzz/results.md: executions,
seconds, how often each answer came, findings. A finding does not end the run; its input is kept beside it, one for each
place in the code. The seeds are what the tests of the sources read (fuzz_record.py), the sample exports where there are
any, and what earlier runs found worth keeping.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
RESULTS = BUILD / "results.jsonl"
LONGEST = 16_384
SLOW_S = 25
NEWS_EVERY = 2_000
COLUMNS = ("Target", "Executions", "CPU seconds", "Read", "Refused or asked", "Not its kind", "Findings")
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"


def main() -> None:
    """The target that was named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=0, help="an end for each target, whatever is left of its runs")
    parser.add_argument("--only", default="")
    parser.add_argument("--target", default="", help="run this one here")
    parser.add_argument("--replay", type=Path, help="with --target: try this one input, and show what it does")
    given = parser.parse_args()
    if given.target and not given.replay:
        fuzz(given.target, given.runs, given.seconds)
        return
    from fuzz_targets import targets  # not before: fuzz() loads everything under the fuzzer's eyes

    if given.replay:
        sys.stdout.write(targets()[given.target](given.replay.read_bytes()) + "\n")
        return
    for name in targets():
        if given.only in ("", name):
            again = [sys.executable, __file__, "--target", name, "--runs", str(given.runs)]
            code = subprocess.run([*again, "--seconds", str(given.seconds)], check=False).returncode
            if code:  # a hang, or more memory than a fuzzer may take: the fuzzer has kept the input
                note(name, {"target": name, **earlier(name), "findings": {f"the process ended with {code}": 1}})
    sys.stdout.write((BUILD / "results.md").read_text())


def fuzz(name: str, runs: int, seconds: int) -> None:
    """Run one target until its executions are done, in this process."""
    import atheris

    with atheris.instrument_imports(include=["evenstep"]):
        from fuzz_targets import targets

        target = targets()[name]
    from fuzz_mutator import mutations
    from fuzz_seeds import seeds

    corpus, first = BUILD / "corpus" / name, BUILD / "first" / name
    for folder in (corpus, first, BUILD / "findings" / name):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (first / f"{number:04}").write_bytes(data)
    answers: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    began, wall = time.process_time(), time.monotonic()
    note(name, {"target": name, "runs": 0, "findings": {}})

    def once(data: bytes) -> None:
        try:
            answers[target(data)] += 1
        except BaseException as error:  # a panic of a library is no Exception
            place = where(error)
            findings[place] += 1
            if findings[place] == 1:
                (BUILD / "findings" / name / f"{len(findings):03}").write_bytes(data)
                sys.stdout.write(f"{name}: {place}\n")
        done = answers.total() + findings.total()
        over = done >= runs or (seconds and time.monotonic() - wall > seconds)
        if over or done % NEWS_EVERY == 0:
            said = {"target": name, "runs": done, "cpu_s": round(time.process_time() - began, 1)}
            note(name, said | {"answers": dict(answers.most_common()), "findings": dict(findings)})
        if over:
            os._exit(0)

    options = [
        f"-max_len={LONGEST}",
        f"-timeout={SLOW_S}",
        "-rss_limit_mb=3000",
        "-print_final_stats=0",
        "-verbosity=0",
    ]
    kept = f"-artifact_prefix={BUILD / 'findings' / name}/"

    def changed(data: bytes, longest: int, seed: int) -> bytes:
        """Half by the fuzzer's own ways, half by ours, which keep JSON JSON."""
        if seed % 2:
            return bytes(atheris.Mutate(data, longest))
        return next(mutations([data], 1, seed))[:longest]

    atheris.Setup([sys.argv[0], *options, kept, str(corpus), str(first)], once, custom_mutator=changed)
    atheris.Fuzz()


def where(error: BaseException) -> str:
    """The kind of error and the innermost place of ours, so that one fault is one finding."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "evenstep" in frame.filename]
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).relative_to(ROOT / 'src')}:{last.lineno}" if last and "src" in last.filename else ""
    cause = error.__cause__
    more = where(cause) if cause is not None else "" if place else str(error)[:80]
    return f"{type(error).__name__} {place} {more}".strip()


def note(name: str, said: dict[str, object]) -> None:
    """Put this target's line in place of its earlier one, and write the table anew."""
    BUILD.mkdir(parents=True, exist_ok=True)
    there = [each for each in results() if each["target"] != name] + [said]
    RESULTS.write_text("".join(json.dumps(each) + "\n" for each in there))
    (BUILD / "results.md").write_text(HEAD + "".join(map(row, there)))


def results() -> list[dict[str, object]]:
    """What was noted so far, by target."""
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def earlier(name: str) -> dict[str, object]:
    """What this target said of itself before its process came to an end."""
    return next((each for each in results() if each["target"] == name), {})


def row(said: dict[str, object]) -> str:
    """One target's row."""
    answers, findings = said.get("answers"), said["findings"]
    counts: dict[str, int] = answers if isinstance(answers, dict) else {}
    read, other = counts.get("read", 0), counts.get("not ours", 0)
    found = len(findings) if isinstance(findings, dict) else 0
    numbers = (said.get("runs", 0), said.get("cpu_s", 0), read, sum(counts.values()) - read - other, other, found)
    return f"| {said['target']} | {' | '.join(f'{number:,}' for number in numbers)} |\n"


if __name__ == "__main__":
    main()

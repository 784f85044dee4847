"""What fuzzing has done so far: one line of JSON a target in build/fuzz/results.jsonl, and a table of them."""

from __future__ import annotations

import json
import resource
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
RESULTS = BUILD / "results.jsonl"
SLOW_CPU_S = 2.0
COLUMNS = (
    *("Target", "Executions", "Of them the whole way", "CPU seconds", "Peak MB", "Read, or read to the table's door"),
    *("Refused or asked", "Not its kind", "Findings"),
)
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"


@dataclass
class Tally:
    """One target's executions. ``whole``: those that went the whole way; ``corpus_done``: the corpus did so too."""

    target: str
    runs: int = 0
    whole: int = 0
    cpu_s: float = 0.0
    peak_mb: int = 0
    corpus_done: bool = False
    answers: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    @classmethod
    def earlier(cls, target: str) -> Tally:
        """What was noted of this target before, or nothing yet."""
        said = next((each for each in results() if each["target"] == target), {"target": target})
        return cls(**said | {name: Counter(said.get(name, {})) for name in ("answers", "findings")})

    def note(self) -> None:
        """Put this target's line in place of its earlier one, and write the table anew."""
        self.peak_mb = max(self.peak_mb, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        BUILD.mkdir(parents=True, exist_ok=True)
        said = vars(self) | {"cpu_s": round(self.cpu_s, 1)}
        there = {each["target"]: each for each in results()} | {self.target: said}
        RESULTS.write_text("".join(json.dumps(each) + "\n" for each in there.values()))
        (BUILD / "results.md").write_text(HEAD + "".join(map(row, there.values())))

    def found(self, place: str, data: bytes) -> None:
        """Count a finding; the first input of each place is kept."""
        self.findings[place] += 1
        if self.findings[place] == 1:
            folder = BUILD / "findings" / self.target
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{len(self.findings):03}").write_bytes(data)
            print(f"{self.target}: {place}", flush=True)  # noqa: T201 - the person who waits sees it at once


def tried(tally: Tally, target: object, data: bytes, *, whole: bool) -> None:
    """One execution, counted; more than SLOW_CPU_S for one small input is a finding too."""
    began = time.process_time()
    try:
        tally.answers[target(data)] += 1  # type: ignore[operator]
    except BaseException as error:  # a panic of a library is no Exception
        tally.found(where(error), data)
    taken = time.process_time() - began
    if taken > SLOW_CPU_S:
        tally.found(f"slow: {taken:.0f} s", data)
    tally.runs += 1
    tally.whole += whole


def where(error: BaseException) -> str:
    """The kind of error and the innermost place of ours, so that one fault is one finding."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "evenstep" in frame.filename]
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).relative_to(ROOT / 'src')}:{last.lineno}" if last and "src" in last.filename else ""
    cause = error.__cause__
    more = where(cause) if cause is not None else "" if place else str(error)[:80]
    return f"{type(error).__name__} {place} {more}".strip()


def results() -> list[dict[str, object]]:
    """What was noted so far, by target."""
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def row(said: dict[str, object]) -> str:
    """One target's row."""
    answers, findings = said["answers"], said["findings"]
    counts: dict[str, int] = answers if isinstance(answers, dict) else {}
    read, other = counts.get("read", 0) + counts.get("reached", 0), counts.get("not ours", 0)
    numbers = (
        *(said["runs"], said["whole"], said["cpu_s"], said["peak_mb"], read, sum(counts.values()) - read - other),
        *(other, len(findings) if isinstance(findings, dict) else 0),
    )
    return f"| {said['target']} | {' | '.join(f'{number:,}' for number in numbers)} |\n"

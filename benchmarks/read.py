"""Reading speed and memory against whatstk and chat-miner, each in its own process, on the same generated chats.

    make bench-read                                         the two 200,000-message files, all three tools
    .venv/bin/python benchmarks/read.py --large             also 1 to 5 million messages, evenstep alone
    .venv/bin/python benchmarks/read.py --pattern           also a whole cold `evenstep pattern`

Measured inside each process, after its imports: CPU seconds of all threads (user + system) of one
full read, wall seconds, and the peak resident memory of the whole process. Each run is repeated
and the least CPU time counts, because other work on the machine can only add to it. The results
are written to docs/benchmarks.md with the machine and the versions.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from generate import write_chat

HERE: Final = Path(__file__).resolve().parent
PEERS: Final = HERE.parent / ".venv-peers"
PAGE: Final = HERE.parent / "docs" / "benchmarks.md"
MESSAGES: Final = 200_000
LARGE: Final = (1_000_000, 2_000_000, 5_000_000)
ZONE: Final = "Europe/Berlin"

MEASURE: Final = """
import json, resource, sys, time
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
path = sys.argv[1]
{imports}
before, wall = cpu(), time.perf_counter()
{work}
spent, wall = cpu() - before, time.perf_counter() - wall
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"cpu_s": spent, "wall_s": wall, "peak_mb": peak, "messages": {count}}}))
"""

EVENSTEP: Final = MEASURE.format(
    imports="from evenstep.sources.read import read_export",
    work=f"parsed = read_export(path, zone={ZONE!r})",
    count="parsed.events.height",
)
WHATSTK: Final = MEASURE.format(
    imports="from whatstk import WhatsAppChat",
    work="frame = WhatsAppChat.from_source(path).df",
    count="len(frame)",
)
CHAT_MINER: Final = MEASURE.format(
    imports="import logging; logging.disable(logging.CRITICAL)\nfrom chatminer.chatparsers import WhatsAppParser",
    work="parser = WhatsAppParser(path); parser.parse_file(); frame = parser.parsed_messages.get_df()",
    count="len(frame)",
)


@dataclass(frozen=True)
class Run:
    """One tool on one file. ``messages`` is what the tool itself counts."""

    tool: str
    messages: int
    cpu_s: float
    wall_s: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Messages a CPU second."""
        return self.messages / self.cpu_s


def peers_python() -> str:
    """The interpreter of the peers' own environment, made on first use."""
    python = PEERS / "bin" / "python"
    wanted = HERE / "requirements-peers.txt"
    stamp = PEERS / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", "-r", str(wanted)], check=True)
        stamp.write_text(wanted.read_text())
    return str(python)


def measure(tool: str, python: str, script: str, path: Path, repeats: int) -> Run:
    """The run with the least CPU time; the highest peak of all of them."""
    runs = []
    for _ in range(repeats):
        out = subprocess.run([python, "-c", script, str(path)], check=True, capture_output=True, text=True).stdout
        runs.append(json.loads(out.strip().splitlines()[-1]))
    best = min(runs, key=lambda r: r["cpu_s"])
    return Run(tool, best["messages"], best["cpu_s"], best["wall_s"], max(r["peak_mb"] for r in runs))


def compare(path: Path, peers: str, repeats: int) -> list[Run]:
    """evenstep and both peers on one file."""
    runs = [
        measure("evenstep", sys.executable, EVENSTEP, path, repeats),
        measure("whatstk", peers, WHATSTK, path, repeats),
        measure("chat-miner", peers, CHAT_MINER, path, repeats),
    ]
    for run in runs:
        print(f"  {run.tool:<11}{run.messages:>9,} messages {run.cpu_s:8.2f} CPU s {run.peak_mb:7.0f} MB", flush=True)
    return runs


def pattern(path: Path) -> float:
    """Wall seconds of a whole `evenstep pattern FILE --json -`, cold."""
    command = [str(Path(sys.executable).parent / "evenstep"), "pattern", str(path), "--zone", ZONE, "--json", "-"]
    started = datetime.now(UTC)
    subprocess.run(command, check=True, capture_output=True)
    return (datetime.now(UTC) - started).total_seconds()


def machine() -> str:
    """What the figures were taken on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = f"{len(names)} × {names[0]}" if names else model
    packages = ", ".join(f"{name} {version(name)}" for name in ("polars", "numpy"))
    return f"{model}, {platform.system()}, Python {platform.python_version()}, {packages}"


def table(title: str, runs: list[Run]) -> str:
    """One file's table: every tool, and how many times the CPU of evenstep it took."""
    least = runs[0].cpu_s
    rows = [
        f"| {r.tool} | {r.messages:,} | {r.cpu_s:.2f} | {r.rate:,.0f} | {r.cpu_s / least:.1f} | {r.peak_mb:.0f} |"
        for r in runs
    ]
    head = "| tool | messages found | CPU s | messages per CPU s | × evenstep's CPU | peak MB |"
    return "\n".join([f"## {title}", "", head, "|---|--:|--:|--:|--:|--:|", *rows, ""])


def large_table(runs: list[Run]) -> str:
    """How time and memory grow."""
    head = "| messages | CPU s | µs a message | wall s | peak MB |\n|--:|--:|--:|--:|--:|"
    rows = [
        f"| {r.messages:,} | {r.cpu_s:.2f} | {1e6 * r.cpu_s / r.messages:.2f} | {r.wall_s:.2f} | {r.peak_mb:.0f} |"
        for r in runs
    ]
    return "\n".join(["## How it grows (evenstep, Android 24 h)", "", head, *rows, ""])


def main() -> None:
    """Generate, measure, print, write docs/benchmarks.md."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--large", action="store_true", help="also 1, 2 and 5 million messages")
    options.add_argument("--pattern", action="store_true", help="also a whole cold `evenstep pattern`")
    options.add_argument("--repeats", type=int, default=5, help="runs of each tool on each file")
    options.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="the date on the page")
    asked = options.parse_args()
    peers = peers_python()
    sections = []
    with tempfile.TemporaryDirectory() as folder:
        for title, ios in (("Android, 24 hours", False), ("iPhone, 12 hours with U+202F", True)):
            path = Path(folder) / ("ios.txt" if ios else "android.txt")
            size = write_chat(path, MESSAGES, ios=ios)
            print(f"{title}: {MESSAGES:,} messages, {size / 1e6:.1f} MB", flush=True)
            sections.append(table(f"{title} ({size / 1e6:.1f} MB)", compare(path, peers, asked.repeats)))
        if asked.pattern:
            seconds = min(pattern(Path(folder) / "android.txt") for _ in range(3))
            print(f"evenstep pattern, cold: {seconds:.2f} s wall")
            sections.append(f"## A whole `evenstep pattern`\n\nCold, with `--json -`: {seconds:.2f} s wall.\n")
        if asked.large:
            sections.append(large_table(growth(Path(folder))))
    PAGE.write_text(page(sections, asked.date), encoding="utf-8")
    print(f"written to {PAGE}")


def growth(folder: Path) -> list[Run]:
    """evenstep on ever larger files."""
    runs = []
    for messages in LARGE:
        path = folder / "large.txt"
        write_chat(path, messages, ios=False)
        runs.append(measure("evenstep", sys.executable, EVENSTEP, path, 2))
        print(f"  {messages:>9,} messages {runs[-1].cpu_s:8.2f} CPU s {runs[-1].peak_mb:7.0f} MB", flush=True)
    return runs


def page(sections: list[str], date: str) -> str:
    """docs/benchmarks.md."""
    command = " ".join(["python", "benchmarks/read.py", *sys.argv[1:]])
    peers = " and ".join(
        line for line in (HERE / "requirements-peers.txt").read_text().splitlines() if not line.startswith("#")
    )
    lead = f"""# Benchmarks: reading

Measured {date} on {machine()}; peers {peers}.
Made by `make bench-read` (here `{command}`).
On a shared machine figures and ratios move by a fifth and more from run to run.

Each tool reads the same generated file in its own process. CPU seconds are user plus system time
of all threads, after the imports; the least of as many runs for each tool counts. Peak memory is the whole
process with its libraries. evenstep finds the date format and checks the result; whatstk finds its
header by itself; chat-miner is told nothing either. On the iPhone file both peers count the
encryption notice as a message of the partner: one more than there are.
"""
    return lead + "\n" + "\n".join(sections)


if __name__ == "__main__":
    main()

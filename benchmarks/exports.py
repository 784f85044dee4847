"""Reading each kind of export: speed and memory, and chat-miner on the same files where it reads them.

    make bench-exports          200,000 messages of each kind

Each tool reads the same generated file in its own process, CPU seconds after its imports, the
least of three; the peak is that of the whole process. Written to docs/benchmarks-exports.md.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from generate_exports import WRITERS
from read import EVENSTEP, HERE, MEASURE, Run, machine, measure, peers_python

PAGE: Final = HERE.parent / "docs" / "benchmarks-exports.md"
MESSAGES: Final = 200_000
REPEATS: Final = 3
WISHED: Final = {  # messages a CPU second, MB
    "Telegram": (500_000, 250),
    "Messenger": (500_000, None),
    "SMS Backup & Restore": (150_000, 120),
    "iMessage, chat.db": (200_000, None),
    "mbox": (20_000, None),
}
PEER: Final = {"Telegram": "TelegramJsonParser", "Messenger": "FacebookMessengerParser"}


def chat_miner(parser: str) -> str:
    """The script that measures one of chat-miner's parsers."""
    return MEASURE.format(
        imports=f"import logging; logging.disable(logging.CRITICAL)\nfrom chatminer.chatparsers import {parser}",
        work=f"parser = {parser}(path); parser.parse_file(); frame = parser.parsed_messages.get_df()",
        count="len(frame)",
    )


def compare(kind: str, path: Path, peers: str) -> list[Run]:
    """evenstep, and chat-miner where it reads this kind."""
    runs = [measure("evenstep", sys.executable, EVENSTEP, path, REPEATS)]
    if kind in PEER:
        runs.append(measure("chat-miner", peers, chat_miner(PEER[kind]), path, REPEATS))
    for run in runs:
        print(f"  {run.tool:<11}{run.messages:>9,} messages {run.cpu_s:8.2f} CPU s {run.peak_mb:7.0f} MB", flush=True)
    return runs


def written(kind: str, folder: str) -> Path:
    """The generated file. Made by another process: a child begins with the peak of the one that starts it."""
    command = [sys.executable, str(HERE / "generate_exports.py"), kind, folder, str(MESSAGES)]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rows(kind: str, size: int, runs: list[Run]) -> list[str]:
    """Lines of the table: the figures beside what was wished for, and the ratio to evenstep's time."""
    rate, memory = WISHED.get(kind, (None, None))
    wished = ", ".join(filter(None, (f"{rate:,}" if rate else "", f"{memory} MB" if memory else ""))) or "–"
    return [
        f"| {kind if run is runs[0] else ''} | {run.tool} | {size / 1e6:.0f} | {run.messages:,} | {run.cpu_s:.2f} | "
        f"{run.rate:,.0f} | {run.peak_mb:.0f} | {wished if run is runs[0] else ''} | {run.cpu_s / runs[0].cpu_s:.1f} |"
        for run in runs
    ]


def main() -> None:
    """Generate, measure, print, write the page."""
    peers = peers_python()
    lines = []
    for kind in WRITERS:
        with tempfile.TemporaryDirectory() as folder:
            path = written(kind, folder)
            print(f"{kind}: {path.stat().st_size / 1e6:.1f} MB", flush=True)
            lines += rows(kind, path.stat().st_size, compare(kind, path, peers))
    head = "| kind | tool | file, MB | messages | CPU s | messages per CPU s | peak MB | wished | × evenstep's CPU |"
    lead = f"""# Benchmarks: every kind of export

Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}; peer chat-miner 0.6.0. Made by `make bench-exports`.

{MESSAGES:,} invented messages of two people in each file, read in a process of its own. CPU seconds are user plus
system time of all threads after the imports, the least of {REPEATS}. The peak is the whole process with its libraries,
about 70 MB of which are there before the file is opened. evenstep keeps order, replies, kinds and lengths and checks
the result; chat-miner keeps time, author and text of what has text.
"""
    PAGE.write_text("\n".join([lead, head, "|---|---|--:|--:|--:|--:|--:|---|--:|", *lines, ""]), encoding="utf-8")
    print(f"written to {PAGE}")


if __name__ == "__main__":
    main()

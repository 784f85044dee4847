"""Kill -9 at a random instant, again and again: kill_loop.py SEED PATH=KILLS (or each=KILLS)."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "evenstep.web.settings"
django.setup(set_prefix=False)

from write_paths import ALSO, PATHS, WritePath  # noqa: E402

CAME_TO_AN_END, FAILED = 0, 3
SHM = "/dev/shm"  # noqa: S108 -- inside it a private folder of our own
MEMORY = SHM if os.access(SHM, os.W_OK) else None  # a kill asks nothing of the disk, and this is much faster


def run(name: str, kills: int, seed: int) -> dict[str, object]:
    """So many kills on one write path, each followed by a restart and a look at everything."""
    draw = random.Random(f"{seed} {name}")
    begun = time.monotonic()
    acknowledged = counted = tried = 0
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="evenstep-faults-", dir=MEMORY) as root:
        path = (PATHS | ALSO)[name](Path(root))
        span_s = _three_steps(path)
        bad += [f"{name}, without a kill: {fault}" for fault in checked(path, 3)]
        while counted < kills and tried < 3 * kills and len(bad) < 10:
            tried += 1
            try:
                path.before()
            except Exception as error:  # what the last kill left is so bad that nothing can go on
                bad.append(f"{name}, after kill {counted}: {error!r}")
                break
            done, killed, complaint = _one(path, draw.uniform(0, span_s))
            bad += [complaint] if complaint else []
            bad += [f"{name}, kill {counted}: {fault}" for fault in checked(path, done)]
            acknowledged += done
            counted += killed
    return {
        "path": name,
        "kills": counted,
        "acknowledged": acknowledged,
        "bad": bad,
        "seconds": round(time.monotonic() - begun, 1),
    }


def told(results: Iterable[dict[str, object]]) -> int:
    """Print each result as it comes, one JSON object a line. The exit code: 1 when something was bad."""
    bad = 0
    for result in results:
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()
        bad |= bool(result["bad"])
    return int(bad)


def _three_steps(path: WritePath) -> float:
    """How long three steps take here and now: the kills come within that time."""
    path.before()
    steps = path.steps()
    begun = time.monotonic()
    for _ in range(3):
        next(steps)
    span_s = time.monotonic() - begun
    steps.close()
    return span_s


def _one(path: WritePath, wait_s: float) -> tuple[int, bool, str]:
    """One kill: steps acknowledged, whether it met the work, and what the work itself complained of."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _work(path, write_end)
    os.close(write_end)
    os.read(read_end, 1)
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    done = 0
    while chunk := os.read(read_end, 65536):
        done += len(chunk)
    os.close(read_end)
    failed = os.WIFEXITED(status) and os.WEXITSTATUS(status) == FAILED
    return done, os.WIFSIGNALED(status), "the work itself failed" if failed else ""


def _work(path: WritePath, write_end: int) -> None:
    """In the child: say that it begins, then one byte for each step that is done. Never returns."""
    try:
        os.write(write_end, b"!")
        for _ in path.steps():
            os.write(write_end, b".")
    except BaseException:
        traceback.print_exc()
        os._exit(FAILED)
    os._exit(CAME_TO_AN_END)


def checked(path: WritePath, done: int) -> list[str]:
    """What the path's own look finds, or that it could not even look."""
    try:
        return path.check(done)
    except Exception as error:
        traceback.print_exc()
        return [f"after {done} steps the store cannot be opened or read: {error!r}"]


if __name__ == "__main__":
    plan = [each.partition("=") for each in sys.argv[2:]]
    chosen = [(path, int(kills)) for name, _, kills in plan for path in (PATHS if name == "each" else [name])]
    sys.exit(told(run(path, kills, int(sys.argv[1])) for path, kills in chosen))

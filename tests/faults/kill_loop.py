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
from itertools import pairwise
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "evenstep.web.settings"
django.setup(set_prefix=False)

from write_paths import ALSO, PATHS, WritePath  # noqa: E402

CAME_TO_AN_END, FAILED = 0, 3
STEPS = 3  # a kill meets one of the first three
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
        paces, done = _paces(path)
        bad += [f"{name}, the first kill: {fault}" for fault in checked(path, done)]
        while counted < kills and tried < 3 * kills and len(bad) < 10:
            tried += 1
            try:
                path.before()
            except Exception as error:  # what the last kill left is so bad that nothing can go on
                bad.append(f"{name}, after kill {counted}: {error!r}")
                break
            meet = draw.randrange(STEPS)
            done, killed, complaint = _one(path, meet, draw.uniform(0, paces[meet]))
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


def _paces(path: WritePath) -> tuple[list[float], int]:
    """How long each of the first steps takes in a child (the first has the store to open), and how many were done."""
    path.before()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _work(path, write_end)
    os.close(write_end)
    ticks = [time.monotonic() for _ in range(STEPS + 1) if os.read(read_end, 1)]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = STEPS + _rest(read_end)
    return [later - earlier for earlier, later in pairwise(ticks)], done


def _one(path: WritePath, meet: int, wait_s: float) -> tuple[int, bool, str]:
    """One kill, so long after step ``meet`` began: steps acknowledged, whether it met the work, any complaint.

    Waiting for the acknowledgement, not for a time from the start, keeps the kills spread over the steps on a
    machine that is busy.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _work(path, write_end)
    os.close(write_end)
    heard = b"".join(os.read(read_end, 1) for _ in range(1 + meet))
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    done = len(heard) - 1 + _rest(read_end)
    failed = os.WIFEXITED(status) and os.WEXITSTATUS(status) == FAILED
    return done, os.WIFSIGNALED(status), "the work itself failed" if failed else ""


def _rest(read_end: int) -> int:
    """How many more acknowledgements the dead child left."""
    more = 0
    while chunk := os.read(read_end, 65536):
        more += len(chunk)
    os.close(read_end)
    return more


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

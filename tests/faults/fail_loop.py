"""The k-th write fails, or is the last one: fail_loop.py POINTS PATH ... prints JSON. LD_PRELOAD is fail_calls.so."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from kill_loop import MEMORY, checked, told
from write_paths import PATHS, WritePath

from evenstep.web.vault.write import trouble_of

DONE, SAID, NOT_PLAIN, KILLED = 0, 4, 3, -signal.SIGKILL
# A full disk stays full. A fault of the disk comes once. 0 is the kill.
KINDS = {"ENOSPC": (errno.ENOSPC, True), "EIO": (errno.EIO, False), "kill -9": (0, True)}


def run(name: str, points: int) -> dict[str, object]:
    """Each call of one step fails in turn (evenly chosen ones when there are more than ``points``)."""
    bad: list[str] = []
    tried = said = killed = 0
    with tempfile.TemporaryDirectory(prefix="evenstep-faults-", dir=MEMORY) as root:
        path = PATHS[name](Path(root))
        calls = _count(path)
        most = min(points, calls)
        chosen = sorted({round(1 + n * (calls - 1) / max(1, most - 1)) for n in range(most)})
        for kind, (number, stays) in KINDS.items():
            for k in chosen:
                path.before()
                how = _step(path, k, number, stays)
                tried += 1
                said += how == SAID
                killed += how == KILLED
                where = f"{name}, {kind} at call {k} of {calls}"
                bad += [f"{where}: no plain error"] if how not in {DONE, SAID, KILLED} else []
                bad += [f"{where}: {fault}" for fault in checked(path, int(how == DONE))]
    return {"path": name, "calls": calls, "points": tried, "said": said, "killed": killed, "bad": bad}


def _count(path: WritePath) -> int:
    """How many calls one step makes that can fail."""
    path.before()
    read_end, write_end = os.pipe()
    if os.fork() == 0:
        shim = ctypes.CDLL(None)
        shim.fail_from(-1, 0, 0)
        next(path.steps())
        os.write(write_end, str(shim.calls_seen()).encode())
        os._exit(0)
    os.wait()
    os.close(write_end)
    calls = int(os.read(read_end, 100))
    os.close(read_end)
    path.check(1)
    return calls


def _step(path: WritePath, k: int, number: int, stays: bool) -> int:
    """One step in a child whose k-th call fails: whether it was done, said plainly why not, or neither."""
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).fail_from(k, number, int(stays))
        try:
            next(path.steps())
        except BaseException as error:
            if trouble_of(error) is not None:
                os._exit(SAID)
            traceback.print_exc()
            os._exit(NOT_PLAIN)
        os._exit(DONE)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(told(run(name, int(sys.argv[1])) for name in sys.argv[2:] or PATHS))

"""A Python process that knows nothing of its surroundings: started, listened to, timed, ended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

FLAGS: Final = ("-I", "-S", "-B", "-X", "utf8")  # nothing from the surroundings, no start-up files, nothing written
SURROUNDINGS: Final = {  # two threads are enough for one file; each reserves room
    **dict.fromkeys(("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"), "2"),
    "LC_ALL": "C.UTF-8",
}
HANDED_ON: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # without these some systems do not find Python's own libraries
LAST_WORDS: Final = 4_096


class Process:
    """``code`` in a Python of its own; ``asked`` goes to it, ``told`` comes from it; its last printed words are kept.

    Started without a copy of this process, so it may be started from any thread. Raises OSError where that fails.
    """

    def __init__(self, code: str) -> None:
        surroundings = SURROUNDINGS | {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        where = [entry for entry in sys.path if Path(entry).is_absolute()]
        self._process = subprocess.Popen(  # noqa: S603 -- our own Python, our own code
            [sys.executable, *FLAGS, "-c", code, *where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=surroundings,
            start_new_session=True,  # it has no terminal, and Ctrl-C reaches it through us
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        if self._process.stdin is None or self._process.stdout is None or self._process.stderr is None:
            raise OSError("no pipes")
        self.asked: IO[bytes] = self._process.stdin
        self.told: IO[bytes] = self._process.stdout
        self._errors: IO[bytes] = self._process.stderr
        self._last_words = b""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.timed_out = False

    def _listen(self) -> None:
        """Keep the end of what it prints, so that it never waits for a reader of it."""
        while said := self._errors.read1(65_536):  # type: ignore[attr-defined]
            self._last_words = (self._last_words + said)[-LAST_WORDS:]

    @contextlib.contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Inside the block it is ended when the time is over."""
        timer = threading.Timer(seconds, self._too_long)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _too_long(self) -> None:
        self.timed_out = True
        self._process.kill()

    def ended(self, patience_s: float = 5.0) -> tuple[int, bytes]:
        """After it has closed its pipes: its exit code (minus the signal) and the last it printed."""
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
        code = self._process.wait()
        self._listener.join()
        return code, self._last_words

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self.asked, self.told, self._errors):
            with contextlib.suppress(OSError):  # what was still on its way to a process that has gone
                stream.close()

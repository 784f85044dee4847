"""The data folder belongs to one running evenstep at a time: a lock the system lets go of when the process ends."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from evenstep.web.vault.trouble import AlreadyOpen
from evenstep.web.vault.write import is_ours, plainly

LOCK: Final = "lock"
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class Hold:
    """The lock, from making this object until ``release``. Raises AlreadyOpen when another process has it.

    ``after_crash``: whoever had it before did not let go of it (a power cut, or the program was ended).
    """

    def __init__(self, folder: Path) -> None:
        with plainly():
            is_ours(folder / LOCK)
            self._handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if not _locked(self._handle):
            os.close(self._handle)
            raise AlreadyOpen
        self.after_crash = bool(os.pread(self._handle, 1, 0)) if hasattr(os, "pread") else False
        self._say({"pid": os.getpid(), "boot": _boot()})

    def release(self) -> None:
        """Let go. A second call does nothing."""
        if self._handle >= 0:
            self._say(None)
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def _say(self, holder: dict[str, object] | None) -> None:
        """Who holds it, for a person who looks; the lock itself is the system's, so a stale line locks nobody out."""
        with suppress(OSError):  # on a full disk as well: the notes can still be read, and room can be made
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            if holder:
                os.write(self._handle, json.dumps(holder).encode())


def _boot() -> str:
    return BOOT_ID.read_text().strip() if BOOT_ID.is_file() else ""


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        """Take the lock if it is free. It lies far behind the text, which others may then still read."""
        os.lseek(handle, 4096, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

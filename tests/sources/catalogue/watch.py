"""What is opened while a bad file is read: sockets, programs, databases on disk, files that are not evenstep's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zoneinfo import TZPATH

DEEDS: Final = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile"),
    *("urllib.", "http.client.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "webbrowser.", "pty.", "ctypes.dlopen"),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil."),
    *("tempfile.", "sqlite3.enable_load_extension", "sqlite3.load_extension"),
)
WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ITS_OWN: Final = tuple(
    os.path.realpath(place) for place in {sys.prefix, sys.base_prefix, Path(__file__).parents[3], *TZPATH}
)
"""Where code and time zones come from: the first use of a module or a zone opens them."""

_seen: list[str] | None = None
_watching = False


@contextmanager
def watched(*files: Path) -> Iterator[list[str]]:
    """What is opened inside the block, but for ``files`` (and what is in them) and evenstep's own."""
    global _seen, _watching  # noqa: PLW0603 -- a hook stays for good, and can only be told to look away
    if not _watching:
        sys.addaudithook(_notice)
        _watching = True
    _seen = seen = []
    try:
        yield seen
    finally:
        _seen = None
        fine = (*ITS_OWN, *(os.path.realpath(file) for file in files))
        seen[:] = [each for each in seen if not _may_be_read(each, fine)]


def _notice(event: str, args: tuple[Any, ...]) -> None:
    if _seen is None:
        return
    if event == "open":
        mode, flags = args[1], args[2]
        writes = (isinstance(flags, int) and flags & WRITES) or (isinstance(mode, str) and set(mode) & set("wax+"))
        _seen.append(f"{'write' if writes else 'read'} {args[0]}")
    elif event == "sqlite3.connect":
        _seen.append(f"database {args[0]}")
    elif event.startswith(DEEDS):
        _seen.append(f"{event} {args}")


def _may_be_read(each: str, fine: tuple[str, ...]) -> bool:
    deed, _, name = each.partition(" ")
    if deed == "database":
        return name == ":memory:"
    return deed == "read" and os.path.realpath(name).startswith(fine)

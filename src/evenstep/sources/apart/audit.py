"""The second fence, on every system: Python itself refuses to write, to start programs and to open connections."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

REFUSED: Final = (
    *("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.system", "os.startfile"),
    *("pty.", "ftplib.", "http.client.", "imaplib.", "poplib.", "smtplib.", "telnetlib.", "urllib.", "webbrowser."),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
    *("os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.kill", "signal.pthread_kill", "shutil."),
    *("tempfile.", "sqlite3.enable_load_extension", "sqlite3.load_extension", "winreg."),
)
WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_deeds() -> None:
    """From here on, in this process and for good. Deeds raise PermissionError."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = args[1], args[2]
        if (isinstance(flags, int) and flags & WRITES) or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError("a reader does not write")
    elif event.startswith(REFUSED):
        raise PermissionError(f"a reader does not {event}")

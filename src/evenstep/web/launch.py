"""The way in: a token that opens the door once, within a minute, and a private file that carries it to the browser."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path


class Launch:
    """Tokens that work once and soon. ``clock`` in seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float], life_s: float) -> None:
        self._clock = clock
        self._life_s = life_s
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def issue(self) -> str:
        """A new token. Older ones that nobody used stop working."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._until = {token: self._clock() + self._life_s}
        return token

    def redeem(self, token: str) -> bool:
        """True once for a token that is known and still fresh; all later tries fail, also of many at one moment."""
        with self._lock:
            known = next((t for t in self._until if secrets.compare_digest(t.encode(), token.encode())), None)
            return known is not None and self._clock() <= self._until.pop(known)


class RedirectFile:
    """A page only this user can read that sends the browser on, so that the token is in no process list."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="notes-"))  # mkdtemp makes it 0700

    def write(self, address: str) -> Path:
        """Write the page for ``address`` (mode 0600) and return its path."""
        path = self._folder / "open.html"
        path.unlink(missing_ok=True)
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title>'
            f'<meta http-equiv="refresh" content="0;url={address}"><p><a href="{address}">Open</a></p></html>\n'
        )
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(page)
        return path

    def remove(self) -> None:
        """Take the file and its folder away."""
        shutil.rmtree(self._folder, ignore_errors=True)

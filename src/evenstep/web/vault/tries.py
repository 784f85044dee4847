"""Tries that did not fit, kept on the disk: five are free, then the waits grow, and a restart forgets none of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Final

from evenstep.web.vault.trouble import TooSoon
from evenstep.web.vault.write import is_ours, replace_file

FREE: Final = 5
FIRST_WAIT_S: Final = 10
LONGEST_WAIT_S: Final = 300
KEPT: Final = 500


@dataclass(frozen=True)
class Tries:
    """``at``: when each failed try was, oldest first. ``since``: when the present wait began."""

    at: tuple[datetime, ...] = ()
    since: datetime | None = None


def wait_after(failed: int) -> int:
    """Seconds to wait after so many failed tries. At the end 12 an hour are left, never more than 100."""
    if failed < FREE:
        return 0
    return min(LONGEST_WAIT_S, FIRST_WAIT_S << min(failed - FREE, 10))


def count_try(path: Path, now: datetime) -> Tries:
    """Write a try down *before* it is looked at, so that ending the program saves nobody a wait. Returns those before.

    Raises TooSoon while the wait lasts. A clock that was set back starts the wait again, it never makes it longer.
    """
    before = read_tries(path)
    wait = wait_after(len(before.at))
    if wait and before.since is not None:
        if now < before.since:
            _write(path, Tries(before.at, now))
            raise TooSoon(wait)
        left = before.since + timedelta(seconds=wait) - now
        if left > timedelta(0):
            raise TooSoon(ceil(left.total_seconds()))
    _write(path, Tries((*before.at, now)[-KEPT:], now))
    return before


def put_back(path: Path, before: Tries) -> None:
    """The last try was a right one: only those before it count."""
    _write(path, before) if before.at else forget_tries(path)


def forget_tries(path: Path) -> None:
    """The store was opened and its owner can see the failed tries there."""
    path.unlink(missing_ok=True)


def read_tries(path: Path) -> Tries:
    """The failed tries. A file that cannot be read counts as the free ones used up: damage must not help a guesser."""
    if not is_ours(path):
        return Tries()
    try:
        found = json.loads(path.read_bytes())
        at = tuple(_moment(text) for text in found["at"])
        return Tries(at, _moment(found["since"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        return Tries((changed,) * FREE, changed)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _write(path: Path, tries: Tries) -> None:
    since = tries.since.isoformat() if tries.since else None
    replace_file(path, json.dumps({"at": [moment.isoformat() for moment in tries.at], "since": since}).encode())

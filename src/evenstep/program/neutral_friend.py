"""Seven minutes as a friend of both would see it: there on one's own wish, offered at most every four months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

MINUTES: Final = 7
AGAIN_AFTER: Final = timedelta(days=123)  # no four months of the calendar are longer
QUESTIONS: Final = ("see", "hard", "try")


def is_offered(written: date | None, offered: date | None, today: date) -> bool:
    """Whether Today may offer it: it was written before, and neither that nor an offer was within four months.

    ``written``, ``offered``: the last days of each. Who never wrote it finds it among the steps; nothing calls there.
    """
    if written is None:
        return False
    last = max(written, offered or written)
    return today - last >= AGAIN_AFTER

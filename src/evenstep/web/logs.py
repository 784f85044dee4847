"""What reaches the terminal when something breaks: the kind of error and its place in our code, never a value."""

from __future__ import annotations

import logging
import traceback


class PlaceOnly(logging.Formatter):
    """One line an error: its class and the last three places. No message, path or value, which may hold names."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for ``record``."""
        if not record.exc_info or record.exc_info[0] is None:
            return f"A problem inside the app ({record.name}, {record.levelname.lower()})."
        places = traceback.extract_tb(record.exc_info[2])[-3:]
        where = " > ".join(f"{place.name}:{place.lineno}" for place in places)
        return f"A problem inside the app: {record.exc_info[0].__name__} at {where}"

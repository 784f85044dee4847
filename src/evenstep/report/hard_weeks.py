"""Weeks a person found hard, from a small text file: chosen by the person, never guessed from messages."""

from __future__ import annotations

import re
from datetime import date

from evenstep.errors import OptionError

ISO_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


def parse_weeks(text: str) -> frozenset[str]:
    """ISO weeks ("2024-W07") from lines of weeks or dates; commas, blank lines and # comments are fine.

    Raises OptionError that names the line.
    """
    weeks = set()
    for number, line in enumerate(text.split("\n"), 1):
        for word in line.partition("#")[0].replace(",", " ").split():
            weeks.add(_week(word, number))
    return frozenset(weeks)


def _week(word: str, line: int) -> str:
    try:
        if match := ISO_WEEK.fullmatch(word):
            return _label(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        return _label(date.fromisoformat(word))
    except ValueError as error:
        raise OptionError("hard_weeks", f"line {line}: {word!r} is neither a week like 2024-W07 nor a date.") from error


def _label(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"

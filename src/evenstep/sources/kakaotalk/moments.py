"""Dates and times as KakaoTalk writes them: in Korean, English and Japanese, year first or last, 12 or 24 hours."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.wall_clock import local_us
from evenstep.sources.whatsapp.dayparts import HOURS, fold_word, hour_of_day

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY: Final = r"[^\W\d_]{2,9}"
DATE: Final = (
    r"(?:(?P<y1>\d{4})[년年] ?(?P<m1>\d{1,2})[월月] ?(?P<d1>\d{1,2})[일日]"
    r"|(?P<y2>\d{4})\s?[./-] ?(?P<m2>\d{1,2})\s?[./-] ?(?P<d2>\d{1,2})\.?"
    rf"|(?:{_WEEKDAY},? )?(?P<m3>[A-Z][a-z]{{2,8}})\.? (?P<d3>\d{{1,2}}),? (?P<y3>\d{{4}})"
    rf"|(?:{_WEEKDAY},? )?(?P<d4>\d{{1,2}}) (?P<m4>[A-Z][a-z]{{2,8}})\.?,? (?P<y4>\d{{4}}))"
)
TIME: Final = (
    r"(?:(?P<before>오전|오후|午前|午後|AM|PM|am|pm)\s?)?(?P<h>\d{1,2}):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d))?"
    r"(?:\s?(?P<after>[AaPp]\.?\s?[Mm]\.?|오전|오후))?"
)
MOMENT: Final = rf"{DATE}(?:,| at)?\s+{TIME}"
OLD_MOMENT: Final = rf"{TIME}, {DATE}"
"""As English phones wrote until about 2015: the time first."""
SEPARATOR: Final = re.compile(rf"-{{3,}}\s*{DATE}(?:\s+{_WEEKDAY})?\s*-{{3,}}")
DAY_ALONE: Final = re.compile(rf"{DATE}(?:,?\s+{_WEEKDAY}|(?:,| at)?\s+{TIME})?\s*")
IN_PC: Final = re.compile(rf"\[(?P<name>.{{1,200}}?)\] \[{TIME}\](?: (?P<text>.*))?", re.S)
ON_PHONE: Final = re.compile(rf"{MOMENT}(?P<mark>[,:]) (?P<rest>.*)", re.S)
ON_OLD_PHONE: Final = re.compile(rf"{OLD_MOMENT}(?P<mark>[,:]) (?P<rest>.*)", re.S)
BELOW_DAY: Final = re.compile(rf"{TIME}(?P<mark>[,:]) (?P<rest>.*)", re.S)
"""A row without its date, which stands on a line of its own above it."""

SAVED: Final = re.compile(
    rf"\s*(?:저장한 날짜|Date Saved|Saved Date|Saved on|保存した日付|保存日時?)\s*[:：]\s*{MOMENT}\s*", re.I
)
SAVED_OLD: Final = re.compile(rf"\s*Date Saved\s*:\s*{OLD_MOMENT}\s*", re.I)


def day_of(match: re.Match[str]) -> tuple[int, int, int] | None:
    """(year, month, day) of a match of DATE; None for a month that is none."""
    for at in "1234":
        if match[f"y{at}"] is not None:
            month = match[f"m{at}"]
            number = int(month) if month.isdigit() else _month(month)
            return (int(match[f"y{at}"]), number, int(match[f"d{at}"])) if number else None
    return None


def clock_of(match: re.Match[str]) -> tuple[int, int] | None:
    """(minutes of the day, seconds) of a match of TIME; None for an hour that is none."""
    hour = int(match["h"])
    word = match["before"] or match["after"]
    if word:
        hour = hour_of_day(hour, HOURS[fold_word(word)])
    return (hour * 60 + int(match["min"]), int(match["s"] or 0)) if 0 <= hour < 24 else None


def saved_at(line: str) -> re.Match[str] | None:
    """A match of the line that says when the chat was saved."""
    return SAVED.fullmatch(line) or SAVED_OLD.fullmatch(line)


def moment(day: tuple[int, int, int] | None, clock: tuple[int, int] | None) -> int | None:
    """Microseconds of the wall clock since 1970; None when there is no such day or time."""
    return local_us(*day, *clock) if day is not None and clock is not None else None


def _month(word: str) -> int:
    folded = word[:3].casefold()
    return MONTHS.index(folded) + 1 if folded in MONTHS else 0

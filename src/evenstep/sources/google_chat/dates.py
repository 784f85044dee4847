"""Takeout writes a moment in the words of the account's language, always in UTC: read in the languages we know."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    "de": (
        *("januar", "februar", "märz", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "dezember"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "pt": (
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
        *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    ),
    "hu": (
        *("január", "február", "március", "április", "május", "június"),
        *("július", "augusztus", "szeptember", "október", "november", "december"),
    ),
    "pl": (
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
        *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    ),
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
}
"""Each language's months as they stand in a date; a test holds that no word is two months."""

SPELLINGS: Final = {"setiembre": 9, "jänner": 1, "feber": 2}
MONTH_OF: Final = {
    **{name: number for names in MONTHS.values() for number, name in enumerate(names, start=1)},
    **SPELLINGS,
}
BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200e\u200f]+")
CLOCK: Final = re.compile(
    r"(?P<before>午前|午後)? ?(?P<hour>\d{1,2})(?::|\.| h |時)(?P<minute>\d{2})(?::|\.| min |分)(?P<second>\d{2})"
    r"(?: s|秒)? ?(?P<behind>[ap]\.? ?m\.?)? (?:utc|gmt|tu)\Z"
)
JAPANESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NUMBER: Final = re.compile(r"\d+")
WORD: Final = re.compile(r"[^\W\d_]+")
LONGEST: Final = 120
NOON: Final = 12


def micros_of(text: str) -> int | None:
    """Microseconds since 1970 of a date as Takeout writes it; None when it is not one of those we can be sure of."""
    if len(text) > LONGEST:
        return None
    plain = BLANKS.sub(" ", text).strip().lower()
    clock = CLOCK.search(plain)
    days = _days(plain[: clock.start()]) if clock is not None else None
    seconds = _seconds(clock) if clock is not None else None
    return None if days is None or seconds is None else (days * 86_400 + seconds) * 1_000_000


def _seconds(clock: re.Match[str]) -> int | None:
    """Seconds since midnight; None for a time no clock shows."""
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"])
    half = clock["before"] or clock["behind"] or ""
    if half:
        if hour > NOON or (hour == 0 and not clock["before"]):
            return None
        hour = hour % NOON + (NOON if half[0] in "p午" and half != "午前" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3_600 + minute * 60 + min(second, 59)


@lru_cache(maxsize=4_096)
def _days(text: str) -> int | None:
    """Days since 1970 of the part before the time: a day, a year of four digits, and one month's name."""
    japanese = JAPANESE.match(text)
    if japanese is not None:
        year, month, day = (int(group) for group in japanese.groups())
    else:
        numbers = NUMBER.findall(text)
        months = {MONTH_OF[word] for word in WORD.findall(text) if word in MONTH_OF}
        years = [number for number in numbers if len(number) == 4]
        days = [number for number in numbers if len(number) <= 2]
        if len(numbers) != 2 or len(years) != 1 or len(days) != 1 or len(months) != 1:
            return None
        year, month, day = int(years[0]), months.pop(), int(days[0])
    try:
        return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return None

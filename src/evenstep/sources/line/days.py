"""LINE's lines of a date alone, in each of their forms; and day before month or not, where a form leaves it open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from evenstep.errors import Choice, NeedsAnswer
from evenstep.sources.timeline import GIVEN
from evenstep.spoken import N_, words

OWN_DATES: Final = N_("the file's own dates")
BY_WEEKDAY: Final = N_("the days of the week")
BY_DAY: Final = N_("a day above 12")
BY_ORDER: Final = N_("only this order runs forward")

WEEKDAY: Final = r"[^\W\d_]+[\u0e00-\u0e7f]*\.?"
YEAR_FIRST: Final = re.compile(
    rf"(\d{{4}})[./-](\d{{1,2}})[./-](\d{{1,2}})\.?\s*[(（]?\s*{WEEKDAY}\s*[)）]?"
    rf"|(\d{{4}})年\s*(\d{{1,2}})月\s*(\d{{1,2}})日\s*[(（]?(?:{WEEKDAY})?[)）]?"
    rf"|(\d{{4}})년\s*(\d{{1,2}})월\s*(\d{{1,2}})일\s*(?:{WEEKDAY})?"
)
YEAR_LAST: Final = re.compile(rf"({WEEKDAY})\s*,\s*(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})(?:\s*(?:BE|CE|AD|พ\.ศ\.|ค\.ศ\.))?")
BUDDHIST: Final = 543
BUDDHIST_FROM: Final = 2_400
LONGEST: Final = 40
MONDAY_FIRST: Final = (
    *(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("จ", "อ", "พ", "พฤ", "ศ", "ส", "อา")),
    *(("sen", "sel", "rab", "kam", "jum", "sab", "min"), ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")),
)
"""How days of the week are shortened beside dates that have the year last: English, Thai, Indonesian, Spanish."""


class Day(NamedTuple):
    """A line of a date: its three numbers as they stand there, and the word for the day of the week."""

    first: int
    second: int
    third: int
    weekday: str  # "" where the year stands first, and nothing is open


def read_day(line: str) -> Day | None:
    """The date a line consists of; None for any other line."""
    if len(line) > LONGEST or not line:
        return None
    if line[0].isdigit():
        match = YEAR_FIRST.fullmatch(line)
        if match is None:
            return None
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return Day(year, month, day, "")
    match = YEAR_LAST.fullmatch(line) if "," in line else None
    return Day(int(match[2]), int(match[3]), int(match[4]), match[1]) if match is not None else None


def date_of(day: Day, order: str) -> date | None:
    """The date; ``order``, dmy or mdy, says how to read the forms that leave it open. None: there is no such day."""
    if not day.weekday:
        year, month, number = day.first, day.second, day.third
    else:
        year = day.third
        number, month = (day.first, day.second) if order == "dmy" else (day.second, day.first)
    try:
        return date(year - BUDDHIST if year > BUDDHIST_FROM else year, month, number)
    except ValueError:
        return None


def decide_order(days: Sequence[Day], given: str | None, file: str) -> tuple[str, str]:
    """(order, how it was decided). Raises NeedsAnswer("date_order") when the file leaves it open."""
    still_open = [day for day in days if day.weekday]
    if not still_open:
        return "ymd", OWN_DATES
    if given in ("dmy", "mdy"):
        return given, GIVEN
    for fits, said in ((_weekday_fits, BY_WEEKDAY), (_exists, BY_DAY)):
        good = [order for order in ("dmy", "mdy") if all(fits(day, order) for day in still_open)]
        if len(good) == 1:
            return good[0], said
    forward = [order for order in ("dmy", "mdy") if _runs_forward(still_open, order)]
    if len(forward) == 1:
        return forward[0], BY_ORDER
    sample = f"{still_open[0].first}/{still_open[0].second}/{still_open[0].third}"
    question = words("Day and month cannot be told apart in this file: {sample}. Which comes first?", sample=sample)
    raise NeedsAnswer(
        "date_order", question, (Choice("dmy", words("the day")), Choice("mdy", words("the month"))), file
    )


def _weekday_fits(day: Day, order: str) -> bool:
    when = date_of(day, order)
    word = day.weekday.rstrip(".").casefold()
    if when is None:
        return False
    names = [week[when.weekday()] for week in MONDAY_FIRST]
    return word in names or any(len(name) > 2 and word.startswith(name) for name in names)


def _exists(day: Day, order: str) -> bool:
    return date_of(day, order) is not None


def _runs_forward(days: Sequence[Day], order: str) -> bool:
    dates = [date_of(day, order) for day in days]
    known = [when for when in dates if when is not None]
    return len(known) == len(dates) and known == sorted(known)

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
YEAR_LAST: Final = re.compile(
    rf"({WEEKDAY}(?: ?\d(?=[,،]))?)\s*([,،]?)\s*(\d{{1,2}})([./-])(\d{{1,2}})\4(\d{{4}})\.?"
    r"(?:\s*(?:BE|CE|AD|พ\.ศ\.|ค\.ศ\.))?"
)
ALONE: Final = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})\.?")
BUDDHIST: Final = 543
BUDDHIST_FROM: Final = 2_400
LONGEST: Final = 40
MONDAY_FIRST: Final = tuple(
    tuple(week.split())
    for week in (
        *(
            "mon tue wed thu fri sat sun",
            "จ อ พ พฤ ศ ส อา",
            "sen sel rab kam jum sab min",
            "isn sel rab kha jum sab ahd",
        ),
        *("lun mar mié jue vie sáb dom", "seg ter qua qui sex sáb dom", "lun mar mer gio ven sab dom"),
        *("lun mar mer jeu ven sam dim", "mo di mi do fr sa so", "ma di wo do vr za zo", "pzt sal çar per cum cmt paz"),
        *("пн вт ср чт пт сб вс", "t2 t3 t4 t5 t6 t7 cn", "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
    )
)
"""How days of the week are shortened beside dates that have the year last, in the languages of the app."""

MONTHS_SEEM_TO_MOVE: Final = N_(
    "The order of day and month seems to change inside the file ({written}). Which is right?"
)


class Day(NamedTuple):
    """A line of a date: its three numbers as they stand there, and the word for the day of the week."""

    first: int
    second: int
    third: int
    weekday: str  # "" where the year stands first, and nothing is open


def read_day(line: str, *, alone: bool = False) -> Day | None:
    """The date a line consists of; None for any other line. ``alone``: no day of the week need stand beside it."""
    if len(line) > LONGEST or not line:
        return None
    if line[0].isdigit():
        match = YEAR_FIRST.fullmatch(line) or (ALONE.fullmatch(line) if alone else None)
        if match is None:
            return None
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return Day(year, month, day, "")
    match = YEAR_LAST.fullmatch(line) if line[-1].isdigit() or line[-1] in ".ED" else None
    if match is None:
        return None
    word, comma, first, _, second, third = match.groups()
    if not comma and not word.endswith(".") and not _known(word):
        return None
    return Day(int(first), int(second), int(third), word)


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
    known = [day for day in still_open if _known(day.weekday)]
    for sure, fits, said in ((known, _weekday_fits, BY_WEEKDAY), (still_open, _exists, BY_DAY)):
        good = [order for order in ("dmy", "mdy") if all(fits(day, order) for day in sure)]
        if len(good) == 1:
            return good[0], said
    moved = [next((day for day in known if contradicts(day, order)), None) for order in ("dmy", "mdy")]
    if moved[0] is not None and moved[1] is not None:
        written = f"{_written(moved[1])}, {_written(moved[0])}"
        raise NeedsAnswer("date_order", words(MONTHS_SEEM_TO_MOVE, written=written), _choices(), file)
    forward = [order for order in ("dmy", "mdy") if _runs_forward(still_open, order)]
    if len(forward) == 1:
        return forward[0], BY_ORDER
    sample = _written(still_open[0])
    question = words("Day and month cannot be told apart in this file: {sample}. Which comes first?", sample=sample)
    raise NeedsAnswer("date_order", question, _choices(), file)


def contradicts(day: Day, order: str) -> bool:
    """True when the day of the week beside a date fits only the other order."""
    other = "mdy" if order == "dmy" else "dmy"
    return _known(day.weekday) and not _weekday_fits(day, order) and _weekday_fits(day, other)


def _choices() -> tuple[Choice, Choice]:
    return Choice("dmy", words("the day")), Choice("mdy", words("the month"))


def _written(day: Day) -> str:
    return f"{day.weekday} {day.first}/{day.second}/{day.third}"


def _known(weekday: str) -> bool:
    word = _folded(weekday)
    return any(_same(word, name) for week in MONDAY_FIRST for name in week)


def _folded(weekday: str) -> str:
    word = weekday.rstrip(".").casefold()
    return "t" + word[-1] if word[-1:].isdigit() else word  # Vietnamese: T2, Th 2


def _same(word: str, name: str) -> bool:
    return word == name or (len(name) > 2 and word.startswith(name))


def _weekday_fits(day: Day, order: str) -> bool:
    when = date_of(day, order)
    if when is None:
        return False
    word = _folded(day.weekday)
    return any(_same(word, week[when.weekday()]) for week in MONDAY_FIRST)


def _exists(day: Day, order: str) -> bool:
    return date_of(day, order) is not None


def _runs_forward(days: Sequence[Day], order: str) -> bool:
    dates = [date_of(day, order) for day in days]
    known = [when for when in dates if when is not None]
    return len(known) == len(dates) and known == sorted(known)

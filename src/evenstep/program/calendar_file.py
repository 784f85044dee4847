"""Plans with dates as one calendar file (RFC 5545), with neutral words: calendars are seen by others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from evenstep.errors import OptionError

LONGEST_LINE: Final = 75  # octets in a line without its end, the blank of a folded one included; RFC 5545, 3.1
END: Final = "\r\n"
# It names no program: who sees the entry is not to see where it comes from.
HEAD: Final = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Notes//Notes//EN", "CALSCALE:GREGORIAN")
ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True)
class Dated:
    """One plan with a date. ``title`` and ``note`` are what the calendar shows: neutral words, or the person's own.

    ``uid``: the same plan keeps it, so that a second file changes the entry and adds none. Opaque, from the caller.
    ``at``: None for a whole day. A time without a zone floats: it is that hour wherever the person is.
    """

    uid: str
    day: date
    title: str
    at: time | None = None
    minutes: int = 60
    note: str = ""


def calendar_file(plans: Iterable[Dated], now: datetime) -> str:
    """The text of one file, for an .ics download. No alarm is in it: nothing rings. ``now`` needs a zone.

    Raises OptionError for a uid or a title that is empty, for a length that is none, and for a ``now`` without zone.
    """
    if now.tzinfo is None:
        raise OptionError("now", "a time with a zone is needed")
    stamp = _utc(now)
    events = [line for plan in plans for line in _event(plan, stamp)]
    return "".join(f"{folded}{END}" for line in (*HEAD, *events, "END:VCALENDAR") for folded in _folded(line))


def _event(plan: Dated, stamp: str) -> Iterator[str]:
    uid, title, note = _clean(plan.uid), _clean(plan.title), _clean(plan.note)
    if not uid or "\n" in uid:
        raise OptionError("uid", "a plan needs a name of its own, in one line")
    if not title:
        raise OptionError("title", "a plan needs words that the calendar can show")
    if not 1 <= plan.minutes <= MOST_MINUTES:
        raise OptionError("minutes", f"{plan.minutes} minutes is no length of a plan")
    yield "BEGIN:VEVENT"
    yield f"UID:{uid.translate(ESCAPED)}"
    yield f"DTSTAMP:{stamp}"
    yield from _when(plan)
    yield f"SUMMARY:{title.replace(chr(10), ' ').translate(ESCAPED)}"
    if note:
        yield f"DESCRIPTION:{note.translate(ESCAPED)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _when(plan: Dated) -> Iterator[str]:
    """A whole day; a time that floats; or, where the time has a zone, the same in UTC."""
    if plan.at is None:
        yield f"DTSTART;VALUE=DATE:{plan.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{plan.day + timedelta(days=1):%Y%m%d}"
        return
    starts = datetime.combine(plan.day, plan.at)
    if starts.tzinfo is not None:
        starts = starts.astimezone(UTC)
    for name, at in (("DTSTART", starts), ("DTEND", starts + timedelta(minutes=plan.minutes))):
        yield f"{name}:{_utc(at) if at.tzinfo else f'{at:%Y%m%dT%H%M%S}'}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _clean(given: str) -> str:
    """Words without what no calendar can hold: control characters; every line end as one sign."""
    lines = "\n".join(given.splitlines()).replace("\t", " ")
    return "".join(each for each in lines if each == "\n" or unicodedata.category(each) not in {"Cc", "Cs"}).strip()


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, cut between characters; each but the first begins with a blank."""
    piece = ""
    for each in line:
        if len((piece + each).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += each
    yield piece

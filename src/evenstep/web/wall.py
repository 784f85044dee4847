"""Times as the clock on the wall shows them, where this computer stands, and the instants they stand for."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from evenstep.program.right_now import Day, comes_back
from evenstep.web.doors import now_of
from evenstep.web.house import house_of


def here(request: HttpRequest, moment: datetime) -> datetime:
    """A moment as it is where this computer stands."""
    return moment.astimezone(ZoneInfo(house_of(request).zone or "UTC"))


def next_time(request: HttpRequest, at: time) -> datetime:
    """The instant when the clock on the wall shows ``at`` next: today, or tomorrow."""
    local = here(request, now_of(request))
    for day in Day:
        found = comes_back(local, day, at)
        if found is not None:
            return found.at.astimezone(UTC)
    raise AssertionError("tomorrow is always to come")


def words_for(request: HttpRequest, moment: datetime) -> str:
    """A moment of today as "20:00"; of another day with its name."""
    when, today = here(request, moment), here(request, now_of(request)).date()
    clock = formats.time_format(when.time(), "H:i")
    if when.date() == today:
        return clock
    return _("%(day)s, %(time)s") % {"day": formats.date_format(when.date(), "j F"), "time": clock}

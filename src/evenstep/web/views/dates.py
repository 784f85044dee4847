"""Small plans with a date, as one file for a calendar: this leaves the notes, so it says little."""

from __future__ import annotations

from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evenstep.inventory.said import Voice
from evenstep.program.calendar_file import MOST_MINUTES, Dated, calendar_file
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.models import Space
from evenstep.web.own_words import fields_of
from evenstep.web.sheets.life import calendar_title
from evenstep.web.sheets.sheet import Fields, day_of, text_of

PRACTICE = "own_plan"
AN_HOUR = 60


@require_safe
def dates(request: HttpRequest, key: str) -> HttpResponse:
    """The plans of today and later. What is planned stays here: the file holds the day, the time, neutral words."""
    space, today = space_of(request, key), today_of(request)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    plans = coming(space, today)
    if not plans:
        say(request, _("There is no plan with a day to come."))
        return redirect("own-words", key=space.key, code=steps.code(PRACTICE))
    response = HttpResponse(calendar_file(plans, now_of(request)), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="notes-{today}.ics"'
    return response


def coming(space: Space, today: date) -> list[Dated]:
    """Each plan from ``today`` on, by its day."""
    neutral = calendar_title(space, Voice(space.other, _))
    found = [(row.key, fields_of(row)) for row in space.written.filter(practice=PRACTICE)]
    plans = [
        Dated(key, day, _title(fields) or neutral, _time(fields), _minutes(fields))
        for key, fields in found
        if (day := day_of(fields, "day")) is not None and today <= day < date.max  # a last day has none after it
    ]
    return sorted(plans, key=lambda plan: (plan.day, plan.at or time.min))


def _title(fields: Fields) -> str:
    """The person's own words for the calendar, when there is anything in them to be seen."""
    said = text_of(fields, "title")
    return said if any(each.isprintable() and not each.isspace() for each in said) else ""


def _time(fields: Fields) -> time | None:
    try:
        return time.fromisoformat(text_of(fields, "at")).replace(tzinfo=None)
    except ValueError:
        return None  # no time was written: it is a plan for the whole day


def _minutes(fields: Fields) -> int:
    """About how long the idea takes that was picked; an hour for one's own."""
    said = text_of(fields, "minutes")
    return max(1, min(int(said), MOST_MINUTES)) if said.isdecimal() and len(said) < 5 else AN_HOUR

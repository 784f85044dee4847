"""Taken away today: how a thing is taken away, and the page that brings it back or deletes it for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenstep.inventory.form import FORMS
from evenstep.inventory.load import load
from evenstep.web.doors import now_of, say, tidied, today_of
from evenstep.web.house import house_of
from evenstep.web.models import Removable
from evenstep.web.taken import (
    NotTaken,
    OtherNames,
    Taken,
    bring_back,
    delete_now,
    take_away,
    until,
    waiting,
)
from evenstep.web.vault.opened import current
from evenstep.web.views.page import page
from evenstep.web.visits import NotUndone

NOW: Final = "now"  # what the button says that deletes at once
OF_A_DAY: Final = frozenset({"answers", "moment", "written"})  # kinds whose rows know their day


def set_aside(request: HttpRequest, rows: Iterable[Removable]) -> None:
    """Take these rows away, with a way back; or, where the form asked for it, delete them at once and for good."""
    now = now_of(request)
    gone = take_away(rows, now)
    if request.POST.get("how") == NOW:
        delete_now(gone)
        say(request, tidied())
        return
    house_of(request).to_sweep(current(), until(now))
    words = _("Taken away. Under My data you can bring it back until %(when)s.")
    say(request, words % {"when": _when(request, until(now))}, lambda: _back(gone))


def _back(gone: list[Taken]) -> None:
    """Raises NotUndone, with words, for messages that must not come into their space."""
    try:
        for each in gone:
            bring_back(each)
    except NotTaken as error:
        raise NotUndone(_("They asked you to stop, so no messages are brought back there.")) from error
    except OtherNames as error:
        words = _("The messages there now are about two other names. Take those away first, then bring these back.")
        raise NotUndone(words) from error


@require_http_methods(["GET", "HEAD", "POST"])
def taken(request: HttpRequest) -> HttpResponse:
    """What can be brought back, and for how long."""
    there = waiting(now_of(request))
    if request.method == "POST":
        return _done(request, there)
    rows = [{"taken": each, "what": _what(each), "until": _when(request, each.until)} for each in there]
    return page(request, "data/taken.html", {"place": "data", "rows": rows})


def _done(request: HttpRequest, there: list[Taken]) -> HttpResponse:
    back, gone = request.POST.get("back"), request.POST.get("gone")
    chosen = [each for each in there if gone == "all" or each.name in (back, gone)]
    if not chosen:
        say(request, _("This is not here any more."))
    elif gone:
        delete_now(chosen)
        say(request, tidied())
    else:
        say(request, _brought_back(chosen))
    return redirect("data-taken")


def _brought_back(chosen: list[Taken]) -> str:
    try:
        _back(chosen)
    except NotUndone as why:
        return str(why)
    return _("Brought back.")


def _when(request: HttpRequest, moment: datetime) -> str:
    """Words for a moment of today or tomorrow, where this computer stands."""
    here = moment.astimezone(ZoneInfo(house_of(request).zone or "UTC"))
    days = (here.date() - today_of(request)) // timedelta(days=1)
    words = {0: _("today, %(time)s"), 1: _("tomorrow, %(time)s")}.get(days, "%(day)s, %(time)s")
    return words % {"time": formats.time_format(here.time(), "H:i"), "day": formats.date_format(here.date(), "j F")}


def _what(taken: Taken) -> dict[str, Any]:
    """Words for one thing: what it is, the day it is of, and whose space it stands in. Never what is in it."""
    row = taken.row
    space = row if taken.kind == "space" else row.space
    words = {
        "space": _("A space, with all that is in it"),
        "answers": _("A page of answers"),
        "import": _("Messages you brought"),
        "guess": _("What you guessed"),
        "moment": _("A good moment") if taken.kind == "moment" and row.good else _("A hard moment"),
        "tried": _("Something you tried"),
        "written": _("Something you wrote"),
        "limit": _("A limit of yours"),
        "sitting": _("A session"),
    }[taken.kind]
    slug = row.form.partition(".")[0] if taken.kind == "answers" else ""
    if slug in FORMS:
        words = _(load(slug, cast("Any", space.kind)).title)
    day = row.local_day if taken.kind in OF_A_DAY else (row.made_at if space is row else row.at).date()
    return {"words": words, "day": day, "other": space.other}

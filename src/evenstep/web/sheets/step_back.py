"""Sheets of the step-back track: an early sign with a name of one's own, and one small start one chose."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils import formats
from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.practices import practice
from evenstep.web.models import Space
from evenstep.web.sheets.sheet import Ask, Fields, Sheet, day_of, text_of


def early_sign(space: Space, voice: Voice, _today: date) -> Sheet:
    """The first small sign that it is getting too much, and what one would have liked just then."""
    lead, *lines = _lines(space, voice, "notice_early")
    needed = _("A few words are enough.")
    return Sheet(
        lead=lead,
        asks=(
            Ask("sign", "line", _("The sign, by a short name of your own"), missing=needed, listed="no"),
            Ask("liked", "text", _("What you would have liked just then, if you know"), listed="bare"),
        ),
        lines=tuple(lines),
        button=_("Keep it"),
        headline=lambda fields: text_of(fields, "sign"),
    )


def small_start(space: Space, voice: Voice, today: date) -> Sheet:
    """One small thing, and a day if one likes. Nobody asks later whether it was done."""
    lead, *lines = _lines(space, voice, "one_small_start")
    needed = _("A few words are enough.")
    return Sheet(
        lead=lead,
        asks=(
            Ask("what", "line", _("Which small thing?"), missing=needed, listed="no"),
            Ask("day", "date", _("Which day, if you like"), start=today, listed="no"),
        ),
        lines=tuple(lines),
        foot=(_("Nothing reminds you, and nobody asks whether it was done."),),
        button=_("Keep it"),
        headline=lambda fields: text_of(fields, "what"),
        when=_when,
    )


def _lines(space: Space, voice: Voice, slug: str) -> list[str]:
    return [voice.say(each) for each in practice(slug, cast("Kind", space.kind)).steps]


def _when(fields: Fields) -> str:
    day = day_of(fields, "day")
    return "" if day is None else formats.date_format(day, "j F Y")

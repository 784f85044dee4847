"""Sheets for a life of one's own: small plans with dates, what one's worth rests on, people to lean on."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils import formats
from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.own_life import AREAS, Area, OwnLife, own_life
from evenstep.web.models import Space
from evenstep.web.sheets.sheet import Ask, Fields, Offer, Pick, Sheet, day_of, instead_of_the_list, text_of


def own_plan(space: Space, voice: Voice, today: date) -> Sheet:
    """One small thing, with a day."""
    life = own_life(cast("Kind", space.kind))
    said = {name: voice.say(each) for name, each in life.plan.items()}
    areas = _areas(life, voice)
    no_day = _("Write a day, like 2026-02-14.")
    return Sheet(
        lead=said["intro"],
        sides=(said["reach"], said["back"]),
        asks=(
            Pick(
                "idea",
                _("Perhaps one of these"),
                tuple((voice.say(life.areas[a]), _ideas(life, voice, a)) for a in AREAS),
            ),
            Ask(
                "what",
                "line",
                _("What you plan"),
                beside=instead_of_the_list(),
                missing=_("Choose a line, or write your own."),
                listed="no",
            ),
            Ask("day", "date", _("Which day"), missing=no_day, start=today, listed="no"),
            Ask("at", "time", _("At what time, if that helps"), folded=True, listed="no"),
            Ask("area", "choice", _("What it is for"), choices=areas, folded=True, listed="no"),
            Ask(
                "title", "line", _("In the calendar"), said["title_hint"], start=said["title"], folded=True, listed="no"
            ),
        ),
        lines=(said["low"],),
        foot=(said["after"],),
        part="words/_dates.html",
        above={"file_hint": said["file_hint"]},
        button=_("Keep the plan"),
        headline=lambda fields: text_of(fields, "what"),
        when=lambda fields: _when(fields, dict(areas)),
        order=lambda fields: (text_of(fields, "day"), text_of(fields, "at")),
    )


def calendar_title(space: Space, voice: Voice) -> str:
    """The neutral words that a calendar shows when the person chose none."""
    return voice.say(own_life(cast("Kind", space.kind)).plan["title"])


def worth(space: Space, voice: Voice, _today: date) -> Sheet:
    """Where one's worth comes from that is not the other person."""
    life = own_life(cast("Kind", space.kind))
    prompts = {each.slug: voice.say(each.text) for each in life.prompts}
    return Sheet(
        lead=voice.say(life.worth["intro"]),
        sides=(voice.say(life.worth["reach"]), voice.say(life.worth["back"])),
        asks=(
            Ask("about", "choice", _("Which line you answer"), choices=tuple(prompts.items()), listed="no"),
            Ask("answer", "text", _("What comes to mind"), missing=_("One short answer is enough."), listed="bare"),
        ),
        foot=(voice.say(life.worth["end"]),),
        button=_("Put it on the list"),
        headline=lambda fields: prompts.get(text_of(fields, "about"), ""),
    )


def leaning(space: Space, voice: Voice, _today: date) -> Sheet:
    """Who could be there, for what, and how one would ask."""
    life = own_life(cast("Kind", space.kind))
    said = {name: voice.say(each) for name, each in life.friends.items()}
    offers = tuple(
        Offer(each.slug, voice.say(each.text), {"for": voice.say(each.text), "how": voice.say(each.how)})
        for each in life.leaning
    )
    return Sheet(
        lead=said["intro"],
        sides=(said["reach"], said["back"]),
        asks=(
            Ask(
                "who", "line", said["who"], missing=_("One name is enough, or any word you use for them."), listed="no"
            ),
            Pick("kind", _("For one of these, perhaps"), (("", offers),)),
            Ask("for", "line", said["what_for"], beside=instead_of_the_list(), listed="bare"),
            Ask(
                "how",
                "text",
                said["how"],
                beside=_("Left empty, it takes words that go with the list."),
                listed="bare",
            ),
        ),
        care=(said["none"], said["care"]),
        button=_("Keep it"),
        headline=lambda fields: text_of(fields, "who"),
    )


def _areas(life: OwnLife, voice: Voice) -> tuple[tuple[str, str], ...]:
    return tuple((area, voice.say(life.areas[area])) for area in AREAS)


def _ideas(life: OwnLife, voice: Voice, area: Area) -> tuple[Offer, ...]:
    said = ((each, voice.say(each.text)) for each in life.of(area))
    return tuple(
        Offer(each.slug, words, {"what": words, "area": area, "minutes": str(each.minutes)}) for each, words in said
    )


def _when(fields: Fields, areas: dict[str, str]) -> str:
    day, at = day_of(fields, "day"), text_of(fields, "at")
    shown = formats.date_format(day, "l, j F Y") if day else ""
    return " · ".join(filter(None, (", ".join(filter(None, (shown, at))), areas.get(text_of(fields, "area"), ""))))

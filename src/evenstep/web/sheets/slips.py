"""Sheets for hard hours: plans, setbacks, doubts, where it comes from, a friend's view, small things, a shelf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program import neutral_friend
from evenstep.program.doubts import doubts
from evenstep.program.plans import clause, offered
from evenstep.program.safety import switches_of
from evenstep.program.slip_words import SHELF_KINDS, setbacks, slip_words
from evenstep.program.worded import Side
from evenstep.web.models import Space
from evenstep.web.sheets.sheet import Ask, Fields, Offer, Pick, Sheet, instead_of_the_list, text_of


def plan(space: Space, voice: Voice, _today: date) -> Sheet:
    """If this happens, then I will do that."""
    words = offered(cast("Kind", space.kind), switches_of(space))
    said = {name: _(each) if name == "sentence" else voice.say(each) for name, each in words.said.items()}
    sides: tuple[tuple[Side, str], ...] = (("reach", _reach(space)), ("back", _back(space)))
    moments = [
        (
            name,
            tuple(_offer(each.slug, voice.say(each.words), "trigger") for each in words.triggers if each.side == side),
        )
        for side, name in sides
    ]
    ideas = tuple(_offer(each.slug, voice.say(each.words), "idea") for each in words.ideas)

    def sentence(fields: Fields) -> str:
        return said["sentence"].format(trigger=text_of(fields, "trigger"), idea=text_of(fields, "idea"))

    missing = _("Choose a line from the list, or write your own.")
    return Sheet(
        lead=said["hint"],
        foot=(said["afterwards"],),
        asks=(
            Pick("moment", _("If …"), tuple(moments)),
            Ask(
                "trigger",
                "line",
                said["trigger"],
                beside=instead_of_the_list(),
                missing=missing,
                listed="no",
                tidy=clause,
            ),
            Pick("then", _("… then I will …"), (("", ideas),)),
            Ask("idea", "line", said["idea"], beside=instead_of_the_list(), missing=missing, listed="no", tidy=clause),
        ),
        button=_("Keep the plan"),
        headline=sentence,
    )


def setback_plan(space: Space, voice: Voice, _today: date) -> Sheet:
    """What one will need on a bad day."""
    prompts = setbacks(cast("Kind", space.kind), switches_of(space))
    return Sheet(
        lead=_("Write for the one you will be on a bad day. A line for each is plenty, and any may stay empty."),
        asks=tuple(
            Ask(
                each.slug,
                "text",
                voice.say(each.title),
                "\n".join(map(voice.say, (each.question, each.reach, each.back))),
            )
            for each in prompts
        ),
        part="words/_to_the_slip.html",
        button=_("Keep the plan"),
        long=True,
    )


def small_things(space: Space, voice: Voice, _today: date) -> Sheet:
    """What went a little better."""
    said = _page(space, voice, "wins")
    return Sheet(
        lead=said["what"],
        sides=(said["reach"], said["back"]),
        asks=(
            Ask("what", "text", said["prompt"], missing=_some_words(), listed="bare"),
            Ask("possible", "text", said["possible"], _("Only if you like.")),
        ),
        empty=said["none"],
        button=_("Put it on the shelf"),
    )


def where_from(space: Space, voice: Voice, _today: date) -> Sheet:
    """Three gentle questions."""
    said = _page(space, voice, "where_from")
    return Sheet(
        lead=said["stop"],
        lines=(said["before"], said["enough"]),
        asks=tuple(Ask(name, "text", said[name], said[f"{name}_hint"]) for name in ("first", "learned", "rather")),
        foot=(said["after"],),
        care=(said["leave_1"], said["leave_2"], said["leave_3"]),
        button=_("Keep what I wrote"),
        long=True,
    )


def friend_of_both(space: Space, voice: Voice, _today: date) -> Sheet:
    """Seven minutes, three questions."""
    said = _page(space, voice, "neutral_friend")
    return Sheet(
        lead=said["before"],
        lines=(said["not_for"], said["stop"]),
        asks=tuple(Ask(name, "text", said[name]) for name in neutral_friend.QUESTIONS),
        foot=(said["after"],),
        part="words/_minutes.html",
        above={"minutes": neutral_friend.MINUTES},
        button=_("Keep what I wrote"),
        long=True,
    )


def shelf(space: Space, voice: Voice, _today: date) -> Sheet:
    """Books, articles, talks, workshops."""
    said = _page(space, voice, "shelf")
    return Sheet(
        lead=said["what"],
        asks=(
            Ask(
                "name",
                "line",
                said["name"],
                missing=_("Write a title, or any words by which you know it."),
                listed="no",
            ),
            Ask(
                "kind",
                "choice",
                _("What it is"),
                choices=tuple((each, said[each]) for each in SHELF_KINDS),
                folded=True,
                listed="bare",
            ),
            Ask("where", "line", said["where"], folded=True),
            Ask("stayed", "text", said["stayed"], folded=True),
        ),
        button=_("Put it on the shelf"),
        headline=lambda fields: text_of(fields, "name"),
    )


def cards(space: Space, voice: Voice, _today: date) -> Sheet:
    """Five fears, their kind lines, and a line of one's own."""
    words = doubts(cast("Kind", space.kind))
    intro = {name: voice.say(each) for name, each in words.intro.items()}
    names = tuple((each.slug, voice.say(each.name)) for each in words.cards)
    shown = [
        {
            "name": voice.say(each.name),
            "sides": (
                (voice.say(each.reach), voice.say(each.next_reach)),
                (voice.say(each.back), voice.say(each.next_back)),
            ),
            "kind": tuple(map(voice.say, each.kind)),
        }
        for each in words.cards
    ]
    return Sheet(
        lead=intro["what"],
        lines=(intro["careful"], intro["choose"]),
        asks=(
            Ask("line", "text", _("A kind line of your own"), missing=_some_words(), listed="bare"),
            Ask("card", "choice", _("Which fear it is for"), choices=names, folded=True, listed="no"),
        ),
        part="words/_cards.html",
        above={"cards": shown},
        care=(intro["heavy"],),
        button=_("Keep the line"),
        headline=lambda fields: dict(names).get(text_of(fields, "card"), ""),
    )


def _page(space: Space, voice: Voice, name: str) -> Mapping[str, str]:
    return {key: voice.say(each) for key, each in slip_words(cast("Kind", space.kind)).pages[name].items()}


def _reach(space: Space) -> str:
    return _("If you raise things more") if space.kind == "work" else _("If you reach out more")


def _back(space: Space) -> str:
    return _("If you put them off more") if space.kind == "work" else _("If you step back more")


def _offer(slug: str, words: str, field: str) -> Offer:
    return Offer(slug, words, {field: words})


def _some_words() -> str:
    return _("A few words are enough.")

"""The sheet of a card for one trusted person: one thing to show, a last day; printed, never sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, cast

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice, fenced
from evenstep.program.friend_card import HOPES, FriendCard, Problem, lines, problems
from evenstep.program.slip_words import slip_words
from evenstep.web.models import Space
from evenstep.web.sheets.sheet import Ask, Fields, Offer, Pick, Sheet, day_of, instead_of_the_list, text_of

FIELD_OF: Final[Mapping[Problem, str]] = {
    "no_friend": "friend",
    "is_other": "friend",
    "no_item": "body",
    "day_past": "last_day",
    "too_long": "last_day",
}
ITEMS: Final = {"setbacks": "setbacks", "if_then": "plan", "worth_list": "worth", "small_wins": "wins"}
WORDS: Final = "words"  # the item that is none of the person's pages
A_LINE: Final = 60
TWO_WEEKS: Final = timedelta(days=14)


def card(space: Space, voice: Voice, today: date) -> Sheet:
    """One thing for one person, until a day."""
    said = slip_words(cast("Kind", space.kind)).pages["friend_card"]

    def mend(fields: Fields) -> Mapping[str, str]:
        found = problems(card_of(fields, today), today, space.other)
        return {FIELD_OF[each]: voice.say(said[each]) for each in found}

    return Sheet(
        lead=_("One thing, for one person, on paper. Nothing is sent from here."),
        asks=(
            Ask("friend", "line", _("Whom it is for"), _("A first name is enough."), listed="no"),
            Pick("shows", _("Something you wrote here"), _offers(space, voice, today)),
            Ask(
                "body",
                "text",
                _("What it shows"),
                beside=instead_of_the_list(),
                listed="bare",
            ),
            Ask(
                "hopes",
                "several",
                _("What you hope for"),
                choices=tuple((each, voice.say(said[each])) for each in HOPES),
            ),
            Ask("last_day", "date", _("Its last day"), start=today + TWO_WEEKS, listed="no"),
        ),
        button=_("Make the card"),
        headline=lambda fields: text_of(fields, "friend"),
        when=lambda fields: _until(fields, today),
        problems=mend,
        card=True,
    )


def card_of(fields: Fields, today: date) -> FriendCard:
    """What is kept, as the rules of a card read it. Without a day that can be read it is over."""
    hopes = fields.get("hopes")
    return FriendCard(
        friend=text_of(fields, "friend"),
        item=text_of(fields, "item") or WORDS,
        body=text_of(fields, "body"),
        last_day=day_of(fields, "last_day") or today - timedelta(days=1),
        hopes=tuple(each for each in hopes if each in HOPES) if isinstance(hopes, list) else (),
    )


def printed(space: Space, made: FriendCard, voice: Voice) -> list[tuple[str, str, bool]]:
    """The lines of the card: (above it, its words, whether they are the person's own)."""
    words = slip_words(cast("Kind", space.kind))
    said, items = words.pages["friend_card"], words.friend_items
    named = voice.say(items[made.item]) if made.item in items and made.item != WORDS else ""
    fill = {"friend": fenced(made.friend), "day": date_format(made.last_day, "j F Y")}
    return [
        (named, made.body, True) if each == "item" else ("", voice.say(said[each], **fill), False)
        for each in lines(made)
    ]


def _offers(space: Space, voice: Voice, today: date) -> tuple[tuple[str, tuple[Offer, ...]], ...]:
    """What the person wrote elsewhere and could show, under the name of where it stands."""
    from evenstep.web.own_words import in_words  # noqa: PLC0415 -- it knows every sheet, this one as well

    names = slip_words(cast("Kind", space.kind)).friend_items
    groups = {item: [(row.key, words) for row, words in in_words(space, slug, today)] for slug, item in ITEMS.items()}
    limits = [(row.key, f"{row.words}\n\n{row.instead}".strip()) for row in space.limits.all()]
    return tuple(
        (voice.say(names[item]), tuple(_offer(key, words, item) for key, words in there))
        for item, there in [*groups.items(), ("limit", limits)]
        if there
    )


def _offer(key: str, words: str, item: str) -> Offer:
    return Offer(key, Truncator(" ".join(words.split())).chars(A_LINE), {"body": words, "item": item})


def _until(fields: Fields, today: date) -> str:
    day = day_of(fields, "last_day")
    if day is None or day < today:
        return _("Its last day is past")
    return _("Until %(day)s") % {"day": date_format(day, "j F Y")}

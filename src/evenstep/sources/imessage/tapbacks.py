"""Tapbacks: the rows that add or take back a reaction, and reactions that another kind of phone sent as a text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

ADDED: Final = range(2000, 2008)
TAKEN_BACK: Final = range(3000, 3008)
STICKER: Final = 1000
VOTE: Final = 4000
REACTION_TYPES: Final = frozenset((*ADDED, *TAKEN_BACK, STICKER, VOTE))
TARGET: Final = re.compile(r"(?:p:\d+/|bp:)?(.+)", re.S)

QUOTES: Final = {"“": "”", "„": "“", "«": "»", "‹": "›", '"': '"', "「": "」", "『": "』"}
LAST: Final = frozenset(QUOTES.values())
LONGEST_VERB: Final = 40
ENGLISH: Final = r"(?:Loved|Liked|Disliked|Laughed at|Emphasi[sz]ed|Questioned|Reacted .{1,40}? (?:to|with))"
WITHDRAWN: Final = (
    r"Removed (?:an? (?:heart|like|dislike|laugh|exclamation|question mark|reaction)|.{1,40}?) (?:from|to)"
)
ENGLISH_FORM: Final = re.compile(rf"(?:{ENGLISH}) [“\"](.*)[”\"]", re.S)
WITHDRAWN_FORM: Final = re.compile(rf"(?:{WITHDRAWN}) [“\"](.*)[”\"]", re.S)
THING: Final = (
    r"(?:an? (?:image|photo|movie|video|attachment|audio message|sticker|GIF|location)|\d+ (?:photos|images))"
)
ENGLISH_THING: Final = re.compile(rf"(?:{ENGLISH}) {THING}")
WITHDRAWN_THING: Final = re.compile(rf"(?:{WITHDRAWN}) {THING}")
VERBS: Final = ("Loved ", "Liked ", "Disliked ", "Laughed at ", "Emphasi", "Questioned ", "Reacted ", "Removed ")
LONGEST_THING: Final = 90
ANY_FORM: Final = re.compile(
    rf"[^\n“„«‹\"「『]{{1,{LONGEST_VERB}}}([“„«‹\"「『])\s?(.+?)\s?([”“»›\"」』])[^\n”“»›\"」』]{{0,20}}", re.S
)


class Quoted(NamedTuple):
    """A text that says it is a reaction: ``text`` of the message it belongs to, None for a picture or the like.

    ``sure``: the words alone say so; otherwise only when there is a message of just that text.
    """

    text: str | None
    withdrawn: bool
    sure: bool


def target_of(associated: str) -> str:
    """The guid of the message that a tapback belongs to: "p:0/GUID", "bp:GUID" or "GUID"."""
    found = TARGET.fullmatch(associated)
    return found[1] if found else associated


def may_quote(text: str) -> bool:
    """False for nearly all texts, at once; True when ``quoted`` has to look."""
    return "”" in text or "“" in text or "»" in text or text[-1:] in LAST or text.startswith(VERBS)


def quoted(text: str) -> Quoted | None:
    """What a text quotes, when it may be a reaction that was sent as a text; None when it cannot be one."""
    if text.startswith(VERBS):
        for form, withdrawn in ((ENGLISH_FORM, False), (WITHDRAWN_FORM, True)):
            found = form.fullmatch(text)
            if found:
                return Quoted(found[1], withdrawn, sure=True)
        if len(text) < LONGEST_THING:
            withdrawn = WITHDRAWN_THING.fullmatch(text) is not None
            if withdrawn or ENGLISH_THING.fullmatch(text):
                return Quoted(None, withdrawn, sure=True)
    other = ANY_FORM.fullmatch(text)
    return Quoted(other[2], withdrawn=False, sure=False) if other and QUOTES.get(other[1]) == other[3] else None

"""The page on which a practice is done: practice -> route, and the word on the button that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evenstep.web.models import Space
from evenstep.web.steps import code


@dataclass(frozen=True)
class Tool:
    """A button: where it leads and what stands on it."""

    href: str
    words: str


# A practice that is not here is done away from the screen. Outside a space: the doors that are always open.
IN_A_SPACE: Final[dict[str, tuple[str, Any]]] = {
    "listening": ("turns", _("Begin a session")),
    "pause": ("time", _("Take a pause")),
    "until_eight": ("time", _("Say it, with a time")),
    "first_talk": ("talk", _("Choose an opening")),
    "cards": ("cards", _("Draw a card")),
    "trainer": ("answer", _("Try an answer")),
    "noticing": ("good", _("Look at the lines")),
    "thanks": ("glad", _("Look at the lines")),
    "check_in": ("round", _("Sit down for a check-in")),
    "limit": ("mine", _("My limits")),
    "when_to_see_someone": ("beside", _("Look at the lines")),
    "kinds_of_help": ("beside-kinds", _("Look at the kinds")),
    "boundary_or_request": ("mine-line", _("Try a sentence")),
}
# Sharing the load: one route for all of them (shares.py).
SHARED: Final[dict[str, Any]] = {
    "own_estimate": _("Choose some cards"),
    "own_decisions": _("Fill in the map"),
    "responsibilities": _("Begin, the two of you"),
    "decisions": _("Begin, the two of you"),
    "fair_heard": _("Ask each other"),
}
# Own words: one route for all of them (own_words.py).
WRITTEN: Final[dict[str, Any]] = {
    "if_then": _("Write a plan"),
    "setbacks": _("Write the plan"),
    "small_wins": _("Open the shelf"),
    "doubts": _("Look at the cards"),
    "where_from": _("Take the three questions"),
    "neutral_friend": _("Write for seven minutes"),
    "shelf": _("Open the shelf"),
    "worth_list": _("Open the list"),
    "friends": _("Write who is there"),
    "own_plan": _("Plan one small thing"),
    "trusted_friend": _("Make a card"),
    "notice_early": _("Give it a name"),
    "one_small_start": _("Choose one small thing"),
}
OUTSIDE: Final[dict[str, tuple[str, Any]]] = {
    "before_send": ("now-before", _("Write it here first")),
}


def tool(space: Space, slug: str) -> Tool | None:
    """The button of a practice, where it has one."""
    if slug in IN_A_SPACE:
        route, words = IN_A_SPACE[slug]
        return Tool(reverse(route, args=[space.key]), str(words))
    if slug in SHARED:
        return Tool(reverse("parts", args=[space.key, code(slug)]), str(SHARED[slug]))
    if slug in WRITTEN:
        return Tool(reverse("own-words", args=[space.key, code(slug)]), str(WRITTEN[slug]))
    if slug in OUTSIDE:
        route, words = OUTSIDE[slug]
        return Tool(reverse(route), str(words))
    return None

"""The places of a space and their tabs: what stands in the navigation, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One word of the navigation. ``url`` is a route's name, with the space's key or without any argument.

    A place whose route does not exist is not shown: parts/places.html leaves it out.
    """

    slug: str
    words: Any  # lazily translated
    url: str
    tabs: tuple[Place, ...] = ()


# "Is it working?" joins this list with its pages.
PLACES: Final = (
    Place("today", _("Today"), "today"),
    Place(
        "pattern",
        _("The pattern"),
        "signs",
        (
            Place("signs", _("Signs"), "signs"),
            Place("moments", _("Moments"), "moments"),
            Place("messages", _("Messages"), "messages"),
            Place("loop", _("The loop"), "loop"),
        ),
    ),
    Place("steps", _("Steps"), "steps"),
    Place("data", _("My data"), "data"),
)

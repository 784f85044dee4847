"""Noticing, thanks and good news: lines to try, each leading to a good moment that one may note."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.said import FENCES, Voice
from evenstep.program.thanks import thanks
from evenstep.web import steps
from evenstep.web.doors import space_of
from evenstep.web.models import Space
from evenstep.web.views.page import page

NOTICE: Final = ("noticing", ("notice",))
THANKS: Final = ("thanks", ("thank", "news"))


@require_safe
def notice(request: HttpRequest, key: str) -> HttpResponse:
    """See a small good thing."""
    return _page(request, key, *NOTICE)


@require_safe
def glad(request: HttpRequest, key: str) -> HttpResponse:
    """Say thank you, take in good news."""
    return _page(request, key, *THANKS)


def line_of(space: Space, wanted: str) -> str:
    """The words of a line to begin a good moment with; "" for any other, or while the page is off."""
    if steps.find(space, NOTICE[0]) is None:
        return ""
    lines = next(part.lines for part in thanks(cast("Kind", space.kind)).parts if part.slug == NOTICE[1][0])
    there = {str(number): words for number, words in enumerate(lines)}
    return FENCES.sub("", Voice(space.other, _).say(there[wanted])) if wanted in there else ""


def _page(request: HttpRequest, key: str, practice: str, wanted: tuple[str, ...]) -> HttpResponse:
    space = space_of(request, key)
    found = steps.find(space, practice)
    if found is None:
        return redirect("steps", key=space.key)
    say = Voice(space.other, _).say
    parts: list[dict[str, Any]] = [
        {
            "slug": part.slug,
            **{name: say(getattr(part, name)) for name in ("name", "how", "reach", "back", "care")},
            "lines": [say(each) for each in part.lines],
        }
        for part in thanks(cast("Kind", space.kind)).parts
        if part.slug in wanted
    ]
    return page(request, "talk/good.html", {"space": space, "place": "steps", "step": found, "parts": parts})

"""A slip is data: a page to read after one, with nothing to fill in."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.slip_words import slip_words
from evenstep.web import steps
from evenstep.web.doors import space_of
from evenstep.web.views.page import page

PRACTICE = "setbacks"


@require_safe
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The page."""
    space = space_of(request, key)
    plan = steps.find(space, PRACTICE)
    if plan is None:
        return redirect("steps", key=space.key)
    voice = Voice(space.other, _)
    said = {name: voice.say(words) for name, words in slip_words(cast("Kind", space.kind)).pages["slip"].items()}
    return page(request, "words/slip.html", {"space": space, "place": "steps", "words": said, "plan": plan})

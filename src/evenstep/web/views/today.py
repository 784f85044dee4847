"""Today: one kind thing at most, and a place to note a moment."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenstep.program.today import Facts, has_room, suggest
from evenstep.web.again import again
from evenstep.web.doors import now_of, space_of, today_of
from evenstep.web.models import Space
from evenstep.web.offering import idea
from evenstep.web.views.page import page
from evenstep.web.views.pauses import asked_words


@require_safe
def today(request: HttpRequest, key: str) -> HttpResponse:
    """The page."""
    space = space_of(request, key)
    if request.method == "GET":
        Space.objects.filter(pk=space.pk).update(last_used=now_of(request))
    facts, day = _facts(space), today_of(request)
    pause_asks = asked_words(request, space)
    suggestion = suggest(facts, day) if not pause_asks else None
    quiet = not pause_asks and suggestion is None and has_room(facts, day)
    found = idea(space, day, keep=request.method == "GET") if quiet else None
    context = {
        "space": space,
        "place": "today",
        "suggestion": suggestion,
        "pause_asks": pause_asks,
        "idea": found,
        "again": again(space, day) if quiet and not (found and found.step) else None,
    }
    return page(request, "today/today.html", context)


def _facts(space: Space) -> Facts:
    def last(*slugs: str) -> date | None:
        days = [each.local_day for each in space.answer_sets.all() if each.form.partition(".")[0] in slugs]
        return max(days, default=None)

    return Facts(
        glance_on=last("glance"), signs_on=last("reach", "step_back"), short_on=last("week"), stopped=space.stopped
    )

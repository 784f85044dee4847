"""The quiet end of something for two: the same page for every reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenstep.web.doors import space_of
from evenstep.web.views.page import page


@require_safe
def over(request: HttpRequest, key: str) -> HttpResponse:
    """Not today. It says no reason, and nothing of it is kept."""
    return page(request, "two/over.html", {"space": space_of(request, key), "place": "steps"})

"""The page that says what the program's own words mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenstep.web.glossary import WORDS
from evenstep.web.views.page import page


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Twelve words, plainly."""
    return page(request, "care/words.html", {"words": WORDS})

"""What every page shares: the template's shell and the words of its header."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenstep.web.house import VISIT_KEY
from evenstep.web.views.assets import font_kinds
from evenstep.web.visits import Visit


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: the fonts to fetch early, and this visit's finished reading, for the header to lead to."""
    visit = request.META.get(VISIT_KEY)
    reading = visit.reading if isinstance(visit, Visit) else None
    return {"fonts": font_kinds(), "mine": reading if reading is not None and reading.shown else None}


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A rendered page."""
    return render(request, template, context or {}, status=status)

"""What every page shares: the template's shell, the words of its header, and the notice after an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evenstep.web.house import VISIT_KEY, is_open
from evenstep.web.look import look_of
from evenstep.web.places import PLACES
from evenstep.web.views.assets import font_kinds
from evenstep.web.visits import Visit


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page. What costs a query, or is used up by being seen, is asked for by the template.

    ``fonts`` to fetch early; ``look`` for <html>; ``here``, this page's own address; ``mine``, this visit's finished
    reading; ``opened``, whether a store is open, and ``invented_people``, whether it is the demo's;
    ``places``; ``all_spaces`` and ``last_space`` of the open store;
    ``said``, what was just done: {text, undo_url or None, id}.
    """
    visit = request.META.get(VISIT_KEY)
    reading = visit.reading if isinstance(visit, Visit) else None
    opened = is_open(request)  # not what the visit holds: another window may have unlocked it since this request began
    return {
        "fonts": font_kinds(),
        "look": look_of(request),
        "here": request.path_info,
        "mine": reading if reading is not None and reading.shown else None,
        "opened": opened,
        "invented_people": isinstance(visit, Visit) and visit.opened is not None and visit.opened.invented,
        "places": PLACES,
        "all_spaces": lambda: list(_spaces()) if opened else [],
        "last_space": lambda: _spaces().order_by("-last_used", "-made_at").first() if opened else None,
        "said": _said(request, visit) if isinstance(visit, Visit) else None,
    }


def _spaces() -> Any:
    """All spaces. The model is asked for by name: this file is imported before Django is set up."""
    return apps.get_model("notes.Space").objects.all()


def _said(request: HttpRequest, visit: Visit) -> Callable[[], dict[str, str | None] | None]:
    def take() -> dict[str, str | None] | None:
        said = visit.said
        if said is None or request.method == "HEAD":
            return None
        visit.said = None
        return {"text": said.words, "undo_url": reverse("undo") if said.undo is not None else None, "id": said.id}

    return take


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A rendered page."""
    return render(request, template, context or {}, status=status)

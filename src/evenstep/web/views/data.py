"""My data: where the notes are, who can see what, the settings, and two pages that explain."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.web.doors import say
from evenstep.web.forms_data import SettingsForm
from evenstep.web.house import house_of, visit_of
from evenstep.web.language import known
from evenstep.web.models import Settings
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened, current
from evenstep.web.views.page import page
from evenstep.web.visits import Visit

CHOSEN: Final = ("language", "country", "theme", "text_size", "lock_after_min", "veil")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The place itself."""
    opened = current()
    row = Settings.objects.first() or Settings()
    context = {
        "place": "data",
        "own": not opened.invented,
        "label": opened.label,
        "protected": opened.protected,
        "where": opened.path.parent,
        "bytes": size(opened.path),
        "backed_up_on": row.backed_up_on,
        "code": has_code(request, opened),
    }
    return page(request, "data/all.html", context)


def size(notes: Path) -> int:
    """Bytes of the file and of its journal."""
    return sum(path.stat().st_size for path in notes.parent.glob(f"{notes.name}*"))


def has_code(request: HttpRequest, opened: Opened) -> bool:
    """Whether a recovery code is in force."""
    return not opened.invented and keep.has_recovery_code(house_of(request).folder, opened.person)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Language, country, theme, size of letters, when the notes lock, and the cover. All of it follows at once."""
    row = Settings.objects.first() or Settings()
    now = {name: getattr(row, name) for name in CHOSEN}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        return page(request, "data/settings.html", {"place": "data", "form": form}, 422 if form.errors else 200)
    visit = visit_of(request)
    _set(visit, {name: form.cleaned_data[name] for name in CHOSEN})
    with translation.override(known(form.cleaned_data["language"])):
        say(request, _("Kept."), lambda: _set(visit, now))
    return redirect("data")


def _set(visit: Visit, chosen: dict[str, Any]) -> None:
    Settings.objects.update_or_create(pk=1, defaults=chosen)
    visit.lock_after_s = chosen["lock_after_min"] * 60.0


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """What left this computer, and how to check it oneself."""
    return page(request, "data/network.html", {"place": "data", "port": house_of(request).port})


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How every number is made."""
    return page(request, "data/methods.html", {"place": "data"})

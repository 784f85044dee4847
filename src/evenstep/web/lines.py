"""What a page needs to show help lines: the country, its emergency numbers, and the lines of the kinds it asks for."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from evenstep.errors import StoreError
from evenstep.program.countries import countries
from evenstep.program.helplines import Kind, for_country
from evenstep.web.doors import today_of
from evenstep.web.house import is_open
from evenstep.web.models import Settings


def own_country(request: HttpRequest) -> str:
    """The country of the person's settings, when their notes are open. Reads, and never makes the row."""
    if not is_open(request):
        return ""
    try:
        return Settings.objects.filter(pk=1).values_list("country", flat=True).first() or ""
    except (DatabaseError, StoreError):
        return ""  # a disk that fails must not take the help lines with it: a country can still be chosen on the page


def lines(request: HttpRequest, kinds: tuple[Kind, ...] = tuple(Kind), country: str | None = None) -> dict[str, Any]:
    """Context of care/_emergency.html and care/_lines.html; without ``country`` that of the settings is taken."""
    code = own_country(request) if country is None else country
    found = for_country(code, today_of(request))
    return {"help": found, "country": countries().get(code, ""), "groups": found.groups(kinds)}

"""What a view asks of a request: the store's settings and spaces, the time, and words for the next page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from evenstep.errors import StoreError
from evenstep.web.house import OPENED_KEY, house_of, visit_of
from evenstep.web.models import Settings, Space
from evenstep.web.taken import forget
from evenstep.web.vault.trouble import Trouble


def settings_of(request: HttpRequest) -> Settings:  # noqa: ARG001 (the store is the thread's; the request says which)
    """The person's settings; the first time, as they come."""
    return Settings.objects.get_or_create(pk=1)[0]


def space_of(request: HttpRequest, key: str) -> Space:  # noqa: ARG001
    """The space with this key in the store that is open. Raises Http404 when there is none."""
    try:
        return Space.objects.get(key=key)
    except Space.DoesNotExist as error:
        raise Http404 from error


def now_of(request: HttpRequest) -> datetime:
    """The time, in UTC."""
    return house_of(request).now()


def today_of(request: HttpRequest) -> date:
    """The day it is where this computer stands."""
    zone = house_of(request).zone
    return now_of(request).astimezone(ZoneInfo(zone or "UTC")).date()


def troubled(trouble: StoreError | None) -> str:
    """Why the store can't be used and what to do, in the person's language; "" when nothing is wrong."""
    if isinstance(trouble, Trouble):
        values = {name: gettext(str(value)) if name == "part" else value for name, value in trouble.values.items()}
        return f"{gettext(trouble.what)} {gettext(trouble.to_do)}" % values
    return str(trouble or "")


def say(request: HttpRequest, words: str, undo: Callable[[], None] | None = None) -> None:
    """Words for the next page, with a way back where there is one.

    Only into the visit as this request found it: meanwhile another window may have locked it, and another person may
    have opened theirs.
    """
    visit = visit_of(request)
    if visit.opened is request.META.get(OPENED_KEY):
        visit.say(words, undo)


def tidied() -> str:
    """Rewrite the file so that nothing deleted is left in it, and say whether that could be done."""
    try:
        forget()
    except StoreError as trouble:
        return (
            gettext("Deleted. But the file could not be rewritten yet, so traces may be left in it.")
            + " "
            + troubled(trouble)
        )
    return gettext("Gone, and nothing of it is left in the file.")

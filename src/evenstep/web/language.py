"""The language and look of each answer: from the person's own settings, never from what a browser announces."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evenstep.errors import StoreError
from evenstep.web.doors import settings_of
from evenstep.web.house import OPENED_KEY, VISIT_KEY, is_open
from evenstep.web.look import LOOK_KEY, TEXT_SIZES, THEMES, VEIL_AFTER_S, Look, look_of
from evenstep.web.visits import Visit
from evenstep.web.voice import speaking_in

WITHOUT = ("/s/", "/leave", "/open/")  # files, and the two ways that must not fail: they ask nothing of the store
# Help lines, right now, being asked to stop: a number must not go out of sight while one dials it.
IN_SIGHT: Final = re.compile(r"/(?:help|now)(?:/.*)?|/n/[^/]+/still")
# The private page and the signs for seeing someone show numbers once they were answered, not before.
ANSWERED: Final = re.compile(r"/n/[^/]+/(?:own|beside)")


class Language:
    """Activates the language for one request and puts the look where views/page.py finds it. Stands after Store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._inside = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the person's language; the thread is left in English for the next one."""
        if not request.path_info.startswith(WITHOUT):
            request.META[LOOK_KEY] = _chosen(request)
        with activate_for(request):
            return self._inside(request)


def activate_for(request: HttpRequest) -> AbstractContextManager[None]:
    """A ``with`` block in the language of this request's look."""
    return speaking_in(known(look_of(request).language))


def known(language: str) -> str:
    """This language when we have it, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def _chosen(request: HttpRequest) -> Look:
    visit = request.META.get(VISIT_KEY)
    if not isinstance(visit, Visit):
        return Look()
    veil_after_s = None if _stays_in_sight(request) else VEIL_AFTER_S
    if not is_open(request):
        return Look(veil_after_s=veil_after_s if visit.reading is not None else None)
    try:
        chosen = settings_of(request)
    except (DatabaseError, StoreError):
        # A disk that fails must not take Help, Lock and the way out with it. For this request nothing is open: pages
        # of stored facts lead to the lock, which says what is wrong.
        del request.META[OPENED_KEY]
        return Look(veil_after_s=veil_after_s)
    return Look(
        language=known(chosen.language),
        theme=chosen.theme if chosen.theme in THEMES else "system",
        text_size=chosen.text_size if chosen.text_size in TEXT_SIZES else "normal",
        veil_after_s=veil_after_s if chosen.veil else None,
        lock_after_s=int(visit.lock_after_s),
    )


def _stays_in_sight(request: HttpRequest) -> bool:
    path = request.path_info
    return bool(IN_SIGHT.fullmatch(path) or (request.method == "POST" and ANSWERED.fullmatch(path)))

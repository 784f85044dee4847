"""The language and look of each answer: from the person's own settings, never from what a browser announces."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from evenstep.web.doors import settings_of
from evenstep.web.house import VISIT_KEY, is_open
from evenstep.web.look import LOOK_KEY, TEXT_SIZES, THEMES, VEIL_AFTER_S, Look, look_of
from evenstep.web.visits import Visit

WITHOUT = ("/s/", "/leave", "/open/")  # files, and the two ways that must not fail: they ask nothing of the store


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


def activate_for(request: HttpRequest) -> translation.override:
    """A ``with`` block in the language of this request's look."""
    return translation.override(known(look_of(request).language))


def known(language: str) -> str:
    """This language when we have it, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def _chosen(request: HttpRequest) -> Look:
    visit = request.META.get(VISIT_KEY)
    if not isinstance(visit, Visit):
        return Look()
    if not is_open(request):
        return Look(veil_after_s=VEIL_AFTER_S if visit.reading is not None else None)
    chosen = settings_of(request)
    return Look(
        language=known(chosen.language),
        theme=chosen.theme if chosen.theme in THEMES else "system",
        text_size=chosen.text_size if chosen.text_size in TEXT_SIZES else "normal",
        veil_after_s=VEIL_AFTER_S,
        lock_after_s=int(visit.lock_after_s),
    )

"""Errors as calm pages, and the one refusal that is the same for everyone who is not let in."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evenstep.web.headers import REFUSAL
from evenstep.web.house import VISIT_KEY
from evenstep.web.look import LOOK_KEY, VEIL_AFTER_S, Look
from evenstep.web.unsent import own_words
from evenstep.web.views.page import page

MOST_WORDS_BYTES: Final = 64 * 1024  # of a form whose words are shown again
WORDS: Final = {
    400: (_("This did not arrive whole"), _("Something in the request could not be read. Nothing was changed.")),
    404: (_("There is no page here"), _("It may have been replaced by a newer one, perhaps in another window.")),
    405: (_("This page cannot be used that way"), _("Nothing was changed.")),
    500: (
        _("Something went wrong here"),
        _("It was our fault, not yours, and not your file’s. Nothing was sent anywhere."),
    ),
}


def refusal() -> HttpResponse:
    """Short, without a name or a reason."""
    return HttpResponse(REFUSAL, status=403, content_type="text/plain; charset=utf-8")


def closed(request: HttpRequest) -> HttpResponse:
    """The refusal; for someone whose own page sent words that would be lost, the words, so that they can be copied.

    They go back to who sent them and nowhere else. middleware.Door has checked that a page of ours asks.
    """
    if request.method != "POST" or not 0 < _length(request) <= MOST_WORDS_BYTES:
        return refusal()
    words = own_words(request)
    if not words:
        return refusal()
    if request.path_info == reverse("lock"):  # the page locked itself: nobody may be sitting there, or someone else
        words = []
    request.META[LOOK_KEY] = Look(veil_after_s=VEIL_AFTER_S)
    return page(request, "closed.html", {"own_words": words, "opened": False}, 403)


def _length(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdecimal() and len(length) < 10 else 0


def calm(request: HttpRequest, status: int) -> HttpResponse:
    """The page for an error; for someone without a visit, the refusal."""
    if VISIT_KEY not in request.META:
        return refusal()
    title, words = WORDS[status]
    # no list of spaces here: the store itself may be what is broken
    return page(request, "problem.html", {"heading": title, "words": words, "opened": False}, status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400: a malformed request."""
    return calm(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404: no such page, or one that was replaced."""
    return calm(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. No frames, no values."""
    return calm(request, 500)


def refused(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001
    """403: a form without its secret, as after somebody else has opened their notes in this browser."""
    return closed(request)

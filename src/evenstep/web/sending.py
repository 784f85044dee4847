"""A form that is sent twice is done once: by a double click, or by a page that is loaded again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from evenstep.web.doors import say
from evenstep.web.house import VISIT_KEY
from evenstep.web.unsent import FORM_FIELD
from evenstep.web.visits import Visit

# What makes something that would be there twice. Never what locks, leaves or takes back: that is done every time.
MAKING: Final = frozenset({
    "begin-lock",
    "begin-space",
    "answer-keep",
    "bring",
    "bring-ask",
    "cards-mine",
    "data-bring-back",
    "guess",
    "mine-new",
    "mine-one",
    "moment-new",
    "own-words",
    "parts",
    "restore",
    "signs-fill",
    "time",
})  # fmt: skip
# What has no page of its own to look at, or only while it is under way: where its form stands, or what follows it.
FORM_OF: Final = {"answer-keep": "answer", "bring-ask": "messages"}
DONE_KEY: Final = "evenstep.done"
LONGEST_WAIT_S: Final = 5.0


class OnceOnly:
    """The form's secret is masked anew for each page, so it tells one rendered form from another.

    1. two sendings of one form: the second waits for the first;
    2. what the first one led to, when it was a redirect, is where the second one leads as well;
    3. a form that was refused, or that came to a locked store, counts as not sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._inside = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say again where the first sending led."""
        visit = request.META.get(VISIT_KEY)
        if request.method != "POST" or not isinstance(visit, Visit) or not _makes(request.path_info):
            return self._inside(request)
        form = _form_of(request)
        sending = visit.sending(request.path_info, form)
        if not sending.turn.acquire(timeout=LONGEST_WAIT_S):  # six taps on a slow form must not hold every thread
            say(request, _("This came twice. The first one is still being worked on, so nothing was done again."))
            return HttpResponseRedirect(_page_of(request.path_info))
        try:
            if sending.led_to:
                return HttpResponseRedirect(sending.led_to)
            response = self._inside(request)
            if form and DONE_KEY in request.META and isinstance(response, HttpResponseRedirect):
                sending.led_to = response.url
                visit.sent[request.path_info, form] = sending  # a new store's beginning has forgotten the forms before
            return response
        finally:
            sending.turn.release()

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],  # noqa: ARG002 (Django's signature)
        args: Sequence[Any],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """The form's secret was right and the store was open: comes after those who look at that."""
        request.META[DONE_KEY] = True
        return None


def _form_of(request: HttpRequest) -> str:
    try:
        return str(request.POST.get(FORM_FIELD, ""))
    except UnreadablePostError:
        return ""  # the sender went away; the check of the form's secret refuses what is left


def _page_of(path: str) -> str:
    """A page that can be looked at: the one the form stands on."""
    found = resolve(path)
    instead = FORM_OF.get(str(found.url_name))
    return path if instead is None else reverse(instead, kwargs={"key": found.kwargs["key"]})


def _makes(path: str) -> bool:
    try:
        return resolve(path).url_name in MAKING
    except Resolver404:
        return False

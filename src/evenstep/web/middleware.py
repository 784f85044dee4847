"""The door: which requests are answered at all, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from evenstep.web import settings
from evenstep.web.doors import troubled
from evenstep.web.headers import HEADERS
from evenstep.web.house import OPENED_KEY, VISIT_KEY, House, house_of, is_open
from evenstep.web.unsent import keep_unsent, own_words
from evenstep.web.vault.opened import using
from evenstep.web.vault.write import trouble_of
from evenstep.web.views.errors import MOST_WORDS_BYTES, calm, closed, refusal
from evenstep.web.views.page import page
from evenstep.web.visits import Visit

Answer = Callable[[HttpRequest], HttpResponseBase]
SAFE: Final = frozenset({"GET", "HEAD"})
INSIDE: Final = ("/n/", "/data", "/spaces")  # pages of stored facts


class Door:
    """First in, last out. Refusals are the same bytes whatever the reason.

    1. Is the request for us: exact Host with our port, plain path, nothing forwarded.
    2. Did our own page, or the person at the address bar, make it: Sec-Fetch-Site and Origin, for GET as well.
    3. Is there a visit: the cookie of a door that was opened with a token.
    4. Answer, and put the headers on everything: pages, files, refusals, errors.
    """

    def __init__(self, get_response: Answer) -> None:
        self._inside = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer or refuse."""
        response = self._answered(request) if self._may_enter(request) else self._refused(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if isinstance(response, HttpResponse):
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        visit = request.META.get(VISIT_KEY)
        if not isinstance(visit, Visit):
            return self._inside(request)
        with house_of(request).visits.answering(visit):
            return self._inside(request)

    def _refused(self, request: HttpRequest) -> HttpResponseBase:
        """The same for everyone; but what was written in a page of ours that is over is not lost."""
        house = house_of(request)
        return closed(request) if is_for_us(request, house) and is_from_us(request) else refusal()

    def _may_enter(self, request: HttpRequest) -> bool:
        house = house_of(request)
        if not (is_for_us(request, house) and is_from_us(request)):
            return False
        visit = house.visits.find(request.COOKIES.get(house.cookie, ""))
        store: dict[str, object] = {} if visit is None else visit.store
        request.session = store  # type: ignore[assignment]  # all that Django's form check asks of a session
        if visit is None:
            return _needs_no_visit(request)
        request.META[VISIT_KEY] = visit
        return True


class Store:
    """Opens the visit's store around a request, and keeps every place that needs one shut while there is none.

    A form that comes after the store has locked itself is kept in memory for its owner's return: see views/lock.py.
    """

    def __init__(self, get_response: Answer) -> None:
        self._inside = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the store at hand, when there is one."""
        visit = request.META.get(VISIT_KEY)
        opened = visit.opened if isinstance(visit, Visit) else None
        if opened is None:
            return self._inside(request)
        request.META[OPENED_KEY] = opened
        with using(opened):
            return self._inside(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],  # noqa: ARG002 (Django's signature)
        args: Sequence[Any],  # noqa: ARG002
        kwargs: Mapping[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Lead to the lock. Comes after the form's secret was checked: settings.MIDDLEWARE names that check first."""
        visit = request.META.get(VISIT_KEY)
        if not isinstance(visit, Visit):
            return None
        if is_open(request):
            if request.method == "POST" and visit.unsent is not None and visit.unsent.path == request.path_info:
                visit.unsent = None  # sent now
            return None
        if not request.path_info.startswith(INSIDE):
            return None
        keep_unsent(request, visit, request.path_info)
        return redirect("welcome")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A full disk, a store that cannot be read: said plainly, and what was written is shown so that it can be kept.

        Any other error is ours and goes on to the page for it.
        """
        trouble = trouble_of(exception)
        if trouble is None or VISIT_KEY not in request.META:
            return None
        context = {"heading": _("This could not be done just now"), "words": troubled(trouble), "opened": False}
        return page(request, "problem.html", context | {"own_words": own_words(request)}, 503)


class CalmErrors:
    """Gives an empty error answer (a wrong method) a page with words."""

    def __init__(self, get_response: Answer) -> None:
        self._inside = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with a page in place of an empty 405."""
        response = self._inside(request)
        if response.status_code != 405:
            return response
        instead = calm(request, 405)
        instead.headers["Allow"] = response.headers.get("Allow", "GET")
        return instead


def is_for_us(request: HttpRequest, house: House) -> bool:
    """Exact Host (DNS rebinding stops here), an origin-form target, a form in UTF-8, and no word of a proxy.

    Two Host headers arrive joined by a comma and so are never exact.
    """
    meta = request.META
    forwarded = any(name.startswith("HTTP_X_FORWARDED") or name == "HTTP_FORWARDED" for name in meta)
    target = str(meta.get("REQUEST_URI", "/"))
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target
    charset = (request.content_params or {}).get("charset", "utf-8")  # Python knows some that are no charsets at all
    if charset.lower() != "utf-8":
        return False
    return str(meta.get("HTTP_HOST")) in house.hosts and plain and not forwarded


def is_from_us(request: HttpRequest) -> bool:
    """Made by our own page, or by the person at the address bar; never by another site or another port.

    Only /open/<token> may come from elsewhere: browsers call our redirect file cross-site.
    """
    meta = request.META
    origin, site = meta.get("HTTP_ORIGIN"), meta.get("HTTP_SEC_FETCH_SITE")
    safe = request.method in SAFE
    if origin is not None and origin != f"http://{meta.get('HTTP_HOST')}":
        return False
    navigates = meta.get("HTTP_SEC_FETCH_MODE", "navigate") == "navigate"
    on_top = meta.get("HTTP_SEC_FETCH_DEST", "document") == "document"
    if _opens(request):
        return bool(navigates and on_top)
    if site is None:
        return safe or origin is not None
    return bool(site == "same-origin" or (site == "none" and safe and navigates and on_top))


def body_limit(request: HttpRequest, house: House) -> int:
    """How many bytes of this request's body may be kept, by its headers: all of a visit's, a form's of a page of ours
    that is over, none of anybody else's. Nobody's idle time is set back by asking."""
    if not (is_for_us(request, house) and is_from_us(request)):
        return 0
    known = house.visits.knows(request.COOKIES.get(house.cookie, ""))
    return settings.MAX_BODY_BYTES if known else MOST_WORDS_BYTES


def _opens(request: HttpRequest) -> bool:
    return request.method == "GET" and request.path_info.startswith("/open/")


def _needs_no_visit(request: HttpRequest) -> bool:
    """The way in, the way out, and the style of the page one sees after leaving (to our own pages only)."""
    if _opens(request):
        return True
    if request.path_info == "/leave":
        return request.method == "POST"
    own_page_asks = request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin"
    return bool(own_page_asks) and request.method in SAFE and request.path_info.startswith("/s/")

"""Something for right now: before you send, and a pause. No set-up, no store; what is written goes with the page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.program.right_now import Day, comes_back
from evenstep.web.doors import now_of
from evenstep.web.forms_care import OPENING_WORDS, BeforeForm, PauseForm
from evenstep.web.house import house_of
from evenstep.web.views.page import page


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Two doors."""
    return page(request, "care/now.html")


@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest) -> HttpResponse:
    """Write it here first. It is shown back once, in this answer, and kept nowhere."""
    form = BeforeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return page(request, "care/before_said.html", form.cleaned_data)
    return page(request, "care/before.html", {"form": form}, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """A sentence with a return time, in one's own words."""
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        here = now_of(request).astimezone(ZoneInfo(house_of(request).zone or "UTC"))
        back = comes_back(here, Day(said["day"]), said["at"])
        if back is not None:
            opening = said["own"] or OPENING_WORDS[said["opening"]]
            return page(request, "care/pause_said.html", {"opening": opening, "at": said["at"], "day": back.day.value})
        form.add_error("at", _("This time is already past. Choose a later one, or tomorrow."))
    return page(request, "care/pause.html", {"form": form}, 422 if form.errors else 200)

"""Something for right now: before you send, a pause, ten minutes. No set-up, no store; what is written isn't kept."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.program.helplines import Kind
from evenstep.program.right_now import LATER, Day, comes_back, ended
from evenstep.web.doors import now_of
from evenstep.web.forms_care import OPENING_WORDS, BeforeForm, PauseForm
from evenstep.web.house import house_of
from evenstep.web.lines import lines
from evenstep.web.views.page import page


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Three doors."""
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
    """A sentence for a pause, in one's own words, with the time one is back when that can be said."""
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _still_to_come(request, form):
        said = form.cleaned_data
        opening = ended(said["own"]) or OPENING_WORDS[said["opening"]]
        return page(request, "care/pause_said.html", {"opening": opening, "at": said["at"], "day": said["day"]})
    return page(request, "care/pause.html", {"form": form}, 422 if form.errors else 200)


def _still_to_come(request: HttpRequest, form: PauseForm) -> bool:
    said = form.cleaned_data
    here = now_of(request).astimezone(ZoneInfo(house_of(request).zone or "UTC"))
    if said["day"] == LATER or comes_back(here, Day(said["day"]), said["at"]) is not None:
        return True
    form.add_error("at", _("This time is already past. Choose a later one, or tomorrow."))
    return False


@require_safe
def minutes(request: HttpRequest) -> HttpResponse:
    """Ten minutes, when the wish to write or call is very strong."""
    return page(request, "care/minutes.html", lines(request, (Kind.CRISIS,)))

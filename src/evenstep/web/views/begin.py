"""The first three minutes: what this is, being an adult, a lock, and who it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from evenstep.errors import StoreError
from evenstep.web.doors import now_of, settings_of, today_of, troubled
from evenstep.web.forms_lock import LockForm
from evenstep.web.forms_space import AdultForm, SpaceForm
from evenstep.web.house import house_of, is_open, visit_of
from evenstep.web.models import Space
from evenstep.web.vault import keep
from evenstep.web.vault.opened import using
from evenstep.web.views.lock import settle
from evenstep.web.views.page import page


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What it is and is not, and one box: 18 or older."""
    form = AdultForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        visit_of(request).adult = True
        return redirect("begin-lock")
    return page(request, "begin/what.html", {"form": form}, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_lock(request: HttpRequest) -> HttpResponse:
    """A passphrase, or none, chosen knowingly. Makes the store."""
    visit = visit_of(request)
    if not visit.adult:
        return redirect("begin")
    form = LockForm(request.POST if request.method == "POST" else None)
    trouble: StoreError | None = None
    if form.is_valid():
        try:
            return _make(request, form)
        except StoreError as error:
            trouble = error
    status = 422 if form.errors or trouble is not None else 200
    return page(request, "begin/lock.html", {"form": form, "trouble": troubled(trouble)}, status)


def _make(request: HttpRequest, form: LockForm) -> HttpResponse:
    house = house_of(request)
    opened = keep.create(house.folder, form.cleaned_data["label"], form.secret, house.now())
    with using(opened):
        settings = settings_of(request)
        settings.adult_on = today_of(request)
        settings.save()
    settle(request, opened)
    return redirect("begin-space")


@require_http_methods(["GET", "HEAD", "POST"])
def begin_space(request: HttpRequest) -> HttpResponse:
    """Who it is about. Makes a space; also the page for a further one."""
    if not is_open(request):
        return redirect("welcome")
    form = SpaceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        first = not Space.objects.exists()
        return page(request, "begin/space.html", {"form": form, "first": first}, 422 if form.errors else 200)
    space = Space.objects.create(
        kind=form.cleaned_data["kind"],
        other=form.cleaned_data["other"],
        alone=form.cleaned_data["together"] == "alone",
        made_at=now_of(request),
    )
    return redirect("own", key=space.key)

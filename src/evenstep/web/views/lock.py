"""Unlocking, locking, and giving back a form that came when the store had just locked itself."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evenstep.errors import StoreError
from evenstep.web.doors import settings_of, troubled
from evenstep.web.forms_lock import UnlockForm
from evenstep.web.house import house_of, visit_of
from evenstep.web.taken import sweep
from evenstep.web.unsent import keep_typed
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Person
from evenstep.web.vault.opened import Opened, using
from evenstep.web.views.page import page
from evenstep.web.visits import NotUndone


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, person: str) -> HttpResponse:
    """The page that asks one person's passphrase."""
    whose = _person(request, person)
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if not whose.protected and request.method == "POST":
        return _enter(request, whose, "", form)
    if form.is_valid():
        return _enter(request, whose, form.cleaned_data["passphrase"], form)
    return _ask(request, whose, form)


def _enter(request: HttpRequest, whose: Person, secret: str, form: UnlockForm) -> HttpResponse:
    house = house_of(request)
    try:
        opened = keep.unlock(house.folder, whose.id, secret, house.now())
    except StoreError as trouble:
        return _ask(request, whose, form, trouble)
    settle(request, opened)
    return redirect("resume" if visit_of(request).unsent is not None else "welcome")


def settle(request: HttpRequest, opened: Opened) -> None:
    """Hold this store in the visit, with the person's own time until it locks. What is over its day is gone first."""
    visit, house = visit_of(request), house_of(request)
    with using(opened):
        minutes = settings_of(request).lock_after_min
        with suppress(StoreError):  # on a full disk the notes still open; nothing over its time is shown meanwhile
            house.to_sweep(opened, sweep(house.now()))
    visit.unlock(opened, minutes * 60.0)


def _ask(request: HttpRequest, whose: Person, form: UnlockForm, trouble: StoreError | None = None) -> HttpResponse:
    several = len(house_of(request).folder.people()) > 1
    context = {"whose": whose, "form": form, "trouble": troubled(trouble or whose.trouble), "several": several}
    return page(request, "lock/unlock.html", context, 422 if trouble is not None or form.errors else 200)


def _person(request: HttpRequest, person: str) -> Person:
    for each in house_of(request).folder.people():
        if each.id == person:
            return each
    raise Http404


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Let the key go. The door stays open. A page that locks itself sends along what stood in its form."""
    visit = visit_of(request)
    visit.lock_up()
    visit.unsent = None
    keep_typed(request, visit)
    return redirect("welcome")


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """What had been written when the store locked: keep it, or let it go."""
    visit = visit_of(request)
    unsent = visit.unsent
    if visit.opened is None or unsent is None:
        return redirect("welcome")
    visit.unsent = None if request.method == "POST" else unsent
    if request.method == "POST":
        visit.say(_("Let go. Nothing was kept of it."))
        return redirect("welcome")
    return page(
        request, "lock/resume.html", {"unsent": unsent, "own_words": [v for _n, v in unsent.fields if " " in v]}
    )


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    visit = visit_of(request)
    undoable = visit.undoable
    if undoable is None or undoable.undo is None or undoable.id != request.POST.get("which"):
        visit.say(_("This can’t be taken back any more: something else was done since."))
        return redirect(_within(request.POST.get("next", "/")))
    visit.undoable = None
    try:
        undoable.undo()
    except NotUndone as why:
        visit.say(str(why))
    else:
        visit.say(_("Taken back."))
    return redirect(_within(request.POST.get("next", "/")))


def _within(target: str) -> str:
    """Only a place of our own: a plain path."""
    return target if target.startswith("/") and not target.startswith("//") and "\\" not in target else "/"

"""The lock from inside: changing the passphrase, a recovery code on paper, and the list of tries to open."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.errors import StoreError
from evenstep.web.doors import now_of, say, today_of, troubled
from evenstep.web.forms_data import ChangePassphraseForm, ConfirmForm, DropPassphraseForm, NewPassphraseForm
from evenstep.web.forms_lock import QuietForm
from evenstep.web.house import house_of, visit_of
from evenstep.web.models import Settings, Unlock
from evenstep.web.vault import keep
from evenstep.web.vault.forget import tidy
from evenstep.web.vault.opened import current
from evenstep.web.views.data import has_code
from evenstep.web.views.page import page

PAPER: Final = "evenstep.paper"  # the code on its way to the one page that shows it
MOST_TRIES: Final = 200


@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: HttpRequest) -> HttpResponse:
    """Change it, or set one where there is none."""
    opened = current()
    if opened.invented:
        return redirect("data")
    kind = ChangePassphraseForm if opened.protected else NewPassphraseForm
    return _asked(request, "data/passphrase.html", kind(request.POST if request.method == "POST" else None))


@require_http_methods(["GET", "HEAD", "POST"])
def no_passphrase(request: HttpRequest) -> HttpResponse:
    """Take it away, knowingly."""
    opened = current()
    if opened.invented or not opened.protected:
        return redirect("data")
    form = DropPassphraseForm(request.POST if request.method == "POST" else None)
    return _asked(request, "data/no_passphrase.html", form)


def _asked(request: HttpRequest, template: str, form: QuietForm) -> HttpResponse:
    trouble: StoreError | None = None
    if form.is_valid():
        try:
            return _change(request, form.cleaned_data.get("old"), form.cleaned_data.get("passphrase"))
        except StoreError as error:
            trouble = error
    opened = current()
    context = {"place": "data", "form": form, "trouble": troubled(trouble), "protected": opened.protected}
    context["code"] = has_code(request, opened)
    return page(request, template, context, 422 if trouble is not None or form.errors else 200)


def _change(request: HttpRequest, old: str | None, new: str | None) -> HttpResponse:
    """The store gets a new key with the new lock. Who holds the old one is shut out: other windows, work under way."""
    house, visit, opened = house_of(request), visit_of(request), current()
    house.workshop.forget(opened.person)
    connection.close()
    changed = keep.change_passphrase(house.folder, opened, old, new, now_of(request))
    house.visits.lock_others(visit, opened.person)
    words = _("Your notes open with the new passphrase now.") if new else _("Your notes have no passphrase now.")
    if visit.opened is opened:  # not locked in another window meanwhile
        visit.opened = changed
        visit.say(words)
    return redirect("data")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The recovery code: what it is, making one, and making it worthless."""
    opened = current()
    if opened.invented or not opened.protected:
        return redirect("data")
    folder = house_of(request).folder
    if request.POST.get("do") == "drop":
        return _dropped(request)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    trouble: StoreError | None = None
    if form.is_valid():
        try:
            made = keep.make_recovery_code(folder, opened, form.cleaned_data["old"], now_of(request))
        except StoreError as error:
            trouble = error
        else:
            visit_of(request).store[PAPER] = (opened.person, made)
            return redirect("data-paper")
    return _code_page(request, form, trouble)


def _dropped(request: HttpRequest) -> HttpResponse:
    try:
        keep.drop_recovery_code(house_of(request).folder, current())
    except StoreError as trouble:
        return _code_page(request, ConfirmForm(), trouble)
    say(request, _("The code on the paper opens nothing any more."))
    return redirect("data")


def _code_page(request: HttpRequest, form: ConfirmForm, trouble: StoreError | None) -> HttpResponse:
    context = {"place": "data", "form": form, "trouble": troubled(trouble), "code": has_code(request, current())}
    return page(request, "data/code.html", context, 422 if trouble is not None or form.errors else 200)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The code, once. Looking at the page again shows nothing."""
    store = visit_of(request).store
    held: Any = store.get(PAPER)
    if request.method != "HEAD":
        store.pop(PAPER, None)
    if held is None or held[0] != current().person:
        return redirect("data-code")
    half = len(held[1]) // 2 + 1  # after the dash in the middle, so that it is two even lines on a phone
    return page(request, "data/paper.html", {"place": "data", "code": (held[1][:half], held[1][half:])})


@require_http_methods(["GET", "HEAD", "POST"])
def tries(request: HttpRequest) -> HttpResponse:
    """Every try to open these notes, for their owner's eyes. It can be cleared, and then it says so."""
    if request.method == "POST":
        Unlock.objects.all().delete()
        Settings.objects.update_or_create(pk=1, defaults={"tries_emptied_on": today_of(request)})
        return _cleared(request)
    zone = ZoneInfo(house_of(request).zone or "UTC")
    found = [(each.at.astimezone(zone), each.worked) for each in Unlock.objects.order_by("-at", "-id")[:MOST_TRIES]]
    row = Settings.objects.first() or Settings()
    context = {"place": "data", "tries": found, "most": MOST_TRIES, "emptied_on": row.tries_emptied_on}
    return page(request, "data/tries.html", context)


def _cleared(request: HttpRequest) -> HttpResponse:
    try:
        tidy(current())
        say(request, _("The list is empty now."))
    except StoreError as trouble:
        say(request, troubled(trouble))
    return redirect("data-tries")

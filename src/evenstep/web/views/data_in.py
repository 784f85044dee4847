"""Bringing things back: an export into the notes that are open, and a backup as one more person's notes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenstep.errors import StoreError
from evenstep.web.doors import now_of, say, troubled
from evenstep.web.forms_data import RestoreForm
from evenstep.web.house import house_of, visit_of
from evenstep.web.settings import MAX_UPLOAD_BYTES
from evenstep.web.takeout.back import bring_back as put_back
from evenstep.web.takeout.reading import MOST_BYTES
from evenstep.web.takeout.refused import Refused
from evenstep.web.uploads import take_uploads
from evenstep.web.vault.backup import restore as put_beside
from evenstep.web.vault.opened import current
from evenstep.web.views.lock import settle
from evenstep.web.views.page import page


@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: HttpRequest) -> HttpResponse:
    """A JSON export into these notes, wholly or not at all. Not into those of the invented people."""
    if current().invented:
        return page(request, "data/not_here.html", {"place": "data"})
    if request.method != "POST":
        return _choose(request)
    data, missing = _file(request, MOST_BYTES)
    if data is None:
        return _choose(request, missing)
    try:
        brought = put_back(data)
    except Refused as refused:
        return _choose(request, f"{refused.what} {refused.to_do} {_('Nothing was changed.')}", refused.place)
    except StoreError as trouble:
        return _choose(request, troubled(trouble))
    words = _("Brought back. New here: %(new)s. Here already: %(there)s.")
    words %= {"new": len(brought.made), "there": brought.there}
    if brought.held_back:
        words += " " + _("Messages were left out where they asked you to stop.")
    say(request, words, brought.take_back)
    return redirect("data")


def _choose(request: HttpRequest, trouble: str = "", where: str = "") -> HttpResponse:
    context = {"place": "data", "trouble": trouble, "where": where}
    return page(request, "data/bring_back.html", context, 422 if trouble else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest) -> HttpResponse:
    """A backup as one more person beside the others. Reached before anything is unlocked, too."""
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form)
    data, missing = _file(request, MAX_UPLOAD_BYTES)
    if data is None:
        return _ask(request, form, missing)
    house = house_of(request)
    try:
        opened = put_beside(house.folder, data, form.cleaned_data["passphrase"], now_of(request))
    except StoreError as trouble:
        return _ask(request, form, troubled(trouble))
    settle(request, opened)
    visit_of(request).say(_("Your backup is here. Every page of it was checked."))
    return redirect("welcome")


def _ask(request: HttpRequest, form: RestoreForm, trouble: str = "") -> HttpResponse:
    several = bool(house_of(request).folder.people())
    context = {"form": form, "trouble": trouble, "several": several}
    return page(request, "data/restore.html", context, 422 if trouble or form.errors else 200)


def _file(request: HttpRequest, most_bytes: int) -> tuple[bytes | None, str]:
    """The file that was chosen, or why there is none."""
    uploads, large = take_uploads(request, "file")
    if large or (uploads and len(uploads[0].data) > most_bytes):
        most = _("This file is larger than the %(most)s MB that this page takes. Nothing was changed.")
        return None, most % {"most": most_bytes // 2**20}
    if not uploads:
        return None, _("No file was chosen. Choose one, then go on.")
    return uploads[0].data, ""

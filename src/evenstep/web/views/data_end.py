"""Deleting everything: asked plainly, done for real, and the page that says what was checked afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.errors import StoreError
from evenstep.web.doors import troubled
from evenstep.web.house import house_of, visit_of
from evenstep.web.models import Settings
from evenstep.web.vault.envelope import KEY_FILE
from evenstep.web.vault.forget import delete_person
from evenstep.web.vault.opened import Opened, current
from evenstep.web.vault.trouble import DiskFault
from evenstep.web.vault.write import trouble_of
from evenstep.web.views.data_confirm import confirm_form, confirmed
from evenstep.web.views.page import page

GONE: Final = "evenstep.gone"  # what was checked, on its way to the page that says it


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Asks first, for the passphrase too. Only the button's own word deletes."""
    opened = current()
    if opened.invented:
        visit_of(request).lock_up() if request.method == "POST" else None
        return redirect("welcome" if request.method == "POST" else "data")
    form, trouble = confirm_form(request), None
    if request.POST.get("sure") == "yes":
        try:
            if confirmed(request, form):
                return _deleted(request, opened)
        except StoreError as error:
            trouble = error
    row = Settings.objects.first() or Settings()
    context = {"place": "data", "backed_up_on": row.backed_up_on, "form": form, "trouble": troubled(trouble)}
    return page(request, "data/delete.html", context, 422 if request.method == "POST" else 200)


def _deleted(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Deleted, or half of it: then what is left has no owner here any more, and the page says what it is."""
    house, visit = house_of(request), visit_of(request)
    house.workshop.forget(opened.person)
    connection.close()
    try:
        delete_person(house.folder, opened)
    except (StoreError, OSError) as error:
        if opened.path.exists():
            raise trouble_of(error) or DiskFault() from error
    house.visits.lock_others(visit, opened.person)
    visit.lock_up()
    visit.was, visit.unsent = "", None
    visit.store[GONE] = checked(house.folder.root, opened)
    return redirect("gone")


def checked(root: Path, opened: Opened) -> dict[str, Any]:
    """What is on the disk now, looked at anew."""
    names = [path.relative_to(root) for path in sorted(root.rglob("*"))]
    left = [str(name) for name in names if opened.person in str(name)]
    listing = [str(name) for name in names if opened.person not in str(name)]
    key_left = any(name.endswith(KEY_FILE) for name in left)
    return {"folder": str(opened.path.parent), "left": left, "key_left": key_left, "listing": listing}


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """What was checked, and what deleting could not reach. Shown once: the next one here may be someone else."""
    store = visit_of(request).store
    found = store.get(GONE) if request.method == "HEAD" else store.pop(GONE, None)
    if found is None:
        return redirect("welcome")
    return page(request, "data/gone.html", {"found": found})

"""Taking things out: the encrypted backup, plain files of everything, and everything on one page to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from evenstep.errors import StoreError
from evenstep.web.doors import now_of, settings_of, today_of, troubled
from evenstep.web.forms_lock import QuietForm
from evenstep.web.house import house_of
from evenstep.web.models import Settings, Space
from evenstep.web.takeout.csv_out import as_zip
from evenstep.web.takeout.everything import as_json
from evenstep.web.vault.backup import backup as make_backup
from evenstep.web.vault.opened import current
from evenstep.web.views.data_confirm import asks, confirm_form, confirmed
from evenstep.web.views.data_print import readable
from evenstep.web.views.page import page

AS = {
    "json": (as_json, "application/json"),
    "zip": (as_zip, "application/zip"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Everything as plain files. The page says before what that means."""
    kind = request.POST.get("as", "")
    form, trouble = confirm_form(request), None
    if kind in AS:
        try:
            if confirmed(request, form):
                write, content_type = AS[kind]
                return _file(request, write(now_of(request)), kind, content_type)
        except StoreError as error:
            trouble = error
    return _take_page(request, form, trouble)


def _take_page(request: HttpRequest, form: QuietForm, trouble: StoreError | None) -> HttpResponse:
    context = {"place": "data", "own": not current().invented, "form": form, "trouble": troubled(trouble)}
    return page(request, "data/take.html", context, 422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def backup(request: HttpRequest) -> HttpResponse:
    """The whole store as one encrypted file. Where it is put, nobody notes."""
    opened = current()
    if opened.invented:
        return redirect("data")
    trouble: StoreError | None = None
    if request.method == "POST":
        try:
            made = make_backup(house_of(request).folder, opened)
        except StoreError as error:
            trouble = error
        else:
            row = settings_of(request)
            row.backed_up_on = today_of(request)
            row.save(update_fields=["backed_up_on"])
            return _file(request, made, "backup", "application/octet-stream")
    row = Settings.objects.first() or Settings()
    context = {"place": "data", "protected": opened.protected, "backed_up_on": row.backed_up_on}
    context["trouble"] = troubled(trouble)
    return page(request, "data/backup.html", context, 422 if trouble is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest) -> HttpResponse:
    """Everything one can read, on one page for the printer."""
    form, trouble = confirm_form(request), None
    if asks():
        if request.method != "POST":
            return redirect("data-take")
        try:
            right = confirmed(request, form)
        except StoreError as error:
            right, trouble = False, error
        if not right:
            return _take_page(request, form, trouble)
    spaces = [readable(space) for space in Space.objects.all()]
    return page(request, "data/print.html", {"place": "data", "shown": spaces, "today": today_of(request)})


def _file(request: HttpRequest, content: bytes, ending: str, content_type: str) -> HttpResponse:
    """A download under a name that says nothing."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="notes-{today_of(request)}.{ending}"'
    return response

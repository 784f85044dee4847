"""The spaces: choosing one, changing its words, and letting one go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.web.doors import say, space_of
from evenstep.web.forms_space import SpaceForm
from evenstep.web.models import Space
from evenstep.web.switch_words import told
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside


@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    """All spaces, one line each."""
    return page(request, "spaces/all.html", {"spaces": Space.objects.all()})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """The kind, the other's name, alone or together."""
    space = space_of(request, key)
    now = {"kind": space.kind, "other": space.other, "together": "alone" if space.alone else "both"}
    form = SpaceForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        context = {"form": form, "space": space, "switches": told(space)}
        return page(request, "spaces/change.html", context, 422 if form.errors else 200)
    before = (space.kind, space.other, space.alone)
    _set(space, form.cleaned_data["kind"], form.cleaned_data["other"], form.cleaned_data["together"] == "alone")
    say(request, _("Changed."), lambda: _set(space, *before))
    return redirect("today", key=space.key)


def _set(space: Space, kind: str, other: str, alone: bool) -> None:
    Space.objects.filter(pk=space.pk).update(kind=kind, other=other, alone=alone)


@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: HttpRequest, key: str) -> HttpResponse:
    """Take a space away with everything in it: for a day it can be brought back. The page asks first."""
    space = space_of(request, key)
    if request.method != "POST":
        return page(request, "spaces/let_go.html", {"space": space, "counts": _counts(space)})
    set_aside(request, [space])
    return redirect("welcome")


def _counts(space: Space) -> dict[str, int]:
    return {
        "answers": space.answer_sets.count(),
        "moments": space.moments.count(),
        "imports": space.imports.count(),
        "written": space.written.count() + space.sittings.count(),
        "limits": space.limits.count(),
    }

"""Care: help and its limits, the private page and its switches, being asked to stop. Nothing here is noted anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.program.helplines import Kind
from evenstep.program.safety import (
    Switches,
    after_answers,
    after_choosing,
    asked_to_stop,
    is_clear,
    stop_undone,
    switches_of,
)
from evenstep.web.doors import say, space_of
from evenstep.web.forms_care import CountryForm, OwnForm, SwitchesForm
from evenstep.web.lines import lines
from evenstep.web.models import Space
from evenstep.web.views.page import page

FOR_SOMEONE_HURT: Final = (Kind.PARTNER, Kind.SEXUAL, Kind.CRISIS)
FOR_OWN_WAYS: Final = (Kind.OWN_WAYS, Kind.CRISIS)
TURNS: Final[Mapping[str, Callable[[Switches], Switches]]] = {"on": asked_to_stop, "off": stop_undone}


@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: HttpRequest) -> HttpResponse:
    """Emergency first, then lines of a country, then what may help. A chosen country is shown, never stored."""
    form = CountryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["country"]
        context = {"form": CountryForm(initial={"country": chosen}), **lines(request, country=chosen)}
        return page(request, "help.html", context)
    return page(request, "help.html", {"form": form, **lines(request)}, 422 if form.errors else 200)


@require_safe
def own_ways(request: HttpRequest) -> HttpResponse:
    """For someone who worries about how they behave."""
    found = lines(request, FOR_OWN_WAYS)
    heard = any(group.kind is Kind.OWN_WAYS for group in found["groups"])
    return page(request, "care/own_ways.html", {**found, "heard": heard})


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What leaving and deleting can do, and what they can't."""
    return page(request, "care/limits.html")


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The private page: six lines, answered alone. The answers end with this request; only on or off is stored."""
    space = space_of(request, key)
    if request.method != "POST":
        return page(request, "care/own.html", {"space": space, "form": OwnForm(space.kind)})
    answers, before = OwnForm(space.kind, request.POST).answers(), switches_of(space)
    if request.POST.get("step") == "switches" and is_clear(answers):
        _keep(space, after_choosing(before, answers, SwitchesForm(before, request.POST).chosen()))
        say(request, _("Kept: on or off, and nothing else."))
        return redirect(_onward(space))
    _keep(space, after_answers(before, answers))
    context = {"space": space, "onward": _onward(space)}
    if is_clear(answers):
        return page(request, "care/own_clear.html", {**context, "answers": answers, "form": SwitchesForm(before)})
    return page(request, "care/own_said.html", {**context, **lines(request, FOR_SOMEONE_HURT)})


@require_http_methods(["GET", "HEAD", "POST"])
def stopped(request: HttpRequest, key: str) -> HttpResponse:
    """They asked me to stop: what it turns off, and what may help. Only the person turns it on or off."""
    space = space_of(request, key)
    if request.method == "POST":
        turn = request.POST.get("turn", "")
        if turn in TURNS:
            _keep(space, TURNS[turn](switches_of(space)))
        return redirect("stopped", key=key)
    return page(request, "care/stopped.html", {"space": space, **lines(request, FOR_OWN_WAYS)})


def _onward(space: Space) -> str:
    """Where a space goes on: the first time to its six lines, later to today. The private answers play no part."""
    if space.answer_sets.exists():
        return reverse("today", args=[space.key])
    return reverse("signs-fill", args=[space.key, "glance"])


def _keep(space: Space, switches: Switches) -> None:
    """Store on or off; nothing is written when nothing changes, so that visiting leaves no mark."""
    fresh = {
        "joint_on": switches.joint,
        "reaching_on": switches.reaching,
        "loop_on": switches.loop,
        "stopped": switches.stopped,
    }
    changed = {name: value for name, value in fresh.items() if getattr(space, name) != value}
    for name, value in changed.items():
        setattr(space, name, value)
    if changed:
        space.save(update_fields=list(changed))

"""Care: help and its limits, the private page and its switches, being asked to stop. Nothing here is noted anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.program.countries import countries
from evenstep.program.helplines import Kind, for_country
from evenstep.program.safety import (
    Switches,
    after_answers,
    after_choosing,
    asked_to_stop,
    is_clear,
    stop_undone,
    switches_of,
)
from evenstep.web.doors import space_of, today_of
from evenstep.web.forms_care import CountryForm, OwnForm, SwitchesForm
from evenstep.web.house import is_open
from evenstep.web.models import Settings, Space
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
        return page(request, "help.html", {"form": CountryForm(initial={"country": chosen}), **_help(request, chosen)})
    context = {"form": form, **_help(request, _own_country(request))}
    return page(request, "help.html", context, 422 if form.errors else 200)


@require_safe
def own_ways(request: HttpRequest) -> HttpResponse:
    """For someone who worries about how they behave."""
    return page(request, "care/own_ways.html", _help(request, _own_country(request), FOR_OWN_WAYS))


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What leaving and deleting can do, and what they can't."""
    return page(request, "care/limits.html")


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The private page: six lines, answered alone. The answers end with this request; only on or off is stored."""
    space = space_of(request, key)
    if request.method != "POST":
        return page(request, "care/own.html", {"space": space, "form": OwnForm()})
    answers, before = OwnForm(request.POST).answers(), switches_of(space)
    if request.POST.get("step") == "switches" and is_clear(answers):
        chosen = SwitchesForm(before, request.POST).chosen()
        _keep(space, after_choosing(before, answers, chosen))
        return page(request, "care/own_set.html", {"space": space})
    _keep(space, after_answers(before, answers))
    if is_clear(answers):
        context = {"space": space, "answers": answers, "form": SwitchesForm(before)}
        return page(request, "care/own_clear.html", context)
    helped = _help(request, _own_country(request), FOR_SOMEONE_HURT)
    return page(request, "care/own_said.html", {"space": space, **helped})


@require_http_methods(["GET", "HEAD", "POST"])
def stopped(request: HttpRequest, key: str) -> HttpResponse:
    """They asked me to stop: what it turns off, and what may help. Only the person turns it on or off."""
    space = space_of(request, key)
    if request.method == "POST":
        turn = request.POST.get("turn", "")
        if turn in TURNS:
            _keep(space, TURNS[turn](switches_of(space)))
        return redirect("stopped", key=key)
    return page(request, "care/stopped.html", {"space": space, **_help(request, _own_country(request), FOR_OWN_WAYS)})


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


def _own_country(request: HttpRequest) -> str:
    """The country of the person's settings, when their notes are open. Reads, and never makes the row."""
    if not is_open(request):
        return ""
    return Settings.objects.filter(pk=1).values_list("country", flat=True).first() or ""


def _help(request: HttpRequest, country: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> dict[str, Any]:
    found = for_country(country, today_of(request))
    groups = [(kind.value, found.lines[kind]) for kind in kinds if kind in found.lines]
    return {"help": found, "country": countries().get(country, ""), "groups": groups}

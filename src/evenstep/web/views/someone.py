"""When to see someone: ticks that are read once and kept nowhere, help lines first; and the kinds of help."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program import helplines
from evenstep.program.choose import made_harder, rounds_without_change
from evenstep.program.safety import switches_of
from evenstep.program.someone import Answer, Known, answer, kinds_of_help, questions, someone
from evenstep.web import steps
from evenstep.web.doors import space_of
from evenstep.web.forms_lock import QuietForm
from evenstep.web.lines import lines
from evenstep.web.models import Space
from evenstep.web.offering import tries_of
from evenstep.web.views.page import page

WHEN, KINDS = "when_to_see_someone", "kinds_of_help"


class TicksForm(QuietForm):
    """The signs, each a line to tick. None has to be."""

    def __init__(self, space: Space, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voice = Voice(space.other, _)
        self.fields["ticked"] = forms.MultipleChoiceField(
            label=_("Does one of these fit?"),
            choices=[(each.slug, voice.say(each.tick)) for each in someone(_kind(space)).triggers],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def when(request: HttpRequest, key: str) -> HttpResponse:
    """The page of ticks; posted, it is answered at once. Nothing is written, and no address says what was ticked."""
    space = space_of(request, key)
    if steps.find(space, WHEN) is None:
        return redirect("steps", key=key)
    voice, said = Voice(space.other, _), someone(_kind(space)).said
    form = TicksForm(space, request.POST) if request.method == "POST" else TicksForm(space)
    context = {"space": space, "place": "steps", "words": {name: voice.say(words) for name, words in said.items()}}
    if request.method != "POST" or not form.is_valid():
        return page(request, "someone/when.html", context | {"form": form}, 422 if form.errors else 200)
    found = answer(_kind(space), frozenset(form.cleaned_data["ticked"]), _known(space), switches_of(space))
    return page(request, "someone/said.html", context | _answered(request, space, found))


@require_safe
def kinds(request: HttpRequest, key: str) -> HttpResponse:
    """The kinds of help, described fairly; what to ask; how to tell whether it helps."""
    space = space_of(request, key)
    if steps.find(space, KINDS) is None:
        return redirect("steps", key=key)
    voice, switches = Voice(space.other, _), switches_of(space)
    there = someone(_kind(space))
    shown = kinds_of_help(_kind(space), switches)
    context = {
        "space": space,
        "place": "steps",
        "words": {name: voice.say(words) for name, words in there.said.items()},
        "help": [_help(voice, each) for each in shown],
        "together_off": len(shown) < len(there.help),
        "questions": [voice.say(each.text) for each in questions(_kind(space), switches)],
        "telling": [voice.say(each.text) for each in there.telling],
    }
    return page(request, "someone/kinds.html", context)


def _answered(request: HttpRequest, space: Space, found: Answer) -> dict[str, Any]:
    voice, switches = Voice(space.other, _), switches_of(space)
    asks = questions(_kind(space), switches, apart=found.apart) if found.help else ()
    context = {
        "texts": [voice.say(each) for each in found.said],
        "kinds": [_help(voice, each) for each in found.help],
        "questions": [voice.say(each.text) for each in asks],
        "calls": bool(found.lines),
    }
    return context | (lines(request, tuple(map(helplines.Kind, found.lines))) if found.lines else {})


def _help(voice: Voice, each: Any) -> dict[str, str]:
    return {name: voice.say(getattr(each, name)) for name in ("name", "what", "fits", "cost", "limits")}


def _known(space: Space) -> Known:
    tries = tries_of(space)
    return Known(rounds_without_change(tries), worse=bool(made_harder(tries)))


def _kind(space: Space) -> Kind:
    return cast("Kind", space.kind)

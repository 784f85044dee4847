"""The first talk: one of three openings, changed until it sounds like oneself, as a text to read aloud or to print."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.openings import ADVICE, PARTS, FirstTalk, first_talk, spoken
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_talk import SheetForm
from evenstep.web.models import Space, Written
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

PRACTICE: Final = "first_talk"


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, key: str) -> HttpResponse:
    """Three openings; then one of them in three parts to change; then the text. It is kept only when asked."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    kit = first_talk(cast("Kind", space.kind))
    labels = {part: _(kit.parts[part]) for part in PARTS}
    if request.method != "POST":
        return _editing(request, space, kit, labels)
    form = SheetForm(labels, request.POST)
    if not form.is_valid():
        return page(request, "talk/talk_edit.html", {**_words(space, kit), "form": form}, 422)
    parts = form.parts()
    text = spoken(**parts)
    if text and form.cleaned_data["keep"]:
        _keep(request, space, parts)
    context = {**_words(space, kit), "text": text, "parts": parts, "kept": bool(text and form.cleaned_data["keep"])}
    return page(request, "talk/talk_said.html", context)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a kept one away: for a day it can be brought back."""
    space = space_of(request, key)
    set_aside(request, _kept(space).filter(key=request.POST.get("which", "")))
    return redirect("talk", key=space.key)


def _editing(request: HttpRequest, space: Space, kit: FirstTalk, labels: dict[str, str]) -> HttpResponse:
    """The three openings to choose from, or the one that was chosen; or one that was kept."""
    wanted, kept = request.GET.get("from", ""), _kept(space).filter(key=request.GET.get("kept", "")).first()
    opening = next((each for each in kit.openings if each.slug == wanted), None)
    if kept is not None:
        initial = {part: str(kept.fields.get(part, "")) for part in PARTS}
    elif opening is not None:
        initial = {part: _(getattr(opening, part)) for part in PARTS}
    else:
        openings = [{"slug": each.slug, "name": _(each.name), **_parts(each)} for each in kit.openings]
        context = {**_words(space, kit), "openings": openings, "kept": _rows(space)}
        return page(request, "talk/talk_choose.html", context)
    return page(request, "talk/talk_edit.html", {**_words(space, kit), "form": SheetForm(labels, None, initial)})


def _keep(request: HttpRequest, space: Space, parts: dict[str, str]) -> None:
    """The same words are kept once, however often the form comes."""
    if any(row.fields == parts for row in _kept(space)):
        return
    made = Written.objects.create(
        space=space, practice=PRACTICE, at=now_of(request), local_day=today_of(request), fields=parts
    )
    say(request, _("Kept in your notes."), lambda: _forget(made.key))


def _forget(key: str) -> None:
    Written.objects.filter(key=key).delete()


def _kept(space: Space) -> Any:
    return space.written.filter(practice=PRACTICE)


def _rows(space: Space) -> list[dict[str, Any]]:
    return [
        {"key": row.key, "day": row.local_day, "text": spoken(*(str(row.fields.get(part, "")) for part in PARTS))}
        for row in _kept(space)
    ]


def _parts(opening: Any) -> dict[str, str]:
    return {part: _(getattr(opening, part)) for part in PARTS}


def _words(space: Space, kit: FirstTalk) -> dict[str, Any]:
    voice = Voice(space.other, _)
    advice = {name: [voice.say(each) for each in getattr(kit, name)] for name in ADVICE}
    return {"space": space, "place": "steps", "advice": advice, "code": steps.code(PRACTICE)}

"""Steps: what one may try, a practice's page, trying it for a while, and how that was. All can rest at once."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evenstep.program.choose import made_harder
from evenstep.web import steps
from evenstep.web.doing import tool
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.models import Space, Tried
from evenstep.web.offering import idea, tries_of
from evenstep.web.views.page import page

HELPED: Final = ("yes", "a_bit", "no", "worse", "")


@require_safe
def all_steps(request: HttpRequest, key: str) -> HttpResponse:
    """Every practice this space may see, and the one that is tried now."""
    space = space_of(request, key)
    trying = _trying(space)
    context = {
        "space": space,
        "place": "steps",
        "idea": idea(space, today_of(request), keep=request.method == "GET"),
        "shelves": steps.shelves(space),
        "short": steps.is_short(space),
        "trying": steps.find(space, trying.practice) if trying is not None else None,
    }
    return page(request, "steps/all.html", context)


@require_safe
def step(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One practice. What is switched off looks like what was never there."""
    space = space_of(request, key)
    found = steps.find(space, code)
    if found is None:
        return redirect("steps", key=space.key)
    trying = _trying(space)
    context = {
        "space": space,
        "place": "steps",
        "step": found,
        "tool": tool(space, found.slug),
        "trying": trying is not None and trying.practice == found.slug,
        "harder": found.slug in made_harder(tries_of(space)),
        "other_tried": trying is not None and trying.practice != found.slug,
    }
    return page(request, "steps/step.html", context)


@require_POST
def begin(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Try a practice for a while: one at a time, so the one before is put aside."""
    space = space_of(request, key)
    found = steps.find(space, code)
    if found is None or space.paused:
        return redirect("steps", key=space.key)
    before = _trying(space)
    if before is not None and before.practice != found.slug:
        _end(before, request, "")
    if before is None or before.practice != found.slug:
        made = Tried.objects.create(space=space, practice=found.slug, at=now_of(request), begun_on=today_of(request))
        say(request, _("Good. One thing at a time is enough."), lambda: _take_back(made, before))
    return redirect("step", key=space.key, code=found.code)


@require_POST
def end(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Put it aside, and say whether it helped, if one likes; also of what was done without being begun here."""
    space = space_of(request, key)
    trying, found = _trying(space), steps.find(space, code)
    helped = request.POST.get("helped", "")
    if found is not None and helped in HELPED[:-1] and (trying is None or trying.practice != found.slug):
        return _done_already(request, space, found.slug, helped)
    if trying is not None and code == steps.code(trying.practice) and helped in HELPED:
        _end(trying, request, helped)
        words = _("Put aside. You can take it up again.")
        if helped == "worse":
            words = _("Put aside. That it got harder is worth knowing. It is not suggested to you again.")
        say(request, words, lambda: _begin_again(trying))
    return redirect("steps", key=space.key)


@require_POST
def pause(request: HttpRequest, key: str) -> HttpResponse:
    """Everything to try rests, or is there again, in one action."""
    space = space_of(request, key)
    rests = request.POST.get("turn") == "on"
    Space.objects.filter(pk=space.pk).update(paused=rests)
    words = _("Everything rests. Nothing will be suggested here.") if rests else _("The steps are there again.")
    say(request, words, lambda: _set_paused(space, paused=not rests))
    return redirect("steps", key=space.key)


def _done_already(request: HttpRequest, space: Space, practice: str, helped: str) -> HttpResponse:
    """What was done without "Try this for a while": begun and ended today, with what was said of it."""
    today = today_of(request)
    made = Tried.objects.create(
        space=space, practice=practice, at=now_of(request), begun_on=today, ended_on=today, helped=helped
    )
    words = _("Kept.") if helped != "worse" else _("Kept. It is not suggested to you again.")
    say(request, words, lambda: _take_back(made, None))
    return redirect("steps", key=space.key)


def _trying(space: Space) -> Tried | None:
    return space.tried.filter(ended_on=None).last()


def _end(tried: Tried, request: HttpRequest, helped: str) -> None:
    Tried.objects.filter(pk=tried.pk).update(ended_on=today_of(request), helped=helped)


def _begin_again(tried: Tried) -> None:
    Tried.objects.filter(pk=tried.pk).update(ended_on=None, helped="")


def _take_back(made: Tried, before: Tried | None) -> None:
    Tried.objects.filter(pk=made.pk).delete()
    if before is not None:
        _begin_again(before)


def _set_paused(space: Space, *, paused: bool) -> None:
    Space.objects.filter(pk=space.pk).update(paused=paused)

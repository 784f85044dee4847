"""Limits of one's own: set one, note a slip in one tap, look once after the last day; and a check of one sentence."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.boundary import check
from evenstep.program.boundary_words import boundary_words
from evenstep.program.limit_words import LimitWords, limit_words
from evenstep.program.limits import Limit as Bound
from evenstep.program.limits import is_over, judge
from evenstep.program.safety import allowed, switches_of
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_limits import LimitForm, LineForm, SlipForm, filled
from evenstep.web.house import house_of
from evenstep.web.models import Limit, Slip, Space
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

LIMIT, LINE = "limit", "boundary_or_request"


@require_safe
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """The limits that run, and those whose last day is past."""
    space = space_of(request, key)
    if steps.find(space, LIMIT) is None:
        return redirect("steps", key=key)
    today = today_of(request)
    there = list(space.limits.all())
    context = {
        **_words(space),
        "running": [_shown(each) for each in reversed(there) if not each.ends < today],
        "over": [_shown(each) for each in there if each.ends < today],
        "today": today,
    }
    return page(request, "limits/all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Set a limit; first, if one likes, see what the hint says of the sentence."""
    space = space_of(request, key)
    if steps.find(space, LIMIT) is None:
        return redirect("steps", key=key)
    before = space.limits.filter(key=request.GET.get("from", "")).first()
    initial = filled(before, today_of(request)) if before is not None else None
    form = LimitForm(_limit_words(space), today_of(request), *_posted(request), initial=initial)
    if _asks_hint(request) or not form.is_valid():
        return _form_page(request, space, form)
    made = Limit.objects.create(**form.facts(space, now_of(request)))
    say(request, _("Your limit stands. It is looked at once, after its last day."), lambda: _remove(made.pk))
    return redirect("mine", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, limit: str) -> HttpResponse:
    """Change a limit that still runs."""
    space = space_of(request, key)
    if steps.find(space, LIMIT) is None:
        return redirect("steps", key=key)
    there = _limit(space, limit)
    if is_over(_bound(there), today_of(request)):
        return redirect("mine-one", key=key, limit=limit)
    initial = {**filled(there, there.starts), "ends": there.ends}
    form = LimitForm(_limit_words(space), today_of(request), *_posted(request), initial=initial)
    if _asks_hint(request) or not form.is_valid():
        return _form_page(request, space, form, there)
    before = {name: getattr(there, name) for name in form.facts(space, there.at)}
    Limit.objects.filter(pk=there.pk).update(**form.facts(space, there.at))
    say(request, _("Changed."), lambda: _put_back(there.pk, before))
    return redirect("mine-one", key=key, limit=limit)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str, limit: str) -> HttpResponse:
    """One limit: a slip can be noted while it runs; after its last day it says what it can, once."""
    space = space_of(request, key)
    if steps.find(space, LIMIT) is None:
        return redirect("steps", key=key)
    there, today = _limit(space, limit), today_of(request)
    words = _limit_words(space)
    form = SlipForm(_(words.said["form"]["before"]), *_posted(request))
    over = is_over(_bound(there), today)
    if request.method == "POST" and form.is_valid() and there.starts <= today and not over:
        made = Slip.objects.create(
            limit=there, at=now_of(request), local_day=today, note=form.cleaned_data["note"].strip()
        )
        say(request, _("Noted. A slip is data, and no more than that."), lambda: _remove_slip(made.pk))
        return redirect("mine", key=key)
    context = {
        **_words(space),
        "each": _shown(there),
        "over": over,
        "begun": there.starts <= today,
        "form": form,
        "texts": _said(request, words, there, today) if over else (),
        "slips": [slip for slip in there.slips.all() if over],
    }
    return page(request, "limits/one.html", context, 422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, key: str, limit: str) -> HttpResponse:
    """Let a limit go: for a day it can be brought back."""
    space = space_of(request, key)
    set_aside(request, [_limit(space, limit)])
    return redirect("mine", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, key: str) -> HttpResponse:
    """Does a sentence bind me, or ask another? It is read once and not kept."""
    space = space_of(request, key)
    if steps.find(space, LINE) is None:
        return redirect("steps", key=key)
    form = LineForm(*_posted(request))
    text = form.cleaned_data["text"] if form.is_valid() else ""
    said = {name: Voice(space.other, _).say(words) for name, words in boundary_words(_kind(space)).intro.items()}
    context = {"space": space, "place": "steps", "form": form, "intro": said}
    context["hint"] = hint(space, text) if request.method == "POST" and form.is_valid() else None
    return page(request, "limits/line.html", context, 422 if form.errors else 200)


def hint(space: Space, text: str) -> dict[str, Any]:
    """What the rules say of a sentence, with its place, and another wording where there is one."""
    voice, words = Voice(space.other, _), boundary_words(_kind(space))
    found = check(text, space.other)
    start, end = found.span or (0, 0)
    rewrite = words.rewrite(found)
    talks = allowed(switches_of(space)).reaching  # a request is said to the other person
    return {
        "binds": voice.say(words.binds[found.binds]),
        "why": voice.say(words.reasons[found.rule]),
        "before": text[:start],
        "there": text[start:end],
        "after": text[end:],
        "harm": found.rule == "harm",
        "as_request": voice.say(rewrite.as_request) if rewrite is not None and talks else "",
        "as_limit": voice.say(rewrite.as_limit) if rewrite is not None else "",
    }


def _form_page(request: HttpRequest, space: Space, form: LimitForm, limit: Limit | None = None) -> HttpResponse:
    """The form, with the hint under it when that was asked for: then nothing is kept, and nothing is a mistake."""
    asked = _asks_hint(request)
    words, switches = _limit_words(space), switches_of(space)
    context = {
        **_words(space),
        "form": form,
        "limit": limit,
        "hint": hint(space, request.POST.get("words", "")[:1000]) if asked else None,
        "parts": [
            (_(part.name), Voice(space.other, _).say(part.what), [_(each.words) for each in part.shown(switches)])
            for part in words.parts
        ],
        "instead": [_(text) for text in words.instead.values()],
    }
    if asked:
        for name in list(form.errors):
            del form.errors[name]
    return page(request, "limits/form.html", context, 422 if form.errors else 200)


def _said(request: HttpRequest, words: LimitWords, limit: Limit, today: date) -> list[str]:
    """What can be said after the last day: the slips that were noted, and one's own messages."""
    from evenstep.web.own_rows import held_against  # noqa: PLC0415 -- it brings the tables' library; few pages need it

    voice = Voice(limit.space.other, _)
    judged = judge(_bound(limit), limit.slips.values_list("local_day", flat=True), today)
    said = [voice.say(words.judged(judged), n=judged.slips or 0)]
    if (judged.slips or 0) > 1:
        said.append(voice.say(words.said["said"]["too_tight"]))
    held = held_against(limit, today, house_of(request).zone or "UTC")
    if held is not None:
        said.append(voice.say(words.checked(held), n=held.times))
        if held.at_least:
            said.append(voice.say(words.said["messages"]["at_least"]))
    return said


def _shown(limit: Limit) -> dict[str, Any]:
    """A limit as a line: its number and span in words before its own words."""
    words = _limit_words(limit.space)
    number = ""
    if limit.most is not None:
        span = _(words.said["per"][limit.per]) if limit.per else _("in a row")
        number = f"{_(words.said['form']['at_most'])} {limit.most} {span}"
    aspect = next(_(part.name) for part in words.parts if part.slug == limit.aspect)
    return {"limit": limit, "number": number, "aspect": aspect}


def _words(space: Space) -> dict[str, Any]:
    """What each of these pages says, in the reader's language: words.section.key."""
    voice = Voice(space.other, _)
    said = _limit_words(space).said
    plain = {part: {name: voice.say(text, n="") for name, text in said[part].items()} for part in ("intro", "form")}
    plain["said"] = {"next": voice.say(said["said"]["next"])}
    plain["messages"] = {"what": voice.say(said["messages"]["what"])}
    return {"space": space, "place": "steps", "words": plain}


def _bound(limit: Limit) -> Bound:
    return Bound(cast("Any", limit.aspect), limit.words, limit.instead, limit.starts, limit.ends)


def _kind(space: Space) -> Kind:
    return cast("Kind", space.kind)


def _limit_words(space: Space) -> LimitWords:
    return limit_words(_kind(space))


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


def _asks_hint(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("step") == "hint"


def _limit(space: Space, key: str) -> Limit:
    found = space.limits.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _remove(pk: int) -> None:
    Limit.objects.filter(pk=pk).delete()


def _remove_slip(pk: int) -> None:
    Slip.objects.filter(pk=pk).delete()


def _put_back(pk: int, columns: dict[str, Any]) -> None:
    Limit.objects.filter(pk=pk).update(**columns)

"""Moments: noting one, changing it, the list, and what they say together."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.program import noticed
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_moments import MOVED, GoodForm, HardForm, form_for, topics
from evenstep.web.models import Moment, Space
from evenstep.web.roles import by_topic
from evenstep.web.views.good import line_of
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

FORMS = {"good": GoodForm, "hard": HardForm}
A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Note a moment."""
    space = space_of(request, key)
    if kind not in FORMS:
        raise Http404
    begun = {"note": line_of(space, request.GET.get("line", ""))} if kind == "good" else None
    form = FORMS[kind](space, today_of(request), request.POST if request.method == "POST" else None, begun)
    if not form.is_valid():
        context = {"space": space, "place": "today", "form": form, "kind": kind}
        return page(request, "moments/new.html", context, 422 if form.errors else 200)
    made = Moment.objects.create(**form.facts(now_of(request)))
    say(request, _("Noted."), lambda: _remove(made.key))
    return redirect("today", key=space.key)


@require_safe
def moments(request: HttpRequest, key: str) -> HttpResponse:
    """The list, newest first, and what the moments say together."""
    space = space_of(request, key)
    wanted = {name: request.GET.get(name, "") for name in ("kind", "topic", "toward")}
    found = _filtered(space, wanted)
    count = found.count()
    first = _number(request.GET.get("from", "0"), count)
    context = {
        "space": space,
        "place": "pattern",
        "tab": "moments",
        "moments": [_shown(each) for each in found[first : first + A_PAGE]],
        "count": count,
        "wanted": wanted,
        "topics": topics(space),
        "older": first + A_PAGE if first + A_PAGE < count else None,
        "together": _together(request, space),
        "any": space.moments.exists(),
    }
    return page(request, "moments/all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, moment: str) -> HttpResponse:
    """Change a moment."""
    space = space_of(request, key)
    there = _moment(space, moment)
    form = form_for(there, today_of(request), request.POST if request.method == "POST" else None)
    if form.is_valid() and request.POST.get("seen", _seen(there)) != _seen(there):
        form.add_error(None, _changed_elsewhere(there))
    if not form.is_valid():
        context = {"space": space, "place": "pattern", "tab": "moments", "form": form, "moment": there}
        context["seen"] = _seen(there)
        return page(request, "moments/change.html", context, 422 if form.errors else 200)
    before = _columns(there)
    after = {name: value for name, value in form.facts(there.at).items() if name != "space"}
    Moment.objects.filter(pk=there.pk).update(**after)
    say(request, _("Changed."), lambda: _restore(there.key, before))
    return redirect("moments", key=space.key)


@require_POST
def remove(request: HttpRequest, key: str, moment: str) -> HttpResponse:
    """Take a moment away: for a day it can be brought back."""
    space = space_of(request, key)
    set_aside(request, [_moment(space, moment)])
    return redirect("moments", key=space.key)


def _moment(space: Space, key: str) -> Moment:
    found = space.moments.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _seen(moment: Moment) -> str:
    """Says nothing, and is another one after every change: what a form was filled in upon."""
    return hashlib.sha256(repr(sorted(_columns(moment).items())).encode()).hexdigest()[:16]


def _changed_elsewhere(moment: Moment) -> str:
    words = _("This was changed meanwhile, perhaps in another window. What you wrote is below. Keep it, or leave it.")
    return f"{words} {_('In the other one these words stand:')} {moment.note}" if moment.note else words


def _columns(moment: Moment) -> dict[str, Any]:
    return model_to_dict(moment, exclude=["id", "space", "key"])


def _remove(key: str) -> None:
    Moment.objects.filter(key=key).delete()


def _restore(key: str, columns: dict[str, Any]) -> None:
    Moment.objects.filter(key=key).update(**columns)


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isdecimal() and len(text) < 8 else 0


def _filtered(space: Space, wanted: dict[str, str]) -> QuerySet[Moment]:
    found = space.moments.all()
    if wanted["kind"] in FORMS:
        found = found.filter(good=wanted["kind"] == "good")
    if wanted["topic"] in dict(topics(space)):
        found = found.filter(topic=wanted["topic"])
    if wanted["toward"] in ("me", "other"):
        found = found.filter(toward=wanted["toward"])
    return found


def _shown(moment: Moment) -> dict[str, Any]:
    form = form_for(moment, moment.local_day)
    choices = {name: dict(getattr(field, "choices", ())) for name, field in form.fields.items()}
    words = {name: words.get(str(getattr(moment, name)), "") for name, words in choices.items()}
    return {"moment": moment, "words": words}


def _together(request: HttpRequest, space: Space) -> dict[str, Any]:
    """Splits of the moments before this week: counts change on Mondays, not with every tap. Room given is no move."""
    everything = [each for each in space.moments.all() if not each.good or each.ended == MOVED]
    monday = today_of(request) - timedelta(days=today_of(request).weekday())
    all_of_them = [each for each in everything if each.local_day < monday]
    hard_weeks = frozenset(space.hard_weeks.values_list("week", flat=True))
    hard, ordinary = noticed.by_weeks(all_of_them, hard_weeks)
    names = dict(topics(space))
    topics_then = [(names[each.label], each) for each in noticed.by_topic(all_of_them, list(names))]
    return {
        "n": len(all_of_them),
        "coming": len(everything) - len(all_of_them),
        "hard": hard,
        "ordinary": ordinary,
        "roles": by_topic(topics_then, space.other),
        "periods": noticed.by_period(all_of_them, today_of(request)),
    }

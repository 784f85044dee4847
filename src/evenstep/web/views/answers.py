"""Practise listening, alone: a situation, an answer of one's own, hints with their places, one possible answer."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.situations import Situation, TrainerWords, next_situation, situations, trainer_words
from evenstep.program.trainer import KINDS_OF_HINT, hints
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_talk import RateForm, ReplyForm
from evenstep.web.marks import pieces
from evenstep.web.models import Space, Written
from evenstep.web.views.page import page

PRACTICE: Final = "trainer"
LINES: Final = ("heard", "room", "true")
ANSWERS: Final = ("yes", "partly", "not_yet")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """A situation; and after the answer the hints. What is written is shown back and not kept."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    words = trainer_words(_kind(space))
    one = _situation(space, request)
    form = ReplyForm(_(words.intro["reply"]), request.POST if request.method == "POST" else None)
    context = {**_words(space, words), "one": one, "says": _(one.says)}
    if not form.is_valid():
        return page(request, "talk/answer.html", {**context, "form": form}, 422 if form.errors else 200)
    reply = form.cleaned_data["text"]
    context |= {"reply": reply, "model": _(one.model), "why": _(one.why), "next": _after(space, one).slug}
    return page(request, "talk/answer_said.html", {**context, **_hints(words, one, reply), "rate": _rating(words)})


@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the answer, because one asked for it."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    one, reply = _situation(space, request), request.POST.get("text", "").replace("\0", "").strip()
    rating = _rating(trainer_words(_kind(space)), request.POST)
    if reply and rating.is_valid():
        fields = {"situation": one.says, "reply": reply[:5000], **{k: v for k, v in rating.cleaned_data.items() if v}}
        there = any(row.fields == fields for row in space.written.filter(practice=PRACTICE))
        if not there:
            now, today = now_of(request), today_of(request)
            made = Written.objects.create(space=space, practice=PRACTICE, at=now, local_day=today, fields=fields)
            say(request, _("Kept in your notes."), lambda: _forget(made.key))
    return redirect("answer", key=space.key)


def _hints(words: TrainerWords, one: Situation, reply: str) -> dict[str, Any]:
    """What the rules saw, each with its number, and what they did not see; nothing where it is not English."""
    found = hints(reply, one.says)
    seen = [kind for kind in KINDS_OF_HINT if found[kind]] if found.readable else []
    unseen = [kind for kind in KINDS_OF_HINT if not found[kind]] if found.readable else []
    return {
        "empty": not reply.strip(),
        "readable": found.readable,
        "cut": found.cut,
        "pieces": pieces(reply, [found[kind] for kind in seen]),
        "seen": [_(words.hints[kind]["found"]) for kind in seen],
        "unseen": [_(words.hints[kind]["none"]) for kind in unseen],
    }


def _situation(space: Space, request: HttpRequest) -> Situation:
    """The one that was asked for; else one that goes with the day."""
    there = situations(_kind(space))
    wanted = request.POST.get("one") or request.GET.get("one", "")
    by_day = there[today_of(request).toordinal() % len(there)]
    return next((each for each in there if each.slug == wanted), by_day)


def _after(space: Space, one: Situation) -> Situation:
    """The next one in the order of the file, and after the last the first again."""
    slugs = [each.slug for each in situations(_kind(space))]
    at = slugs.index(one.slug) + 1
    return next_situation(_kind(space), [*slugs[at:], *slugs[:at]] if at == len(slugs) else slugs[:at])


def _rating(words: TrainerWords, data: Any = None) -> RateForm:
    answers = [(each, _(words.rating[each])) for each in ANSWERS]
    return RateForm({name: _(words.rating[name]) for name in LINES}, answers, data)


def _forget(key: str) -> None:
    Written.objects.filter(key=key).delete()


def _kind(space: Space) -> Kind:
    return cast("Kind", space.kind)


def _words(space: Space, words: TrainerWords) -> dict[str, Any]:
    voice = Voice(space.other, _)
    intro = {name: voice.say(each) for name, each in words.intro.items()}
    return {"space": space, "place": "steps", "intro": intro, "question": _(words.rating["question"])}

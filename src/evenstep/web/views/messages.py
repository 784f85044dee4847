"""Messages and the loop: the kept pattern, how far it is while it is worked out, and the looking budget before it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.program.looking import Facts, looking
from evenstep.web import making
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_messages import GuessForm
from evenstep.web.house import house_of, visit_of
from evenstep.web.models import Guess, Look, Space
from evenstep.web.roles import by_period
from evenstep.web.vault.opened import current
from evenstep.web.views.guesses import beside
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

ONE_LOOK: Final = timedelta(minutes=30)


@require_safe
def messages(request: HttpRequest, key: str) -> HttpResponse:
    """The page about messages."""
    return _pattern(request, space_of(request, key), "messages")


@require_safe
def loop(request: HttpRequest, key: str) -> HttpResponse:
    """The page about the loop."""
    return _pattern(request, space_of(request, key), "loop")


def _pattern(request: HttpRequest, space: Space, tab: str) -> HttpResponse:
    today = today_of(request)
    context: dict[str, Any] = {"space": space, "place": "pattern", "tab": tab}
    if not space.imports.exists():
        return page(request, "messages/none.html", context)
    if _asks_first(request, space):
        return redirect("look-again", key=space.key, tab=tab)
    of = making.fingerprint(space, today)
    made = making.kept(space, of)
    answer = _making(request, space, of, context) if made is None else None
    if not _guessed_or_skipped(space):
        return redirect("guess", key=space.key)  # the work goes on while one thinks
    if answer is not None or made is None:
        return answer or redirect(tab, key=space.key)
    _look(request, space)
    context |= {
        **_halved(made.messages if tab == "messages" else made.loop),
        **_guesses(space, made, tab),
        "roles": by_period(made.periods, space.other) if tab == "messages" else None,
        "waiting": space.imports.filter(joins_on__gt=today).order_by("joins_on").first(),
    }
    return page(request, "messages/pattern.html", context)


def _halved(body: str) -> dict[str, str]:
    """The finished page in two: its title first, and below that there is room for the guesses."""
    opening, end, rest = body.partition("</header>")
    return {"opening": opening + end, "body": rest}


def _guesses(space: Space, made: making.Made, tab: str) -> dict[str, Any]:
    """Guesses beside what was found; ``not_beside``: some have no figure to stand beside."""
    if tab != "messages":
        return {}
    found = beside(space, made.guessed)
    guessed = space.guesses.values("figure").distinct().count()
    return {"guesses": found, "not_beside": guessed > sum(bool(each.guess) for each in found)}


def _making(request: HttpRequest, space: Space, of: str, context: dict[str, Any]) -> HttpResponse:
    """Start the work, or show how far it is. The page asks again by itself; everything else works meanwhile."""
    house, now, today = house_of(request), now_of(request), today_of(request)
    name = f"{space.key}:{of}"
    opened = current()
    before = house.workshop.find(opened.person, name)
    if before is not None and before.state in ("stopped", "failed") and "again" not in request.GET:
        return page(request, "messages/not_made.html", context | {"piece": before})
    brought = making.joined_by(space, today)
    piece = house.workshop.begin(opened, name, making.STEPS, lambda piece: making.make(space, of, brought, now, piece))
    visit = visit_of(request)
    if visit.left or visit.opened is None:
        house.workshop.forget(opened.person)  # locked in this very moment: nobody would ask it to stop later
    steps = [(_(words), number < piece.at, number == piece.at) for number, words in enumerate(piece.steps)]
    return page(request, "messages/making.html", context | {"piece": piece, "steps": steps, "again_s": 2})


@require_POST
def stop_making(request: HttpRequest, key: str) -> HttpResponse:
    """Stop working it out. Nothing is lost; it can be begun again."""
    space = space_of(request, key)
    piece = house_of(request).workshop.find(
        current().person, f"{space.key}:{making.fingerprint(space, today_of(request))}"
    )
    if piece is not None:
        piece.asked_to_stop = True
    say(request, _("Stopped. Nothing was lost."))
    return redirect("today", key=space.key)


def _asks_first(request: HttpRequest, space: Space) -> bool:
    """Whether this look is an extra one that was not chosen yet. Half an hour from its beginning it is one look.

    Where the other person asked to be left alone, every look is asked about.
    """
    begun = visit_of(request).looks.get(space.key)
    if begun is not None and now_of(request) - begun < ONE_LOOK:
        return False
    return space.stopped or looking(_facts(request, space)).extra


def _look(request: HttpRequest, space: Space) -> None:
    """A look begins: it is noted once a day, and goes on for a while."""
    Look.objects.get_or_create(space=space, local_day=today_of(request))
    visit_of(request).looks.setdefault(space.key, now_of(request))


def _facts(request: HttpRequest, space: Space) -> Facts:
    return Facts(
        today=today_of(request),
        looks=tuple(space.looks.values_list("local_day", flat=True)),
        joined=tuple(space.imports.values_list("joins_on", flat=True)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def look_again(request: HttpRequest, key: str, tab: str) -> HttpResponse:
    """An extra look: what does one hope to find? Looking anyway is always one tap away."""
    space = space_of(request, key)
    place = "loop" if tab == "loop" else "messages"
    if request.method == "POST":
        visit_of(request).looks.pop(space.key, None)
        _look(request, space)
        return redirect(place, key=space.key)
    if not space.looks.exists() or not space.imports.exists():
        return redirect(place, key=space.key)
    context = {"space": space, "place": "pattern", "tab": place, "looking": looking(_facts(request, space))}
    return page(request, "messages/look_again.html", context)


def _guessed_or_skipped(space: Space) -> bool:
    return space.guesses.exists() or space.looks.exists()


@require_http_methods(["GET", "HEAD", "POST"])
def guess(request: HttpRequest, key: str) -> HttpResponse:
    """Guess first, then look. Every guess can be left out."""
    space = space_of(request, key)
    if not space.imports.exists():
        return redirect("messages", key=space.key)  # a guess before there is anything to look at would be a look
    form = GuessForm(space, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"space": space, "place": "pattern", "tab": "messages", "form": form}
        return page(request, "messages/guess.html", context, 422 if form.errors else 200)
    now = now_of(request)
    for figure, value in form.guesses().items():
        Guess.objects.create(space=space, figure=figure, value=value, at=now)
    _look(request, space)
    return redirect("messages", key=space.key)


@require_POST
def guess_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take the guesses away: for a day they can be brought back."""
    space = space_of(request, key)
    there = list(space.guesses.all())
    if not there:
        raise Http404
    set_aside(request, there)
    return redirect("messages", key=space.key)

"""The deck of open questions: one card at a time, none twice, cards of one's own, and the ones one likes."""

from __future__ import annotations

import re
import secrets
from random import Random
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenstep.by_kind import Kind
from evenstep.errors import OptionError
from evenstep.inventory.said import Voice
from evenstep.program.cards import DEPTHS, OWN_THEME, Card, Depth, cards, deck, draw, own_card
from evenstep.web import steps
from evenstep.web.doors import now_of, say, space_of, today_of
from evenstep.web.forms_talk import CardForm
from evenstep.web.models import Space, Written
from evenstep.web.views.page import page
from evenstep.web.views.taken import set_aside

PRACTICE: Final = "cards"
SHUFFLE: Final = re.compile("[0-9a-f]{6}")
MOST: Final = 400


@require_http_methods(["GET", "HEAD"])
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Choose how deep and about what; then one card, and the next. The address holds the shuffle, the store nothing."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    depth, theme, shuffle = (request.GET.get(name, "") for name in ("depth", "theme", "mix"))
    if depth not in map(str, DEPTHS):
        return page(request, "talk/cards_choose.html", {**_words(space), "depths": _depths(), "themes": _themes(space)})
    if not SHUFFLE.fullmatch(shuffle):
        return _to(space, depth, theme, secrets.token_hex(3), 0)
    at = _number(request.GET.get("at", ""))
    card = _nth(space, cast("Depth", int(depth)), theme, shuffle, at)
    context = {
        **_words(space),
        "card": None if card is None else {"slug": card.slug, "words": _said(space, card), "theme": _theme(card)},
        "liked": card is not None and _favourite(space, card.slug) is not None,
        "where": {"depth": depth, "theme": theme, "mix": shuffle, "at": at},
        "next": urlencode({"depth": depth, "theme": theme, "mix": shuffle, "at": at + 1}),
        "depth": _(deck().depths[cast("Depth", int(depth))]),
    }
    return page(request, "talk/cards_one.html", context)


@require_POST
def like(request: HttpRequest, key: str) -> HttpResponse:
    """Put a card to the ones one likes, or take it from there."""
    space = space_of(request, key)
    slug = request.POST.get("card", "")
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    there = _favourite(space, slug)
    if there is not None:
        set_aside(request, [there])
    elif slug in {each.slug for each in _all(space)}:
        made = _write(request, space, {"favourite": slug})
        say(request, _("Added to your cards."), lambda: _forget(made.key))
    where = {name: request.POST.get(name, "") for name in ("depth", "theme", "mix")}
    if where["depth"] in map(str, DEPTHS) and SHUFFLE.fullmatch(where["mix"]):
        return _to(space, where["depth"], where["theme"], where["mix"], _number(request.POST.get("at", "")))
    return redirect("cards-mine", key=space.key)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """Cards of one's own, and those one likes."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = _write(request, space, {"words": form.cleaned_data["words"], "depth": form.cleaned_data["depth"]})
        say(request, _("Noted."), lambda: _forget(made.key))
        return redirect("cards-mine", key=space.key)
    own = [{"key": row.key, "words": card.says, "depth": _(deck().depths[card.depth])} for row, card in _own(space)]
    liked = [{"slug": card.slug, "words": _said(space, card)} for card in _liked(space)]
    context = {**_words(space), "form": form, "own": own, "liked": liked}
    return page(request, "talk/cards_mine.html", context, 422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a card of one's own away: for a day it can be brought back."""
    space = space_of(request, key)
    set_aside(request, [row for row, _card in _own(space) if row.key == request.POST.get("which", "")])
    return redirect("cards-mine", key=space.key)


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The cards one likes and one's own, to print."""
    space = space_of(request, key)
    if steps.find(space, PRACTICE) is None:
        return redirect("steps", key=space.key)
    words = [_said(space, card) for card in (*_liked(space), *(card for _row, card in _own(space)))]
    return page(request, "talk/cards_paper.html", {**_words(space), "cards": list(dict.fromkeys(words))})


def _nth(space: Space, depth: Depth, theme: str, shuffle: str, at: int) -> Card | None:
    """The card at this place of the shuffle; None after the last one."""
    rng, own = Random(shuffle), [card for _row, card in _own(space)]  # noqa: S311 -- a shuffle of cards
    seen = {card.slug for card in _all(space) if theme not in ("", card.theme)}
    card = None
    for _turn in range(at + 1):
        card = draw(rng, cast("Kind", space.kind), depth, seen, own)
        if card is None:
            return None
        seen.add(card.slug)
    return card


def _own(space: Space) -> list[tuple[Written, Card]]:
    """Own cards with their rows, the oldest first. What a file brought and is no card is passed over."""
    found = []
    for row in reversed(_rows(space)):
        words, depth = row.fields.get("words"), row.fields.get("depth")
        if isinstance(words, str) and depth in DEPTHS:
            try:
                found.append((row, own_card(row.key, words, cast("Kind", space.kind), cast("Depth", depth))))
            except OptionError:  # too long, as only a changed file can be
                continue
    return found


def _all(space: Space) -> list[Card]:
    return [*cards(cast("Kind", space.kind)), *(card for _row, card in _own(space))]


def _liked(space: Space) -> list[Card]:
    slugs = [row.fields.get("favourite") for row in reversed(_rows(space))]
    return [card for card in _all(space) if card.slug in slugs]


def _favourite(space: Space, slug: str) -> Written | None:
    return next((row for row in _rows(space) if slug and row.fields.get("favourite") == slug), None)


def _rows(space: Space) -> list[Written]:
    return list(space.written.filter(practice=PRACTICE))


def _write(request: HttpRequest, space: Space, fields: dict[str, Any]) -> Written:
    now, today = now_of(request), today_of(request)
    return Written.objects.create(space=space, practice=PRACTICE, at=now, local_day=today, fields=fields)


def _forget(key: str) -> None:
    Written.objects.filter(key=key).delete()


def _to(space: Space, depth: str, theme: str, shuffle: str, at: int) -> HttpResponseRedirect:
    where = urlencode({"depth": depth, "theme": theme if theme in deck().themes else "", "mix": shuffle, "at": at})
    return HttpResponseRedirect(f"{reverse('cards', args=[space.key])}?{where}")


def _number(text: str) -> int:
    return min(int(text), MOST) if re.fullmatch("[0-9]{1,6}", text) else 0


def _said(space: Space, card: Card) -> str:
    """Own words as they were written; ours in the reader's language."""
    return card.says if card.theme == OWN_THEME else Voice(space.other, _).say(card.says)


def _theme(card: Card) -> str:
    return _("Your own") if card.theme == OWN_THEME else _(deck().themes[card.theme])


def _depths() -> list[tuple[str, str]]:
    return [(str(depth), _(deck().depths[depth])) for depth in DEPTHS]


def _themes(space: Space) -> list[tuple[str, str]]:
    there = {card.theme for card in cards(cast("Kind", space.kind))}
    return [(slug, _(name)) for slug, name in deck().themes.items() if slug in there]


def _words(space: Space) -> dict[str, Any]:
    return {"space": space, "place": "steps", "step": steps.find(space, PRACTICE)}

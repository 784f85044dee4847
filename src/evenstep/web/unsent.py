"""What somebody had written when their notes locked, or when the app no longer knew them: kept in memory, or shown."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from evenstep.web.visits import Unsent, Visit

OWN_WORDS: Final = frozenset({  # fields of a person's own words
    "note", "weeks", "text", "own", "other", "words", "instead", "topic", "mine", "theirs", "line",
    "feel", "wish", "ask",
})  # fmt: skip
OWN: Final = "own"  # a form with this prefix holds nothing else
WRITING: Final = frozenset({
    "answer",
    "cards-mine",
    "guess",
    "hard-weeks",
    "mine-change",
    "mine-new",
    "mine-one",
    "moment-change",
    "moment-new",
    "own-words",
    "own-words-change",
    "round",
    "seen",
    "signs-fill",
    "space-change",
    "talk",
    "turns",
})  # fmt: skip
FORM_FIELD: Final = "csrfmiddlewaretoken"  # the form's own secret: it is not part of what was written
OF_TWO: Final = "two"  # a form of two.py: private lines, which nobody keeps, and what one of two filled in alone
TYPED_FOR: Final = "typed-for"  # quiet.js: a form goes to the lock with what was typed, and says where it belongs


def keep_unsent(request: HttpRequest, visit: Visit, path: str) -> None:
    """Hold what was written, never what was done: a deletion must not happen by a tap on "Save it" later."""
    if request.method != "POST" or not visit.was:
        return
    if _name_of(path) not in WRITING or request.FILES or OF_TWO in request.POST:
        visit.say(_("Your notes had locked, so this was not done. Nothing was changed."))
        return
    without = (FORM_FIELD, TYPED_FOR)
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in without]
    visit.unsent = Unsent(visit.was, path, tuple((name, str(value)) for name, value in fields))


def keep_typed(request: HttpRequest, visit: Visit) -> None:
    """Hold what stood in a form of the page that locked itself, when there was any."""
    path = request.POST.get(TYPED_FOR, "")
    if _name_of(path) in WRITING:
        keep_unsent(request, visit, path)


def own_words(request: HttpRequest) -> list[str]:
    """What a person wrote in the form of this request; nothing when the form cannot be read."""
    try:
        return [str(value) for name, value in request.POST.items() if value and _is_own(name)]
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []  # a broken form has no words that could be shown


def _is_own(name: str) -> bool:
    return name in OWN_WORDS or name.startswith(f"{OWN}-")


def _name_of(path: str) -> str | None:
    try:
        return resolve(path).url_name
    except Resolver404:
        return None

"""Which practices a space may see, in its own words, and the short address of each that says nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.practices import GROUPS, Group, Practice, practices
from evenstep.program.rank import Rank, rank_words
from evenstep.program.safety import switches_of
from evenstep.program.tags import may_show
from evenstep.web.models import Space

NAMES: Final = {
    "talk": gettext_lazy("Talk"),
    "step_back": gettext_lazy("When you need room"),
    "limits": gettext_lazy("Limits"),
    "load": gettext_lazy("Share the load"),
    "own_life": gettext_lazy("My own life"),
    "slips": gettext_lazy("When it slips"),
    "someone": gettext_lazy("Someone beside you"),
}
IDEAS: Final = {
    "talk": gettext_lazy("Saying it, hearing it, and a time for both."),
    "step_back": gettext_lazy("Noticing it early, saying when you will be back."),
    "limits": gettext_lazy("What you will do at most, and what you will do in its place."),
    "load": gettext_lazy("Who sees what is to do, who plans it, who decides."),
    "own_life": gettext_lazy("Body, mind, people, and what is yours alone."),
    "slips": gettext_lazy("Plans for hard hours, and kindness when they come."),
    "someone": gettext_lazy("When a person from outside can help, and which kinds there are."),
}


@dataclass(frozen=True)
class Step:
    """A practice as a page shows it: every text in the reader's language, the other's name filled in."""

    slug: str
    code: str
    group: Group
    title: str
    purpose: str
    reach: str
    back: str
    not_for: str
    steps: tuple[str, ...]
    source: str
    minutes: str
    who: str
    rank: Rank | None = None


@dataclass(frozen=True)
class Shelf:
    """One group of the page of steps. Empty ones are left out."""

    slug: Group
    name: str
    idea: str
    steps: tuple[Step, ...]


def code(slug: str) -> str:
    """The short word that stands for a practice in an address: the same on every computer, and it says nothing."""
    return hashlib.sha256(slug.encode()).hexdigest()[:4]


def allowed(space: Space) -> tuple[Practice, ...]:
    """The practices this space's switches let through, in the words of its kind."""
    switches = switches_of(space)
    return tuple(each for each in practices(cast("Kind", space.kind)) if may_show(each.tags, switches))


def find(space: Space, wanted: str) -> Step | None:
    """The step with this code, or this slug, if the space may see it."""
    for each in allowed(space):
        if wanted in (code(each.slug), each.slug):
            return step_of(space, each)
    return None


def shelves(space: Space) -> list[Shelf]:
    """The groups in their order, each with what may be shown."""
    there = allowed(space)
    by_group = {group: tuple(step_of(space, each) for each in there if each.group == group) for group in GROUPS}
    return [Shelf(group, str(NAMES[group]), str(IDEAS[group]), steps) for group, steps in by_group.items() if steps]


def is_short(space: Space) -> bool:
    """Whether some practices are not shown. A page says so in the same words whatever the reason is."""
    return len(allowed(space)) < len(practices(cast("Kind", space.kind)))


def step_of(space: Space, practice: Practice) -> Step:
    """A practice in the reader's language."""
    said = Voice(space.other, _).say
    return Step(
        slug=practice.slug,
        code=code(practice.slug),
        group=practice.group,
        title=said(practice.title),
        purpose=said(practice.purpose),
        reach=said(practice.reach),
        back=said(practice.back),
        not_for=said(practice.not_for),
        steps=tuple(map(said, practice.steps)),
        source=_(practice.source),
        minutes=_minutes(*practice.minutes),
        who={"one": _("on your own"), "two": _("the two of you"), "either": _("alone or the two of you")}[practice.who],
        rank=_rank(space, practice),
    )


def _rank(space: Space, practice: Practice) -> Rank | None:
    found, said = rank_words(cast("Kind", space.kind), practice), Voice(space.other, _).say
    return found and Rank(said(found.title), tuple(map(said, found.lines)), said(found.idea))


def _minutes(low: int, high: int) -> str:
    if not high:
        return ""
    if low == high:
        return _("about %(n)s min") % {"n": low}
    return _("%(low)s to %(high)s min") % {"low": low, "high": high}

"""The one thing to try that a space is offered now, with its reason, or none: its facts read, the offer kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.load import load
from evenstep.inventory.said import Voice
from evenstep.inventory.score import score
from evenstep.program.choose import LINES_LAST, Facts, Helped, Offer, Try, choose
from evenstep.program.lately import LATELY, from_moments
from evenstep.program.rules import Band
from evenstep.program.safety import switches_of
from evenstep.web.again import resting
from evenstep.web.models import AnswerSet, Offered, Slip, Space
from evenstep.web.steps import Step, find

AGREED: Final = ("responsibilities", "decisions")  # practices whose end is something that two agreed on
AGREED_FROM, AGREED_UNTIL = 14, 28  # days after which two are asked whether it is fair enough


@dataclass(frozen=True)
class Idea:
    """What a page says: the step, or None, and why, either way."""

    step: Step | None
    because: str


def idea(space: Space, today: date, *, keep: bool = True) -> Idea:
    """What is suggested on ``today``. A new suggestion is kept, so that there is one new a week at most.

    ``keep``: whether the page is shown; nothing is kept of one that is only asked for its headers.
    """
    found = choose(cast("Kind", space.kind), facts(space, today), today)
    step = find(space, found.practice) if found.practice else None
    if keep and found.new and step is not None:
        _keep(space, step.slug, found.rule, today)
    return Idea(step, Voice(space.other, _).say(found.because))


def facts(space: Space, today: date) -> Facts:
    """All that a suggestion is drawn from, out of the store."""
    themes, lines_on = _themes(space, today)
    return Facts(
        switches=switches_of(space),
        alone=space.alone,
        paused=space.paused,
        themes=themes,
        lines_on=lines_on,
        noted=from_moments(space.moments.all(), today) | _noted(space, today),
        offers=tuple(Offer(each.practice, each.rule, each.on) for each in space.offered.all()),
        tries=tries_of(space),
        resting=resting(space, today),
    )


def tries_of(space: Space) -> tuple[Try, ...]:
    """What was tried, as the rules read it."""
    return tuple(
        Try(each.practice, each.begun_on, each.ended_on, cast("Helped", each.helped)) for each in space.tried.all()
    )


def _keep(space: Space, practice: str, rule: str, today: date) -> None:
    Offered.objects.get_or_create(space=space, on=today, defaults={"practice": practice, "rule": rule})


def _themes(space: Space, today: date) -> tuple[Mapping[str, Band], date | None]:
    """Each theme's level in the newest lines that speak of it; the day of the newest lines of all."""
    sets = list(space.answer_sets.order_by("local_day", "at"))
    found: dict[str, Band] = {}
    for each in sets:
        if today - each.local_day < LINES_LAST:
            found |= _levels(space, each)
    return found or _levels_of_old(space, sets), max((each.local_day for each in sets), default=None)


def _levels_of_old(space: Space, sets: list[AnswerSet]) -> Mapping[str, Band]:
    """Lines that are too old to suggest anything: choosing says so in its own words."""
    return _levels(space, sets[-1]) if sets else {}


def _levels(space: Space, filled: AnswerSet) -> dict[str, Band]:
    """Nothing where most lines were left open."""
    form = load(filled.form.partition(".")[0], cast("Kind", space.kind))
    said = score(form, {name: value for name, value in filled.answers.items() if name in form.fields})
    if not said.enough:
        return {}
    return {each.theme.slug: each.strongest for each in said.themes if each.strongest is not None}


def _noted(space: Space, today: date) -> frozenset[str]:
    """A slip that was noted lately; something that was agreed on some weeks ago."""
    slips = Slip.objects.filter(
        limit__space=space, limit__gone_at=None, local_day__gt=today - LATELY, local_day__lte=today
    )
    days = space.written.filter(practice__in=AGREED).values_list("local_day", flat=True)
    since = [(today - day).days for day in days]
    there = {"slip": slips.exists(), "agreed": any(AGREED_FROM <= each < AGREED_UNTIL for each in since)}
    return frozenset(name for name, is_so in there.items() if is_so)

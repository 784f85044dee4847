"""The pattern of a space, worked out once and kept: the pages about messages and the loop, and guessed numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language, gettext_noop

from evenstep.gather import Pair
from evenstep.loop.findings import LoopResult
from evenstep.measures.periods import initiation_by_period
from evenstep.program.safety import allowed, switches_of
from evenstep.report.document import Report, build_report, compose
from evenstep.report.html import render_body
from evenstep.report.names import say
from evenstep.report.numbers import Numbers
from evenstep.web import imports
from evenstep.web.loop_words import LOOP, without_sentence
from evenstep.web.models import Import, Kept, Space
from evenstep.web.work import Piece, Stopped

STEPS: Final = (
    gettext_noop("Putting the messages together"),
    gettext_noop("Measuring both of you"),
    gettext_noop("Looking for the loop"),
    gettext_noop("Drawing"),
)
GUESSED: Final = ("starts", "my_wait", "their_wait")


@dataclass(frozen=True)
class Made:
    """What was worked out. ``guessed``: figure -> its value, low, high and n, where there is enough.

    ``periods``: for each stretch of the history, the oldest first, its last day, my share of the starts, and who leads.
    """

    messages: str
    loop: str
    guessed: dict[str, dict[str, Any]]
    periods: list[dict[str, Any]] = field(default_factory=list)


def joined_by(space: Space, today: date) -> list[Import]:
    """The bringings that are part of the pattern on ``today``."""
    return list(space.imports.filter(joins_on__lte=today))


def loop_speaks(space: Space) -> bool:
    """Whether the loop's sentence may be said in this space."""
    return allowed(switches_of(space)).loop


def fingerprint(space: Space, today: date) -> str:
    """What the pattern of today is made from, its language too; the same words whenever nothing changed."""
    parts: list[Any] = [version("evenstep"), get_language(), loop_speaks(space)]
    parts += [[each.key for each in joined_by(space, today)], sorted(space.hard_weeks.values_list("week", flat=True))]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def kept(space: Space, of: str) -> Made | None:
    """The finished pattern, if it is there."""
    row = space.kept.filter(of=of).first()
    return Made(**json.loads(bytes(row.body))) if row is not None else None


def make(space: Space, of: str, brought: Sequence[Import], now: datetime, piece: Piece) -> None:
    """Work it out and keep it in place of what was kept before. The store is open only while it is read or written."""
    from evenstep.loop.fit import fit_loop  # noqa: PLC0415 -- its compiler would slow the start of the server

    with piece.store():
        hard_weeks = frozenset(space.hard_weeks.values_list("week", flat=True))
    pair = imports.joined(brought)
    piece.step()
    report = _measured(pair, hard_weeks, now)
    piece.step()
    loop = fit_loop(pair.conversations, pair.events)
    piece.step()
    made = replace(_made(_with_loop(report, loop, now), loop_speaks(space)), periods=_periods(pair))
    piece.step()
    with piece.store(), transaction.atomic():
        if Import.objects.filter(pk__in=[each.pk for each in brought]).count() < len(brought):
            raise Stopped  # some were taken away meanwhile: nothing of them is to be left in the file
        space.kept.all().delete()
        Kept.objects.create(space=space, of=of, body=json.dumps(made.__dict__).encode())


def _measured(pair: Pair, hard_weeks: frozenset[str], now: datetime) -> Report:
    who = pair.conversations["me"][0]
    return build_report(pair.conversations, pair.events, pair.readings, me=who, hard_weeks=hard_weeks, now=now)


def _with_loop(report: Report, loop: LoopResult, now: datetime) -> Report:
    return compose(
        report.measures, report.people, report.history, report.readings, now=now, options=report.options, loop=loop
    )


def _made(report: Report, loop_on: bool) -> Made:
    about_messages = tuple(section for section in report.sections if section.slug != LOOP)
    about_loop = tuple(without_sentence(s, loop_on=loop_on) for s in report.sections if s.slug == LOOP)
    return Made(
        messages=render_body(replace(report, sections=about_messages)),
        loop=render_body(replace(report, sections=about_loop, title=say("The loop")), prefix="l-"),
        guessed=_guessed(report),
    )


def _periods(pair: Pair) -> list[dict[str, Any]]:
    """My share of the starts in each stretch of the history."""
    row = pair.conversations.row(0, named=True)
    mine = "b" if row["me"] == row["person_b"] else "a"
    leads = {f"{mine}_more": "me", f"{'ab'.replace(mine, '')}_more": "other", "even": "even"}
    zone = ZoneInfo(row[f"zone_{mine}"] or row["zone_a"] or "UTC")
    return [
        {
            "months": round((each.until - each.since).days * 12 / 365),
            "last_day": (each.until.astimezone(zone) - timedelta(hours=1)).date().isoformat(),
            "lead": leads.get(each.verdict, "open") if each.enough else "",
            **{name: getattr(each, name) for name in ("value", "low", "high", "n")},
        }
        for each in initiation_by_period(pair.conversations, pair.events, mine)
    ]


def _guessed(report: Report) -> dict[str, dict[str, Any]]:
    numbers = Numbers(report.measures, report.people)
    cut = f"{report.options.session_gap_s / 3600:g} h"
    found: dict[str, dict[str, Any]] = {}
    starts = numbers.pair("initiation_share", cut)
    waits = numbers.pair("waiting_median", "clock")
    if starts is not None and starts.enough:
        found["starts"] = _plain(starts.first)
    if waits is not None and waits.enough:
        found["my_wait"], found["their_wait"] = _plain(waits.first), _plain(waits.second)
    return found


def _plain(number: Any) -> dict[str, Any]:
    return {"value": number.value, "low": number.low, "high": number.high, "n": number.n}

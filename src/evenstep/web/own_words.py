"""Own words under a practice: which sheets there are, and what is kept on them as a page shows it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evenstep.inventory.said import Voice
from evenstep.web.models import Space, Written
from evenstep.web.sheets import friend, life, slips, step_back
from evenstep.web.sheets.sheet import Ask, Fields, Sheet, day_of, text_of
from evenstep.web.steps import Step, find

# Each is made anew for every page: what it says hangs on the kind, the switches, the name and the language.
SHEETS: Final[dict[str, Callable[[Space, Voice, date], Sheet]]] = {
    "if_then": slips.plan,
    "setbacks": slips.setback_plan,
    "small_wins": slips.small_things,
    "doubts": slips.cards,
    "where_from": slips.where_from,
    "neutral_friend": slips.friend_of_both,
    "shelf": slips.shelf,
    "worth_list": life.worth,
    "friends": life.leaning,
    "own_plan": life.own_plan,
    "trusted_friend": friend.card,
    "notice_early": step_back.early_sign,
    "one_small_start": step_back.small_start,
}


@dataclass(frozen=True)
class Line:
    """One answer with its label, or without one."""

    label: str
    words: str


@dataclass(frozen=True)
class Kept:
    """One thing that was written, as a page shows it."""

    row: Written
    when: str
    headline: str
    lines: tuple[Line, ...]


def sheet_of(space: Space, step: Step, today: date) -> Sheet | None:
    """The sheet of a practice that the space may see; None where own words have no place."""
    make = SHEETS.get(step.slug)
    return make(space, Voice(space.other, _), today) if make else None


def rows(space: Space, step: Step, sheet: Sheet) -> list[Written]:
    """What is kept under a practice, in the sheet's order."""
    there = list(space.written.filter(practice=step.slug))
    order = sheet.order
    return sorted(there, key=lambda row: order(fields_of(row))) if order else there


def fields_of(row: Written) -> Fields:
    """What a row holds; a file may have brought something else than names with words."""
    return row.fields if isinstance(row.fields, dict) else {}


def shown(sheet: Sheet, row: Written) -> Kept:
    """One row in words."""
    fields = fields_of(row)
    said = ((each, _said(each, fields)) for each in sheet.written() if each.listed != "no")
    lines = tuple(Line(each.label if each.listed == "label" else "", words) for each, words in said if words)
    return Kept(row, sheet.when(fields) or date_format(row.local_day, "j F Y"), sheet.headline(fields), lines)


def in_words(space: Space, slug: str, today: date) -> list[tuple[Written, str]]:
    """Each row of another practice as plain text, for who wants to show one; none where the space may not see it."""
    step = find(space, slug)
    sheet = sheet_of(space, step, today) if step else None
    if step is None or sheet is None:
        return []
    kept = (shown(sheet, row) for row in rows(space, step, sheet))
    plain = (
        (each.row, [each.headline, *(f"{line.label}\n{line.words}".strip() for line in each.lines)]) for each in kept
    )
    return [(row, words) for row, parts in plain if (words := "\n\n".join(filter(None, parts)))]


def seen(row: Written) -> str:
    """Says nothing, and is another one after every change: what a form was filled in upon."""
    return hashlib.sha256(json.dumps(row.fields, sort_keys=True).encode()).hexdigest()[:16]


def _said(ask: Ask, fields: Fields) -> str:
    if ask.looks in ("choice", "several"):
        value = fields.get(ask.name)
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(words for slug, words in ask.choices if slug in chosen)
    if ask.looks == "date":
        day = day_of(fields, ask.name)
        return date_format(day, "j F Y") if day else ""
    return text_of(fields, ask.name)

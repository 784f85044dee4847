"""Invented fillings of the forms: every answer the same, by theme, or drawn; and all that can be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from evenstep.by_kind import KINDS, Kind
from evenstep.inventory.change import change
from evenstep.inventory.effects import effects
from evenstep.inventory.form import Form
from evenstep.inventory.glance import glance
from evenstep.inventory.load import load
from evenstep.inventory.reliability import reported
from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import Answers, Findings, score
from evenstep.inventory.sentences import signs

SAM = Voice("Sam")
LEVELS = (None, 0, 1, 2, 3, 4)


def of_days(form: Form, ordinary: int | None, hard: int | None) -> Answers:
    """Every line answered alike: one answer for ordinary days, one for hard days."""
    given = {"ordinary": ordinary, "hard": hard}
    return {item.field(day): given[day] for item in form.items for day in given}


def of_themes(form: Form, values: tuple[int | None, ...]) -> Answers:
    """One answer for each theme, whatever the occasion."""
    themes = zip(form.themes, values, strict=True)
    return {item.field(o.slug): v for theme, v in themes for item in theme.items for o in form.occasions}


def filled(slug: str, kind: Kind, ordinary: int | None, hard: int | None) -> Findings:
    """The findings of a long form filled alike."""
    form = load(slug, kind)
    return score(form, of_days(form, ordinary, hard))


def all_statements(kind: Kind) -> Iterator[Statement]:
    """Everything that can be said for one kind of relationship, over a grid of answers."""
    for slug, (ordinary, hard) in product(("reach", "step_back"), product(LEVELS, LEVELS)):
        other = filled("step_back" if slug == "reach" else "reach", kind, ordinary, hard)
        found = filled(slug, kind, ordinary, hard)
        yield signs(found, SAM)
        yield signs(found, SAM, also=other, loop_on=True)
        yield signs(found, SAM, also=other, stopped=True)
        form = load(slug, kind)
        yield change(form, of_days(form, ordinary, hard), of_days(form, hard, ordinary), SAM)
    for slug in ("reach", "step_back"):
        form = load(slug, kind)
        for loud in range(6):
            values = tuple(4 if at == loud else 1 for at in range(6))
            yield signs(score(form, of_themes(form, values)), SAM, loop_on=True)
        yield signs(score(form, {f: 4 * (at // 2 % 2) for at, f in enumerate(form.fields)}), SAM)
    yield from _shorter(kind)


def _shorter(kind: Kind) -> Iterator[Statement]:
    form = load("effects", kind)
    for values in product((0, 2, 4), repeat=5):
        yield effects(score(form, of_themes(form, values)), SAM)
    yield change(form, of_themes(form, (0, 1, 2, 3, 4)), of_themes(form, (4, 3, 2, 1, 0)), SAM)
    form = load("glance", kind)
    for values in product((None, 0, 2), repeat=6):
        yield glance(score(form, of_themes(form, values)), SAM)
    for slug in ("reach", "effects", "week"):
        yield Statement(reported(load(slug, kind), SAM), (), (), ())


EVERYTHING = {kind: frozenset(text for said in all_statements(kind) for text in said.sentences) for kind in KINDS}

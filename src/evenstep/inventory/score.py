"""Answers -> findings: how often what was said of which days. Of a theme, never of a person; no total, no type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from evenstep.errors import OptionError
from evenstep.inventory.form import Form, Theme

Answers = Mapping[str, int | None]
Band = Literal["low", "mid", "high"]

STEP: Final = 1.0  # two levels are called different when they lie a whole step of the scale apart
MID_FROM: Final = 0.375  # of the scale, 1.5 of 4: half way from "rarely" to "sometimes"
HIGH_OVER: Final = 0.625  # of the scale, 2.5 of 4: half way from "sometimes" to "often"


@dataclass(frozen=True)
class Level:
    """One theme on one occasion. ``mean`` in steps of the scale; ``apart``: how far two answers lay apart."""

    mean: float | None
    answered: int
    asked: int
    apart: int | None
    band: Band | None


@dataclass(frozen=True)
class Paired:
    """Ordinary and hard days over the lines answered on both. ``difference``: hard minus ordinary, in steps."""

    ordinary: Band
    hard: Band
    middle: Band
    difference: float


@dataclass(frozen=True)
class ThemeFinding:
    """One theme on all occasions. ``paired`` is None when no line was answered on both kinds of days."""

    theme: Theme
    levels: Mapping[str, Level]
    paired: Paired | None

    @property
    def strongest(self) -> Band | None:
        """The highest band on any occasion."""
        bands = {level.band for level in self.levels.values()}
        return next((band for band in ("high", "mid", "low") if band in bands), None)


@dataclass(frozen=True)
class Findings:
    """What one filling says. ``answered`` of ``asked`` answers were given; the rest was left open."""

    form: Form
    themes: tuple[ThemeFinding, ...]
    answered: int
    asked: int

    @property
    def enough(self) -> bool:
        """Whether at least half of the lines were answered on one occasion."""
        most = max(sum(f.levels[o.slug].answered for f in self.themes) for o in self.form.occasions)
        return 2 * most >= len(self.form.items)

    def theme(self, slug: str) -> ThemeFinding:
        """The finding of the theme of that name."""
        return next(finding for finding in self.themes if finding.theme.slug == slug)


def score(form: Form, answers: Answers) -> Findings:
    """``answers``: field name (``Item.field``) -> value; a missing or None value is a line left open."""
    check(form, answers)
    themes = tuple(_finding(form, theme, answers) for theme in form.themes)
    given = sum(answers.get(field) is not None for field in form.fields)
    return Findings(form, themes, given, len(form.fields))


def check(form: Form, answers: Answers) -> None:
    """Refuse answers to questions this form does not ask, and values its scale does not have."""
    fields = set(form.fields)
    for field, value in answers.items():
        if field not in fields:
            raise OptionError(field, f"the form {form.key} has no such question")
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or value not in form.scale.steps
        ):
            raise OptionError(field, f"{value!r} is no answer; there are 0 to {form.scale.highest}, or none")


def band(mean: float, highest: int) -> Band:
    """A level in three words."""
    part = mean / highest
    return "high" if part > HIGH_OVER else "mid" if part >= MID_FROM else "low"


def _finding(form: Form, theme: Theme, answers: Answers) -> ThemeFinding:
    highest = form.scale.highest
    levels = {one.slug: _level(theme, one.slug, answers, highest) for one in form.occasions}
    both = [(answers.get(item.field("ordinary")), answers.get(item.field("hard"))) for item in theme.items]
    twice = [(ordinary, hard) for ordinary, hard in both if ordinary is not None and hard is not None]
    if not twice:
        return ThemeFinding(theme, levels, None)
    ordinary, hard = fmean(o for o, _ in twice), fmean(h for _, h in twice)
    middle = band((ordinary + hard) / 2, highest)
    return ThemeFinding(theme, levels, Paired(band(ordinary, highest), band(hard, highest), middle, hard - ordinary))


def _level(theme: Theme, occasion: str, answers: Answers, highest: int) -> Level:
    given = [answers.get(item.field(occasion)) for item in theme.items]
    values = [value for value in given if value is not None]
    if not values:
        return Level(None, 0, len(given), None, None)
    mean = fmean(values)
    apart = max(values) - min(values) if len(values) > 1 else None
    return Level(mean, len(values), len(given), apart, band(mean, highest))

"""Two fillings of one form -> what moved, over lines answered both times; and what two sittings can't tell."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Final

from evenstep.errors import OptionError
from evenstep.inventory.form import Form, Theme
from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import STEP, Answers, check

COMPARED: Final = ("reach", "step_back", "effects")


@dataclass(frozen=True)
class Shift:
    """One theme on one occasion. ``difference``: later minus earlier, in steps; None when no line has both."""

    theme: Theme
    occasion: str
    difference: float | None
    answered: int


def shifts(form: Form, earlier: Answers, later: Answers) -> tuple[Shift, ...]:
    """What moved between two fillings, theme by theme and occasion by occasion."""
    check(form, earlier)
    check(form, later)
    return tuple(_shift(theme, one.slug, earlier, later) for theme in form.themes for one in form.occasions)


def change(form: Form, earlier: Answers, later: Answers, voice: Voice) -> Statement:
    """The shifts of a whole step or more in sentences. No better and no worse: that is for the reader to say."""
    if form.slug not in COMPARED:
        raise OptionError("form", "single lines are set against one's own ups and downs, not against one week")
    moved = shifts(form, earlier, later)
    given = sum(shift.answered for shift in moved)
    if not given:
        return Statement(voice.phrase("enough.lead"), (voice.phrase("change.nothing"),), (), (), enough=False)
    lines = tuple(
        voice.phrase(_case(shift, form), theme=voice.say(shift.theme.name))
        for shift in moved
        if shift.difference is not None and abs(shift.difference) >= STEP
    )
    return Statement(
        lead=voice.phrase("change.lead_mixed" if lines else "change.lead_same"),
        lines=lines,
        rests_on=(voice.phrase("change.pairs", given=given, asked=len(form.fields)), voice.phrase("change.step")),
        cannot_tell=(voice.phrase("change.cannot"), voice.phrase("reliability.long")),
    )


def _shift(theme: Theme, occasion: str, earlier: Answers, later: Answers) -> Shift:
    fields = [item.field(occasion) for item in theme.items]
    both = [(earlier.get(field), later.get(field)) for field in fields]
    moved = [after - before for before, after in both if before is not None and after is not None]
    return Shift(theme, occasion, fmean(moved) if moved else None, len(moved))


def _case(shift: Shift, form: Form) -> str:
    way = "up" if (shift.difference or 0) > 0 else "down"
    return f"change.{way}_{shift.occasion}" if len(form.occasions) > 1 else f"change.{way}"

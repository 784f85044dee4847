"""The form of an inventory: one choice for each line and occasion; any line may be left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from evenstep.inventory.form import Form, Item, Occasion
from evenstep.inventory.said import Voice
from evenstep.web.forms_lock import QuietForm
from evenstep.web.widgets import Numbers, Segments

MOST_WORDS: Final = 5
OPEN: Final = "open"  # "rather not say"; a line that was not touched has ""


@dataclass(frozen=True)
class Cell:
    """One line on one occasion: its field on the page."""

    occasion: Occasion
    field: forms.BoundField


@dataclass(frozen=True)
class Line:
    """One line of the form with its cells. ``text`` has the other's name in it."""

    item: Item
    text: str
    cells: tuple[Cell, ...]


class InventoryForm(QuietForm):
    """Every answer a form asks for. Nothing is required."""

    def __init__(self, form: Form, other: str, data: Any = None) -> None:
        super().__init__(data)
        self.asks, self.other = form, other
        self.long = form.scale.highest > MOST_WORDS  # too many steps for a word each: numbers, the ends named below
        words = [(str(step), str(step) if self.long else _(form.scale.word(step))) for step in form.scale.steps]
        twice = len(form.occasions) > 1
        for item in form.items:
            for occasion in form.occasions:
                self.fields[item.field(occasion.slug)] = forms.ChoiceField(
                    label=_(occasion.name) if twice else self._text(item),
                    choices=[*words, (OPEN, _(form.scale.skip))],
                    required=False,
                    widget=Numbers if self.long else Segments,
                )

    def lines(self) -> list[Line]:
        """The lines in the order of the form."""
        return [Line(item, self._text(item), self._cells(item)) for item in self.asks.items]

    def answers(self) -> dict[str, int]:
        """Field name -> value, without the lines left open."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value not in ("", OPEN)}

    def _text(self, item: Item) -> str:
        return Voice(self.other, _).say(item.text)

    def _cells(self, item: Item) -> tuple[Cell, ...]:
        return tuple(Cell(occasion, self[item.field(occasion.slug)]) for occasion in self.asks.occasions)

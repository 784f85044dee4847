"""The form of a sheet: fields to write on, lists to pick from; what was picked fills only what was left empty."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evenstep.web.forms import LIST_FROM
from evenstep.web.forms_lock import QuietForm
from evenstep.web.sheets.sheet import LONGEST, Ask, Fields, Pick, Sheet
from evenstep.web.unsent import OWN


class WordsForm(QuietForm):
    """``before``: the fields that are kept already, when they are changed; then there is nothing to pick."""

    prefix = OWN  # so that all of it counts as own words, whatever a sheet asks for

    def __init__(self, sheet: Sheet, data: Any = None, before: Fields | None = None) -> None:
        asked = sheet.written()
        start = {each.name: each.start for each in asked} if before is None else before
        super().__init__(data, initial={each.name: start.get(each.name) for each in asked})
        self.sheet, self.before = sheet, before
        self.chosen = sheet.picks() if before is None else ()
        for each in sheet.asks:
            if isinstance(each, Ask):
                self.fields[each.name] = _field(each, each.beside if self.chosen else "")
            elif each in self.chosen:
                self.fields[each.name] = _list(each)

    def clean(self) -> dict[str, Any]:
        """Fill in what was picked; then say what is missing. What is not needed may stay empty, but not all of it."""
        kept = self._kept()
        for each in self.sheet.written():
            if each.missing and not kept.get(each.name) and each.name not in self.errors:
                self.add_error(each.name, each.missing)
        mend = {} if self.errors else self.sheet.problems(kept)
        for name, words in mend.items():
            self.add_error(name, words)
        own = [each.name for each in self.sheet.written() if each.looks in ("line", "text") and each.start is None]
        if not self.errors and not any(kept.get(name) for name in own):
            self.add_error(None, _("There are no words here yet. A few are enough."))
        self.cleaned_data["kept"] = kept
        return self.cleaned_data

    def kept(self) -> dict[str, Any]:
        """What is to be stored. Fields that this sheet does not ask for now are left as they were."""
        asked = {each.name for each in self.sheet.written()}
        others = {name: value for name, value in (self.before or {}).items() if name not in asked}
        return {**others, **self.cleaned_data["kept"]}

    def at_once(self) -> list[forms.BoundField]:
        """The fields one sees at once."""
        return [self[name] for name in self.fields if name not in self._folded()]

    def more(self) -> list[forms.BoundField]:
        """The fields below a line that opens."""
        return [self[name] for name in self.fields if name in self._folded()]

    def _folded(self) -> set[str]:
        return {each.name for each in self.sheet.written() if each.folded}

    def _kept(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {each.name: _plain(said.get(each.name), each) for each in self.sheet.written()}
        for pick in self.chosen:
            offer = pick.offer(said.get(pick.name, ""))
            if offer and not any(found.get(name) for name in list(offer.fills)[:1]):
                found = {**offer.fills, **{name: value for name, value in found.items() if value}}
        return {name: value for name, value in found.items() if value}


def _plain(value: Any, ask: Ask) -> str | list[str]:
    """What JSON holds: a day as 2026-02-14, a time as 18:30, several choices as a list, words with plain line ends."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(each) for each in value]
    return ask.tidy(str(value or "").replace("\r\n", "\n"))


def _field(ask: Ask, beside: str) -> forms.Field:
    words: dict[str, Any] = {"label": ask.label, "help_text": ask.hint or beside, "required": False}
    if ask.looks == "date":
        said = {"invalid": _("Write it like 2026-02-14.")}
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), error_messages=said, **words)
    if ask.looks == "time":
        said = {"invalid": _("Write it like 18:30.")}
        return forms.TimeField(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), error_messages=said, **words
        )
    if ask.looks == "several":
        return forms.MultipleChoiceField(choices=ask.choices, widget=forms.CheckboxSelectMultiple, **words)
    if ask.looks == "choice":
        many = len(ask.choices) >= LIST_FROM
        choices = [("", _("Choose …")), *ask.choices] if many else ask.choices
        return forms.ChoiceField(choices=choices, widget=forms.Select if many else forms.RadioSelect, **words)
    attrs = {"autocomplete": "off"}
    widget = forms.Textarea(attrs={"rows": 3, **attrs}) if ask.looks == "text" else forms.TextInput(attrs=attrs)
    return forms.CharField(max_length=LONGEST[ask.looks], widget=widget, **words)


def _list(pick: Pick) -> forms.ChoiceField:
    groups = [(name, [(each.slug, each.words) for each in offers]) for name, offers in pick.groups]
    flat = [each for name, offers in groups if not name for each in offers]
    named = [(name, offers) for name, offers in groups if name and offers]
    return forms.ChoiceField(label=pick.label, choices=[("", _("Choose …")), *flat, *named], required=False)

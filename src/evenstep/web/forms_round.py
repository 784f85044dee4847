"""The forms of a check-in: who called it, and one for each of its five parts."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from evenstep.inventory.said import fenced
from evenstep.program.check_in import HOTTEST, PARTS, Request, lacks, next_days
from evenstep.program.turns import Person
from evenstep.web.forms_lock import QuietForm
from evenstep.web.models import Space
from evenstep.web.rounds import LONGEST, Round
from evenstep.web.widgets import Segments

NEITHER: Final = ""
LONGEST_ASK: Final = 300
OTHER_DAY: Final = "other"


def words_field(label: Any, rows: int = 2, most: int = LONGEST, **more: Any) -> forms.CharField:
    """Own words, never needed."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, never needed."""
    words = {"invalid": _("Write it like 2026-02-14.")}
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, error_messages=words, **more)


def tension_field(label: Any, **more: Any) -> forms.IntegerField:
    """From 0 to 10."""
    wrong = _("A whole number from 0 to 10.")
    widget = forms.NumberInput(attrs={"min": 0, "max": HOTTEST, "inputmode": "numeric", "autocomplete": "off"})
    errors = dict.fromkeys(("invalid", "min_value", "max_value", "required"), wrong)
    return forms.IntegerField(label=label, min_value=0, max_value=HOTTEST, widget=widget, error_messages=errors, **more)


class NamedForm(QuietForm):
    """A form before two sit down: what the owner is called, where nobody asked yet."""

    def __init__(self, space: Space, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial)
        self.space = space
        if not space.me:
            self.fields["me"] = forms.CharField(
                label=_("You, whose notes these are: what shall we call you here?"),
                max_length=40,
                help_text=_("A letter is enough. You both read it."),
                error_messages={"required": _("A letter is enough.")},
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def keep_name(self) -> None:
        """What the owner is called is kept with the space."""
        if self.cleaned_data.get("me"):
            Space.objects.filter(pk=self.space.pk).update(me=self.cleaned_data["me"])


class BeginForm(NamedForm):
    """Who called it."""

    called_by = forms.ChoiceField(label=_("Who asked for this one?"), required=False, widget=Segments)

    def __init__(self, space: Space, data: Any = None, initial: Any = None) -> None:
        super().__init__(space, data, initial)
        field = self.fields["called_by"]
        if isinstance(field, forms.ChoiceField):
            mine = space.me or _("The one whose notes these are")
            field.choices = [("me", mine), ("other", space.other), (NEITHER, _("Both of us"))]


class PartForm(QuietForm):
    """A part in which one may note something."""

    def __init__(self, part: str, this: Round, today: date, data: Any = None) -> None:
        super().__init__(data, {"note": this.notes.get(part, ""), **this.said})
        self.part, self.this, self.today = part, this, today
        self._more()
        self.fields["note"] = words_field(_("A note, if you both like"))

    def _more(self) -> None:
        """The fields of one part."""

    def after(self) -> dict[str, Any]:
        """The columns of the check-in that this part changes."""
        return {"notes": {**self.this.notes, self.part: self.cleaned_data["note"]}}


class HardForm(PartForm):
    """One hard thing, and how tense it is."""

    def _more(self) -> None:
        self.fields["topic"] = words_field(_("The one thing, in a few words"), 1, LONGEST_ASK)
        self.fields["tension"] = tension_field(_("How tense is it, from 0 to 10?"), required=False)
        self.initial["tension"] = self.this.tension

    def after(self) -> dict[str, Any]:
        """The topic and its tension as well."""
        said = {**self.this.said, "topic": self.cleaned_data["topic"]}
        return {**super().after(), "said": said, "tension": self.cleaned_data["tension"]}


class RequestForm(PartForm):
    """One request each. Whoever asks for something names a day."""

    names: dict[Person, str]

    def _more(self) -> None:
        for field, who in (("mine", "me"), ("theirs", "other")):
            self.fields[field] = words_field("", 1, LONGEST_ASK)
            self.fields[f"{field}_by"] = day_field(_("By when?"))
            self.initial[f"{field}_by"] = self.this.by.get(who)  # type: ignore[call-overload]

    def name(self, names: dict[Person, str]) -> None:
        """Whose request is whose."""
        for field, name in (("mine", names["me"]), ("theirs", names["other"])):
            self.fields[field].label = _("%(name)s asks for") % {"name": fenced(name)}

    def clean(self) -> dict[str, Any]:
        """A request that is there has a day that both named."""
        said = super().clean() or self.cleaned_data
        for field in ("mine", "theirs"):
            what, by = said.get(field, ""), said.get(f"{field}_by")
            if what and f"{field}_by" not in self.errors and "by" in lacks(Request(what, by), self.today):
                self.add_error(f"{field}_by", _("Name a day that is still to come."))
        return said

    def after(self) -> dict[str, Any]:
        """The requests and their days as well."""
        said = self.cleaned_data
        days = {"me": said["mine_by"] if said["mine"] else None, "other": said["theirs_by"] if said["theirs"] else None}
        asked = {name: said[name] for name in ("mine", "theirs")}
        by = {who: day for who, day in days.items() if day is not None}
        return {**super().after(), "said": {**self.this.said, **asked}, "by": by}


class NextForm(PartForm):
    """When the next one is."""

    def _more(self) -> None:
        days = [(day.isoformat(), formats.date_format(day, "l, j F")) for day in next_days(self.today)]
        others = [(OTHER_DAY, _("Another day")), (NEITHER, _("No day for now"))]
        self.fields["day"] = forms.ChoiceField(
            label=_("When is the next one?"), choices=[*days, *others], required=False, widget=forms.RadioSelect
        )
        self.fields["other_day"] = day_field(_("Another day, if you chose that"))
        on = self.this.next_on
        self.initial["day"] = "" if on is None else on.isoformat() if on in next_days(self.today) else OTHER_DAY
        self.initial["other_day"] = on if self.initial["day"] == OTHER_DAY else None

    def clean(self) -> dict[str, Any]:
        """Another day has to be named, and to come."""
        said = super().clean() or self.cleaned_data
        if said.get("day") == OTHER_DAY and "other_day" not in self.errors:
            day = said.get("other_day")
            if day is None or day < self.today:
                self.add_error("other_day", _("Name a day that is still to come."))
        return said

    def after(self) -> dict[str, Any]:
        """The day as well."""
        day = self.cleaned_data["day"]
        on = self.cleaned_data["other_day"] if day == OTHER_DAY else date.fromisoformat(day) if day else None
        return {**super().after(), "next_on": on}


OF_PART: Final[dict[str, type[PartForm]]] = {"hard": HardForm, "request": RequestForm, "next": NextForm}


def form_of(this: Round, names: dict[Person, str], today: date, data: Any = None) -> PartForm:
    """The form of the part in which the two are."""
    part = PARTS[this.part]
    form = OF_PART.get(part, PartForm)(part, this, today, data)
    if isinstance(form, RequestForm):
        form.name(names)
    return form

"""The forms of a limit of one's own, of a slip, and of one sentence to be checked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenstep.program.limit_words import LimitWords
from evenstep.program.limits import Limit as Wanted
from evenstep.program.limits import Problem, problems
from evenstep.web.forms_lock import QuietForm
from evenstep.web.models import Limit, Space
from evenstep.web.widgets import Segments

USUAL: Final = timedelta(days=28)
RULES: Final = (
    ("", gettext_lazy("No")),
    ("in_a_row", gettext_lazy("At most that many in a row")),
    ("per_span", gettext_lazy("At most that many a day, a week or a month")),
    ("none_after", gettext_lazy("None between two hours of the day")),
)
WHERE: Final[dict[Problem, str]] = {
    "no_words": "words",
    "no_instead": "instead",
    "most_below_zero": "most",
    "per_missing": "per",
    "ends_first": "ends",
    "too_long": "ends",
}


def _area(label: Any, help_text: Any = "", longest: int = 500, rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=longest, widget=widget)


def _day(label: str, initial: date) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=initial, widget=widget)


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class LimitForm(QuietForm):
    """A limit: what it is about, one sentence, what instead, from when until when; numbers and hours are optional."""

    main = ("aspect", "words", "instead", "starts", "ends")
    number = ("most", "per")
    messages = ("rule", "after", "until")

    def __init__(self, words: LimitWords, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = words
        said = words.said["form"]
        self.fields["aspect"] = forms.ChoiceField(
            label=_("What is it about?"),
            choices=[(part.slug, _(part.name)) for part in words.parts],
            initial=words.parts[0].slug,
            widget=Segments,
        )
        self.fields["words"] = _area(_("Your limit, in one sentence"), _("It can begin with “I will” or “At most”."))
        self.fields["instead"] = _area(_(said["instead"]))
        self.fields["starts"] = _day(_(said["starts"]), today)
        self.fields["ends"] = _day(_(said["ends"]), today + USUAL)
        self.fields["most"] = forms.IntegerField(label=_(said["at_most"]), required=False, max_value=999)
        spans = [("", _("no number")), *((per, _(text)) for per, text in words.said["per"].items())]
        self.fields["per"] = forms.ChoiceField(
            label=_("In how long a time?"), choices=spans, required=False, widget=Segments
        )
        self.fields["rule"] = forms.ChoiceField(
            label=_("Hold your own messages against it, once, after its last day?"),
            choices=RULES,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["after"] = _hour(_("None from"))
        self.fields["until"] = _hour(_("Until (your own clock)"))

    def clean(self) -> dict[str, Any]:
        """What program/limits.py asks for, and what the chosen way of looking at messages needs."""
        said = super().clean() or self.cleaned_data
        if {"starts", "ends", "most", "aspect"} <= said.keys():
            for problem in problems(self._wanted(said)):
                self.add_error(WHERE[problem], _(self._words.said["problems"][problem]))
        self._check_rule(said)
        return said

    def _wanted(self, said: dict[str, Any]) -> Wanted:
        counted = said.get("rule") != "in_a_row"  # "in a row" needs no time in which they are counted
        return Wanted(
            aspect=said["aspect"],
            words=said.get("words", ""),
            instead=said.get("instead", ""),
            starts=said["starts"],
            ends=said["ends"],
            most=said["most"] if counted else None,
            per=said.get("per") or None if counted else None,
        )

    def _check_rule(self, said: dict[str, Any]) -> None:
        rule = said.get("rule", "")
        if rule in ("in_a_row", "per_span") and said.get("most") is None and "most" not in self.errors:
            self.add_error("most", _("This way of looking needs a number."))
        if rule == "in_a_row" and (said.get("most") or 0) < 1 and "most" not in self.errors:
            self.add_error("most", _("In a row, one is the least."))
        if rule == "none_after":
            hours = [said.get(name) for name in ("after", "until")]
            if None in hours or hours[0] == hours[1]:
                self.add_error("after", _("Write two different hours, like 22:30 and 06:00."))

    def facts(self, space: Space, now: datetime) -> dict[str, Any]:
        """The columns of the limit."""
        said = self.cleaned_data
        rule = said["rule"]
        return {
            "space": space,
            "at": now,
            **{name: said[name] for name in ("aspect", "words", "instead", "starts", "ends", "most", "rule")},
            "per": "" if rule == "in_a_row" else said["per"],
            "after": said["after"] if rule == "none_after" else None,
            "until": said["until"] if rule == "none_after" else None,
        }


class SlipForm(QuietForm):
    """A slip: nothing has to be written."""

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = _area(label, longest=2000)


class LineForm(QuietForm):
    """One sentence to be checked; it is not kept."""

    text = forms.CharField(
        label=gettext_lazy("Your sentence"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )


def filled(limit: Limit, today: date) -> dict[str, Any]:
    """What a form begins with that takes a limit up again: the same, from today, for as long."""
    names = ("aspect", "words", "instead", "most", "per", "rule", "after", "until")
    return {name: getattr(limit, name) for name in names} | {
        "starts": today,
        "ends": today + (limit.ends - limit.starts),
    }

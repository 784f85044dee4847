"""The forms of the messages page: three guesses before looking, and the weeks that were hard."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from evenstep.errors import OptionError
from evenstep.report.hard_weeks import parse_weeks
from evenstep.web.forms_lock import QuietForm
from evenstep.web.models import Space
from evenstep.web.widgets import GuessNumber

WAITS: Final = (
    ("300", _("5 minutes")),
    ("900", _("15 minutes")),
    ("1800", _("30 minutes")),
    ("3600", _("1 hour")),
    ("10800", _("3 hours")),
    ("28800", _("8 hours")),
    ("86400", _("a day or more")),
)


class GuessForm(QuietForm):
    """What one thinks the numbers are. Each may be left out."""

    starts = forms.IntegerField(
        label=_("Of 100 conversations, how many do you start?"),
        min_value=0,
        max_value=100,
        required=False,
        widget=GuessNumber(0, 100, ("", _("you start all")), _("of 100")),
        error_messages={name: _("A number from 0 to 100.") for name in ("invalid", "min_value", "max_value")},
    )

    def __init__(self, space: Space, data: Any = None) -> None:
        super().__init__(data)
        said = {"other": space.other}
        ends = (_("%(other)s starts all") % said, _("you start all"))
        self.fields["starts"].widget = GuessNumber(0, 100, ends, _("of 100"))
        self.fields["my_wait"] = _wait(_("Half of your answers come within"))
        self.fields["their_wait"] = _wait(_("Half of %(other)s’s answers come within") % said)

    def guesses(self) -> dict[str, float]:
        """Figure -> value in its unit: a share, seconds."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {name: float(value) / (100.0 if name == "starts" else 1.0) for name, value in said.items()}


def _wait(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("I don’t know")), *WAITS], required=False)


class HardWeeksForm(QuietForm):
    """The weeks the person calls hard, one line of days or weeks."""

    weeks = forms.CharField(
        label=_("Weeks that were hard"),
        required=False,
        max_length=20_000,
        help_text=_("Any day of each such week, like 2026-02-14, with commas between. 2026-W07 works too."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_weeks(self) -> frozenset[str]:
        """The weeks as a set. What cannot be read is named."""
        try:
            return parse_weeks(self.cleaned_data["weeks"])
        except OptionError as error:
            raise forms.ValidationError(
                _("Write each one like 2026-W07 or 2026-02-14, with commas between.")
            ) from error

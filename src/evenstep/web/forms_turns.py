"""The forms of a listening session: what is agreed before, the closing line, and a time to go on after a pause."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from evenstep.program.session import LONGEST_LINE, LONGEST_TOPIC, MINUTES, Setup
from evenstep.program.turns import person
from evenstep.web.forms_lock import QuietForm
from evenstep.web.forms_round import NamedForm, tension_field
from evenstep.web.models import Space
from evenstep.web.widgets import Segments

MINUTE_WORDS: Final = {3: _("3 minutes"), 5: _("5 minutes"), 8: _("8 minutes"), 0: _("No timer")}


def line_field(label: Any, most: int, **more: Any) -> forms.CharField:
    """One line of own words."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def who_field(space: Space, label: Any) -> forms.ChoiceField:
    """One of the two."""
    mine = space.me or _("The one whose notes these are")
    words = {"required": _("Please choose one of these.")}
    choices = [("me", mine), ("other", space.other)]
    return forms.ChoiceField(label=label, choices=choices, error_messages=words, widget=Segments)


class SetupForm(NamedForm):
    """Topic, tension, minutes, and who speaks first."""

    topic = line_field(
        _("The topic"), LONGEST_TOPIC, error_messages={"required": _("A few words are enough. Small is fine.")}
    )
    tension = tension_field(_("How tense is it, from 0 to 10?"))
    minutes = forms.TypedChoiceField(
        label=_("How long does each of you speak?"),
        choices=[(each, MINUTE_WORDS[each]) for each in MINUTES],
        coerce=int,
        initial=MINUTES[1],
        error_messages={"required": _("Please choose one of these.")},
        widget=Segments,
    )

    def __init__(self, space: Space, setup: Setup | None, data: Any = None) -> None:
        names = ("topic", "tension", "minutes", "first")
        super().__init__(space, data, {} if setup is None else {name: getattr(setup, name) for name in names})
        self.fields["first"] = who_field(space, _("Who speaks first?"))

    def setup(self) -> Setup:
        """What was agreed."""
        said = self.cleaned_data
        return Setup(said["topic"], said["tension"], said["minutes"], person(said["first"]))


class LineForm(QuietForm):
    """One line, or none."""

    line = line_field(_("One line, if you like"), LONGEST_LINE, required=False)


class BackForm(QuietForm):
    """When the two go on."""

    at = forms.TimeField(
        label=_("When do you go on?"),
        error_messages={
            "required": _("Name a time, a rough one is fine. Or stop here instead."),
            "invalid": _("Write it like 20:00."),
        },
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class PauseForm(BackForm):
    """Who takes a pause, and when the two go on."""

    def __init__(self, space: Space, data: Any = None) -> None:
        super().__init__(data)
        self.fields["by"] = who_field(space, _("Who takes the pause?"))
        self.order_fields(["by", "at"])

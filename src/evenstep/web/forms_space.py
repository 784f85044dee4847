"""The forms of the first steps: being an adult, and who a space is about."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from evenstep.web.forms_lock import QuietForm

KIND_WORDS: Final = (
    ("partner", _("A partner")),
    ("friend", _("A friend")),
    ("family", _("Someone in my family")),
    ("work", _("Someone I work with")),
)
ALONE_WORDS: Final = (
    ("alone", _("I am here on my own")),
    ("both", _("We want to do this together")),
)


class AdultForm(QuietForm):
    """One box."""

    adult = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={"required": _("This program is made for adults. Tick the box if you are one.")},
    )


class SpaceForm(QuietForm):
    """One relationship: what kind, with whom, alone or together."""

    kind = forms.ChoiceField(
        label=_("Who is this about?"),
        choices=KIND_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of these.")},
    )
    other = forms.CharField(
        label=_("What shall we call them here?"),
        max_length=40,
        help_text=_("It stands at the top of each page. A letter is safest."),
        error_messages={"required": _("A letter is enough.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    together = forms.ChoiceField(
        label=_("On your own, or together?"),
        choices=ALONE_WORDS,
        initial="alone",
        widget=forms.RadioSelect,
        help_text=_(
            "It decides one thing: whether a suggestion may be one for two people. "
            "Nobody is invited or told, and nothing is shared. You can change it later."
        ),
    )

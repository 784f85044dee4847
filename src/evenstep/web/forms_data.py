"""The forms of My data: settings, a passphrase to change, set or take away, a code to make, a backup to bring back."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from evenstep.program.countries import countries
from evenstep.web.forms_lock import LONGEST, SHORTEST, QuietForm
from evenstep.web.widgets import LongList

THEME_WORDS: Final = (("system", _("As this computer")), ("light", _("Light")), ("dark", _("Dark")))
TEXT_WORDS: Final = (("normal", _("Normal")), ("large", _("Large")), ("larger", _("Larger")))
LOCK_WORDS: Final = ((1, _("1 minute")), (5, _("5 minutes")), (10, _("10 minutes")), (30, _("30 minutes")))


def _secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    """A passphrase: never stripped, never sent back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, **more)


def _now(**more: Any) -> forms.CharField:
    words = {"required": _("Please write your passphrase.")}
    return _secret(_("Your passphrase now"), "current-password", error_messages=words, **more)


class SettingsForm(QuietForm):
    """What holds for the whole program."""

    language = forms.ChoiceField(label=_("Language"))
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("For help lines. It is only kept in your notes, and nothing looks up where you are."),
        widget=LongList,
    )
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEME_WORDS, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Size of letters"), choices=TEXT_WORDS, widget=forms.RadioSelect)
    lock_after_min = forms.TypedChoiceField(
        label=_("Lock when nothing is done for"),
        choices=LOCK_WORDS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Shorter is safer when others come by."),
    )
    veil = forms.BooleanField(
        label=_("Cover the page when I am away"),
        required=False,
        help_text=_("After 30 quiet seconds, or when you go to another tab. Any key or a tap shows it again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("language", settings.LANGUAGES)
        self._choose("country", [("", _("Not chosen")), *countries().items()])
        for name in ("theme", "text_size", "lock_after_min"):
            self.fields[name].error_messages["required"] = _("Please choose one of these.")

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class NewPassphraseForm(QuietForm):
    """A new passphrase, twice."""

    passphrase = _secret(
        _("New passphrase"),
        "new-password",
        help_text=_("Ten letters or more. Four or five words that belong only to you work well."),
        error_messages={"required": _("Please write the new passphrase.")},
    )
    again = _secret(
        _("The same again"), "new-password", error_messages={"required": _("Please write it a second time.")}
    )

    def clean(self) -> dict[str, Any]:
        """Two equal passphrases of some length."""
        said = super().clean() or self.cleaned_data
        first, again = said.get("passphrase"), said.get("again")
        if first and len(first) < SHORTEST:
            self.add_error("passphrase", _("This one is short. Ten letters or more keep it safe."))
        elif first and again and first != again:
            self.add_error("again", _("The two are not the same. Please write it once more."))
        return said


class ChangePassphraseForm(NewPassphraseForm):
    """The passphrase of now, and a new one twice."""

    old = _now()
    field_order = ("old", "passphrase", "again")


class DropPassphraseForm(QuietForm):
    """No passphrase any more, chosen knowingly."""

    old = _now()
    without = forms.BooleanField(
        label=_("Anyone who can use my account here may then read, change or delete my notes, or lock me out."),
        error_messages={"required": _("Tick the box if you want this.")},
    )


class ConfirmForm(QuietForm):
    """The passphrase, asked again before something that cannot be undone: this screen may have been left open."""

    old = _now()


class RestoreForm(QuietForm):
    """The secret of a backup. Its file is read beside the form."""

    passphrase = _secret(
        _("The passphrase it was made with"),
        "off",
        required=False,
        help_text=_("Or the recovery code of that time. Leave it empty if there was none."),
    )

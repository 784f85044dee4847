"""The forms of the lock: a passphrase to open with, and a passphrase to set."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST: Final = 10
LONGEST: Final = 1024


def _secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    """A passphrase: never stripped, never sent back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, **more)


class QuietForm(forms.Form):
    """A form whose fields have plain ids and whose page says what is missing."""

    use_required_attribute = False

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="%s", label_suffix="")


class UnlockForm(QuietForm):
    """One line for the passphrase, or for the recovery code."""

    passphrase = _secret(
        _("Passphrase"),
        "current-password",
        error_messages={"required": _("Please write your passphrase.")},
        help_text=_("Or the recovery code you printed."),
    )


class LockForm(QuietForm):
    """A new passphrase twice, or none, chosen knowingly."""

    label = forms.CharField(
        label=_("A name for these notes"),
        max_length=40,
        initial=_("Notes"),
        help_text=_("Shown before they are unlocked. Anyone who opens this program can read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    passphrase = _secret(
        _("Passphrase"),
        "new-password",
        required=False,
        help_text=_("Ten letters or more. Four or five words that belong only to you work well."),
    )
    again = _secret(_("The same again"), "new-password", required=False)
    without = forms.BooleanField(
        label=_(
            "I want no passphrase. Anyone who can use my account here can then read, change or delete my notes, "
            "or lock me out."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Either two equal passphrases of some length, or the box."""
        said = super().clean() or self.cleaned_data
        first, again = said.get("passphrase", ""), said.get("again", "")
        if said.get("without"):
            if first or again:
                self.add_error("without", _("You wrote a passphrase as well. Take one of the two away."))
        elif not first:
            self.add_error("passphrase", _("Write a passphrase, or tick the box below."))
        elif len(first) < SHORTEST:
            self.add_error("passphrase", _("This one is short. Ten letters or more keep it safe."))
        elif first != again:
            self.add_error("again", _("The two are not the same. Please write it once more."))
        return said

    @property
    def secret(self) -> str | None:
        """The passphrase; None when none is wanted."""
        return None if self.cleaned_data["without"] else str(self.cleaned_data["passphrase"])

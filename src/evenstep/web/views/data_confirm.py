"""The passphrase, asked once more: a screen may have been left open, and somebody else may sit there."""

from __future__ import annotations

from django.http import HttpRequest

from evenstep.web.doors import now_of
from evenstep.web.forms_data import ConfirmForm
from evenstep.web.forms_lock import QuietForm
from evenstep.web.house import house_of
from evenstep.web.vault import keep
from evenstep.web.vault.opened import current
from evenstep.web.vault.trouble import WrongPassphrase


def asks() -> bool:
    """Whether there is a passphrase to ask for."""
    return current().protected and not current().invented


def confirm_form(request: HttpRequest) -> QuietForm:
    """One line for the passphrase; no line where there is none."""
    kind = ConfirmForm if asks() else QuietForm
    return kind(request.POST if request.method == "POST" else None)


def confirmed(request: HttpRequest, form: QuietForm) -> bool:
    """Whether it was the right one; False when the line was empty. Raises WrongPassphrase, TooSoon and the like."""
    if not form.is_valid():
        return False
    if asks() and not keep.check_passphrase(
        house_of(request).folder, current(), form.cleaned_data["old"], now_of(request)
    ):
        raise WrongPassphrase
    return True

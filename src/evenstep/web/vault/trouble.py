"""Why a store cannot be opened or written: one class for each reason, each with what happened and what to do.

``what`` and ``to_do`` are the English sentences, with ``%(name)s`` where ``values`` goes in. Views hand them to gettext
and then fill them in; ``str(error)`` is the same in English.
"""

from __future__ import annotations

from typing import ClassVar

from evenstep.errors import StoreError


def gettext_noop(words: str) -> str:
    """Marks a sentence for the translators; the vault itself needs no Django, so nothing is looked up here."""
    return words


class Trouble(StoreError):
    """A reason why the store cannot be used, in words for the person whose store it is."""

    what: ClassVar[str] = ""
    to_do: ClassVar[str] = ""

    def __init__(self, **values: str | int) -> None:
        self.values = values
        super().__init__(f"{self.what} {self.to_do}" % values)


class WrongPassphrase(Trouble):
    """No slot opens with it."""

    what = gettext_noop("This passphrase does not open these notes.")
    to_do = gettext_noop("Check the capital letters and the language of the keyboard, then try again.")


class BadRecoveryCode(Trouble):
    """It looks like a recovery code, but it was mistyped, or it is not the one that is in force."""

    what = gettext_noop("This recovery code does not open these notes.")
    to_do = gettext_noop("Compare it with the paper, group by group. A newer code, if you made one, replaced it.")


class TooSoon(Trouble):
    """Too many tries did not fit. ``wait_s``: whole seconds until the next one is looked at."""

    what = gettext_noop(
        "Several tries did not fit, so there is a pause now. They may have been yours or somebody else’s."
    )
    to_do = gettext_noop("You can try again in %(wait_s)s seconds.")

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(wait_s=wait_s)


class NotAStore(Trouble):
    """Something stands where a file of ours should be: a foreign file, a link, or nothing."""

    what = gettext_noop("“%(name)s” is not a file that evenstep wrote for these notes.")
    to_do = gettext_noop("Nothing was changed. Put the right file back, or bring back a backup.")

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=name)


class EmptyStore(Trouble):
    """The file is there and holds 0 bytes."""

    what = gettext_noop("The file that should hold these notes is empty.")
    to_do = gettext_noop("Nothing was written over it. Bring back your latest backup.")


class NewerStore(Trouble):
    """Written by a version that knows more than this one."""

    what = gettext_noop("These notes were made with a newer evenstep.")
    to_do = gettext_noop("Nothing was changed. Update evenstep, then open them again.")


class Damaged(Trouble):
    """A part of the store cannot be read, though everything else about it is right."""

    what = gettext_noop("A part of these notes cannot be read: %(part)s.")
    to_do = gettext_noop("Bring back your latest backup. Keep the damaged folder until that has worked.")

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part=part)


class ReadOnlyPlace(Trouble):
    """The folder, or the disk, may not be written."""

    what = gettext_noop("evenstep is not allowed to write in the folder of these notes.")
    to_do = gettext_noop("What was saved before is safe. Allow writing there, then try again.")


class FullDisk(Trouble):
    """No space left, or a quota was reached."""

    what = gettext_noop("The disk is full, so this could not be saved.")
    to_do = gettext_noop("What was saved before is safe. Make some room, then try again.")


class DiskFault(Trouble):
    """The disk answered with an error of its own."""

    what = gettext_noop("The disk reported a fault, so this could not be saved.")
    to_do = gettext_noop("Try again. If it comes back, make a backup and keep it on another disk.")


class Busy(Trouble):
    """Another window held the store for longer than we wait."""

    what = gettext_noop("Another window is still saving, so this could not be done yet.")
    to_do = gettext_noop("Nothing was changed. Wait a moment, then try again.")


class AlreadyOpen(Trouble):
    """Another evenstep runs on this folder."""

    what = gettext_noop("evenstep is already running with these notes.")
    to_do = gettext_noop("Use the window that is open, or stop that one first.")


class BackupDamaged(Trouble):
    """A backup is cut short or altered. ``part`` says which part."""

    what = gettext_noop("This backup cannot be used: %(part)s.")
    to_do = gettext_noop("Nothing was changed. Copy the file again, or take another backup.")

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part=part)

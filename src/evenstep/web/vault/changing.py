"""Changing how a store opens: another passphrase, none, or a recovery code beside it. A changed lock is a new key too.

An old copy of key.json, opened with the old passphrase, must not open what is written later. So the database gets a
new key, in one transaction of SQLite: that transaction is the moment at which the new passphrase takes over. Until
the envelope is cleared afterwards it holds both sides, and the key that fits the database says which is in force.
"""

from __future__ import annotations

import secrets
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime

from sqlcipher3 import dbapi2 as driver

from evenstep.errors import OptionError, StoreError
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.envelope import Envelope, lock
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.migrate import settle
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.opening import ONE_AT_A_TIME, decided, fits, holds_for_good, tried
from evenstep.web.vault.place import Place
from evenstep.web.vault.recovery import new_code, read_code
from evenstep.web.vault.slot import KEY_BYTES, REAL, Cost, seal
from evenstep.web.vault.tries import put_back
from evenstep.web.vault.trouble import Busy
from evenstep.web.vault.write import plainly


def change_passphrase(
    folder: Folder, opened: Opened, old: str | None, new: str | None, now: datetime, cost: Cost = REAL
) -> Opened:
    """The store under ``new`` (None: under none, chosen knowingly). ``old`` may be the recovery code; None when open.

    Every ``Opened`` from before is of no use afterwards, and the recovery code is gone: its paper would hold the old
    key. Raises what ``unlock`` raises, OptionError for an empty ``new``, Busy when others kept writing; then all is as
    it was.
    """
    with ONE_AT_A_TIME, plainly():
        place = folder.place(opened.person)
        envelope, key = _confirmed(place, old, now)
        place.clear()  # a copy there would open with the old key
        fresh = secrets.token_bytes(KEY_BYTES)
        coming = lock(new, fresh, cost)
        place.put_envelope(replace(envelope, coming=coming))
        try:
            _rekey(place, key, fresh)
        except BaseException:
            with suppress(StoreError), plainly():  # whichever side is in force, the next unlock finds out
                if holds_for_good(place, key):
                    place.put_envelope(envelope)
            raise
        changed = replace(opened, key=fresh, protected=new is not None)
        with suppress(StoreError):  # the new side is in force by now; what is left over the next unlock clears
            place.put_envelope(replace(envelope, slots=coming))
            settle(changed)
        return changed


def make_recovery_code(folder: Folder, opened: Opened, passphrase: str, now: datetime, cost: Cost = REAL) -> str:
    """A code that opens the store like its passphrase does, to be shown once; it takes the place of an earlier one.

    The passphrase is asked for, so that nobody makes one at a screen that was left open. Raises what ``unlock``
    raises, and OptionError when there is no passphrase to recover.
    """
    if not opened.protected:
        raise OptionError("recovery code", "needs a passphrase first")
    with ONE_AT_A_TIME, plainly():
        place = folder.place(opened.person)
        envelope, key = _confirmed(place, passphrase, now)
        code = new_code()
        recovery = seal("recovery", read_code(code) or "", key, cost)
        place.put_envelope(replace(envelope, slots=(*_without_recovery(envelope).slots, recovery)))
        return code


def drop_recovery_code(folder: Folder, opened: Opened) -> None:
    """The code on the paper opens nothing any more. An older copy of the data folder, or a backup, still knows it."""
    with ONE_AT_A_TIME, plainly():
        place = folder.place(opened.person)
        place.put_envelope(_without_recovery(place.envelope()))


def has_recovery_code(folder: Folder, person: str) -> bool:
    """Whether a recovery code is in force."""
    return folder.place(person).envelope().recovery


def _confirmed(place: Place, secret: str | None, now: datetime) -> tuple[Envelope, bytes]:
    """The envelope, with no change under way, and the key that fits the database. Raises what ``unlock`` raises."""
    envelope = place.envelope()
    slot, key, before = tried(place, envelope, secret or "", now)
    put_back(place.tries, before)
    if envelope.coming and not holds_for_good(place, key):
        raise Busy
    return decided(envelope, slot), key


def _without_recovery(envelope: Envelope) -> Envelope:
    return replace(envelope, slots=tuple(slot for slot in envelope.slots if slot.kind != "recovery"))


def _rekey(place: Place, key: bytes, fresh: bytes) -> None:
    """Write every page anew under ``fresh``, in one transaction. The pragma does not always say when it failed."""
    failure: Exception | None = None
    try:
        with closing(connect(Opened("", place.notes, key, True, ""))) as store:
            store.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"")
    except driver.DatabaseError as error:
        failure = error
    if not (holds_for_good(place, fresh) if failure else fits(place, fresh)):
        raise failure or Busy()

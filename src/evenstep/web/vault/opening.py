"""One try to open a store: counted before it is looked at; which slot opened, and which key fits the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Final

from sqlcipher3 import dbapi2 as driver

from evenstep.errors import StoreError
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.envelope import Envelope
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.migrate import settle
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.place import Place
from evenstep.web.vault.recovery import looks_like_code, read_code
from evenstep.web.vault.slot import Slot, unseal
from evenstep.web.vault.tries import Tries, count_try, put_back
from evenstep.web.vault.trouble import BadRecoveryCode, Damaged, NotAStore, WrongPassphrase
from evenstep.web.vault.write import NOTES, UNREADABLE, plainly, sqlite_code

ONE_AT_A_TIME: Final = RLock()  # tries are counted one by one, and one guess at a time takes the memory it takes


def check_passphrase(folder: Folder, opened: Opened, secret: str, now: datetime) -> bool:
    """Whether this secret would open the store that is open now. Counted like a try to unlock; raises TooSoon."""
    with ONE_AT_A_TIME, plainly():
        place = folder.place(opened.person)
        try:
            _, _, before = tried(place, place.envelope(), secret, now)
        except (WrongPassphrase, BadRecoveryCode):
            return False
        put_back(place.tries, before)
        return True


def tried(place: Place, envelope: Envelope, secret: str, now: datetime) -> tuple[Slot, bytes, Tries]:
    """The slot that opened, its key, and the failed tries before this one, which is counted until it has worked."""
    if not envelope.protected:
        return *_opening(place, envelope, secret), Tries()
    before = count_try(place.tries, now)
    try:
        return *_opening(place, envelope, secret), before
    except (WrongPassphrase, BadRecoveryCode):
        raise
    except StoreError:
        put_back(place.tries, before)  # the secret was right; it is the file that is not
        raise


def _opening(place: Place, envelope: Envelope, secret: str) -> tuple[Slot, bytes]:
    """The slot that the secret opens and whose key fits the database."""
    unfit = False
    for slot, key in keys(envelope, secret):
        if fits(place, key):
            return slot, key
        unfit = True
    if unfit and not envelope.coming:
        raise NotAStore(NOTES) if place.looks_foreign() else Damaged(NOTES)
    raise refusal(secret)


def keys(envelope: Envelope, secret: str) -> Iterator[tuple[Slot, bytes]]:
    """The slots that the secret opens, with what is in them; a recovery code is tried as one first."""
    code = read_code(secret)
    for slot in sorted((*envelope.slots, *envelope.coming), key=lambda slot: slot.kind != "recovery"):
        if slot.kind == "recovery" and code is None:
            continue
        key = unseal(slot, code if slot.kind == "recovery" and code else secret)
        if key is not None:
            yield slot, key


def refusal(secret: str) -> StoreError:
    """The answer to a secret that opens nothing, about what it was probably meant to be."""
    return BadRecoveryCode() if looks_like_code(secret) else WrongPassphrase()


def fits(place: Place, key: bytes) -> bool:
    """Whether the database opens with this key."""
    try:
        with closing(connect(Opened("", place.notes, key, True, ""))):
            return True
    except driver.DatabaseError as error:
        if sqlite_code(error) in UNREADABLE:
            return False
        raise


def holds_for_good(place: Place, key: bytes) -> bool:
    """Whether the database opens with this key, and will do so after a crash as well.

    When the disk fails in the very moment of a commit, SQLite says no, but the commit may stand in the journal and be
    played in at the next start. Only an empty journal is certain. Raises Busy when others keep it from being emptied.
    """
    if not fits(place, key):
        return False
    settle(Opened("", place.notes, key, True, ""))
    return True


def decided(envelope: Envelope, slot: Slot) -> Envelope:
    """A change of key was interrupted; the side whose key fits the database is the one that holds."""
    side = envelope.coming if slot in envelope.coming else envelope.slots
    return replace(envelope, slots=side, coming=())

"""Making and opening a person's store; the one face of the vault for the pages."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from evenstep.web.vault.changing import (
    change_passphrase,
    drop_recovery_code,
    has_recovery_code,
    make_recovery_code,
)
from evenstep.web.vault.envelope import first_envelope
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.migrate import bring_up, make_tables
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.opening import ONE_AT_A_TIME, check_passphrase, decided, holds_for_good, tried
from evenstep.web.vault.slot import KEY_BYTES, REAL, Cost
from evenstep.web.vault.tries import forget_tries
from evenstep.web.vault.write import plainly

__all__ = [
    "change_passphrase",
    "check_passphrase",
    "create",
    "drop_recovery_code",
    "has_recovery_code",
    "make_recovery_code",
    "unlock",
]


def create(folder: Folder, label: str, passphrase: str | None, now: datetime, cost: Cost = REAL) -> Opened:
    """A new, empty store beside the others. ``passphrase`` None: none, chosen knowingly. Raises OptionError for ""."""
    key = secrets.token_bytes(KEY_BYTES)
    envelope = first_envelope(label, passphrase, key, cost)
    place = folder.start()
    try:
        place.put_envelope(envelope)
        opened = Opened(place.person, place.notes, key, envelope.protected, envelope.label)
        make_tables(opened)
        write_down(opened, (), now)
        done = folder.finish(place)
    except BaseException:
        folder.give_up(place)
        raise
    return replace(opened, path=done.notes)


def unlock(folder: Folder, person: str, secret: str | None, now: datetime) -> Opened:
    """Open a store with its passphrase or its recovery code; an unprotected one with anything.

    Raises TooSoon, WrongPassphrase or BadRecoveryCode; NotAStore, EmptyStore, NewerStore or Damaged when the files are
    not what they should be; ReadOnlyPlace, FullDisk or DiskFault when the disk does not take the try.
    """
    with ONE_AT_A_TIME, plainly():
        place = folder.place(person)
        place.check()
        place.clear()
        envelope = place.envelope()
        slot, key, before = tried(place, envelope, secret or "", now)
        opened = Opened(person, place.notes, key, slot.kind != "open", envelope.label)
        if envelope.coming and holds_for_good(place, key):
            place.put_envelope(decided(envelope, slot))
        bring_up(opened)
        write_down(opened, before.at, now)
        forget_tries(place.tries)
        return opened


def write_down(opened: Opened, failed: tuple[datetime, ...], now: datetime) -> None:
    """Tell the owner of every try. Those already told, before a crash, are not told twice."""
    from django.db import transaction  # noqa: PLC0415 -- the rest of the vault needs no Django

    from evenstep.web.models import Unlock  # noqa: PLC0415

    with using(opened), transaction.atomic():
        told = set(Unlock.objects.filter(worked=False, at__in=failed).values_list("at", flat=True))
        Unlock.objects.bulk_create(Unlock(at=at, worked=False) for at in failed if at not in told)
        Unlock.objects.create(at=now, worked=True)

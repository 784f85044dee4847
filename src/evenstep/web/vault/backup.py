"""Backup and restore: the whole store in one encrypted file, and back as one more person, checked before it counts."""

from __future__ import annotations

import json
import secrets
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evenstep.errors import StoreError
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.bundle import CONTENT, KEY, LIST, Bundle, pack, unpack
from evenstep.web.vault.envelope import Envelope, clean_label, read_envelope, without_label, write_envelope
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import write_down
from evenstep.web.vault.migrate import bring_up, check_whole, copied, counts
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.opening import ONE_AT_A_TIME, decided, keys, refusal
from evenstep.web.vault.place import Place
from evenstep.web.vault.slot import KEY_BYTES, NONCE_BYTES, REAL, Cost
from evenstep.web.vault.tries import count_try, forget_tries, put_back
from evenstep.web.vault.trouble import BackupDamaged, BadRecoveryCode, Damaged, WrongPassphrase
from evenstep.web.vault.write import new_file, plainly

PURPOSE: Final = b"evenstep backup manifest"


def backup(folder: Folder, opened: Opened) -> bytes:
    """The whole store as one file, each page checked before. Never plain text; but without a passphrase no secret.

    It opens with the passphrase, or the recovery code, that is in force now, whatever is changed later.
    Raises Damaged rather than save a store that is not sound; Busy, FullDisk and the like as every write.
    """
    with ONE_AT_A_TIME, plainly(), copied(opened) as copy:
        _without_taken_away(copy)
        envelope = folder.place(opened.person).envelope()
        manifest = {"label": envelope.label, "rows": counts(copy)}
        bundle = Bundle(write_envelope(without_label(envelope)), b"", copy.path.read_bytes())
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _box(opened.key).encrypt(nonce, json.dumps(manifest, sort_keys=True).encode(), bundle.bound)
    return pack(replace(bundle, manifest=nonce + sealed))


def _without_taken_away(copy: Opened) -> None:
    """A file that lasts for years must not hold what was to be gone tomorrow."""
    from evenstep.web.taken import delete_hidden  # noqa: PLC0415 -- the rest of the vault needs no Django

    with using(copy):
        found = delete_hidden()
    if found:
        with closing(connect(copy)) as store:
            store.execute("VACUUM")
        check_whole(copy)


def restore(folder: Folder, data: bytes, secret: str | None, now: datetime, cost: Cost = REAL) -> Opened:
    """The backup as one more person beside those who are there; nothing that is there is touched.

    A wrong secret counts, over all backups, with the same waits as at a store. ``cost``: the one our backups have.
    Raises BackupDamaged, NewerStore, WrongPassphrase, BadRecoveryCode or TooSoon; FullDisk and the like. Then all is
    as it was, but for the count.
    """
    bundle = unpack(data)
    with ONE_AT_A_TIME, plainly():
        envelope, key, manifest = _tried(folder, bundle, secret or "", now, cost)
        envelope = replace(envelope, label=_free_label(folder, clean_label(manifest["label"])))
        place = folder.start()
        try:
            place.put_envelope(envelope)
            opened = _filled(place, bundle.notes, key, envelope, manifest["rows"])
            write_down(opened, (), now)
            done = folder.finish(place)
        except BaseException:
            folder.give_up(place)
            raise
    return replace(opened, path=done.notes)


def _tried(
    folder: Folder, bundle: Bundle, secret: str, now: datetime, cost: Cost
) -> tuple[Envelope, bytes, dict[str, Any]]:
    """What ``_opened`` gives; the try is written down before it is looked at, and stays when it was a wrong one."""
    envelope = _envelope(bundle, cost)
    if not envelope.protected:
        return _opened(bundle, envelope, secret)
    tries = folder.restore_tries()
    before = count_try(tries, now)
    try:
        found = _opened(bundle, envelope, secret)
    except (WrongPassphrase, BadRecoveryCode):
        raise
    except StoreError:
        put_back(tries, before)  # the secret was right; it is the file that is not
        raise
    forget_tries(tries)
    return found


def _envelope(bundle: Bundle, cost: Cost) -> Envelope:
    """The envelope, when each secret in it costs what we ever wrote: a file must not name the work we do for it."""
    try:
        envelope = read_envelope(bundle.envelope)
    except Damaged as error:
        raise BackupDamaged(KEY) from error
    if any(slot.cost not in {None, cost} for slot in (*envelope.slots, *envelope.coming)):
        raise BackupDamaged(KEY)
    return envelope


def _opened(bundle: Bundle, envelope: Envelope, secret: str) -> tuple[Envelope, bytes, dict[str, Any]]:
    """The envelope with the one side that is in force, the key, and the list of contents that this key alone opens."""
    found = list(keys(envelope, secret))
    for slot, key in found:
        manifest = _manifest(bundle, key)
        if manifest is not None:
            return decided(envelope, slot), key, manifest
    raise BackupDamaged(LIST) if found and not envelope.coming else refusal(secret)


def _manifest(bundle: Bundle, key: bytes) -> dict[str, Any] | None:
    nonce, sealed = bundle.manifest[:NONCE_BYTES], bundle.manifest[NONCE_BYTES:]
    try:
        found = json.loads(_box(key).decrypt(nonce, sealed, bundle.bound))
    except (InvalidTag, ValueError):
        return None
    shaped = isinstance(found, dict) and isinstance(found.get("label"), str) and isinstance(found.get("rows"), dict)
    return found if shaped else None


def _filled(place: Place, notes: bytes, key: bytes, envelope: Envelope, rows: dict[str, int]) -> Opened:
    """Write the notes, and accept them only when every page, index and count is what it was."""
    new_file(place.notes, notes)
    opened = Opened(place.person, place.notes, key, envelope.protected, envelope.label)
    try:
        with plainly():
            check_whole(opened)
            if counts(opened) != rows:
                raise Damaged(place.notes.name)
            bring_up(opened)
            _made_safe(opened)
    except Damaged as error:
        raise BackupDamaged(CONTENT) from error
    return opened


def _made_safe(opened: Opened) -> None:
    """A file may come from somebody else: its finished pages are worked out anew, its switches are asked anew.

    What was taken away in it is not brought back: none of our backups holds any.
    """
    from evenstep.web.models import Kept, Space  # noqa: PLC0415 -- the rest of the vault needs no Django
    from evenstep.web.taken import delete_hidden  # noqa: PLC0415

    with using(opened):
        delete_hidden()
        Kept.objects.all().delete()
        Space.objects.update(joint_on=False, reaching_on=False, loop_on=False)


def _free_label(folder: Folder, label: str) -> str:
    """The label, with a number behind it when somebody here has it already."""
    taken = {person.label for person in folder.people()}
    number = 2
    free = label
    while free in taken:
        free = f"{label[:70]} {number}"
        number += 1
    return free


def _box(key: bytes) -> ChaCha20Poly1305:
    """A key of its own for the list: the database's key is never used for two things."""
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), KEY_BYTES, None, PURPOSE).derive(key))

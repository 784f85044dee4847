"""Backup and back: every row equal, nothing in plain text, anything altered refused and named, nothing touched."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from evenstep.web.models import Kept, Moment, Space
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault import backup as backups
from evenstep.web.vault.backup import backup
from evenstep.web.vault.bundle import HEAD, pack, unpack
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import change_passphrase, make_recovery_code, unlock
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.trouble import (
    BackupDamaged,
    BadRecoveryCode,
    Damaged,
    FullDisk,
    NewerStore,
    WrongPassphrase,
)

SECRET = "four old pears"
restore = partial(backups.restore, cost=Cost(memory_kib=32, passes=1, lanes=1))


def every_row(opened: Opened) -> dict[str, list[Any]]:
    """All of the store, but for the tries to open it and the finished pages, which are worked out anew."""
    with closing(connect(opened)) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        return {
            name: store.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for name in names
            if name not in {"notes_unlock", "notes_kept", "sqlite_sequence"}
        }


def everything_in(folder: Folder) -> dict[Path, bytes]:
    """Each file but the count of wrong tries at backups."""
    files = [path for path in folder.root.rglob("*") if path.is_file() and path != folder.restore_tries()]
    return {path: path.read_bytes() for path in files}


@pytest.fixture
def filled(opened: Opened, noon: datetime) -> Opened:
    draw = random.Random(4)
    with using(opened):
        space = Space.objects.create(kind="friend", other="Canary Zoë", made_at=noon)
        Kept.objects.create(space=space, of="a page", body=draw.randbytes(60_000))
        for n in range(30):
            Moment.objects.create(
                space=space,
                at=noon,
                local_day=date(2026, 11, 23),
                toward="me",
                back="other",
                tension=n % 5,
                note="ü" * n,
            )
    return opened


def test_every_row_comes_back_as_one_more_person(folder: Folder, filled: Opened, noon: datetime) -> None:
    before = everything_in(folder)
    data = backup(folder, filled)
    restored = restore(folder, data, SECRET, noon)
    assert every_row(restored) == every_row(filled)
    assert sum(map(len, every_row(restored).values())) > 30
    assert [(p.label, p.protected, p.trouble) for p in folder.people()] == [
        ("Notes", True, None),
        ("Notes 2", True, None),
    ]
    assert {path: data for path, data in everything_in(folder).items() if path in before} == before
    assert unlock(folder, restored.person, SECRET, noon) == restored


def test_it_comes_back_on_another_computer(folder: Folder, filled: Opened, noon: datetime, tmp_path: Path) -> None:
    data = backup(folder, filled)
    there = Folder(tmp_path / "another")
    restored = restore(there, data, SECRET, noon)
    assert [person.label for person in there.people()] == ["Notes"]
    with using(restored):
        assert Space.objects.get().other == "Canary Zoë"


def test_nothing_readable_is_in_it(folder: Folder, filled: Opened) -> None:
    folder.rename(filled.person, "Canary label")
    data = backup(folder, filled)
    for word in (b"Canary", "Zoë".encode(), b"notes_moment", b"SQLite format", filled.key, filled.key.hex().encode()):
        assert word not in data


def test_the_file_is_what_the_reference_says(folder: Folder, filled: Opened) -> None:
    """Read here a second time, from the description in docs/reference/store.md alone."""
    import hashlib
    import json
    import struct

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    data = backup(folder, filled)
    assert data[:16] == b"evenstep backup\n"
    version, *lengths = struct.unpack(">HIIQ", data[16:34])
    assert hashlib.sha256(data[:-32]).digest() == data[-32:]
    at, parts = 34 + 3 * 32, []
    for n, length in enumerate(lengths):
        parts.append(data[at : at + length])
        assert hashlib.sha256(parts[-1]).digest() == data[34 + 32 * n : 66 + 32 * n]
        at += length
    assert (version, at) == (1, len(data) - 32)
    box = ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, None, b"evenstep backup manifest").derive(filled.key))
    manifest = json.loads(box.decrypt(parts[1][:12], parts[1][12:], data[:18] + parts[0]))
    assert manifest["label"] == "Notes"
    assert manifest["rows"]["notes_moment"] == 30
    assert json.loads(parts[0])["label"] == "Notes"


def test_taking_one_leaves_the_folder_as_it_was(folder: Folder, filled: Opened) -> None:
    before = everything_in(folder)
    backup(folder, filled)
    assert everything_in(folder) == before


def test_the_label_goes_with_it(folder: Folder, make: Callable[..., Opened], noon: datetime, tmp_path: Path) -> None:
    data = backup(folder, make("Tagebuch"))
    there = Folder(tmp_path / "there")
    assert restore(there, data, SECRET, noon).label == "Tagebuch"


def test_the_wrong_secret_brings_back_nothing(folder: Folder, filled: Opened, noon: datetime, cheap: Cost) -> None:
    code = make_recovery_code(folder, filled, SECRET, noon, cheap)
    data = backup(folder, filled)
    before = everything_in(folder)
    for wrong in ("guess", "", None):
        with pytest.raises(WrongPassphrase):
            restore(folder, data, wrong, noon)
    with pytest.raises(BadRecoveryCode):
        restore(folder, data, code[:-1] + ("A" if code[-1] != "A" else "B"), noon)
    assert everything_in(folder) == before
    assert every_row(restore(folder, data, code, noon)) == every_row(filled)


def test_it_opens_with_the_passphrase_of_its_day(folder: Folder, filled: Opened, noon: datetime, cheap: Cost) -> None:
    data = backup(folder, filled)
    changed = change_passphrase(folder, filled, SECRET, "five new plums", noon, cheap)
    with pytest.raises(WrongPassphrase):
        restore(folder, data, "five new plums", noon)
    assert every_row(restore(folder, data, SECRET, noon)) == every_row(changed)


def test_an_unprotected_store_comes_back_unprotected(
    folder: Folder, make: Callable[..., Opened], noon: datetime
) -> None:
    restored = restore(folder, backup(folder, make("Open", None)), None, noon)
    assert not restored.protected
    assert unlock(folder, restored.person, None, noon) == restored


def test_each_flipped_bit_and_each_cut_is_refused_and_nothing_is_changed(
    folder: Folder, filled: Opened, noon: datetime
) -> None:
    data = backup(folder, filled)
    before = everything_in(folder)
    draw = random.Random(7)
    head = HEAD.size + len(unpack(data).envelope) + len(unpack(data).manifest)
    bits = [*range(8 * HEAD.size), *(draw.randrange(8 * len(data)) for _ in range(600))]
    bits += [*(draw.randrange(8 * head) for _ in range(400)), *range(8 * (len(data) - 32), 8 * len(data))]
    ends = [*range(HEAD.size + 40), *(draw.randrange(len(data)) for _ in range(200)), len(data) - 1]
    named: set[str] = set()
    for spoilt in [*(flipped(data, bit) for bit in bits), *(data[:end] for end in ends), data + b"\0", data + data]:
        with pytest.raises(BackupDamaged) as refused:
            restore(folder, spoilt, SECRET, noon)
        named.add(refused.value.part)
    assert everything_in(folder) == before
    assert len(named) == 8  # every part that can be named was


def flipped(data: bytes, bit: int) -> bytes:
    spoilt = bytearray(data)
    spoilt[bit // 8] ^= 1 << bit % 8
    return bytes(spoilt)


@pytest.mark.parametrize("name", ["notes", "manifest", "envelope"])
def test_a_part_changed_on_purpose_is_refused_although_every_sum_is_right(
    folder: Folder, filled: Opened, make: Callable[..., Opened], noon: datetime, name: str
) -> None:
    """Somebody may pack anew what he changed; what he cannot do is make the key's own seals."""
    ours = unpack(backup(folder, filled))
    theirs = unpack(backup(folder, make("Other", "other words")))
    mixed = pack(replace(ours, **{name: getattr(theirs, name)}))
    before = everything_in(folder)
    for secret in (SECRET, "other words"):
        with pytest.raises((BackupDamaged, WrongPassphrase)):
            restore(folder, mixed, secret, noon)
    assert everything_in(folder) == before


def test_rows_that_are_missing_are_noticed(folder: Folder, filled: Opened, noon: datetime, tmp_path: Path) -> None:
    """An older state of the same store under the newer list."""
    older = unpack(backup(folder, filled))
    with using(filled):
        Space.objects.create(kind="work", other="B", made_at=noon)
    newer = unpack(backup(folder, filled))
    with pytest.raises(BackupDamaged):
        restore(folder, pack(replace(newer, notes=older.notes)), SECRET, noon)


def test_a_trigger_from_somebody_else_is_refused(folder: Folder, filled: Opened, noon: datetime) -> None:
    with closing(connect(filled)) as store:
        store.execute("CREATE TRIGGER t AFTER INSERT ON notes_moment BEGIN DELETE FROM notes_unlock; END")
    with pytest.raises(Damaged):
        backup(folder, filled)


def test_a_later_format_and_a_later_shape_are_named(folder: Folder, filled: Opened, noon: datetime) -> None:
    import hashlib

    data = backup(folder, filled)
    later = data[:17] + b"\x02" + data[18:-32]
    with pytest.raises(NewerStore):
        restore(folder, later + hashlib.sha256(later).digest(), SECRET, noon)
    with closing(connect(filled)) as store:
        store.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('notes', '9999_later', '2030-01-01')")
        store.commit()
    data = backup(folder, filled)
    before = everything_in(folder)
    with pytest.raises(NewerStore):
        restore(folder, data, SECRET, noon)
    assert everything_in(folder) == before


def test_a_damaged_store_is_not_backed_up_as_if_it_were_whole(folder: Folder, filled: Opened) -> None:
    data = bytearray(filled.path.read_bytes())
    data[-2000] ^= 1
    filled.path.write_bytes(data)
    with pytest.raises(Damaged):
        backup(folder, filled)


def test_a_full_disk_while_restoring_leaves_nothing(
    folder: Folder, filled: Opened, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = backup(folder, filled)
    before = everything_in(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evenstep.web.vault.backup.new_file", full)
    with pytest.raises(FullDisk):
        restore(folder, data, SECRET, noon)
    assert everything_in(folder) == before

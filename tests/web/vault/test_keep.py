"""A store is made, opened with its secret only, and every other case has its own plain reason."""

from __future__ import annotations

import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from evenstep.errors import OptionError, StoreError
from evenstep.web.models import Space, Unlock
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import check_passphrase, create, unlock
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.trouble import (
    BadRecoveryCode,
    Damaged,
    EmptyStore,
    NewerStore,
    NotAStore,
    TooSoon,
    WrongPassphrase,
)

SECRET = "four old pears"


def test_what_is_written_is_there_after_opening_again(folder: Folder, opened: Opened, noon: datetime) -> None:
    with using(opened):
        Space.objects.create(kind="friend", other="Zoë", made_at=noon)
    again = unlock(folder, opened.person, SECRET, noon)
    assert again == opened
    assert (again.protected, again.label) == (True, "Notes")
    with using(again):
        assert Space.objects.get().other == "Zoë"


def test_a_wrong_passphrase_opens_nothing(folder: Folder, opened: Opened, noon: datetime) -> None:
    for wrong in ("four old pear", SECRET + " ", " " + SECRET, SECRET.upper(), ""):
        with pytest.raises(WrongPassphrase):
            unlock(folder, opened.person, wrong, noon)


def test_the_same_letters_from_another_keyboard_open_it(
    folder: Folder, make: Callable[..., Opened], noon: datetime
) -> None:
    made = make("Notes", "caf\u00e9 noir")
    assert unlock(folder, made.person, "cafe\u0301 noir", noon).key == made.key


def test_an_empty_passphrase_is_not_the_same_as_none(folder: Folder, noon: datetime, cheap: Cost) -> None:
    with pytest.raises(OptionError):
        create(folder, "Notes", "", noon, cheap)
    assert folder.people() == ()
    open_one = create(folder, "Notes", None, noon, cheap)
    assert (open_one.protected, folder.people()[0].protected) == (False, False)
    assert unlock(folder, open_one.person, None, noon) == open_one


def test_one_persons_passphrase_does_not_open_anothers(
    folder: Folder, make: Callable[..., Opened], noon: datetime
) -> None:
    ada, ben = make("Ada", "first words"), make("Ben", "second words")
    with pytest.raises(WrongPassphrase):
        unlock(folder, ben.person, "first words", noon)
    ours = folder.place(ada.person)
    theirs = folder.place(ben.person)
    theirs.put_envelope(ours.envelope())  # not even with Ada's key file in Ben's place
    with pytest.raises(Damaged):
        unlock(folder, ben.person, "first words", noon)


def test_the_owner_sees_every_try(folder: Folder, opened: Opened, noon: datetime) -> None:
    minute = timedelta(minutes=1)
    for at in (noon + minute, noon + 2 * minute):
        with pytest.raises(WrongPassphrase):
            unlock(folder, opened.person, "guess", at)
    unlock(folder, opened.person, SECRET, noon + 3 * minute)
    unlock(folder, opened.person, SECRET, noon + 4 * minute)
    with using(opened):
        seen = [(row.at, row.worked) for row in Unlock.objects.order_by("at")]
    worked = [True, False, False, True, True]
    assert seen == [(noon + n * minute, ok) for n, ok in enumerate(worked)]


def test_five_tries_are_free_then_the_waits_hold_over_a_restart(folder: Folder, opened: Opened, noon: datetime) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            unlock(folder, opened.person, "guess", noon)
    restarted = Folder(folder.root)
    with pytest.raises(TooSoon) as held:
        unlock(restarted, opened.person, SECRET, noon + timedelta(seconds=4))
    assert held.value.wait_s == 6
    assert unlock(restarted, opened.person, SECRET, noon + timedelta(seconds=10)).key == opened.key
    with pytest.raises(WrongPassphrase):  # the owner came in: the tries begin anew
        unlock(restarted, opened.person, "guess", noon + timedelta(seconds=10))


def test_confirming_the_passphrase_is_counted_like_a_try(folder: Folder, opened: Opened, noon: datetime) -> None:
    assert check_passphrase(folder, opened, SECRET, noon)
    for _ in range(5):
        assert not check_passphrase(folder, opened, "guess", noon)
    with pytest.raises(TooSoon):
        check_passphrase(folder, opened, SECRET, noon)


def test_what_looks_like_a_recovery_code_is_answered_as_one(folder: Folder, opened: Opened, noon: datetime) -> None:
    with pytest.raises(BadRecoveryCode):
        unlock(folder, opened.person, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789", noon)


def put(text: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(text)


def put_plain_sqlite(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE t (a)")


def put_strange_cipher(path: Path) -> None:
    path.write_bytes(b"")
    with closing(connect(Opened("", path, secrets.token_bytes(32), True, ""))) as other:
        other.execute("CREATE TABLE t (a)")


def put_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def flip(at: int) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)

    return flip


@pytest.mark.parametrize(
    ("name", "spoil", "reason"),
    [
        ("notes.db", put(b""), EmptyStore),
        ("notes.db", put(b"Dear diary"), NotAStore),
        ("notes.db", put_plain_sqlite, NotAStore),
        ("notes.db", put_strange_cipher, Damaged),
        ("notes.db", put_link, NotAStore),
        ("notes.db", Path.unlink, NotAStore),
        ("notes.db", flip(4000), Damaged),
        ("key.json", put(b""), Damaged),
        ("key.json", put(b"{}"), Damaged),
        ("key.json", flip(100), Damaged),
        ("key.json", put_link, NotAStore),
        ("key.json", Path.unlink, NotAStore),
        ("tries.json", lambda path: path.symlink_to("key.json"), NotAStore),
        ("notes.db-wal", lambda path: path.symlink_to("key.json"), NotAStore),
    ],
)
def test_a_spoilt_file_is_named_and_nothing_is_changed(
    folder: Folder,
    opened: Opened,
    noon: datetime,
    name: str,
    spoil: Callable[[Path], None],
    reason: type[StoreError],
) -> None:
    place = folder.place(opened.person)
    spoil(place.folder / name)
    before = {path.name: path.read_bytes() for path in place.folder.iterdir()}
    with pytest.raises(reason):
        unlock(folder, opened.person, SECRET, noon)
    assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before


def test_a_store_of_a_newer_version_is_left_alone(folder: Folder, opened: Opened, noon: datetime) -> None:
    with closing(connect(opened)) as store:
        store.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('notes', '9999_later', '2030-01-01')")
        store.commit()
    before = opened.path.read_bytes()
    with pytest.raises(NewerStore):
        unlock(folder, opened.person, SECRET, noon)
    assert opened.path.read_bytes() == before


def test_a_store_that_has_no_tables_is_not_filled_as_if_it_were_new(
    folder: Folder, opened: Opened, noon: datetime
) -> None:
    opened.path.write_bytes(b"")
    with closing(connect(opened)) as empty:
        empty.execute("VACUUM")
    assert opened.path.stat().st_size > 0
    with pytest.raises(EmptyStore):
        unlock(folder, opened.person, SECRET, noon)


def test_a_half_made_store_is_never_seen(
    folder: Folder, noon: datetime, cheap: Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Opened) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evenstep.web.vault.keep.make_tables", fail)
    with pytest.raises(OSError, match="No space"):
        create(folder, "Notes", SECRET, noon, cheap)
    assert folder.people() == ()
    assert list((folder.root / "people").iterdir()) == []


def test_the_vault_needs_no_settings_of_django_for_its_keys() -> None:
    code = (
        "import sys, evenstep.web.vault.keep, evenstep.web.vault.folder, evenstep.web.vault.envelope\n"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_opened_store_shows_no_key(opened: Opened) -> None:
    assert opened.key.hex() not in repr(opened)
    assert repr(opened.key) not in repr(replace(opened, label="x"))

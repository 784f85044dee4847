"""Another lock: the old word and key open nothing, a change cut short is one side or the other, codes work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest

from evenstep.errors import OptionError
from evenstep.web.models import HardWeek, Space, Unlock
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault import changing
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import (
    change_passphrase,
    drop_recovery_code,
    has_recovery_code,
    make_recovery_code,
    unlock,
)
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.place import Place
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.trouble import BadRecoveryCode, Busy, DiskFault, FullDisk, TooSoon, WrongPassphrase
from page_decryptor import NotOurs, all_pages

OLD, NEW = "four old pears", "five new plums"


def spaces(opened: Opened) -> list[str]:
    with using(opened):
        return list(Space.objects.values_list("other", flat=True))


@pytest.fixture
def filled(opened: Opened, noon: datetime) -> Opened:
    with using(opened):
        Space.objects.create(kind="friend", other="Zoë", made_at=noon)
    return opened


def test_the_new_one_opens_and_the_old_one_does_not(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost
) -> None:
    changed = change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    assert spaces(changed) == ["Zoë"]
    assert unlock(folder, filled.person, NEW, noon) == changed
    with pytest.raises(WrongPassphrase):
        unlock(folder, filled.person, OLD, noon)


def test_the_old_key_opens_nothing_any_more(folder: Folder, filled: Opened, noon: datetime, cheap: Cost) -> None:
    changed = change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    with pytest.raises(NotOurs):
        all_pages(filled.path, filled.key)
    assert "Zoë".encode() in all_pages(changed.path, changed.key)


def test_the_wrong_old_one_changes_nothing_and_is_counted(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost
) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            change_passphrase(folder, filled, "guess", NEW, noon, cheap)
    with pytest.raises(TooSoon):
        change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    assert spaces(filled) == ["Zoë"]


def test_one_can_be_set_later_and_taken_away(
    folder: Folder, make: Callable[..., Opened], noon: datetime, cheap: Cost
) -> None:
    bare = make("Notes", None)
    locked = change_passphrase(folder, bare, None, NEW, noon, cheap)
    assert (locked.protected, folder.people()[0].protected) == (True, True)
    for wrong in (None, "", OLD):
        with pytest.raises(WrongPassphrase):
            unlock(folder, bare.person, wrong, noon)
    again = change_passphrase(folder, locked, NEW, None, noon, cheap)
    assert (again.protected, folder.people()[0].protected) == (False, False)
    assert unlock(folder, bare.person, None, noon) == again
    with pytest.raises(OptionError):
        change_passphrase(folder, again, None, "", noon, cheap)
    assert unlock(folder, bare.person, None, noon) == again


def test_a_recovery_code_opens_it_once_made_until_dropped(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost
) -> None:
    first = make_recovery_code(folder, filled, OLD, noon, cheap)
    code = make_recovery_code(folder, filled, OLD, noon, cheap)
    assert has_recovery_code(folder, filled.person)
    assert unlock(folder, filled.person, f" {code.lower().replace('-', ' ')}", noon) == filled
    assert unlock(folder, filled.person, OLD, noon) == filled
    with pytest.raises(BadRecoveryCode):
        unlock(folder, filled.person, first, noon)
    with pytest.raises(WrongPassphrase):
        unlock(folder, filled.person, "guess", noon)
    drop_recovery_code(folder, filled)
    assert not has_recovery_code(folder, filled.person)
    with pytest.raises(BadRecoveryCode):
        unlock(folder, filled.person, code, noon)


def test_a_code_needs_the_passphrase_and_something_to_recover(
    folder: Folder, filled: Opened, make: Callable[..., Opened], noon: datetime, cheap: Cost
) -> None:
    with pytest.raises(WrongPassphrase):
        make_recovery_code(folder, filled, "guess", noon, cheap)
    with pytest.raises(OptionError):
        make_recovery_code(folder, make("Open", None), "", noon, cheap)
    assert not has_recovery_code(folder, filled.person)


def test_who_forgot_the_passphrase_sets_a_new_one_with_the_code(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost
) -> None:
    code = make_recovery_code(folder, filled, OLD, noon, cheap)
    changed = change_passphrase(folder, filled, code, NEW, noon, cheap)
    assert unlock(folder, filled.person, NEW, noon) == changed
    assert not has_recovery_code(folder, filled.person)
    with pytest.raises(BadRecoveryCode):
        unlock(folder, filled.person, code, noon)


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (None, NEW), (OLD, None)])
@pytest.mark.parametrize("stop_at", ["before the key", "after the key"])
def test_a_change_that_was_cut_short_is_one_side_or_the_other(
    folder: Folder,
    make: Callable[..., Opened],
    noon: datetime,
    cheap: Cost,
    monkeypatch: pytest.MonkeyPatch,
    old: str | None,
    new: str | None,
    stop_at: str,
) -> None:
    """As a kill would leave it: both sides in the envelope, and the database under one key."""
    opened = make("Notes", old)
    kept: list[Any] = []
    put, rekey = Place.put_envelope, changing._rekey
    monkeypatch.setattr(Place, "put_envelope", lambda self, e: kept.append(e) or put(self, e))
    if stop_at == "before the key":
        monkeypatch.setattr(changing, "_rekey", lambda *_: (_ for _ in ()).throw(Busy))
        with pytest.raises(Busy):
            change_passphrase(folder, opened, old, new, noon, cheap)
    else:
        change_passphrase(folder, opened, old, new, noon, cheap)
        monkeypatch.setattr(changing, "_rekey", rekey)
    put(folder.place(opened.person), kept[0])
    assert kept[0].coming
    holds, gone = (old, new) if stop_at == "before the key" else (new, old)
    if holds is not None:
        with pytest.raises(WrongPassphrase):
            unlock(folder, opened.person, gone, noon)
    again = unlock(folder, opened.person, holds, noon)
    assert again.protected == (holds is not None)
    assert not folder.place(opened.person).envelope().coming
    with using(again):
        assert Unlock.objects.filter(worked=True).count() == 2


@pytest.mark.parametrize("made", [True, False])
def test_when_the_disk_fails_in_the_moment_of_the_commit_one_of_both_opens_it(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    """SQLite may say no to a commit that stands all the same; the harness of failing calls found this."""
    rekey = changing._rekey

    def deny(place: Place, key: bytes, fresh: bytes) -> None:
        if made:
            rekey(place, key, fresh)
        raise DiskFault

    monkeypatch.setattr(changing, "_rekey", deny)
    with pytest.raises(DiskFault):
        change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    right, wrong = (NEW, OLD) if made else (OLD, NEW)
    with pytest.raises(WrongPassphrase):
        unlock(folder, filled.person, wrong, noon)
    assert spaces(unlock(folder, filled.person, right, noon)) == ["Zoë"]


def test_a_full_disk_leaves_the_old_one_in_force(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FullDisk

    monkeypatch.setattr(changing, "_rekey", full)
    with pytest.raises(FullDisk):
        change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    assert not folder.place(filled.person).envelope().coming
    assert unlock(folder, filled.person, OLD, noon) == filled


def test_what_another_window_saved_meanwhile_is_not_lost(
    folder: Folder, filled: Opened, noon: datetime, cheap: Cost
) -> None:
    """A writer with the old key: each row it was told is saved is there afterwards; then it is refused, plainly."""
    with using(filled):
        space = Space.objects.get().pk
    saved: list[str] = []
    started, stop = threading.Event(), threading.Event()

    def write() -> None:
        with closing(connect(filled)) as store:
            store.isolation_level = None
            while not stop.is_set():
                week = f"{len(saved)}"
                try:
                    store.execute("BEGIN IMMEDIATE")
                    store.execute("INSERT INTO notes_hardweek (space_id, week) VALUES (?, ?)", [space, week])
                    store.execute("COMMIT")
                except Exception as error:
                    refused.append(str(error))
                    return
                saved.append(week)
                started.set()
                stop.wait(0.002)  # a window that writes without a breath would be answered with Busy

    refused: list[str] = []
    writer = threading.Thread(target=write)
    writer.start()
    started.wait(5)
    changed = change_passphrase(folder, filled, OLD, NEW, noon, cheap)
    stop.wait(0.05)
    stop.set()
    writer.join()
    assert saved
    assert refused == ["file is not a database"]
    with using(changed):
        assert set(HardWeek.objects.values_list("week", flat=True)) == set(saved)

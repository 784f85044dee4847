"""A backup may come from somebody else: no page and no switch of theirs, no work at their order, no guessing here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from evenstep.web.models import Kept, Space
from evenstep.web.vault import backup as backups
from evenstep.web.vault.backup import backup
from evenstep.web.vault.bundle import pack, unpack
from evenstep.web.vault.envelope import read_envelope, write_envelope
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.trouble import BackupDamaged, TooSoon, WrongPassphrase

SECRET = "four old pears"
restore = partial(backups.restore, cost=Cost(memory_kib=32, passes=1, lanes=1))


@pytest.fixture
def filled(opened: Opened, noon: datetime) -> Opened:
    with using(opened):
        space = Space.objects.create(kind="friend", other="Zoë", made_at=noon)
        Kept.objects.create(space=space, of="a page", body=b"<script>")
    return opened


def test_neither_a_page_nor_a_switch_of_somebody_else_comes_back(
    folder: Folder, filled: Opened, noon: datetime
) -> None:
    with using(filled):
        Space.objects.update(joint_on=True, reaching_on=True, loop_on=True, stopped=True)
        Space.objects.create(kind="work", other="B", made_at=noon, joint_on=True)
    restored = restore(folder, backup(folder, filled), SECRET, noon)
    with using(restored):
        assert not Kept.objects.exists()
        rows = list(Space.objects.values_list("joint_on", "reaching_on", "loop_on", "stopped"))
    assert rows == [(False, False, False, True), (False, False, False, False)]
    with using(filled):
        assert Kept.objects.exists()
        assert Space.objects.filter(joint_on=True).count() == 2


def test_wrong_secrets_are_counted_and_wait_also_after_a_restart(
    folder: Folder, filled: Opened, noon: datetime
) -> None:
    data = backup(folder, filled)
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            restore(folder, data, "guess", noon)
    again = Folder(folder.root)
    with pytest.raises(TooSoon):
        restore(again, data, SECRET, noon)
    with again.hold(), pytest.raises(TooSoon):
        restore(again, data, SECRET, noon)
    assert restore(again, data, SECRET, noon + timedelta(seconds=11)).protected
    assert not folder.restore_tries().exists()


def test_a_damaged_backup_is_no_wrong_try(folder: Folder, filled: Opened, noon: datetime) -> None:
    good = unpack(backup(folder, filled))
    spoilt = pack(replace(good, notes=good.notes[:-4096]))
    for _ in range(6):
        with pytest.raises(BackupDamaged):
            restore(folder, spoilt, SECRET, noon)
    assert not folder.restore_tries().exists()


def test_a_backup_that_asks_for_more_work_than_ours_is_not_tried(
    folder: Folder, filled: Opened, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = unpack(backup(folder, filled))
    slots = (replace(slot, cost=Cost(2**20, 16, 1)) for slot in read_envelope(ours.envelope).slots)
    costly = write_envelope(replace(read_envelope(ours.envelope), slots=tuple(slots)))

    def stretched(*_: object) -> bytes:
        raise AssertionError("the work was done")

    monkeypatch.setattr("evenstep.web.vault.slot._stretched", stretched)
    with pytest.raises(BackupDamaged):
        restore(folder, pack(replace(ours, envelope=costly)), SECRET, noon)

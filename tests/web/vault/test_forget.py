"""Forgotten means gone: shown by decrypting every page and journal frame with a decryptor of our own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime

import pytest

from evenstep.web.models import Moment, Space
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.forget import delete_person, tidy
from evenstep.web.vault.keep import change_passphrase, unlock
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.trouble import Busy, NotAStore
from page_decryptor import NotOurs, all_pages

CANARIES = 400
CANARY = b"canary"
LEFT = ("copy.db", "copy.db-wal", "copy.db-shm", "copy.db-journal", "key.json.new", "tries.json.new")


def fill(opened: Opened, noon: datetime) -> None:
    """Moments with a canary in each note, scattered between others that stay."""
    with using(opened):
        space = Space.objects.create(kind="friend", other="Zoë", made_at=noon)
        Moment.objects.bulk_create(
            Moment(
                space=space,
                at=noon,
                local_day=date(2026, 11, 23),
                toward="me",
                back="other",
                tension=1,
                note=f"{'canary' if n % 2 else 'stays'} {n} " + "x" * (n * 7 % 900),
            )
            for n in range(2 * CANARIES)
        )


def delete(opened: Opened) -> None:
    with using(opened):
        assert Moment.objects.filter(note__startswith="canary").delete()[0] == CANARIES


def test_deleted_words_stay_until_tidied_and_not_after(opened: Opened, noon: datetime) -> None:
    fill(opened, noon)
    assert all_pages(opened.path, opened.key).count(CANARY) >= CANARIES
    with closing(connect(opened)):  # a window is open, so closing the others does not clear the journal
        delete(opened)
        assert all_pages(opened.path, opened.key).count(CANARY) > 0  # the proof that this test can fail
        tidy(opened)
        assert all_pages(opened.path, opened.key).count(CANARY) == 0
    assert all_pages(opened.path, opened.key).count(CANARY) == 0
    assert all_pages(opened.path, opened.key).count(b"stays") >= CANARIES


def test_tidying_gives_the_room_back(opened: Opened, noon: datetime) -> None:
    fill(opened, noon)
    tidy(opened)
    before = opened.path.stat().st_size
    with using(opened):
        Moment.objects.all().delete()
    tidy(opened)
    assert opened.path.stat().st_size < before / 2


def test_a_reader_in_the_way_is_named_and_the_next_time_completes_it(
    opened: Opened, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstep.web.sqlcipher.connect.WAIT_S", 0.05)
    fill(opened, noon)
    with closing(connect(opened)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM notes_moment").fetchone()
        delete(opened)
        with pytest.raises(Busy):
            tidy(opened)
        reader.execute("ROLLBACK")
    tidy(opened)
    assert all_pages(opened.path, opened.key).count(CANARY) == 0


def test_a_deleted_person_leaves_no_file_and_no_way_in(
    folder: Folder, make: Callable[..., Opened], noon: datetime
) -> None:
    going, staying = make("A"), make("B")
    delete_person(folder, going)
    assert not [path for path in folder.root.rglob("*") if going.person in str(path)]
    assert [person.id for person in folder.people()] == [staying.person]
    with pytest.raises(NotAStore):
        delete_person(folder, going)


def test_the_decryptor_knows_a_page_of_another_key(opened: Opened) -> None:
    with pytest.raises(NotOurs):
        all_pages(opened.path, bytes(32))


def hold(folder: Folder, opened: Opened, noon: datetime, cost: Cost) -> None:
    del opened, noon, cost
    folder.hold().release()


def open_it(folder: Folder, opened: Opened, noon: datetime, cost: Cost) -> None:
    del cost
    unlock(folder, opened.person, "four old pears", noon)


def tidy_it(folder: Folder, opened: Opened, noon: datetime, cost: Cost) -> None:
    del folder, noon, cost
    tidy(opened)


def change_it(folder: Folder, opened: Opened, noon: datetime, cost: Cost) -> None:
    change_passphrase(folder, opened, "four old pears", "five new plums", noon, cost)


@pytest.mark.parametrize("step", [hold, open_it, tidy_it, change_it])
def test_a_copy_that_a_crash_left_is_gone_with_what_was_deleted(
    folder: Folder, opened: Opened, noon: datetime, cheap: Cost, step: Callable[[Folder, Opened, datetime, Cost], None]
) -> None:
    here = opened.path.parent
    for name in LEFT:
        here.joinpath(name).write_bytes(b"left")
    here.joinpath("mine.txt").write_bytes(b"not ours")
    step(folder, opened, noon, cheap)
    assert {path.name for path in here.iterdir()} - {"notes.db-wal", "notes.db-shm"} == {
        "notes.db",
        "key.json",
        "mine.txt",
    }
    assert not folder.people()[0].trouble

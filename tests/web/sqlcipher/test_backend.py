"""The store through Django: unreadable from outside, durable settings, true values in and out, no store no query."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from evenstep.web.models import AnswerSet, Space
from evenstep.web.vault.opened import Locked, Opened, using

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    store = Opened("p", tmp_path / "notes.db", secrets.token_bytes(32), True, "Notes")
    store.path.touch()
    with using(store):
        call_command("migrate", verbosity=0)
        yield store


def test_without_an_unlocked_store_there_is_nothing_to_ask() -> None:
    with pytest.raises(Locked):
        Space.objects.count()


def test_values_come_back_as_they_went_in(opened: Opened) -> None:
    space = Space.objects.create(kind="partner", other="Zoë % s", made_at=NOON)
    AnswerSet.objects.create(space=space, form="signs-1", at=NOON, local_day=date(2026, 11, 23), answers={"a": 1})
    with using(opened):
        answers = AnswerSet.objects.get(answers__a=1, at__year=2026, space__other="Zoë % s")
    assert (answers.at, answers.local_day, answers.space.alone) == (NOON, date(2026, 11, 23), True)


def test_the_file_is_no_sqlite_file_to_others(opened: Opened) -> None:
    Space.objects.create(kind="partner", other="Canaryname", made_at=NOON)
    everything = b"".join(path.read_bytes() for path in opened.path.parent.iterdir())
    assert b"Canaryname" not in everything
    assert not everything.startswith(b"SQLite format 3")
    with sqlite3.connect(opened.path) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()


def test_another_key_opens_nothing(opened: Opened) -> None:
    other = Opened("p", opened.path, secrets.token_bytes(32), True, "Notes")
    with using(other), pytest.raises(DatabaseError):
        Space.objects.count()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("temp_store", 2), ("foreign_keys", 1)],
)
def test_the_settings_that_survive_a_power_cut(opened: Opened, pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_transaction_takes_the_write_lock_when_it_begins(opened: Opened) -> None:
    from evenstep.web.sqlcipher.connect import connect

    other = connect(opened)
    other.execute("PRAGMA busy_timeout = 1")
    with transaction.atomic():
        Space.objects.count()
        with pytest.raises(Exception, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_failed_block_leaves_nothing(opened: Opened) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        Space.objects.create(kind="work", other="B", made_at=NOON)
        raise RuntimeError
    assert Space.objects.count() == 0

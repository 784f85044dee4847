"""A store whose tables are written from memory is the store that the migrations make."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from evenstep.web.models import HardWeek, Space
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault import migrate, tables
from evenstep.web.vault.opened import Opened, using


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """No store has been made yet."""
    monkeypatch.setattr(tables, "_remembered", {})


def whole(opened: Opened) -> tuple[list[Any], list[Any], list[Any]]:
    """The shape, the migrations it says it has, and the settings of the file."""
    with closing(connect(opened)) as store:
        shape = store.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        noted = store.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        pragmas = ("user_version", "application_id", "encoding", "auto_vacuum", "journal_mode", "foreign_key_list")
        return shape, noted, [store.execute(f"PRAGMA {name}").fetchall() for name in pragmas]


@pytest.mark.usefixtures("forgotten")
def test_the_second_store_is_as_the_first(make: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch) -> None:
    first = make("first")
    monkeypatch.setattr(migrate, "_run_migrations", None)  # called, it would fail
    second = make("second")
    assert whole(second) == whole(first)
    assert len(whole(first)[0]) > 20
    migrate.check_whole(second)
    migrate.bring_up(second)  # nothing to do


@pytest.mark.usefixtures("forgotten")
def test_it_takes_rows_and_holds_them_together(make: Callable[..., Opened], noon: Any) -> None:
    make("first")
    with using(make("second")):
        space = Space.objects.create(kind="friend", other="Zoë", made_at=noon)
        HardWeek.objects.create(space=space, week="2024-W01")
        space.delete()
        assert HardWeek.objects.count() == 0


@pytest.mark.usefixtures("forgotten")
def test_migrations_that_bring_rows_are_run_each_time(
    make: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = migrate._run_migrations
    ran: list[str] = []

    def with_a_row(opened: Opened) -> None:
        run(opened)
        ran.append(opened.person)
        with closing(connect(opened)) as store:
            store.execute("CREATE TABLE more (n)")
            store.execute("INSERT INTO more VALUES (1)")
            store.commit()

    monkeypatch.setattr(migrate, "_run_migrations", with_a_row)
    assert [len(ran) for _ in range(2) if make()] == [1, 2]


@pytest.mark.usefixtures("forgotten")
def test_with_other_migrations_they_are_run(make: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    ran: list[Opened] = []
    monkeypatch.setattr(migrate, "_run_migrations", ran.append)
    monkeypatch.setattr(migrate, "remember_tables", lambda *_: None)
    monkeypatch.setattr(tables, "_today", lambda: (("notes", "0001_initial"), ("notes", "9000_later")))
    monkeypatch.setattr("evenstep.web.vault.keep.write_down", lambda *_: None)
    make()
    assert len(ran) == 1

"""The shape of a store: made when new, brought up on a checked copy when older, refused when newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.place import COPY, SIDES
from evenstep.web.vault.tables import remember_tables, write_tables
from evenstep.web.vault.trouble import Busy, Damaged, EmptyStore, NewerStore
from evenstep.web.vault.write import NOTES, new_file, plainly, sync_file, sync_folder


def make_tables(opened: Opened) -> None:
    """Fill a new, empty file with the tables of today, and leave all of it in the one file."""
    with plainly():
        new_file(opened.path, b"")
        if not write_tables(opened):
            _run_migrations(opened)
            remember_tables(opened)
        settle(opened)


def bring_up(opened: Opened) -> None:
    """Bring an older store to today's shape. Raises NewerStore when it knows migrations that we do not.

    The work is done on a copy that takes the store's place by one rename, so a crash leaves the old or the new.
    """
    with plainly():
        pending, unknown, begun = _distance(opened)
        if unknown:
            raise NewerStore
        if not begun:
            raise EmptyStore
        if not pending:
            return
        with copied(opened) as copy:
            _run_migrations(copy)
            check_whole(copy)
            _swap(copy.path, opened)


@contextmanager
def copied(opened: Opened) -> Iterator[Opened]:
    """A checked copy of the store under the same key, beside it; gone after the block if it is still there."""
    path = opened.path.with_name(COPY)
    copy = replace(opened, path=path)
    _clear(path)
    try:
        new_file(path, b"")
        with closing(connect(opened)) as source, closing(connect(opened)) as guard:
            _settle(source)
            guard.execute("BEGIN IMMEDIATE")  # others may read meanwhile, but not write
            _check_pages(source)
            source.execute("VACUUM INTO ?", [str(path)])
            if counts(copy) != counts(opened):
                raise Damaged(NOTES)
        check_whole(copy)
        yield copy
    finally:
        _clear(path)


def settle(opened: Opened) -> None:
    """Bring everything from the journal into the one file. Raises Busy when a reader stands in the way."""
    with closing(connect(opened)) as store:
        _settle(store)


def check_whole(opened: Opened) -> None:
    """Raises Damaged unless every page and every index is as it was written."""
    with closing(connect(opened)) as store:
        _settle(store)
        _check_pages(store)


def counts(opened: Opened) -> dict[str, int]:
    """Rows of each table."""
    with closing(connect(opened)) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        tables = sorted(name for (name,) in names.fetchall())
        return {name: store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def _settle(store: Any) -> None:
    if store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise Busy


def _check_pages(store: Any) -> None:
    """Only after _settle: the cipher's own check reads the file beneath the journal, and would cry over a sound one."""
    if store.execute("PRAGMA cipher_integrity_check").fetchall():
        raise Damaged(NOTES)
    if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise Damaged(NOTES)
    if store.execute("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchone()[0]:
        raise Damaged(NOTES)  # we never write triggers or views; a backup from somebody else might bring some


def _run_migrations(opened: Opened) -> None:
    from django.db import connection  # noqa: PLC0415 -- the rest of the vault needs no Django
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    with using(opened):
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


def _distance(opened: Opened) -> tuple[bool, bool, bool]:
    """Whether migrations are missing in the store, whether it has some that we do not know, whether it has any."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    with using(opened):
        loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    return bool(known - applied), bool(applied - known), bool(applied)


def _swap(copy: Path, opened: Opened) -> None:
    """The copy takes the store's place. An old journal must not be there then: it would be played into the new file."""
    sync_file(copy)
    settle(opened)
    for side in SIDES:
        journal = opened.path.with_name(opened.path.name + side)
        if journal.exists() and journal.stat().st_size and side != "-shm":
            raise Busy
        journal.unlink(missing_ok=True)
    sync_folder(opened.path.parent)
    copy.replace(opened.path)
    sync_folder(opened.path.parent)


def _clear(path: Path) -> None:
    for name in (path.name, *(path.name + side for side in SIDES)):
        path.with_name(name).unlink(missing_ok=True)

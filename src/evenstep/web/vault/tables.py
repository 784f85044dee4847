"""The tables of a new store: the migrations make those of the first, and the next ones are written as it has them.

To run the migrations takes most of the time in which a store is made, and a run of the program may make several.
"""

from __future__ import annotations

from contextlib import closing
from typing import Final

from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import Opened, using

Migrations = tuple[tuple[str, str], ...]
"""App and name of each."""

SHAPE: Final = "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY rowid"
NOTED: Final = "django_migrations"  # the only table with rows in a new store

_remembered: Final[dict[Migrations, tuple[str, ...]]] = {}


def write_tables(opened: Opened) -> bool:
    """Write the tables of today into an empty file, as far as they are known already: whether they are."""
    from django.db import connection, transaction  # noqa: PLC0415 -- the rest of the vault needs no Django
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    today = _today()
    if today not in _remembered:
        return False
    with using(opened), transaction.atomic(), connection.cursor() as cursor:
        for statement in _remembered[today]:
            cursor.execute(statement)
        recorder = MigrationRecorder(connection)
        for app, name in today:
            recorder.record_applied(app, name)
    return True


def remember_tables(opened: Opened) -> None:
    """Keep the shape of a store that the migrations have just made; none that they have put rows into."""
    with closing(connect(opened)) as store:
        shape = store.execute(SHAPE).fetchall()
        tables = [name for name, kind, _ in shape if kind == "table" and name != NOTED]
        if not any(store.execute(f'SELECT EXISTS(SELECT 1 FROM "{name}")').fetchone()[0] for name in tables):  # noqa: S608
            _remembered[_today()] = tuple(statement for _, _, statement in shape)


def _today() -> Migrations:
    """The migrations that this version of the program has, in the order in which they are noted."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(None)
    ends = loader.graph.leaf_nodes()
    return tuple(dict.fromkeys(each for end in ends for each in loader.graph.forwards_plan(end)))

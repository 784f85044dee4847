"""An older store is brought up on a checked copy; an interruption at any step leaves the old or the new, whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from evenstep.errors import StoreError
from evenstep.web.models import HardWeek, Space
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault import migrate
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import unlock
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.trouble import Busy, Damaged, FullDisk

SECRET = "four old pears"
OURS = Path(migrate.__file__).parents[1] / "migrations"
NEXT = '''"""One more table."""
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("notes", "{last}")]
    operations = [migrations.CreateModel("Later", fields=[("id", models.BigAutoField(primary_key=True))]){more}]
'''
FAILS = ', migrations.RunSQL("INSERT INTO no_such_table VALUES (1)")'


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A version of evenstep with one more migration than this one."""
    package = tmp_path / "shapes_to_come"
    package.mkdir()
    for path in OURS.glob("*.py"):
        (package / path.name).write_text(path.read_text())
    last = max(path.stem for path in OURS.glob("0*.py"))
    (package / "9000_later.py").write_text(NEXT.format(last=last, more=""))
    (package / "template").write_text(last)
    monkeypatch.syspath_prepend(str(tmp_path))
    with override_settings(MIGRATION_MODULES={"notes": "shapes_to_come"}):
        yield package
    for name in [name for name in sys.modules if name.startswith("shapes_to_come")]:
        del sys.modules[name]


@pytest.fixture
def filled(opened: Opened, noon: datetime) -> Opened:
    with using(opened):
        space = Space.objects.create(kind="friend", other="Zoë", made_at=noon)
        for n in range(50):
            HardWeek.objects.create(space=space, week=str(n))
    return opened


def tables(opened: Opened) -> set[str]:
    return set(migrate.counts(opened))


def files(opened: Opened) -> set[str]:
    return {path.name for path in opened.path.parent.iterdir()}


def test_an_older_store_is_brought_up_when_it_is_opened(
    folder: Folder, filled: Opened, later: Path, noon: datetime
) -> None:
    assert "notes_later" not in tables(filled)
    again = unlock(folder, filled.person, SECRET, noon)
    assert again == filled
    assert "notes_later" in tables(again)
    with using(again):
        assert HardWeek.objects.count() == 50
    assert files(again) == {"notes.db", "key.json"}


def test_a_store_of_today_is_not_copied(filled: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "copied", None)
    migrate.bring_up(filled)


def test_a_migration_that_fails_leaves_the_old_store(folder: Folder, filled: Opened, later: Path) -> None:
    step = later / "9000_later.py"
    step.write_text(NEXT.format(last=(later / "template").read_text(), more=FAILS))
    before = filled.path.read_bytes()
    with pytest.raises(Exception, match="no_such_table"):
        migrate.bring_up(filled)
    assert filled.path.read_bytes() == before
    assert files(filled) == {"notes.db", "key.json"}


@pytest.mark.parametrize("step", ["_run_migrations", "check_whole", "_swap", "sync_file", "sync_folder"])
def test_a_stop_at_any_step_leaves_old_or_new(
    folder: Folder, filled: Opened, later: Path, noon: datetime, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stop(*_: Any) -> None:
        raise FullDisk

    with monkeypatch.context() as patched:
        patched.setattr(migrate, step, stop)
        with pytest.raises(FullDisk):
            migrate.bring_up(filled)
    assert files(filled) == {"notes.db", "key.json"}
    with using(unlock(folder, filled.person, SECRET, noon)):
        assert HardWeek.objects.count() == 50


def test_a_copy_left_over_from_a_crash_is_in_nobodys_way(
    folder: Folder, filled: Opened, later: Path, noon: datetime
) -> None:
    for name in ("copy.db", "copy.db-wal", "copy.db-shm"):
        filled.path.with_name(name).write_bytes(b"left over")
    again = unlock(folder, filled.person, SECRET, noon)
    assert "notes_later" in tables(again)
    assert files(again) == {"notes.db", "key.json"}


def test_a_damaged_store_is_not_migrated(folder: Folder, filled: Opened, later: Path, noon: datetime) -> None:
    data = bytearray(filled.path.read_bytes())
    data[-2000] ^= 1
    filled.path.write_bytes(data)
    with pytest.raises(Damaged):
        unlock(folder, filled.person, SECRET, noon)
    assert filled.path.read_bytes() == bytes(data)


def test_an_open_window_is_not_swapped_away_beneath_itself(
    filled: Opened, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstep.web.sqlcipher.connect.WAIT_S", 0.05)
    with closing(connect(filled)) as window:
        window.execute("BEGIN")
        window.execute("SELECT count(*) FROM notes_hardweek").fetchone()
        with closing(connect(filled)) as writer:
            writer.execute("UPDATE notes_hardweek SET week = 'x' || week")
            writer.commit()
        with pytest.raises(Busy):
            migrate.bring_up(filled)
        assert window.execute("SELECT count(*) FROM notes_hardweek").fetchone() == (50,)


def test_every_reason_is_one_of_ours(filled: Opened, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrate, "new_file", full)
    with pytest.raises(StoreError):
        migrate.bring_up(filled)

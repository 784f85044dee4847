"""A driver that would write plain text is refused before anything is written; a wrong key leaves no open file."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from evenstep.web.sqlcipher import connect as module
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.trouble import NotAStore


@pytest.fixture
def fresh_check() -> Iterator[None]:
    module._check_driver.cache_clear()
    yield
    module._check_driver.cache_clear()


class OldCipher:
    """A connection that says it has an old cipher."""

    def execute(self, _: str) -> Any:
        return SimpleNamespace(fetchone=lambda: ("4.5.6 community",))

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    "stub",
    [sqlite3, SimpleNamespace(connect=lambda *_, **__: OldCipher())],
    ids=["Python's own sqlite3, which has no cipher", "an old cipher"],
)
def test_a_driver_without_the_cipher_is_refused(
    fresh_check: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stub: Any
) -> None:
    monkeypatch.setattr(module, "driver", stub)
    with pytest.raises(RuntimeError, match="cipher"):
        connect(Opened("p", tmp_path / "notes.db", secrets.token_bytes(32), True, "Notes"))
    assert list(tmp_path.iterdir()) == []


def test_the_installed_driver_is_accepted_and_its_memory_guarded(fresh_check: None, tmp_path: Path) -> None:
    (tmp_path / "notes.db").touch()
    store = connect(Opened("p", tmp_path / "notes.db", secrets.token_bytes(32), True, "Notes"))
    assert store.execute("PRAGMA cipher_memory_security").fetchone()[0] == "1"
    assert store.execute("PRAGMA cipher_status").fetchone()[0] == "1"
    store.close()


def test_a_lost_file_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NotAStore):
        connect(Opened("p", tmp_path / "notes.db", secrets.token_bytes(32), True, "Notes"))
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_any_letters_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a%20b?mode=memory #ü.db"
    path.touch()
    store = connect(Opened("p", path, secrets.token_bytes(32), True, "Notes"))
    store.execute("CREATE TABLE t (a)")
    store.close()
    assert path.stat().st_size > 0


def test_a_wrong_key_says_nothing_on_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.db"
    path.touch()
    right = connect(Opened("p", path, secrets.token_bytes(32), True, "Notes"))
    right.execute("CREATE TABLE t (a)")
    right.close()
    with pytest.raises(driver.DatabaseError):
        connect(Opened("p", path, secrets.token_bytes(32), True, "Notes"))
    assert capfd.readouterr() == ("", "")

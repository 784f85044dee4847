"""A data folder of its own for each test, a cheap cost, and stores in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import create
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.slot import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=1)
PASSPHRASE = "four old pears"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def cheap() -> Cost:
    return CHEAP


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture
def make(folder: Folder) -> Callable[..., Opened]:
    """A new store in the folder: make("label", "passphrase" or None)."""

    def make(label: str = "Notes", passphrase: str | None = PASSPHRASE) -> Opened:
        return create(folder, label, passphrase, NOON, CHEAP)

    return make


@pytest.fixture
def opened(make: Callable[..., Opened]) -> Opened:
    return make()

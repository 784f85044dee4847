"""A store that has been unlocked, and which of them this thread works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from evenstep.errors import StoreError

DEMO: Final = "demo-"  # how the folder of the invented people's store begins


class Locked(StoreError):
    """Something asked for stored facts while no store was unlocked."""

    def __init__(self) -> None:
        super().__init__("no store is unlocked here")


@dataclass(frozen=True)
class Opened:
    """One person's store. ``key``: the 32 bytes that open the file. ``protected``: whether a passphrase guards them."""

    person: str
    path: Path
    key: bytes = field(repr=False)
    protected: bool
    label: str

    @property
    def invented(self) -> bool:
        """Whether this is the store of the invented people (demo.py)."""
        return self.person.startswith(DEMO)


_current: Final[ContextVar[Opened | None]] = ContextVar("evenstep.opened", default=None)


def current() -> Opened:
    """The store this thread works on. Raises Locked when there is none."""
    opened = _current.get()
    if opened is None:
        raise Locked
    return opened


@contextmanager
def using(opened: Opened) -> Iterator[Opened]:
    """Work on ``opened`` inside the block. No connection is carried in or out: it would belong to another store."""
    from django.db import connection  # noqa: PLC0415 -- the vault itself is used without Django as well

    connection.close()
    token = _current.set(opened)
    try:
        yield opened
    finally:
        connection.close()
        _current.reset(token)

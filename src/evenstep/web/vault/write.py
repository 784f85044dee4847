"""Files written whole or not at all, private from the first byte; and the disk's own errors in plain words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from evenstep.errors import StoreError
from evenstep.web.vault.trouble import Busy, Damaged, DiskFault, FullDisk, NotAStore, ReadOnlyPlace

OF_DISK: Final[dict[int, type[StoreError]]] = {
    errno.ENOSPC: FullDisk,
    errno.EDQUOT: FullDisk,
    errno.EFBIG: FullDisk,
    errno.EROFS: ReadOnlyPlace,
    errno.EACCES: ReadOnlyPlace,
    errno.EPERM: ReadOnlyPlace,
    errno.EIO: DiskFault,
}
# SQLite's primary result codes (the low byte of sqlite_errorcode).
SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR = 5, 6, 8, 10
SQLITE_CORRUPT, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_NOTADB = 11, 13, 14, 26
OF_STORE: Final[dict[int, type[StoreError]]] = {
    SQLITE_BUSY: Busy,
    SQLITE_LOCKED: Busy,
    SQLITE_READONLY: ReadOnlyPlace,
    SQLITE_CANTOPEN: ReadOnlyPlace,
    SQLITE_IOERR: DiskFault,
    SQLITE_FULL: FullDisk,
}
UNREADABLE: Final = {SQLITE_CORRUPT, SQLITE_NOTADB}
NOTES: Final = "notes.db"
FRESH: Final = ".new"  # a file on its way to its place


def sqlite_code(error: BaseException) -> int | None:
    """SQLite's primary result code of a driver's error; None when it is not one."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def trouble_of(error: BaseException | None) -> StoreError | None:
    """The plain reason behind an error of the disk or the driver, also when Django wrapped it. None when unknown."""
    while error is not None:
        if isinstance(error, StoreError):
            return error
        if isinstance(error, OSError) and error.errno in OF_DISK:
            return OF_DISK[error.errno]()
        code = sqlite_code(error)
        if code in UNREADABLE:
            return Damaged(NOTES)
        if code in OF_STORE:
            return OF_STORE[code]()
        error = error.__cause__
    return None


@contextmanager
def plainly() -> Iterator[None]:
    """Errors of the disk and the driver leave the block as the vault's own; anything else leaves as it is."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        plain = trouble_of(error)
        if plain is None:
            raise
        raise plain from error


def sync_folder(folder: Path) -> None:
    """Make a folder's names last through a power cut, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make what is written in a file last through a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def new_file(path: Path, data: bytes) -> None:
    """A file nobody else may read, on the disk when this returns. Raises FileExistsError when something is there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: after a crash at any point there is the old content or the new, whole."""
    fresh = path.with_name(path.name + FRESH)
    with plainly():
        fresh.unlink(missing_ok=True)
        try:
            new_file(fresh, data)
            fresh.replace(path)
        except OSError:
            with suppress(OSError):  # the first error is the one to tell
                fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def private_folder(path: Path) -> None:
    """A folder for its owner alone; made when missing, narrowed when too open. A link in its place is refused."""
    with plainly():
        if not path.is_symlink():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if stat.S_IMODE(path.stat().st_mode) != 0o700:
                path.chmod(0o700)
            return
    raise NotAStore(path.name)


def is_ours(path: Path) -> bool:
    """Whether a plain file stands there. Raises NotAStore for a link, a folder or a device; False for nothing."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise NotAStore(path.name)
    return True

"""Files whole or not at all, for their owner alone; the disk's errors in plain words, also when Django wrapped them."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError
from sqlcipher3 import dbapi2 as driver

from evenstep.errors import StoreError
from evenstep.web.vault.trouble import Busy, Damaged, DiskFault, FullDisk, NotAStore, ReadOnlyPlace
from evenstep.web.vault.write import is_ours, new_file, plainly, private_folder, replace_file, trouble_of


def test_the_content_is_replaced_and_private(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(b"old")
    old_mask = os.umask(0)
    try:
        replace_file(path, b"new")
    finally:
        os.umask(old_mask)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["key.json"]


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace", "os.open"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, FullDisk),
        (errno.EDQUOT, FullDisk),
        (errno.EROFS, ReadOnlyPlace),
        (errno.EACCES, ReadOnlyPlace),
        (errno.EIO, DiskFault),
    ],
)
def test_what_fails_is_said_and_the_old_content_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: type[StoreError]
) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(call, fail)
        with pytest.raises(reason):
            replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["key.json"]


def test_a_link_is_neither_followed_nor_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"theirs")
    (tmp_path / "key.json").symlink_to(target)
    (tmp_path / "key.json.new").symlink_to(target)
    with pytest.raises(NotAStore):
        is_ours(tmp_path / "key.json")
    with pytest.raises(FileExistsError):
        new_file(tmp_path / "key.json", b"ours")
    replace_file(tmp_path / "key.json", b"ours")
    assert target.read_bytes() == b"theirs"
    (tmp_path / "folder").symlink_to(tmp_path)
    with pytest.raises(NotAStore):
        private_folder(tmp_path / "folder")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (5, Busy),
        (6 | 1 << 8, Busy),
        (8 | 2 << 8, ReadOnlyPlace),
        (10 | 3 << 8, DiskFault),
        (11, Damaged),
        (13, FullDisk),
        (14, ReadOnlyPlace),
        (26, Damaged),
    ],
)
def test_the_driver_is_understood_through_django_too(code: int, reason: type[StoreError]) -> None:
    inner = driver.OperationalError("whatever")
    inner.sqlite_errorcode = code
    outer = OperationalError("whatever")
    outer.__cause__ = inner
    assert type(trouble_of(inner)) is type(trouble_of(outer)) is reason
    with pytest.raises(reason), plainly():
        raise outer


def test_what_is_not_of_the_disk_is_left_alone() -> None:
    assert trouble_of(None) is trouble_of(ValueError()) is trouble_of(OSError(errno.EBADF, "")) is None
    with pytest.raises(ZeroDivisionError), plainly():
        raise ZeroDivisionError
    own = Busy()
    with pytest.raises(Busy) as seen, plainly():
        raise own
    assert seen.value is own


def test_a_real_lock_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(driver.connect(str(path))) as one, closing(driver.connect(str(path), timeout=0.01)) as two:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy), plainly():
            two.execute("BEGIN IMMEDIATE")

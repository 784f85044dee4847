"""The results on disk: one file a run of lines, added to as they come, so that a stop or a power cut costs a pair."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from evenstep.errors import OptionError
from evenstep.loop.validation.records import Record, from_line, to_line

RESULTS = "results.jsonl"


class Writer(Protocol):
    """Puts one record on disk."""

    def __call__(self, record: Record) -> None:
        """Write it, and have it on the disk when this returns."""
        ...


def read_results(folder: Path) -> list[Record]:
    """Every whole record in ``folder``, in the order they came; none where there is no file yet.

    What follows the last whole line was cut off by a power cut and is left out. Raises OptionError("out") for a
    damaged line that has whole ones after it: that is no power cut.
    """
    path = folder / RESULTS
    return _whole(path)[0] if path.exists() else []


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Add records to ``folder``, which is made where it is missing. A torn end is cut off first.

    Raises OptionError("out") where the folder cannot be written, or another run is writing there.
    """
    path = folder / RESULTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise OptionError("out", f"{path} cannot be written: {error.strerror}.") from error
    with file:
        _alone(file, folder)
        file.truncate(_whole(path)[1])

        def write(record: Record) -> None:
            file.write(to_line(record).encode())
            file.flush()
            os.fsync(file.fileno())

        yield write


def _whole(path: Path) -> tuple[list[Record], int]:
    """The whole records of the file, and how many bytes they take."""
    records, end, at, torn = [], 0, 0, 0
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), start=1):
        at += len(line)
        try:
            if not line.endswith(b"\n"):
                raise ValueError("no line end")
            record = from_line(line.decode())
        except ValueError:  # a broken number, letter or bracket too: all are ValueErrors
            torn = torn or number
            continue
        if torn:
            raise OptionError("out", f"{path}, line {torn} is damaged and others follow it. Move the file away.")
        records.append(record)
        end = at
    return records, end


def _alone(file: IO[bytes], folder: Path) -> None:
    """Hold the file until it is closed, where the system can: two runs would write every pair twice."""
    try:
        import fcntl  # noqa: PLC0415 -- not on Windows, where the folder is not held
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise OptionError("out", f"another run is writing in {folder}. Wait for it, or name another folder.") from error

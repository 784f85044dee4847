"""A folder as an export: its files as members, links and hidden files left out; and what stands beside a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evenstep.errors import InputError, OptionError
from evenstep.events.reading import Note
from evenstep.sources.base import Limits, Opened
from evenstep.sources.member import FileMember
from evenstep.sources.zip_check import label
from evenstep.spoken import words

SIDE_FILES: Final = ("-wal",)
"""A journal (-journal) is never taken along: it can make a database read what was undone."""


def open_folder(folder: Path, limits: Limits, member: str | None = None) -> Opened:
    """Every plain file below ``folder``, by its path inside it, in the order of the paths.

    Raises InputError E110 when there is none or the folder may not be read, E112 when there are more
    files than the limit, E114 when all together are larger; OptionError for a ``member`` that is not there.
    """
    name = label(folder.name) or label(str(folder))
    members, links = [], 0
    for path in _files(folder, name):
        if path.is_symlink() or not path.is_file():
            links += 1
            continue
        members.append(FileMember(label(path.relative_to(folder).as_posix())[:255], path.stat().st_size, path))
        if len(members) > limits.members:
            raise InputError("E112", name, detail=words("more than {n} files", n=limits.members))
    if not members:
        raise InputError("E110", name, detail=words("the folder holds no files"))
    total = sum(each.size for each in members)
    if total > limits.unpacked_bytes:
        detail = words("{n} bytes, the limit is {most}", n=total, most=limits.unpacked_bytes)
        raise InputError("E114", name, detail=detail)
    if member is not None:
        members = [each for each in members if each.name == member]
        if not members:
            raise OptionError("member", f"there is no file {member!r} in {name}.")
    return Opened(name, tuple(members), None, (Note("E106", "", "", links),) if links else ())


def beside_database(path: Path, name: str) -> tuple[FileMember, ...]:
    """The side files of a database that hold its newest rows, where they are there."""
    found = ((path.with_name(path.name + end), name + end) for end in SIDE_FILES)
    return tuple(
        FileMember(shown, side.stat().st_size, side)
        for side, shown in found
        if side.is_file() and not side.is_symlink() and side.stat().st_size
    )


def _files(folder: Path, name: str) -> Iterator[Path]:
    """All paths below, hidden ones left out. Links to folders are not followed."""

    def refuse(error: OSError) -> None:
        raise InputError("E110", name, detail=error.strerror or words("it cannot be opened")) from error

    for root, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each != "__MACOSX")
        yield from (Path(root) / each for each in sorted(files) if not each.startswith("."))

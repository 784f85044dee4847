"""A database and the file beside it that holds its newest rows, chosen together: one upload for the reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evenstep.web.outcome import Upload

DATABASE_MAGIC: Final = b"SQLite format 3\0"
NEWEST: Final = "-wal"
OF_NO_USE: Final = ("-shm", "-journal")  # an index that is made anew, and a journal that could undo what is there


def put_together(uploads: Sequence[Upload]) -> tuple[Upload, ...]:
    """Each database with its -wal as one zip in memory, under the database's name; what else stands beside it goes."""
    databases = {each.name for each in uploads if each.data.startswith(DATABASE_MAGIC)}
    newest = {each.name.removesuffix(NEWEST): each for each in uploads if each.name.endswith(NEWEST)}
    beside = {name + end for name in databases for end in (NEWEST, *OF_NO_USE)}
    return tuple(
        replace(each, data=_zipped(each, newest[each.name]))
        if each.name in databases and each.name in newest and newest[each.name].data
        else each
        for each in uploads
        if each.name not in beside
    )


def _zipped(*members: Upload) -> bytes:
    """Both files, not packed: the reader opens them where they lie."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for each in members:
            archive.writestr(zipfile.ZipInfo(each.name), each.data)
    return made.getvalue()

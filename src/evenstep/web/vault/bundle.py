"""The bytes of a backup file: a head, three parts with their lengths and sums, and a SHA-256 over all of it."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from evenstep.web.vault.trouble import BackupDamaged, NewerStore, gettext_noop

MAGIC: Final = b"evenstep backup\n"
VERSION: Final = 1
HEAD: Final = struct.Struct(">16sHIIQ32s32s32s")  # magic, version, the lengths and the sums of the parts
SUM_BYTES: Final = 32

NOT_OURS: Final = gettext_noop("it is not a backup that evenstep made")
SHORT: Final = gettext_noop("the end of the file is missing")
LONG: Final = gettext_noop("something was added at the end of the file")
HEADING: Final = gettext_noop("its first part is damaged")
KEY: Final = gettext_noop("the part with the key is damaged")
LIST: Final = gettext_noop("the part with the list of contents is damaged")
CONTENT: Final = gettext_noop("the part with the notes is damaged")
END: Final = gettext_noop("its last part is damaged")


@dataclass(frozen=True)
class Bundle:
    """``envelope``: as in key.json. ``manifest``: sealed. ``notes``: the encrypted database."""

    envelope: bytes = field(repr=False)
    manifest: bytes = field(repr=False)
    notes: bytes = field(repr=False)

    @property
    def bound(self) -> bytes:
        """What the manifest's seal holds as well."""
        return MAGIC + VERSION.to_bytes(2, "big") + self.envelope


def pack(bundle: Bundle) -> bytes:
    """The file."""
    parts = (bundle.envelope, bundle.manifest, bundle.notes)
    whole = HEAD.pack(MAGIC, VERSION, *map(len, parts), *map(_sum, parts)) + b"".join(parts)
    return whole + _sum(whole)


def unpack(data: bytes) -> Bundle:
    """The parts of the file. Raises BackupDamaged for anything that ``pack`` did not write, NewerStore above ours.

    For every version to come: the magic stands first, the version after it, the sum of all before it last.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise BackupDamaged(NOT_OURS if data else SHORT)
    if len(data) < HEAD.size + SUM_BYTES:
        raise BackupDamaged(SHORT)
    sound = _sum(data[:-SUM_BYTES]) == data[-SUM_BYTES:]
    _, version, *rest = HEAD.unpack_from(data)
    if version != VERSION:
        raise NewerStore if sound and version > VERSION else BackupDamaged(HEADING)
    lengths, sums = rest[:3], rest[3:]
    missing = HEAD.size + sum(lengths) + SUM_BYTES - len(data)
    if missing:
        raise BackupDamaged(SHORT if missing > 0 else LONG)
    ends = [HEAD.size, HEAD.size + lengths[0], HEAD.size + lengths[0] + lengths[1], len(data) - SUM_BYTES]
    parts = [data[at:to] for at, to in pairwise(ends)]
    for name, part, claimed in zip((KEY, LIST, CONTENT), parts, sums, strict=True):
        if _sum(part) != claimed:
            raise BackupDamaged(name)
    if not sound:
        raise BackupDamaged(END)
    return Bundle(*parts)


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

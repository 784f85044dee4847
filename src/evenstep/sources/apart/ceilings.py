"""What the process that reads one file may use, from the file's size and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstep.errors import InputError
from evenstep.sources.archive import ZIP_MAGIC, NamedBytes
from evenstep.sources.base import Limits
from evenstep.sources.folder import beside_database, open_folder

PACKED: Final = 8
"""A zip counts as so many times its size: chats pack to a fifth, and what is read is what is inside."""

RESERVED_BYTES: Final = 4 * 2**30
"""Address space beyond the memory: libraries and allocators reserve about 1 GiB that they never fill (measured)."""

HUNDRED_MB: Final = 100_000_000


@dataclass(frozen=True)
class Ceilings:
    """Memory in bytes, processor and waiting time in seconds, and open files, for one question to the reader."""

    memory_bytes: int
    cpu_s: int
    wall_s: int
    descriptors: int


def ceilings_for(size: int, limits: Limits) -> Ceilings:
    """The ceilings for a file of ``size`` bytes; ``memory_bytes`` and ``cpu_s`` of the limits raise them."""
    grown = min(limits.memory_most_bytes, limits.memory_bytes + limits.memory_per_byte * size)
    cpu_s = limits.cpu_s + limits.cpu_s_per_100_mb * size // HUNDRED_MB
    return Ceilings(max(limits.memory_bytes, grown), cpu_s, limits.wall_per_cpu * cpu_s, limits.descriptors)


def size_of(export: str | Path | NamedBytes, limits: Limits) -> int:
    """Bytes of the export as far as they count for the ceilings; 0 where the reading itself will say what is wrong."""
    if isinstance(export, NamedBytes):
        return len(export.data) * (PACKED if export.data.startswith(ZIP_MAGIC) else 1)
    path = Path(export)
    try:
        if path.is_dir():
            return sum(member.size for member in open_folder(path, limits).members)
        if not path.is_file():
            return 0
        with path.open("rb") as stream:
            packed = PACKED if stream.read(4).startswith(ZIP_MAGIC) else 1
        return path.stat().st_size * packed + sum(side.size for side in beside_database(path, path.name))
    except (OSError, ValueError, InputError):
        return 0

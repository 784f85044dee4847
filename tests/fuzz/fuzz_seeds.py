"""Where fuzzing begins: small honest exports of every kind, the sample exports, and what the tests read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fuzz_lines import first_lines
from fuzz_packing import pack
from fuzz_small import SMALL, archives
from fuzz_twice import as_the_app_writes, quick_files

from evenstep.errors import EvenstepError
from evenstep.sources import read
from evenstep.sources.archive import open_export
from evenstep.sources.base import ReadOptions

RECORDED = Path(os.environ.get("FUZZ_SEEDS", "build/fuzz/seeds"))
LARGEST = 16_384
MOST_FROM_SAMPLES = 400


def seeds(name: str) -> list[bytes]:
    """All there are for one target. Never none: what is of another kind is tried as well."""
    recorded = [path.read_bytes() for path in sorted((RECORDED / name).glob("*"))]
    if name == "archive":
        return [*archives(), *recorded, *(pack(files) for files in SMALL.values())]
    if name == "lines":
        return first_lines()
    if name == "telegramtwice":
        return [*quick_files(), *filter(None, map(as_the_app_writes, seeds("telegram")))]
    own = [pack(SMALL[name])] if name in SMALL else []
    found = [*own, *from_samples().get(name, []), *recorded]
    return [each for each in found if len(each) <= LARGEST] or [pack(files) for files in SMALL.values()]


@lru_cache(maxsize=1)
def from_samples() -> dict[str, list[bytes]]:
    """The sample exports (EVENSTEP_SAMPLES) by the class that reads them."""
    folder = os.environ.get("EVENSTEP_SAMPLES", "")
    by_source: dict[str, list[bytes]] = {}
    for path in _small_files(Path(folder)) if folder else ():
        try:
            opened = open_export(path)
            source = read._best_source(opened, ReadOptions())
            files = [(member.name, member.read()) for member in opened.members]
        except EvenstepError:
            continue
        by_source.setdefault(type(source).__name__.lower(), []).append(pack(files))
    return by_source


def _small_files(folder: Path) -> Iterator[Path]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size <= LARGEST)
    for number, path in enumerate(paths):
        if number == MOST_FROM_SAMPLES:
            return
        yield path

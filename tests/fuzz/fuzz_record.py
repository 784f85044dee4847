"""A plugin for pytest that keeps every export the tests read, as a seed of the source that reads it.

FUZZ_SEEDS=build/fuzz/seeds PYTHONPATH=tests/fuzz python -m pytest -p fuzz_record tests/sources
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from fuzz_packing import pack

from evenstep.sources import read
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Opened

KEPT = Path(os.environ.get("FUZZ_SEEDS", "build/fuzz/seeds"))
LARGEST = 64 * 2**10
_kept: dict[Path, bytes] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Stand between read_export and what it calls."""
    choose, opening = read._best_source, read.open_export

    def chosen(opened: Opened, options: Any) -> Any:
        source = choose(opened, options)
        if sum(member.size for member in opened.members) <= LARGEST:
            keep(type(source).__name__.lower(), pack([(member.name, member.read()) for member in opened.members]))
        return source

    def opened(export: Any, **options: Any) -> Opened:
        if isinstance(export, NamedBytes) and export.data.startswith(b"PK") and len(export.data) <= LARGEST:
            keep("archive", export.data)
        return opening(export, **options)

    read._best_source, read.open_export = chosen, opened


def keep(name: str, data: bytes) -> None:
    """One file a seed, named by its content; in memory until the end, for some tests watch that nothing is written."""
    _kept[KEPT / name / hashlib.blake2b(data, digest_size=8).hexdigest()] = data


def pytest_sessionfinish() -> None:
    """Write all seeds."""
    for path, data in _kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

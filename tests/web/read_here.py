"""A reader in this process, for tests that are not about the fences: to start one apart is half a second of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export


@dataclass(frozen=True)
class ReadHere:
    """As sources.apart's Apart, which gives the same (tests/sources/test_apart.py)."""

    export: NamedBytes
    limits: Limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        """Nothing was started."""

    def read(self, **options: Any) -> Parsed:
        """What read_export gives; what is None was not answered."""
        said = {name: value for name, value in options.items() if value is not None}
        return read_export(self.export, limits=self.limits, **said)

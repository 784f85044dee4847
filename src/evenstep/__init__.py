"""See the dance of reaching and stepping back, from one chat to millions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstep.errors import EvenstepError, InputError, NeedsAnswer, OptionError
    from evenstep.events.merge import merge_events
    from evenstep.events.people import choose_two
    from evenstep.events.schema import check_events
    from evenstep.events.turns import turns
    from evenstep.loop.fit import fit_loop
    from evenstep.loop.options import LoopOptions
    from evenstep.measures.base import MeasureOptions
    from evenstep.measures.catalogue import measure
    from evenstep.report.document import build_report
    from evenstep.samples import load_sample
    from evenstep.sources.apart.reader import read_apart
    from evenstep.sources.base import Limits
    from evenstep.sources.read import read_export

__all__ = [
    "EvenstepError",
    "InputError",
    "Limits",
    "LoopOptions",
    "MeasureOptions",
    "NeedsAnswer",
    "OptionError",
    "build_report",
    "check_events",
    "choose_two",
    "fit_loop",
    "load_sample",
    "measure",
    "merge_events",
    "read_apart",
    "read_export",
    "turns",
]

# Loaded on first use: `evenstep --help` should not wait for a table engine.
_HOME = {
    "EvenstepError": "evenstep.errors",
    "InputError": "evenstep.errors",
    "Limits": "evenstep.sources.base",
    "LoopOptions": "evenstep.loop.options",
    "MeasureOptions": "evenstep.measures.base",
    "NeedsAnswer": "evenstep.errors",
    "OptionError": "evenstep.errors",
    "build_report": "evenstep.report.document",
    "check_events": "evenstep.events.schema",
    "choose_two": "evenstep.events.people",
    "fit_loop": "evenstep.loop.fit",
    "load_sample": "evenstep.samples",
    "measure": "evenstep.measures.catalogue",
    "merge_events": "evenstep.events.merge",
    "read_apart": "evenstep.sources.apart.reader",
    "read_export": "evenstep.sources.read",
    "turns": "evenstep.events.turns",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'evenstep' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

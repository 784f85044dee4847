"""Every measure by name, and the one function that computes any of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from evenstep.errors import OptionError
from evenstep.measures import drift, initiation, participation, reach, rhythm, runs, waiting
from evenstep.measures.base import Measure, MeasureOptions
from evenstep.measures.pairs import Family, run

FAMILIES: Final[tuple[tuple[Family, tuple[Measure, ...]], ...]] = (
    (participation.participation, participation.MEASURES),
    (initiation.initiation, initiation.MEASURES),
    (waiting.waiting, waiting.MEASURES),
    (runs.runs, runs.MEASURES),
    (reach.reach, reach.MEASURES),
    (drift.drift, drift.MEASURES),
    (rhythm.rhythm, rhythm.MEASURES),
)
MEASURES: Final[tuple[Measure, ...]] = tuple(one for _, members in FAMILIES for one in members)

_DEFAULTS: Final = MeasureOptions()


def measure(
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    names: Sequence[str] | None = None,
    options: MeasureOptions = _DEFAULTS,
) -> pl.DataFrame:
    """Compute measures (all when ``names`` is None) for every conversation: the columns of measures.base.RESULTS.

    Turns, waitings and active hours are worked out once and shared. Rows come by conversation, in the catalogue's
    order. Splitting the input by whole conversations changes nothing but the order.
    Raises OptionError for an unknown name, with the names there are.
    """
    known = [one.name for one in MEASURES]
    wanted = known if names is None else list(names)
    for name in wanted:
        if name not in known:
            raise OptionError("names", f"there is no measure {name!r}; there are {', '.join(known)}")
    families = [family for family, members in FAMILIES if any(one.name in wanted for one in members)]
    results = run(families, conversations, events, options)
    return results if names is None else results.filter(pl.col("measure").is_in(wanted))

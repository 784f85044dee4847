"""Who starts, stretch by stretch of a history: the initiation share for each, with ranges that hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from evenstep.errors import OptionError
from evenstep.events.window import between
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from evenstep.measures.initiation import gap_name

LENGTHS: Final = (timedelta(weeks=13), timedelta(weeks=26), timedelta(weeks=52))  # three months, half a year, a year
MOST: Final = 8  # stretches: more make each range wider, and a page longer
_DEFAULTS: Final = MeasureOptions()


@dataclass(frozen=True)
class Stretch:
    """One stretch of a history and the share of the conversations in it that ``person`` began.

    ``since`` and ``until`` are UTC, the second not part of it. ``verdict`` speaks of person a and b, as everywhere.
    """

    since: datetime
    until: datetime
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_weeks: int
    enough: bool
    verdict: str


def initiation_by_period(
    conversations: pl.DataFrame, events: pl.DataFrame, person: str, options: MeasureOptions = _DEFAULTS
) -> tuple[Stretch, ...]:
    """The share of starts of ``person`` ("a" or "b") in each stretch of one conversation, the oldest first.

    The history is cut backwards from its end into the shortest of LENGTHS that makes at most MOST stretches, so the
    oldest may be a part of one. Each is measured as if it were the whole history; ranges are widened (Bonferroni) so
    that all of them hold together at ``options.level``. Raises OptionError unless there is one conversation.
    """
    if conversations.height != 1:
        raise OptionError("conversations", f"periods are of one conversation; there are {conversations.height}")
    if not events.height:
        return ()
    row = conversations.row(0, named=True)
    cuts = list(_cuts(row["observed_from"], row["observed_until"], row["zone_a"] or "UTC"))
    key = gap_name(options.session_gap_s)
    each = replace(options, session_gaps_s=(options.session_gap_s,), level=1 - (1 - options.level) / max(1, len(cuts)))
    found = (_stretch(conversations, events, person, since, until, key, each) for since, until in cuts)
    return tuple(stretch for stretch in found if stretch is not None)


def _cuts(start: datetime, end: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """The stretches, oldest first, cut at midnights of ``zone``."""
    here = ZoneInfo(zone)
    last = (end.astimezone(here) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    length = next((each for each in LENGTHS if (last - start) / each <= MOST), LENGTHS[-1])
    edges = [last]
    while edges[-1] > start:
        edges.append(edges[-1] - length)  # wall clock: stays midnight through changes of the clock
    utc = [edge.astimezone(ZoneInfo("UTC")) for edge in reversed(edges)]
    return pairwise(utc)


def _stretch(
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    person: str,
    since: datetime,
    until: datetime,
    key: str,
    options: MeasureOptions,
) -> Stretch | None:
    """One stretch; None where nobody wrote: a silence is no result about who starts."""
    try:
        cut = between(conversations, events, since, until)
    except OptionError:
        return None
    rows = measure(*cut, names=["initiation_share"], options=options)
    found = rows.filter((pl.col("person") == person) & (pl.col("key") == key)).row(0, named=True)
    names = ("value", "low", "high", "n", "n_weeks", "verdict")
    known = found["enough"] and found["low"] is not None
    return Stretch(since=since, until=until, enough=known, **{name: found[name] for name in names})

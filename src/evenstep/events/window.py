"""Cut a conversation to a period: what lies before its start is unseen, not silent."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from evenstep.errors import OptionError
from evenstep.events.schema import TimeType, conform_conversations, conform_events


def between(
    conversations: pl.DataFrame, events: pl.DataFrame, since: datetime | None = None, until: datetime | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep the events with since <= time < until (both UTC, None = open).

    The first start of any file is left-censored (events/turns.py), so a cut start needs no mark; a
    conversation cut at its end is observed until the cut. Raises OptionError when nothing is left or
    the two dates are the wrong way round.
    """
    if since is not None and until is not None and since >= until:
        raise OptionError("until", "this date is not after --since.")
    kept = events
    if since is not None:
        kept = kept.filter(pl.col("time") >= since)
    if until is not None:
        kept = kept.filter(pl.col("time") < until)
    if events.height and not kept.height:
        raise OptionError("since", "no message lies in this period.")
    start, end = pl.col("observed_from"), pl.col("observed_until")
    narrowed = conversations.with_columns(
        observed_from=pl.max_horizontal(start, pl.lit(since, TimeType)),
        observed_until=pl.min_horizontal(end, pl.lit(until, TimeType)),
    )
    return conform_conversations(narrowed), conform_events(kept)

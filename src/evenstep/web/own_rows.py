"""One's own messages, held against one's own limit: their times, and of all others' only that something lay between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import polars as pl

from evenstep.events.schema import conversations_from_parquet
from evenstep.program.limits import Per
from evenstep.program.own_messages import Checked, InARow, Mine, NoneAfter, PerSpan, Rule, Seen, check
from evenstep.web import imports
from evenstep.web.models import Import, Limit

# What somebody sent to be read or seen. A call, a reaction or a change of the group is no message.
MESSAGES: Final = ("text", "media", "voice", "sticker", "deleted", "view_once", "poll", "location")
ONE: Final = timedelta(days=1)


def held_against(limit: Limit, today: date, zone: str) -> Checked | None:
    """What one's own messages say of a limit; None where it asks for none, or where no messages were brought.

    Messages join on a Monday, as in the pattern: nothing here is a reason to look more often.
    """
    rule = rule_of(limit)
    there = list(limit.space.imports.filter(joins_on__lte=today))
    if rule is None or not there:
        return None
    if today <= limit.ends:
        return Checked("nothing_yet", "not_ended")  # nothing is read before
    mine, seen = mine_of(there, zone)
    return check(rule, mine, limit.starts, limit.ends, seen, today)


def rule_of(limit: Limit) -> Rule | None:
    """The limit's own rule."""
    if limit.rule == "in_a_row" and limit.most:
        return InARow(limit.most)
    if limit.rule == "per_span" and limit.most is not None:
        return PerSpan(limit.most, cast("Per", limit.per))
    if limit.rule == "none_after" and limit.after is not None and limit.until is not None:
        return NoneAfter(limit.after, limit.until)
    return None


def mine_of(there: Sequence[Import], zone: str) -> tuple[list[Mine], Seen]:
    """One's own messages in local time, and the days that are covered. ``zone``: where the files name none."""
    pair = imports.joined(there)
    row = pair.conversations.row(0, named=True)
    me = row["me"]
    here = _zone(row, me, zone)
    rows = (
        pair.events.filter(pl.col("kind").cast(pl.String).is_in(MESSAGES))
        .sort("event_id")
        .select(
            at=pl.col("time").dt.convert_time_zone(here).dt.replace_time_zone(None),
            mine=pl.col("sender").cast(pl.String) == me,
        )
    )
    rows = rows.with_columns(turn=(~pl.col("mine")).cum_sum()).filter("mine")
    mine = [Mine(at, turn) for at, turn in rows.select("at", "turn").iter_rows()]
    return mine, _seen(there, here)


def _zone(row: dict[str, Any], me: str, zone: str) -> str:
    return str(row["zone_a" if row["person_a"] == me else "zone_b"] or zone)


def _seen(there: Sequence[Import], zone: str) -> Seen:
    """The days that lie whole in some file. The first and the last day of a file may be cut, so they are left out."""
    days = sorted({day for each in there for day in _whole_days(each, ZoneInfo(zone))})
    if not days:
        return Seen(date.max, date.min)
    whole = set(_days(days[0], days[-1]))
    return Seen(days[0], days[-1], frozenset(whole - set(days)))


def _whole_days(one: Import, zone: ZoneInfo) -> Iterator[date]:
    row = conversations_from_parquet(bytes(one.conversations)).row(0, named=True)
    first, last = (row[name].astimezone(zone).date() for name in ("observed_from", "observed_until"))
    lost = [(gap["start"].astimezone(zone).date(), gap["end"].astimezone(zone).date()) for gap in row["gaps"]]
    for day in _days(first + ONE, last - ONE):
        if not any(start <= day <= end for start, end in lost):
            yield day


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + n * ONE

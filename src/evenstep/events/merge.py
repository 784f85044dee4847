"""Overlapping exports and several platforms into one table, with nothing in it twice.

The same event in two exports has the same sender, kind, length and word count, and a time
that agrees within the coarser clock tick, matched in order as sequences. Whole-hour shifts
are allowed, because an export shows the clock of the phone that made it. No text and no hash
of a text takes part.

1. put the imports into an order of their own, so that the order they are given in decides nothing;
2. for each next import: find the whole-hour shifts at which it agrees with what is there;
3. drop what is already there, keep the rest, each import's own order kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from typing import Final

import polars as pl

from evenstep.errors import OptionError
from evenstep.events.order import in_file_order
from evenstep.events.schema import conform_conversations, conform_events

SHIFTS_H: Final = (0, *(sign * hours for hours in range(1, 27) for sign in (1, -1)))
"""Two phones can show clocks up to 26 hours apart."""

LEAST_AGREEMENT: Final = 20
"""A shift other than 0 needs this many agreeing events before it is believed."""


@dataclass(frozen=True)
class Import:
    """One import of one conversation: its row of the conversations table and its events."""

    conversation: pl.DataFrame
    events: pl.DataFrame


@dataclass(frozen=True)
class Merged:
    """The one table. ``already_there``: import_id -> events that stood in another import; ``new``: the others."""

    conversation: pl.DataFrame
    events: pl.DataFrame
    new: dict[str, int]
    already_there: dict[str, int]


def merge_events(imports: Sequence[Import]) -> Merged:
    """Merge imports of one conversation between the same two persons.

    Events come back with ``event_id`` 0 … n-1 in the merged order and ``reply_to`` renumbered.
    The order of ``imports`` does not matter; the same import twice adds nothing.
    Raises OptionError for no import, several conversations in one, or different persons.
    """
    _check_persons(imports)
    ordered = sorted(_distinct(imports), key=_rank)
    tables = [_with_order(one.events, rank) for rank, one in enumerate(ordered)]
    kept = reduce(_add, tables[1:], tables[0])
    conversation = _join_conversations([one.conversation for one in ordered])
    events = _renumber(kept, conversation["conversation_id"][0], tables)
    new = {table["import_id"][0]: kept.filter(pl.col("_rank") == i).height for i, table in enumerate(tables)}
    there = {table["import_id"][0]: table.height - new[table["import_id"][0]] for table in tables}
    return Merged(conversation, events, new, there)


def _check_persons(imports: Sequence[Import]) -> None:
    if not imports:
        raise OptionError("exports", "there is nothing to merge.")
    for one in imports:
        if one.conversation.height != 1 or one.events["conversation_id"].n_unique() > 1:
            raise OptionError("exports", "each import holds one conversation here; choose one with chat.")
    pairs = {frozenset(one.conversation.select("person_a", "person_b").row(0)) for one in imports}
    if len(pairs) > 1:
        named = " and ".join(sorted(" with ".join(sorted(map(str, pair))) for pair in pairs))
        raise OptionError("exports", f"these are different people: {named}. Say who is the same person with same.")


def _distinct(imports: Sequence[Import]) -> list[Import]:
    """The same file chosen twice is one import; an import without events adds nothing but its period."""
    seen: dict[str, Import] = {}
    for one in imports:
        key = one.events["import_id"][0] if one.events.height else one.conversation["conversation_id"][0]
        seen.setdefault(key, one)
    with_events = [one for one in seen.values() if one.events.height]
    return with_events or list(seen.values())[:1]


def _rank(one: Import) -> tuple[float, int, str]:
    """Finer clocks first, then larger imports, then the import's own id: never the order given."""
    if not one.events.height:
        return (0.0, 0, "")
    return (float(one.events["resolution_s"].max()), -one.events.height, one.events["import_id"][0])  # type: ignore[arg-type]


def _with_order(events: pl.DataFrame, rank: int) -> pl.DataFrame:
    """Add the sort keys: ``_when`` follows file order through small steps back, ``_anchor`` breaks its ties."""
    by_file = events.sort("event_id")
    return by_file.with_columns(
        _rank=pl.lit(rank, pl.Int32),
        _when=in_file_order(pl.col("time")),
        _anchor=pl.int_range(pl.len()).cast(pl.Float64),
        _place=pl.col("event_id"),
    )


def _add(there: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """What is there, and of ``more`` the events that are not there yet, in one order and on one clock."""
    agreed, shift = _agreeing(there, more)
    anchored = more.join(agreed, on="event_id", how="left", maintain_order="left")
    after = (pl.col("_match").forward_fill() + 0.5).fill_null(-0.5)
    placed = anchored.with_columns(pl.col("time") + shift, pl.col("_when") + shift, _anchor=after)
    fresh = placed.filter(pl.col("_match").is_null()).select(there.columns)
    together = pl.concat([there, fresh]).sort(["_when", "_anchor", "_rank", "_place"])
    return together.with_columns(_anchor=pl.int_range(pl.len()).cast(pl.Float64))


def _agreeing(there: pl.DataFrame, more: pl.DataFrame) -> tuple[pl.DataFrame, timedelta]:
    """event_id of ``more`` -> ``_match``, the position in ``there`` of the same event; and the main shift."""
    same_app = there.filter(pl.col("source") == more["source"][0])
    left, main = more, 0
    found = [pl.DataFrame(schema={"event_id": pl.Int64, "_match": pl.Float64})]
    while (hours := _best_shift(same_app, left, first=len(found) == 1)) is not None:
        main = hours if len(found) == 1 else main
        matches = _match(same_app, left, hours)
        found.append(matches)
        left = left.join(matches, on="event_id", how="anti")
        same_app = same_app.join(matches, left_on="_anchor", right_on="_match", how="anti")
    return pl.concat(found), timedelta(hours=main)


def _best_shift(there: pl.DataFrame, more: pl.DataFrame, *, first: bool) -> int | None:
    """The whole-hour shift at which the events agree, None when they do not.

    At first no shift is assumed, and one agreeing event is enough; any other shift must explain
    LEAST_AGREEMENT events and half of those it brings into the period that is there.
    """
    if not there.height or not more.height:
        return None
    counts = _agreement_by_shift(there, more, (0,))
    if first and counts[0] >= _inside(there, more, 0) / 2 > 0:
        return 0
    counts = _agreement_by_shift(there, more, SHIFTS_H)
    hours = max(SHIFTS_H, key=lambda h: (counts[h], -abs(h), h))
    if counts[hours] >= max(LEAST_AGREEMENT, _inside(there, more, hours) / 2):
        return hours
    return 0 if first and counts[0] else None


def _inside(there: pl.DataFrame, more: pl.DataFrame, hours: int) -> int:
    """How many events of ``more``, shifted, fall into the period that is there."""
    moved = more["time"] + timedelta(hours=hours)
    return int(moved.is_between(there["time"].min(), there["time"].max()).sum())


def _agreement_by_shift(there: pl.DataFrame, more: pl.DataFrame, shifts: Sequence[int]) -> dict[int, int]:
    """For each shift, how many kinds of event stand in the same clock tick on both sides."""
    tick = timedelta(seconds=_tick_s(there, more))
    key = ["sender", "kind", "n_chars", "n_words"]
    one, two = (frame.select(*key, pl.col("time").dt.truncate(tick)).unique() for frame in (there, more))
    moved = {h: two.with_columns(pl.col("time") + timedelta(hours=h)) for h in shifts}
    return {h: one.join(moved[h], on=[*key, "time"], how="semi").height for h in shifts}


def _tick_s(there: pl.DataFrame, more: pl.DataFrame) -> float:
    return max(float(frame["resolution_s"].max()) for frame in (there, more))  # type: ignore[arg-type]


def _match(there: pl.DataFrame, more: pl.DataFrame, hours: int) -> pl.DataFrame:
    """Match in order: first inside the same tick by running number, then the rest within one tick."""
    tick = timedelta(seconds=_tick_s(there, more))
    key = ["sender", "kind", "n_chars", "n_words"]
    one = _keyed(there, key, tick, timedelta(0)).select(*key, "_tick", "_nth", "time", _match=pl.col("_anchor"))
    two = _keyed(more, key, tick, timedelta(hours=hours)).select(*key, "_tick", "_nth", "time", "event_id")
    exact = two.join(one, on=[*key, "_tick", "_nth"]).select("event_id", "_match")
    rest_one = one.join(exact, on="_match", how="anti").sort("time")
    rest_two = two.join(exact, on="event_id", how="anti").sort("time")
    near = rest_two.join_asof(rest_one, on="time", by=key, strategy="nearest", tolerance=tick, check_sortedness=False)
    close = near.filter(pl.col("_match").is_not_null()).unique("_match", keep="first", maintain_order=True)
    return pl.concat([exact, close.select("event_id", "_match")])


def _keyed(frame: pl.DataFrame, key: list[str], tick: timedelta, shift: timedelta) -> pl.DataFrame:
    """Events with their tick and their running number among equals inside it, in file order."""
    ticked = frame.with_columns(time=pl.col("time") + shift).with_columns(_tick=pl.col("time").dt.truncate(tick))
    return ticked.with_columns(_nth=pl.int_range(pl.len()).over([*key, "_tick"]))


def _renumber(kept: pl.DataFrame, conversation_id: str, tables: list[pl.DataFrame]) -> pl.DataFrame:
    """event_id in the merged order; replies follow the event they point to, or are dropped when it is not there."""
    numbered = kept.with_columns(_new=pl.int_range(pl.len(), dtype=pl.Int64))
    target = numbered.select(pl.col("_rank"), reply_to=pl.col("_place"), _reply=pl.col("_new"))
    joined = numbered.join(target, on=["_rank", "reply_to"], how="left", maintain_order="left")
    merged = joined.with_columns(
        event_id=pl.col("_new"), reply_to=pl.col("_reply"), conversation_id=pl.lit(conversation_id)
    )
    return conform_events(merged.select(tables[0].drop("_rank", "_when", "_anchor", "_place").columns))


def _join_conversations(rows: list[pl.DataFrame]) -> pl.DataFrame:
    """One row for all: the widest period, all sources, the holes between imports as gaps."""
    by_start = pl.concat(rows).sort("observed_from", "observed_until", "conversation_id")
    first = by_start.head(1)
    covered = pl.col("observed_until").cum_max().shift(1)
    holes = by_start.select(start=covered, end=pl.col("observed_from")).filter(pl.col("end") > pl.col("start"))
    gaps = [gap for row in by_start["gaps"].to_list() for gap in row] + holes.to_dicts()
    names = sorted({name for row in by_start["sources"].to_list() for name in row})
    mine = next((me for me in by_start["me"] if me is not None), None)
    return conform_conversations(
        first.with_columns(
            me=pl.lit(mine, pl.String),
            observed_until=pl.lit(by_start["observed_until"].max()),
            gaps=pl.Series([sorted(gaps, key=lambda gap: gap["start"])], dtype=rows[0].schema["gaps"]),
            sources=pl.Series([names], dtype=pl.List(pl.String)),
        )
    )

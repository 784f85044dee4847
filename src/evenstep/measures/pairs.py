"""Each conversation as arrays, prepared once and shared by all measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.events.activity import WeekHours, active_rate, active_seconds, hour_of_week, local_us, week_hours
from evenstep.events.turns import turns
from evenstep.measures.base import MeasureOptions
from evenstep.measures.results import Rows, results_table
from evenstep.stats.bootstrap import WeekBlocks
from evenstep.stats.weeks import week_label, week_number

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PEOPLE: Final = (0, 1)  # person a, person b
FLAGS: Final = (
    "left_censored",
    "after_call",
    "after_same",
    "start",
    "renewed_start",
    "late_answer",
    "follow_up",
    "reach_act",
)
_MICRO: Final = 1_000_000
_WEEK_US: Final = 7 * 86_400 * _MICRO


@dataclass(frozen=True)
class PairTurns:
    """The turns of one conversation in time order, an entry a turn."""

    who: Ints  # 0 person a, 1 person b
    week: Ints  # 0 … Pair.n_weeks − 1
    month: Ints  # months since 1970-01, in the conversation's zone
    hour: Ints  # hour of the week in that person's own zone
    first_s: Floats  # epoch seconds
    silence_s: Floats  # NaN on the first
    messages: Ints
    words: Ints
    calls: Ints
    left_censored: Bools
    after_call: Bools
    after_same: Bools
    start: Bools
    renewed_start: Bools
    late_answer: Bools
    follow_up: Bools
    reach_act: Bools


@dataclass(frozen=True)
class PairWaits:
    """The waitings of one conversation whose beginning is known, an entry a waiting."""

    who: Ints  # the one waited for
    week: Ints
    clock_s: Floats
    active_s: Floats  # on the clock of the one waited for
    answered: Bools
    tick_s: float  # the coarsest clock among them: no difference below it can be seen


@dataclass(frozen=True)
class Pair:
    """One conversation. ``blocks`` resamples its weeks; ``week_names`` are ISO labels, shape (n_weeks,)."""

    conversation_id: str
    me: int | None
    zone: str | None  # the calendar's: me's, or the one both share, or UTC
    observed_until_s: float
    week_names: tuple[str, ...]
    blocks: WeekBlocks
    turns: PairTurns
    waits: PairWaits

    @property
    def n_weeks(self) -> int:
        """Weeks from the first to the last turn, without those that lie wholly in a gap of the history."""
        return len(self.week_names)


Family = Callable[[Pair, MeasureOptions, Rows], None]


def one_measure(name: str, family: Family) -> Callable[[pl.DataFrame, pl.DataFrame, MeasureOptions], pl.DataFrame]:
    """The function of a single measure, out of the family of measures that are computed together."""

    def compute(conversations: pl.DataFrame, events: pl.DataFrame, options: MeasureOptions) -> pl.DataFrame:
        return run([family], conversations, events, options).filter(pl.col("measure") == name)

    compute.__name__ = compute.__qualname__ = name
    return compute


def run(
    families: list[Family], conversations: pl.DataFrame, events: pl.DataFrame, options: MeasureOptions
) -> pl.DataFrame:
    """Every measure of ``families`` for every conversation, sorted by conversation: the columns of RESULTS."""
    parts = []
    for pair in pairs(conversations, events, options):
        rows = Rows(pair.conversation_id)
        for family in families:
            family(pair, options, rows)
        parts.append(rows)
    return results_table(parts)


def pairs(conversations: pl.DataFrame, events: pl.DataFrame, options: MeasureOptions) -> Iterator[Pair]:
    """One Pair a conversation, sorted by conversation_id; a conversation without turns has empty arrays."""
    table = conversations.sort("conversation_id").with_columns(calendar=_calendar_zone())
    cut = turns(table, events, turn_gap_s=options.turn_gap_s, session_gap_s=options.session_gap_s)
    all_turns = _turn_columns(table, cut.turns)
    all_waits = _wait_columns(table, cut.waitings.filter(~pl.col("left_censored")))
    hours = _ZoneHours(table)
    turn_at = np.searchsorted(all_turns["conversation"], np.arange(table.height + 1))
    wait_at = np.searchsorted(all_waits["conversation"], np.arange(table.height + 1))
    for number, row in enumerate(table.iter_rows(named=True)):
        mine = {name: values[turn_at[number] : turn_at[number + 1]] for name, values in all_turns.items()}
        waits = {name: values[wait_at[number] : wait_at[number + 1]] for name, values in all_waits.items()}
        yield _pair(row, mine, waits, hours, options)


def _calendar_zone() -> pl.Expr:
    mine = pl.when(pl.col("me") == pl.col("person_a")).then("zone_a").when(pl.col("me") == pl.col("person_b"))
    shared = pl.when(pl.col("zone_a") == pl.col("zone_b")).then("zone_a")
    return pl.coalesce(mine.then("zone_b"), shared)


class _ZoneHours:
    """The local hours of each zone over the whole table's span, worked out once a zone."""

    def __init__(self, table: pl.DataFrame) -> None:
        self.span = (_seconds(table["observed_from"].min()), _seconds(table["observed_until"].max()))
        self.by_zone: dict[str | None, WeekHours] = {}

    def of(self, zone: str | None, begin_s: float, end_s: float) -> WeekHours:
        """The hours of ``zone`` between two times (epoch s)."""
        if zone not in self.by_zone:
            self.by_zone[zone] = week_hours(zone, *self.span)
        return self.by_zone[zone].between(max(begin_s, self.span[0]), min(end_s, self.span[1]))


def _seconds(time: Any) -> float:
    return float(time.timestamp()) if time is not None else 0.0


def _index(table: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the number of each row's conversation, and the zones it needs."""
    lookup = table.with_row_index("conversation").select(
        "conversation_id", "conversation", "calendar", "zone_a", "zone_b"
    )
    own = pl.when(pl.col("person") == "a").then("zone_a").otherwise("zone_b").alias("own_zone")
    return rows.join(lookup, on="conversation_id", how="left", maintain_order="left").with_columns(own)


def _turn_columns(table: pl.DataFrame, rows: pl.DataFrame) -> dict[str, Any]:
    rows = _index(table, rows)
    calendar_us = local_us(rows["first_time"], rows["calendar"])
    columns = {
        "conversation": rows["conversation"].to_numpy(),
        "who": (rows["person"] == "b").to_numpy().astype(np.int64),
        "week": week_number(calendar_us),
        "month": calendar_us.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64),
        "hour": hour_of_week(local_us(rows["first_time"], rows["own_zone"])),
        "first_s": rows["first_time"].dt.timestamp("us").to_numpy() / _MICRO,
        "silence_s": rows["silence_s"].fill_null(float("nan")).to_numpy(),
        "messages": rows["n_messages"].to_numpy(),
        "words": rows["n_words"].to_numpy(),
        "calls": rows["n_calls"].to_numpy(),
    }
    return columns | {name: rows[name].to_numpy() for name in FLAGS}


def _wait_columns(table: pl.DataFrame, rows: pl.DataFrame) -> dict[str, Any]:
    rows = _index(table, rows)
    begin, end = (rows[name].dt.timestamp("us").to_numpy() for name in ("begin", "end"))
    return {
        "conversation": rows["conversation"].to_numpy(),
        "who": (rows["person"] == "b").to_numpy().astype(np.int64),
        "week": week_number(local_us(rows["begin"], rows["calendar"])),
        "begin_s": begin / _MICRO,
        "end_s": end / _MICRO,
        "clock_s": (end - begin) / _MICRO,
        "answered": rows["answered"].to_numpy(),
        "tick_s": rows["resolution_s"].to_numpy(),
    }


def _pair(
    row: dict[str, Any], mine: dict[str, Any], waits: dict[str, Any], hours: _ZoneHours, options: MeasureOptions
) -> Pair:
    mine.pop("conversation")
    active_s = np.zeros(waits["who"].size)
    for person, zone in zip(PEOPLE, (row["zone_a"], row["zone_b"]), strict=True):
        cells = hours.of(zone, _seconds(row["observed_from"]), _seconds(row["observed_until"]))
        rate = active_rate(mine["hour"][mine["who"] == person], cells)
        own = waits["who"] == person
        active_s[own] = active_seconds(waits["begin_s"][own], waits["end_s"][own], rate, cells)
    kept = _weeks(mine["week"], row["gaps"])
    mine["week"], wait_week = np.searchsorted(kept, mine["week"]), np.searchsorted(kept, waits["week"])
    return Pair(
        conversation_id=row["conversation_id"],
        me=None if row["me"] is None else int(row["me"] == row["person_b"]),
        zone=row["calendar"],
        observed_until_s=_seconds(row["observed_until"]),
        week_names=tuple(week_label(int(week)) for week in kept),
        blocks=WeekBlocks(
            kept.size, options.draws, options.block_weeks, options.level, options.min_weeks, options.seed
        ),
        turns=PairTurns(**mine),
        waits=PairWaits(
            waits["who"], wait_week, waits["clock_s"], active_s, waits["answered"], waits["tick_s"].max(initial=0.0)
        ),
    )


def _weeks(week: Ints, gaps: list[dict[str, Any]]) -> Ints:
    """The weeks from the first to the last turn, without empty ones that lie wholly inside a gap."""
    if week.size == 0:
        return week
    every = np.arange(week.min(), week.max() + 1)
    lost = np.zeros(every.size, dtype=bool)
    for gap in gaps:
        begin, end = _seconds(gap["start"]) * _MICRO, _seconds(gap["end"]) * _MICRO
        monday = (every * 7 - 3) * (_WEEK_US // 7)
        lost |= (monday >= begin) & (monday + _WEEK_US <= end)
    return every[~lost | np.isin(every, week)]

"""The turns of one pair as arrays: what the loop looks back on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.errors import OptionError
from evenstep.events.activity import WeekHours, week_hours
from evenstep.events.turns import Turns, turns
from evenstep.loop.options import LoopOptions

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MICRO = 1_000_000
TIE_S = 1e-3  # two turns of one moment: the later in the file comes this much later
SLIGHT_S = 1e-6  # what counts as no gap at all: every event a turn


@dataclass(frozen=True)
class History:
    """The turns of one pair in time order: an entry a turn; times in seconds since ``origin_s``, strictly rising."""

    conversation_id: str
    origin_s: float  # epoch seconds of time 0, the first turn
    who: Ints  # 0 a, 1 b
    begin_s: Floats
    end_s: Floats  # last event; the end of a picked-up call
    after_call: Bools  # the turn before ended in a call that was picked up: nobody owed an answer
    ends_in_call: Bools
    until_s: float
    gaps_s: Floats  # shape (gaps, 2): nothing is known inside
    hours: tuple[WeekHours, WeekHours]  # of a, b: local hours of the week
    ties: int  # turns that had to be moved apart

    @property
    def weeks(self) -> int:
        """Whole weeks from the first turn to the end."""
        return int(self.until_s // (7 * 86_400))

    @property
    def both_spoke(self) -> bool:
        """Whether there is anything between two people to look at."""
        return bool(np.unique(self.who).size == 2)


def history_of(conversations: pl.DataFrame, events: pl.DataFrame, options: LoopOptions) -> History:
    """The history of one conversation with both persons chosen. Raises OptionError (conversations)."""
    if conversations.height != 1:
        raise OptionError("conversations", f"the loop is about one conversation; there are {conversations.height}")
    row = conversations.row(0, named=True)
    if row["person_a"] is None or row["person_b"] is None:
        raise OptionError("conversations", "two persons must be chosen first (events.people.choose_two)")
    gap_s = max(options.turn_gap_s, SLIGHT_S)
    cut = turns(conversations, events, turn_gap_s=gap_s, session_gap_s=options.session_gap_s)
    return _from_turns(row, cut)


def _from_turns(row: dict[str, object], cut: Turns) -> History:
    table = cut.turns
    begin = table["first_time"].dt.timestamp("us").to_numpy() / MICRO
    end = table["last_time"].dt.timestamp("us").to_numpy() / MICRO
    observed = pl.Series([row["observed_until"]]).dt.timestamp("us")[0] / MICRO
    origin = float(begin[0]) if begin.size else float(observed)
    begin, ties = _apart(begin - origin)
    end = np.maximum(end - origin, begin)
    until = max(observed - origin, float(end.max(initial=0.0)), float(begin[-1] + 1.0) if begin.size else 1.0)
    gaps = np.array([[g["start"].timestamp(), g["end"].timestamp()] for g in row["gaps"]]).reshape(-1, 2) - origin  # type: ignore[attr-defined]
    after_call = table["after_call"].to_numpy()
    zones = (row["zone_a"], row["zone_b"])
    return History(
        conversation_id=str(row["conversation_id"]),
        origin_s=origin,
        who=(table["person"] == "b").to_numpy().astype(np.int64),
        begin_s=begin,
        end_s=end,
        after_call=after_call,
        ends_in_call=np.append(after_call[1:], [False])[: begin.size],
        until_s=until,
        gaps_s=gaps,
        hours=(_hours(zones[0], origin, until), _hours(zones[1], origin, until)),
        ties=ties,
    )


def _apart(begin: Floats) -> tuple[Floats, int]:
    """Strictly rising times: a turn at or before the one before it moves just behind it."""
    lift = np.arange(begin.size) * TIE_S
    rising = np.maximum.accumulate(begin - lift) + lift
    moved = rising > begin + TIE_S / 2
    return np.where(moved, rising, begin), int(moved.sum())


def _hours(zone: object, origin_s: float, until_s: float) -> WeekHours:
    return week_hours(zone if isinstance(zone, str) else None, origin_s - 3600.0, origin_s + until_s + 3600.0)

"""Turns, sessions and waitings as columns, computed for all conversations at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.errors import OptionError
from evenstep.events.paired import MICRO, PairedEvents, changes, paired_events
from evenstep.events.schema import TimeType

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PEOPLE: Final = ("a", "b")
PersonType: Final = pl.Enum(PEOPLE)

TURNS: Final[Mapping[str, pl.DataType]] = {
    "conversation_id": pl.String(),
    "person": PersonType,  # whose turn it is
    "first_time": TimeType,  # its first event
    "last_time": TimeType,  # its last event; the end of the call where a call was picked up
    "n_messages": pl.Int64(),  # events that are no call
    "n_words": pl.Int64(),
    "n_calls": pl.Int64(),
    "silence_s": pl.Float64(),  # since the last contact before it; null on the first of a conversation
    "session": pl.Int64(),  # from 0 within the conversation
    "left_censored": pl.Boolean(),  # what came before is not known: never a start
    "after_call": pl.Boolean(),  # the turn before ended in a call that was picked up
    "after_same": pl.Boolean(),  # the turn before is by the same person and nobody picked up a call in it
    "unanswered_call": pl.Boolean(),  # holds a call that nobody picked up
    "start": pl.Boolean(),
    "renewed_start": pl.Boolean(),
    "late_answer": pl.Boolean(),  # a start that also ends a waiting
    "follow_up": pl.Boolean(),
    "reach_act": pl.Boolean(),
}
WAITINGS: Final[Mapping[str, pl.DataType]] = {
    "conversation_id": pl.String(),
    "person": PersonType,  # the one waited for: the one who answers
    "begin": TimeType,  # first event of the other's first unanswered turn
    "end": TimeType,  # the answer, or the moment after which nothing is known
    "answered": pl.Boolean(),  # False: right-censored at `end`
    "by_call": pl.Boolean(),  # ended by a call that was picked up
    "left_censored": pl.Boolean(),  # its true beginning may lie before the file or inside a gap
    "resolution_s": pl.Float64(),  # the clock's tick at its beginning
}


@dataclass(frozen=True)
class Turns:
    """Two tables: ``turns`` (columns of TURNS) and ``waitings`` (columns of WAITINGS), by conversation and time."""

    turns: pl.DataFrame
    waitings: pl.DataFrame


def turns(
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    *,
    turn_gap_s: float = 300.0,
    session_gap_s: float = 8 * 3600.0,
) -> Turns:
    """Cut the events of the two people into turns, sessions and waitings (method.md 1).

    A turn is a maximal run of events of one person with gaps of at most ``turn_gap_s`` seconds; a session is a run
    of turns with silences below ``session_gap_s`` seconds. Reactions are contact, not answers, and make no turn.
    A call that was picked up is contact by both: it ends its turn and every open waiting.
    The start of a file and what lies inside or just after one of ``conversations.gaps`` is left-censored; a waiting
    is right-censored at ``observed_until`` or where a gap begins. Events in one clock tick are spread evenly over it.

    Events of other senders or of conversations not in the table are left out. Both tables come sorted by
    conversation and time, whatever the order of the rows. Raises OptionError for a gap that is not above 0.
    """
    for name, seconds in (("turn_gap_s", turn_gap_s), ("session_gap_s", session_gap_s)):
        if not seconds > 0:
            raise OptionError(name, f"should be above 0 seconds, not {seconds}")
    table = conversations.sort("conversation_id").with_row_index("conversation")
    each = paired_events(table, events)
    cut = _cut_turns(each, turn_gap_s)
    _add_sessions(cut, session_gap_s)
    for gap in _gaps(table, cut["conversation"]):
        _censor_after(cut, gap)
    _add_acts(cut, session_gap_s)
    waits = _cut_waitings(cut, table["observed_until"].dt.timestamp("us").to_numpy())
    for gap in _gaps(table, waits["conversation"]):
        _censor_waitings(waits, gap)
    names = table["conversation_id"]
    return Turns(_frame(cut, names, TURNS), _frame(waits, names, WAITINGS))


def _before(values: Any, fill: Any) -> Any:
    """The entry before each entry; ``fill`` before the first."""
    shifted = np.empty_like(values)
    shifted[:1] = fill
    shifted[1:] = values[:-1]
    return shifted


def _cut_turns(each: PairedEvents, turn_gap_s: float) -> dict[str, Any]:
    long_gap = each.time - _before(each.time, 0) > turn_gap_s * MICRO
    new = changes(each.conversation) | changes(each.who) | long_gap | _before(each.picked_up, fill=False)
    first = np.flatnonzero(new)
    last = np.append(first[1:], each.time.size) - 1 if first.size else first

    def total(values: Ints | Bools) -> Ints:
        sums: Ints = np.add.reduceat(values.astype(np.int64), first) if first.size else first
        return sums

    return {
        "conversation": each.conversation[first],
        "person": each.who[first],
        "first_time": each.time[first],
        "last_time": each.call_end[last],
        "last_event": each.time[last],
        "n_messages": total(~each.call),
        "n_words": total(each.words),
        "n_calls": total(each.call),
        "unanswered_call": total(each.missed) > 0,
        "picked_up": each.picked_up[last],
        "opens_picked_up": each.picked_up[first],
        "resolution_s": each.resolution[first] / MICRO,
    }


def _add_sessions(cut: dict[str, Any], session_gap_s: float) -> None:
    opening = changes(cut["conversation"])
    spans = pl.DataFrame({"conversation": cut["conversation"], "end": cut["last_time"]})
    contact_until = spans.select(pl.col("end").cum_max().over("conversation"))["end"].to_numpy()
    silence = np.maximum(cut["first_time"] - _before(contact_until, 0), 0)
    cut["opening"] = opening
    cut["silence_s"] = np.where(opening, np.nan, silence / MICRO)
    breaks = np.cumsum(opening | (silence >= session_gap_s * MICRO))
    count = np.diff(np.append(np.flatnonzero(opening), opening.size))
    cut["session"] = breaks - np.repeat(breaks[opening], count)
    cut["left_censored"] = opening.copy()


def _gaps(table: pl.DataFrame, conversation: Ints) -> Iterator[tuple[slice, int, int]]:
    """Each known gap of the history: the rows of its conversation, and its start and end in microseconds."""
    gaps = table.select("conversation", "gaps").filter(pl.col("gaps").list.len() > 0).explode("gaps").unnest("gaps")
    for number, start, end in gaps.with_columns(pl.col("start", "end").dt.timestamp("us")).iter_rows():
        lo, hi = np.searchsorted(conversation, [number, number + 1])
        yield slice(int(lo), int(hi)), start, end


def _censor_after(cut: dict[str, Any], gap: tuple[slice, int, int]) -> None:
    rows, start, end = gap
    time = cut["first_time"][rows]
    flags = cut["left_censored"][rows]  # a view: writing to it writes to the column
    flags |= (time > start) & (time < end)
    after = int(np.searchsorted(time, end))
    if after < time.size:
        flags[after] = True


def _add_acts(cut: dict[str, Any], session_gap_s: float) -> None:
    same_conversation = ~cut["opening"]
    after_call = same_conversation & _before(cut["picked_up"], fill=False)
    by_same = same_conversation & ~changes(cut["person"])
    with np.errstate(invalid="ignore"):  # the first silence of a conversation is NaN and compares as False
        far = cut["silence_s"] >= session_gap_s
        near = cut["silence_s"] < session_gap_s
    cut["after_call"] = after_call
    cut["after_same"] = by_same & ~after_call
    cut["start"] = far & ~cut["left_censored"]
    cut["renewed_start"] = cut["start"] & cut["after_same"]
    cut["late_answer"] = cut["start"] & ~by_same & ~after_call
    cut["follow_up"] = near & cut["after_same"]
    cut["reach_act"] = cut["start"] | cut["follow_up"] | cut["unanswered_call"]


def _cut_waitings(cut: dict[str, Any], observed_until: Ints) -> dict[str, Any]:
    """One waiting a run of turns of one person; none where the run opens with a call that was picked up."""
    new = cut["opening"] | changes(cut["person"]) | cut["after_call"]
    first = np.flatnonzero(new)
    last = np.append(first[1:], new.size) - 1 if first.size else first
    conversation = cut["conversation"][first]
    followed = np.append(conversation[1:] == conversation[:-1], [False])[: first.size]
    by_call = cut["picked_up"][last]
    begin = cut["first_time"][first]
    until = np.maximum(observed_until[conversation], begin)
    next_time = np.append(begin[1:], [0])[: first.size]
    waits = {
        "conversation": conversation,
        "person": 1 - cut["person"][first],
        "begin": begin,
        "end": np.where(by_call, cut["last_event"][last], np.where(followed, next_time, until)),
        "answered": by_call | followed,
        "by_call": by_call,
        "left_censored": cut["left_censored"][first],
        "resolution_s": cut["resolution_s"][first],
    }
    return {name: values[~cut["opens_picked_up"][first]] for name, values in waits.items()}


def _censor_waitings(waits: dict[str, Any], gap: tuple[slice, int, int]) -> None:
    rows, start, _ = gap
    into_gap = (waits["begin"][rows] <= start) & (waits["end"][rows] > start)
    waits["end"][rows][into_gap] = start
    waits["answered"][rows][into_gap] = False
    waits["by_call"][rows][into_gap] = False


def _frame(columns: dict[str, Any], names: pl.Series, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    index = pl.Series(columns["conversation"], dtype=pl.UInt32)
    made = []
    for name, dtype in schema.items():
        if name == "conversation_id":
            made.append(names.gather(index))
        elif dtype == PersonType:
            made.append(pl.Series(name, PEOPLE, dtype=dtype).gather(pl.Series(columns[name], dtype=pl.UInt32)))
        else:
            made.append(pl.Series(name, columns[name], nan_to_null=dtype == pl.Float64).cast(dtype))
    return pl.DataFrame(made)

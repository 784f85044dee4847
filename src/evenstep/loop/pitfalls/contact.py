"""One pair's turns as arrays in seconds: what every naive analysis starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from evenstep.errors import OptionError
from evenstep.events.activity import CELL_S, WeekHours, week_hours
from evenstep.events.turns import turns

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DAY_S: Final = 86_400.0
TURN_GAP_S: Final = 300.0
SESSION_GAP_S: Final = 8 * 3600.0
HALF_LIFE_ANSWERS: Final = 4.0


@dataclass(frozen=True)
class Contact:
    """The n turns of one conversation in time order; times in epoch seconds."""

    who: Ints  # (n,) 0 person a, 1 person b
    first_s: Floats  # its first event
    last_s: Floats  # its last event
    messages: Ints  # events in it
    next_s: Floats  # first event of the next turn; the end of what is known for the last
    next_who: Ints  # -1: nothing known of what comes next, or a call was picked up in it
    debt_s: Floats  # first event of the first turn of its run: where the debt clock starts
    earlier: Ints  # turns of the same person before it in its run: follow-ups and renewed starts so far
    hours: tuple[WeekHours, WeekHours]  # of a, of b

    def of_day(self, person: int, time_s: Floats) -> Ints:
        """The local hour of the day (0–23) of ``person`` at each time."""
        local = self.hours[person]
        cell = ((time_s - local.origin_s) // CELL_S).astype(np.int64)
        return np.asarray(local.hour[np.clip(cell, 0, local.hour.size - 1)] % 24)


def contact_of(conversations: pl.DataFrame, events: pl.DataFrame) -> Contact:
    """The turns of the one conversation in the tables. Raises OptionError when there is not exactly one."""
    if conversations.height != 1:
        raise OptionError("conversations", f"should hold one conversation, not {conversations.height}")
    each = turns(conversations, events, turn_gap_s=TURN_GAP_S, session_gap_s=SESSION_GAP_S).turns
    row = conversations.row(0, named=True)
    who = each["person"].to_physical().cast(pl.Int64).to_numpy()
    first = _seconds(each["first_time"])
    calls = each["after_call"].to_numpy()
    cut = each["left_censored"].to_numpy()
    until = np.array([max(row["observed_until"].timestamp(), *first[-1:])])
    opens = np.ones(who.size, dtype=np.bool_)
    opens[1:] = (who[1:] != who[:-1]) | calls[1:] | cut[1:]
    run = np.flatnonzero(opens)[np.cumsum(opens) - 1]
    known_next = np.append(~(calls | cut)[1:], [False])[: who.size]
    zones = (row["zone_a"], row["zone_b"])
    return Contact(
        who,
        first,
        _seconds(each["last_time"]),
        (each["n_messages"] + each["n_calls"]).to_numpy(),
        np.concatenate([first[1:], until])[: who.size],
        np.where(known_next, np.append(who[1:], [-1])[: who.size], -1),
        first[run],
        np.arange(who.size) - run,
        (_local(zones[0], row), _local(zones[1], row)),
    )


def answers(contact: Contact, person: int) -> tuple[Floats, Floats, Ints]:
    """When ``person`` answered, after how long since the first unanswered turn, and how many messages had waited."""
    reply = (contact.who == 1 - person) & (contact.next_who == person)
    total = np.concatenate([[0], np.cumsum(contact.messages)])
    last = np.flatnonzero(reply)
    waited = total[last + 1] - total[last - contact.earlier[last]]
    return contact.next_s[last], contact.next_s[last] - contact.debt_s[last], waited


def recent_log_wait(contact: Contact, person: int, time_s: Floats) -> Floats:
    """The running mean of ``person``'s log waits before each time: half-life 4 answers; their mean before the first."""
    when, wait, _ = answers(contact, person)
    if when.size == 0:
        return np.zeros(time_s.size)
    logs = pl.Series(np.log(np.maximum(wait, 1.0)))
    running = logs.ewm_mean(half_life=HALF_LIFE_ANSWERS, adjust=False).to_numpy()
    before = np.searchsorted(when, time_s, side="left")
    seen = np.where(before > 0, running[np.maximum(before - 1, 0)], float(running.mean()))
    return np.asarray(seen, dtype=np.float64)


def follow_up_times(contact: Contact, person: int) -> Floats:
    """When ``person`` wrote again without an answer: follow-ups and renewed starts."""
    again = (contact.who == person) & (contact.earlier > 0)
    return np.asarray(contact.first_s[again], dtype=np.float64)


def _seconds(time: pl.Series) -> Floats:
    return np.asarray(time.dt.timestamp("us").to_numpy() / 1e6, dtype=np.float64)


def _local(zone: str | None, row: dict[str, object]) -> WeekHours:
    begin, end = row["observed_from"], row["observed_until"]
    return week_hours(zone, begin.timestamp() - DAY_S, end.timestamp() + DAY_S)  # type: ignore[attr-defined]

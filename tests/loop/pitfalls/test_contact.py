"""What the naive analyses start from: turns as arrays, answers with what had waited, running waits."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.loop.pitfalls.contact import answers, contact_of, follow_up_times, recent_log_wait
from tables import conversations_of, events_from

ROWS = [
    ("A", "2024-01-01 10:00"),
    ("A", "2024-01-01 10:01"),  # same turn
    ("A", "2024-01-01 10:30"),  # follow-up
    ("B", "2024-01-01 11:00"),  # answer after 1 h, 3 messages had waited
    ("A", "2024-01-01 11:10"),
    ("A", "2024-01-02 08:00"),  # renewed start
    ("B", "2024-01-02 08:20"),
]


def test_turns_debts_and_follow_ups() -> None:
    events = events_from(ROWS)
    contact = contact_of(conversations_of(events), events)
    assert contact.who.tolist() == [0, 0, 1, 0, 0, 1]
    assert contact.earlier.tolist() == [0, 1, 0, 0, 1, 0]
    assert ((contact.debt_s - contact.first_s[0]) / 60).tolist() == [0, 0, 60, 70, 70, 1340]
    assert contact.next_who.tolist() == [0, 1, 0, 0, 1, -1]
    assert ((follow_up_times(contact, 0) - contact.first_s[0]) / 60).tolist() == [30, 1320]
    when, wait, waited = answers(contact, 1)
    assert (wait / 60).tolist() == [60, 1270]
    assert waited.tolist() == [3, 2]
    assert ((when - contact.first_s[0]) / 60).tolist() == [60, 1340]


def test_the_running_wait_has_a_half_life_of_four_answers_and_looks_back_only() -> None:
    events = events_from(ROWS)
    contact = contact_of(conversations_of(events), events)
    when, wait, _ = answers(contact, 1)
    keep = 0.5**0.25
    second = keep * np.log(wait[0]) + (1 - keep) * np.log(wait[1])
    found = recent_log_wait(contact, 1, np.array([when[0] - 1, when[0], when[0] + 1, when[1] + 1]))
    average = (np.log(wait[0]) + second) / 2
    np.testing.assert_allclose(found, [average, average, np.log(wait[0]), second])


def test_a_picked_up_call_ends_the_debt() -> None:
    events = events_from([
        ("A", "2024-01-01 10:00"),
        ("A", "2024-01-01 10:20", {"kind": "call", "duration_s": 60.0}),
        ("A", "2024-01-01 11:00"),
        ("B", "2024-01-01 11:05"),
    ])  # fmt: skip
    contact = contact_of(conversations_of(events), events)
    assert contact.earlier.tolist() == [0, 1, 0, 0]
    assert contact.next_who.tolist() == [0, -1, 1, -1]


def test_the_hour_is_the_persons_own() -> None:
    events = events_from(ROWS)
    contact = contact_of(conversations_of(events, zone_b="Asia/Tokyo"), events)
    assert contact.of_day(0, contact.first_s[:1]).tolist() == [10]
    assert contact.of_day(1, contact.first_s[:1]).tolist() == [19]


def test_two_conversations_are_refused() -> None:
    events = pl.concat([events_from(ROWS), events_from(ROWS, "d")])
    with pytest.raises(OptionError, match="one conversation"):
        contact_of(conversations_of(events), events)

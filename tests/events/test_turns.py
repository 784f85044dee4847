"""Turns, sessions and waitings on conversations small enough to work out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.events.turns import TURNS, WAITINGS, Turns, turns
from tables import Row, conversations_of, events_from, utc


def cut(rows: list[Row], *, resolution_s: float = 1.0, **columns: object) -> Turns:
    events = events_from(rows, resolution_s=resolution_s)
    return turns(conversations_of(events, **columns), events)


def minutes(waitings: pl.DataFrame) -> list[tuple[str, float, bool]]:
    """(who answers, minutes, answered) of each waiting."""
    rows = waitings.select("person", (pl.col("end") - pl.col("begin")).dt.total_seconds() / 60, "answered")
    return [(person, length, answered) for person, length, answered in rows.iter_rows()]


def flagged(table: pl.DataFrame, flag: str) -> list[int]:
    return table[flag].arg_true().to_list()


def test_a_turn_ends_after_a_gap_or_with_another_sender() -> None:
    """A A (2 min) A (5 min, still one turn) | A (5 min 1 s later) | B | A"""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("A", "2024-01-01 10:02"),
            ("A", "2024-01-01 10:07"),
            ("A", "2024-01-01 10:12:01"),
            ("B", "2024-01-01 10:13"),
            ("A", "2024-01-01 10:13:30"),
        ]
    ).turns
    assert got["person"].to_list() == ["a", "a", "b", "a"]
    assert got["n_messages"].to_list() == [3, 1, 1, 1]
    assert got["silence_s"].to_list() == [None, 301.0, 59.0, 30.0]
    assert flagged(got, "follow_up") == [1]
    assert flagged(got, "reach_act") == [1]
    assert flagged(got, "start") == []


def test_the_waiting_runs_from_the_first_unanswered_event_and_follow_ups_do_not_end_it() -> None:
    """A 10:00, A 10:01, A again 11:00, B 11:30, then nothing until the file's end at 12:00 (a reaction by A)."""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("A", "2024-01-01 10:01"),
            ("A", "2024-01-01 11:00"),
            ("B", "2024-01-01 11:30"),
            ("A", "2024-01-01 12:00", {"kind": "reaction"}),
        ]
    )
    assert minutes(got.waitings) == [("b", 90.0, True), ("a", 30.0, False)]
    assert got.waitings["left_censored"].to_list() == [True, False]
    assert got.turns.height == 3  # a reaction is no turn and no answer


def test_a_session_starts_after_exactly_the_session_gap() -> None:
    """A, B 7 h 59 min 59 s later (same session), A 8 h after that: a start that is also a late answer."""
    got = cut([("A", "2024-01-01 00:00"), ("B", "2024-01-01 07:59:59"), ("A", "2024-01-01 15:59:59")]).turns
    assert got["session"].to_list() == [0, 0, 1]
    assert flagged(got, "start") == [2]
    assert flagged(got, "late_answer") == [2]
    assert flagged(got, "renewed_start") == []


def test_a_renewed_start_follows_ones_own_last_word() -> None:
    """B answers A at 10:10; B writes again the next day: a renewed start, and still the same waiting of B for A."""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("B", "2024-01-01 10:10"),
            ("B", "2024-01-02 10:10"),
            ("A", "2024-01-02 10:20"),
        ]
    )
    assert flagged(got.turns, "renewed_start") == [2]
    assert flagged(got.turns, "follow_up") == []
    assert flagged(got.turns, "reach_act") == [2]
    assert minutes(got.waitings)[1] == ("a", 24 * 60 + 10.0, True)


def test_the_first_turn_of_a_file_is_never_a_start() -> None:
    got = cut([("A", "2024-01-01 10:00")]).turns
    assert got["left_censored"].to_list() == [True]
    assert got["start"].to_list() == [False]
    assert got["silence_s"].to_list() == [None]


def test_a_call_picked_up_is_contact_by_both_and_ends_the_waiting() -> None:
    """A writes 10:00, calls 10:20 for 10 min (picked up), writes again at 10:33. B writes at 11:00."""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("A", "2024-01-01 10:20", {"kind": "call", "duration_s": 600.0}),
            ("A", "2024-01-01 10:33"),
            ("B", "2024-01-01 11:00"),
        ]
    )
    assert got.turns["person"].to_list() == ["a", "a", "a", "b"]
    assert flagged(got.turns, "follow_up") == [1]  # the call was a follow-up, what came after it is not
    assert got.turns["silence_s"].to_list()[2] == 180.0  # from the end of the call
    assert minutes(got.waitings)[:2] == [("b", 20.0, True), ("b", 27.0, True)]
    assert got.waitings["by_call"].to_list() == [True, False, False]


def test_a_turn_ends_with_a_call_picked_up_even_within_the_turn_gap() -> None:
    """A writes, calls one minute later (picked up), writes one minute after hanging up: two turns."""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("A", "2024-01-01 10:01", {"kind": "call", "duration_s": 30.0}),
            ("A", "2024-01-01 10:02:30"),
        ]
    )
    assert got.turns["n_calls"].to_list() == [1, 0]
    assert got.turns["after_call"].to_list() == [False, True]


def test_a_run_that_opens_with_a_call_picked_up_waits_for_nobody() -> None:
    """B writes 10:00; A calls back at 10:30 and B picks up: B's waiting ends, none opens."""
    got = cut([("B", "2024-01-01 10:00"), ("A", "2024-01-01 10:30", {"kind": "call", "duration_s": 5.0})])
    assert minutes(got.waitings) == [("a", 30.0, True)]


@pytest.mark.parametrize(
    ("call", "unanswered"),
    [
        ({"kind": "missed_call"}, True),
        ({"kind": "call", "duration_s": 0.0}, True),
        ({"kind": "call", "duration_s": None}, False),
        ({"kind": "voice", "duration_s": 0.0}, False),
    ],
)
def test_only_a_call_known_to_be_unanswered_is_a_reach_act(call: dict[str, object], unanswered: bool) -> None:
    got = cut([("B", "2024-01-01 10:00"), ("A", "2024-01-01 10:10", call)])
    assert got.turns["unanswered_call"].to_list() == [False, unanswered]
    assert got.turns["reach_act"].to_list() == [False, unanswered]
    assert minutes(got.waitings) == [("a", 10.0, True), ("b", 0.0, False)]


def test_a_start_that_is_also_a_missed_call_counts_once() -> None:
    got = cut([("B", "2024-01-01 10:00"), ("B", "2024-01-02 10:00", {"kind": "missed_call"})]).turns
    assert got["reach_act"].sum() == 1


def test_events_of_one_minute_are_spread_over_it_in_file_order() -> None:
    """One-minute clock: A B A in 10:00 stand at 0, 20 and 40 s; a lone event at 10:05 stays where it is."""
    rows: list[Row] = [
        ("A", "2024-01-01 10:00"),
        ("B", "2024-01-01 10:00"),
        ("A", "2024-01-01 10:00"),
        ("B", "2024-01-01 10:05"),
    ]
    got = cut(rows, resolution_s=60.0)
    assert got.turns["first_time"].to_list() == [
        utc("2024-01-01 10:00:00"),
        utc("2024-01-01 10:00:20"),
        utc("2024-01-01 10:00:40"),
        utc("2024-01-01 10:05:00"),
    ]
    assert got.waitings["resolution_s"].to_list() == [60.0] * 4


def test_clocks_of_different_ticks_in_one_conversation_still_run_forward() -> None:
    """Two minute-clock events at 10:00 (spread to 0 and 30 s) around a second-clock event at 10:00:10."""
    events = pl.concat(
        [
            events_from([("A", "2024-01-01 10:00"), ("A", "2024-01-01 10:00")], resolution_s=60.0),
            events_from([("B", "2024-01-01 10:00:10")]).with_columns(event_id=pl.lit(9, pl.Int64)),
        ]
    )
    got = turns(conversations_of(events), events).turns
    assert got["person"].to_list() == ["a", "b", "a"]
    assert got["silence_s"].to_list() == [None, 10.0, 20.0]


def test_a_gap_of_the_history_censors_both_sides() -> None:
    """B writes 1 Jan, the phone is lost until 20 Jan, A writes that day and B the day after."""
    got = cut(
        [
            ("A", "2024-01-01 10:00"),
            ("B", "2024-01-01 11:00"),
            ("A", "2024-01-20 10:00"),
            ("B", "2024-01-21 10:00"),
        ],
        gaps=[("2024-01-01 12:00", "2024-01-20 10:00")],
    )
    assert got.turns["left_censored"].to_list() == [True, False, True, False]
    assert flagged(got.turns, "start") == [3]  # the turn just after the gap is no start
    assert minutes(got.waitings)[:3] == [("b", 60.0, True), ("a", 60.0, False), ("b", 24 * 60.0, True)]
    assert got.waitings["left_censored"].to_list() == [True, False, True, False]


def test_a_turn_inside_a_gap_is_no_start_and_neither_is_the_first_one_after() -> None:
    got = cut(
        [("A", "2024-01-01 10:00"), ("B", "2024-01-10 10:00"), ("A", "2024-01-20 10:00"), ("B", "2024-01-30 10:00")],
        gaps=[("2024-01-02 00:00", "2024-01-15 00:00")],
    ).turns
    assert flagged(got, "start") == [3]


def test_the_last_waiting_is_censored_when_observation_ends_not_later() -> None:
    got = cut([("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:30")], observed_until="2024-01-01 16:30")
    assert minutes(got.waitings)[-1] == ("a", 360.0, False)


def test_other_senders_and_other_conversations_are_left_out() -> None:
    events = pl.concat(
        [
            events_from([("A", "2024-01-01 10:00"), ("Z", "2024-01-01 10:01"), ("A", "2024-01-01 10:02")]),
            events_from([("A", "2024-01-01 10:00")], conversation_id="elsewhere"),
        ]
    )
    conversations = conversations_of(events).filter(pl.col("conversation_id") == "c")
    assert turns(conversations, events).turns["n_messages"].to_list() == [2]


def test_conversations_do_not_touch_each_other() -> None:
    """The last sender of one conversation and the first of the next are the same, minutes apart."""
    one = events_from([("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:01")], conversation_id="1")
    two = events_from([("B", "2024-01-01 10:02"), ("A", "2024-01-01 10:03")], conversation_id="2")
    both = pl.concat([two, one])
    got = turns(conversations_of(both), both)
    assert got.turns["conversation_id"].to_list() == ["1", "1", "2", "2"]
    assert got.turns["left_censored"].to_list() == [True, False, True, False]
    assert minutes(got.waitings) == [("b", 1.0, True), ("a", 0.0, False), ("a", 1.0, True), ("b", 0.0, False)]


def test_no_events_give_empty_tables_of_the_right_shape() -> None:
    events = events_from([("A", "2024-01-01 10:00")])
    got = turns(conversations_of(events), events.clear())
    assert dict(got.turns.schema) == dict(TURNS)
    assert dict(got.waitings.schema) == dict(WAITINGS)
    assert got.turns.height == got.waitings.height == 0


@pytest.mark.parametrize("options", [{"turn_gap_s": 0.0}, {"session_gap_s": -1.0}, {"turn_gap_s": float("nan")}])
def test_a_gap_must_be_above_zero(options: dict[str, float]) -> None:
    events = events_from([("A", "2024-01-01 10:00")])
    with pytest.raises(OptionError, match=next(iter(options))):
        turns(conversations_of(events), events, **options)


def test_the_order_of_the_file_stands_where_two_phones_disagree_a_little() -> None:
    """B's phone is two minutes slow: B's answer stands after A's question, as in the file, not before it."""
    tables = events_from([("A", "2024-01-01 10:00"), ("B", "2024-01-01 09:58"), ("A", "2024-01-01 10:01")])
    found = turns(conversations_of(tables), tables)
    assert found.turns["person"].to_list() == ["a", "b", "a"]
    assert found.turns["first_time"].is_sorted()


def test_a_large_step_back_in_time_is_believed() -> None:
    tables = events_from([("A", "2024-01-02 10:00"), ("B", "2024-01-01 10:00"), ("A", "2024-01-02 10:01")])
    assert turns(conversations_of(tables), tables).turns["person"].to_list() == ["b", "a"]

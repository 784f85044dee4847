"""Laws of turns and measures: labels, row order, splitting, shifting in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.events.schema import TimeType
from evenstep.events.turns import turns
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from tables import conversations_of, events_table, swapped, utc
from worlds import simulate

# Few draws and a low minimum, so that small examples have intervals too.
OPTIONS = MeasureOptions(draws=60, min_weeks=2, hard_weeks=frozenset({"2024-W02", "2024-W03"}))
KEYS = ["conversation_id", "measure", "person", "key"]
OTHER = {"a": "b", "b": "a"}
OTHER_VERDICT = {"a_more": "b_more", "b_more": "a_more", "even": "even", "cant_tell": "cant_tell"}

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", None])
EVENT = st.fixed_dictionaries(
    {
        "gap_s": st.sampled_from([0, 20, 200, 301, 4_000, 30_000, 100_000, 400_000]),
        "sender": st.sampled_from(["A", "A", "B", "B", "Z"]),
        "kind": st.sampled_from(["text", "text", "text", "call", "missed_call", "reaction", "voice"]),
        "duration_s": st.sampled_from([None, 0.0, 90.0]),
        "n_words": st.integers(0, 9),
        "resolution_s": st.sampled_from([1.0, 60.0]),
    }
)


def table_of(chats: list[list[dict[str, Any]]]) -> pl.DataFrame:
    rows = []
    for number, chat in enumerate(chats):
        time = utc("2024-01-01 06:00")
        for i, event in enumerate(chat):
            time += timedelta(seconds=event["gap_s"])
            floored = time.replace(second=0) if event["resolution_s"] == 60 else time
            rest = {key: value for key, value in event.items() if key != "gap_s"}
            rows.append(rest | {"conversation_id": f"chat {number}", "event_id": i, "time": floored})
    return events_table(rows)


CHATS = st.lists(st.lists(EVENT, min_size=1, max_size=40), min_size=1, max_size=3).map(table_of)
PEOPLE = st.fixed_dictionaries({"zone_a": ZONES, "zone_b": ZONES, "me": st.sampled_from(["A", "B", None])})


def normal(results: pl.DataFrame) -> pl.DataFrame:
    return results.sort(KEYS, maintain_order=True)


def relabelled(results: pl.DataFrame) -> pl.DataFrame:
    """What the results should become when the two labels are swapped."""
    return normal(
        results.with_columns(
            pl.col("person").replace_strict(OTHER),
            pl.col("verdict").replace_strict(OTHER_VERDICT, return_dtype=pl.String),
        )
    )


@settings(max_examples=25, deadline=None)
@given(CHATS, PEOPLE)
def test_swapping_the_labels_swaps_the_results_exactly(events: pl.DataFrame, people: dict[str, Any]) -> None:
    conversations = conversations_of(events, **people)
    there = measure(conversations, events, options=OPTIONS)
    back = measure(swapped(conversations), events, options=OPTIONS)
    assert normal(back).equals(relabelled(there))


def test_swapping_the_labels_swaps_a_whole_simulated_year_exactly() -> None:
    made = simulate("drift", 52, 8)
    conversations = made.conversations.with_columns(zone_b=pl.lit("Asia/Tokyo"))
    there = measure(conversations, made.events)
    back = measure(swapped(conversations), made.events)
    assert there["low"].is_not_null().sum() > 300
    assert normal(back).equals(relabelled(there))


@settings(max_examples=25, deadline=None)
@given(CHATS, PEOPLE, st.integers(0, 2**32 - 1))
def test_the_order_of_rows_does_not_matter(events: pl.DataFrame, people: dict[str, Any], seed: int) -> None:
    conversations = conversations_of(events, **people)
    shuffled_events = events.sample(fraction=1, shuffle=True, seed=seed)
    shuffled = conversations.sample(fraction=1, shuffle=True, seed=seed)
    assert measure(shuffled, shuffled_events, options=OPTIONS).equals(measure(conversations, events, options=OPTIONS))


@settings(max_examples=25, deadline=None)
@given(CHATS, PEOPLE)
def test_splitting_by_conversation_changes_nothing(events: pl.DataFrame, people: dict[str, Any]) -> None:
    conversations = conversations_of(events, **people)
    parts = [
        measure(one, events.filter(pl.col("conversation_id") == name), options=OPTIONS)
        for (name,), one in conversations.group_by("conversation_id", maintain_order=True)
    ]
    assert pl.concat(parts).equals(measure(conversations, events, options=OPTIONS))


@settings(max_examples=20, deadline=None)
@given(CHATS, st.integers(-200, 200))
def test_a_shift_by_whole_weeks_changes_no_number(events: pl.DataFrame, weeks: int) -> None:
    """In UTC, where no clock changes; months aside, which do not move by weeks."""
    options = MeasureOptions(draws=60, min_weeks=2)
    names = ["participation_turns", "initiation_share", "waiting_median", "waiting_curve", "runs_mean", "rhythm_hours"]
    moved = events.with_columns((pl.col("time") + timedelta(weeks=weeks)).cast(TimeType))
    here = measure(conversations_of(events, me="A"), events, names, options)
    there = measure(conversations_of(moved, me="A"), moved, names, options)
    exact = ["measure", "person", "key", "n", "n_weeks", "enough", "verdict", "holds_for", "interval"]
    assert here.select(exact).equals(there.select(exact))
    for name in ("value", "low", "high"):
        assert here[name].is_null().equals(there[name].is_null())
        off = (here[name] - there[name]).abs().drop_nulls()
        assert off.len() == 0 or off.max() < 1e-4


@settings(max_examples=25, deadline=None)
@given(CHATS)
def test_turns_keep_every_event_and_waitings_never_overlap(events: pl.DataFrame) -> None:
    cut = turns(conversations_of(events), events)
    counted = events.filter((pl.col("sender").cast(pl.String) != "Z") & (pl.col("kind") != "reaction")).height
    assert cut.turns["n_messages"].sum() + cut.turns["n_calls"].sum() == counted
    assert (cut.waitings["end"] >= cut.waitings["begin"]).all()
    following = cut.waitings.with_columns(next=pl.col("begin").shift(-1).over("conversation_id")).drop_nulls("next")
    # A waiting cut at observed_until may be shorter than the spread of its last minute; all others end in order.
    assert (following.filter("answered")["end"] <= following.filter("answered")["next"]).all()
    one_kind = cut.turns.select((pl.col("start").cast(int) + pl.col("follow_up").cast(int)).max()).item()
    assert one_kind is None or one_kind <= 1

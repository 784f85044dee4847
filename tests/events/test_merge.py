"""Merging: the same file twice, overlapping exports in any order, two platforms, two phones in two zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.events.merge import Import, merge_events
from evenstep.events.schema import check_conversations, check_events, conform_conversations, conform_events

START = datetime(2024, 3, 4, 9, tzinfo=UTC)
Row = tuple[float, str, int]  # minutes after START, sender, length


def an_import(
    rows: list[Row], *, name: str = "one", source: str = "whatsapp", tick_s: float = 60.0, shift_h: int = 0
) -> Import:
    """These rows in file order, seen through a clock with this tick."""
    n = len(rows)
    exact = [START + timedelta(minutes=m, hours=shift_h) for m, _, _ in rows]
    times = [t - timedelta(seconds=t.timestamp() % tick_s) for t in exact]
    events = pl.DataFrame(
        {
            "conversation_id": [name] * n, "event_id": range(n), "import_id": [name] * n, "source": [source] * n,
            "time": times, "resolution_s": [tick_s] * n, "sender": [s for _, s, _ in rows], "kind": ["text"] * n,
            "n_chars": [c for _, _, c in rows], "n_words": [1] * n, "duration_s": [None] * n, "reply_to": [None] * n,
            "edited": [False] * n, "zone_source": ["given"] * n, "source_line": range(1, n + 1),
        }
    )  # fmt: skip
    conversation = pl.DataFrame(
        {
            "conversation_id": [name], "person_a": ["Al"], "person_b": ["Bo"], "me": [None], "zone_a": ["UTC"],
            "zone_b": ["UTC"], "observed_from": [min(times)], "observed_until": [max(times)], "capped": [False],
            "gaps": [[]], "sources": [[source]],
        }
    )  # fmt: skip
    return Import(conform_conversations(conversation), conform_events(events))


def lengths(events: pl.DataFrame) -> list[int]:
    return events["n_chars"].to_list()


TALK: list[Row] = [
    (0, "Al", 1),
    (0.4, "Al", 2),
    (2, "Bo", 3),
    (3, "Al", 4),
    (90, "Bo", 5),
    (91, "Bo", 5),
    (91.5, "Al", 6),
]


def test_the_same_file_twice_adds_nothing() -> None:
    merged = merge_events([an_import(TALK), an_import(TALK)])
    assert lengths(merged.events) == [1, 2, 3, 4, 5, 5, 6]
    assert (merged.new, merged.already_there) == ({"one": 7}, {"one": 0})


def test_the_same_chat_under_another_file_name_adds_nothing() -> None:
    merged = merge_events([an_import(TALK), an_import(TALK, name="two")])
    assert lengths(merged.events) == [1, 2, 3, 4, 5, 5, 6]
    assert sorted(merged.already_there.values()) == [0, 7]


def test_equal_messages_in_one_minute_stay_as_many_as_they_were() -> None:
    rows: list[Row] = [(0, "Al", 2), (0.1, "Al", 2), (0.2, "Al", 2)]
    merged = merge_events([an_import(rows), an_import(rows[:2], name="two")])
    assert merged.events.height == 3


def test_an_overlapping_export_adds_only_its_new_part_in_any_order() -> None:
    early, late = an_import(TALK[:5], name="early"), an_import([*TALK[2:], (200, "Al", 9)], name="late")
    results = [merge_events(list(order)) for order in permutations([early, late])]
    assert lengths(results[0].events) == [1, 2, 3, 4, 5, 5, 6, 9]
    assert results[0].events.equals(results[1].events)
    assert results[0].conversation.equals(results[1].conversation)
    assert sum(results[0].new.values()) == 8
    check_events(results[0].events)
    check_conversations(results[0].conversation)


def test_the_partners_export_from_another_zone_merges() -> None:
    """Thirty messages seen by a phone six hours ahead, whose zone was taken to be ours."""
    rows: list[Row] = [(7 * i, "AlBo"[2 * (i % 2) : 2 * (i % 2) + 2], 1 + i % 5) for i in range(30)]
    ours = an_import(rows, name="ours")
    theirs = an_import([*rows, (400, "Bo", 77)], name="theirs", shift_h=6)
    merged = merge_events([ours, theirs])
    assert merged.events.height == 31
    assert sorted(merged.already_there.values()) == [0, 30]
    last = merged.events.sort("time").row(-1, named=True)
    assert last["n_chars"] == 77, "the partner's own message stands on the same clock as the rest"
    assert (merged.events["time"].max() - merged.events["time"].min()) == timedelta(minutes=400)


def test_a_few_chance_agreements_do_not_shift_a_clock() -> None:
    """Five equal messages exactly an hour later are five new messages."""
    rows: list[Row] = [(i, "Al", 2) for i in range(5)]
    merged = merge_events([an_import(rows), an_import([(m + 60, s, c) for m, s, c in rows], name="two")])
    assert merged.events.height == 10


def test_a_finer_clock_wins_and_still_matches() -> None:
    merged = merge_events([an_import(TALK), an_import(TALK, name="fine", tick_s=1.0)])
    assert merged.events.height == 7
    assert merged.events["resolution_s"].to_list() == [1.0] * 7


def test_two_platforms_interleave_and_nothing_is_dropped() -> None:
    other = an_import([(1, "Bo", 1), (50, "Al", 2)], name="tg", source="telegram", tick_s=1.0)
    merged = merge_events([an_import(TALK), other])
    assert lengths(merged.events) == [1, 2, 1, 3, 4, 2, 5, 5, 6]
    assert merged.already_there == {"one": 0, "tg": 0}
    assert merged.conversation["sources"][0].to_list() == ["telegram", "whatsapp"]


def test_file_order_stands_where_time_steps_back_a_little() -> None:
    rows: list[Row] = [(0, "Al", 1), (10, "Bo", 2), (8, "Al", 3), (12, "Bo", 4)]
    merged = merge_events([an_import(rows), an_import([(500, "Al", 9)], name="two")])
    assert lengths(merged.events) == [1, 2, 3, 4, 9]


def test_a_hole_between_two_imports_is_a_gap_of_the_history() -> None:
    merged = merge_events([an_import(TALK), an_import([(9_000, "Al", 9), (9_001, "Bo", 8)], name="later")])
    (gap,) = merged.conversation["gaps"][0].to_list()
    assert gap["start"] == START + timedelta(minutes=91)
    assert gap["end"] == START + timedelta(minutes=9_000)


def test_replies_still_point_to_their_message() -> None:
    one = an_import(TALK)
    replied = one.events.with_columns(reply_to=pl.when(pl.col("event_id") == 3).then(2).otherwise(None).cast(pl.Int64))
    merged = merge_events([Import(one.conversation, replied), an_import([(-5, "Bo", 40)], name="before")])
    (reply,) = merged.events.filter(pl.col("reply_to").is_not_null()).to_dicts()
    assert merged.events.row(reply["reply_to"], named=True)["n_chars"] == 3


def test_different_people_are_not_merged() -> None:
    stranger = an_import(TALK, name="two")
    named = Import(stranger.conversation.with_columns(person_b=pl.lit("Cy")), stranger.events)
    with pytest.raises(OptionError, match="different people: Al with Bo and Al with Cy"):
        merge_events([an_import(TALK), named])
    with pytest.raises(OptionError, match="nothing to merge"):
        merge_events([])


rows_of_a_chat = st.lists(
    st.tuples(st.integers(0, 5_000), st.sampled_from(["Al", "Bo"]), st.integers(0, 3)), min_size=2, max_size=60
).map(lambda rows: sorted(rows, key=lambda row: row[0]))


@settings(deadline=None, max_examples=60)
@given(rows_of_a_chat, st.data())
def test_any_two_pieces_of_a_chat_give_the_chat_back(rows: list[Row], data: st.DataObject) -> None:
    """Cut a chat into two overlapping pieces: merged in either order they are the chat again.

    Cut between minutes: of three equal messages in one minute, two in each piece cannot be told from two in all.
    """
    minutes = sorted({row[0] for row in rows})
    start = data.draw(st.sampled_from(minutes))
    end = data.draw(st.sampled_from([minute for minute in minutes if minute >= start]))
    first, second = [row for row in rows if row[0] <= end], [row for row in rows if row[0] >= start]
    whole = an_import(rows).events
    pieces = [an_import(first, name="first"), an_import(second, name="second")]
    for order in permutations(pieces):
        merged = merge_events(list(order)).events
        seen = merged.select("time", "sender", "n_chars").sort("time", "sender", "n_chars")
        assert seen.equals(whole.select("time", "sender", "n_chars").sort("time", "sender", "n_chars"))

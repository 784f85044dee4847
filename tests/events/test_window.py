"""A period cut out of a conversation is left-censored where it was cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.events.schema import check_conversations, conform_conversations, conform_events
from evenstep.events.window import between

DAY = [datetime(2024, 1, d, 12, tzinfo=UTC) for d in range(1, 11)]


def ten_days() -> tuple[pl.DataFrame, pl.DataFrame]:
    events = pl.DataFrame(
        {
            "conversation_id": ["c"] * 10, "event_id": range(10), "import_id": ["i"] * 10, "source": ["table"] * 10,
            "time": DAY, "resolution_s": [1.0] * 10, "sender": ["A", "B"] * 5, "kind": ["text"] * 10,
            "n_chars": [1] * 10, "n_words": [1] * 10, "duration_s": [None] * 10, "reply_to": [None] * 10,
            "edited": [False] * 10, "zone_source": ["given"] * 10, "source_line": range(10),
        }
    )  # fmt: skip
    conversations = pl.DataFrame(
        {
            "conversation_id": ["c"], "person_a": ["A"], "person_b": ["B"], "me": [None], "zone_a": ["UTC"],
            "zone_b": ["UTC"], "observed_from": DAY[:1], "observed_until": DAY[-1:], "capped": [False], "gaps": [[]],
            "sources": [["table"]],
        }
    )  # fmt: skip
    return conform_conversations(conversations), conform_events(events)


def test_a_cut_end_is_the_last_moment_seen_and_a_cut_start_is_no_limit_of_the_app() -> None:
    conversations, events = between(*ten_days(), since=DAY[2], until=DAY[7])
    assert events["event_id"].to_list() == [2, 3, 4, 5, 6]
    row = check_conversations(conversations).row(0, named=True)
    assert (row["observed_from"], row["observed_until"], row["capped"]) == (DAY[2], DAY[7], False)


def test_a_period_wider_than_the_chat_changes_nothing() -> None:
    tables = ten_days()
    wide = between(*tables, since=DAY[0] - timedelta(days=9), until=DAY[-1] + timedelta(days=9))
    assert wide[0].equals(tables[0])
    assert wide[1].equals(tables[1])


@pytest.mark.parametrize(
    ("since", "until", "problem"),
    [(DAY[3], DAY[3], "not after"), (DAY[9] + timedelta(days=1), None, "no message lies in this period")],
)
def test_periods_that_cannot_be(since: datetime, until: datetime | None, problem: str) -> None:
    with pytest.raises(OptionError, match=problem):
        between(*ten_days(), since, until)

"""The two tables: what keeps the contract passes unchanged, what breaks it is named by row and column."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from evenstep.errors import EventTableError
from evenstep.events.schema import (
    CONVERSATIONS,
    EVENTS,
    check_conversations,
    check_events,
    conform_conversations,
    conform_events,
    empty_conversations,
    empty_events,
    from_parquet,
    to_parquet,
)

START = datetime(2024, 5, 1, tzinfo=UTC)


def three_events() -> pl.DataFrame:
    n = 3
    return conform_events(
        pl.DataFrame(
            {
                "conversation_id": ["c"] * n, "event_id": range(n), "import_id": ["i"] * n, "source": ["telegram"] * n,
                "time": [START + timedelta(hours=h) for h in range(n)], "resolution_s": [1.0] * n,
                "sender": ["A", "B", "A"], "kind": ["text", "call", "voice"], "n_chars": [4, 0, 0],
                "n_words": [1, 0, 0], "duration_s": [None, 60.0, 3.0], "reply_to": [None, None, 0],
                "edited": [False] * n, "zone_source": ["in_file"] * n, "source_line": [1, 2, 3],
            }
        )
    )  # fmt: skip


def one_conversation() -> pl.DataFrame:
    return conform_conversations(
        pl.DataFrame(
            {
                "conversation_id": ["c"], "person_a": ["A"], "person_b": ["B"], "me": ["A"], "zone_a": ["Asia/Tokyo"],
                "zone_b": ["Asia/Tokyo"], "observed_from": [START], "observed_until": [START + timedelta(hours=2)],
                "capped": [False], "gaps": [[{"start": START, "end": START}]], "sources": [["telegram"]],
            }
        )
    )  # fmt: skip


def test_good_tables_pass_unchanged() -> None:
    events, conversations = three_events(), one_conversation()
    assert check_events(events) is events
    assert check_conversations(conversations) is conversations
    assert check_events(empty_events()).height == 0
    assert check_conversations(empty_conversations()).height == 0


@pytest.mark.parametrize(
    ("column", "value", "row"),
    [
        ("n_chars", pl.Series([4, 0, -1], dtype=pl.Int32), 2),
        ("duration_s", pl.Series([None, -5.0, 3.0], dtype=pl.Float32), 1),
        ("resolution_s", pl.Series([1.0, 1.0, 7.0], dtype=pl.Float32), 2),
        ("time", pl.Series([None, START, START], dtype=pl.Datetime("us", "UTC")), 0),
        ("event_id", pl.Series([0, 1, 1], dtype=pl.Int64), 1),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(column: str, value: pl.Series, row: int) -> None:
    with pytest.raises(EventTableError) as error:
        check_events(three_events().with_columns(value.alias(column)))
    assert (error.value.column, error.value.row) == (column, row)
    assert f"row {row}, column '{column}'" in str(error.value)


@pytest.mark.parametrize("column", sorted(EVENTS))
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(EventTableError, match=f"column '{column}': the column is missing"):
        check_events(three_events().drop(column))
    with pytest.raises(EventTableError, match=f"column '{column}': the column is missing"):
        conform_events(three_events().drop(column))


def test_a_wrong_type_and_a_stranger_column_are_named() -> None:
    with pytest.raises(EventTableError, match="column 'time': is String"):
        check_events(three_events().with_columns(time=pl.lit("now")))
    with pytest.raises(EventTableError, match="column 'mood': is not a column of this table"):
        check_events(three_events().with_columns(mood=pl.lit(1)))


def test_text_may_ride_along_in_memory() -> None:
    with_text = three_events().with_columns(text=pl.lit("hello"))
    assert check_events(with_text) is with_text


def test_casting_names_the_row_that_cannot_be_cast() -> None:
    spoiled = three_events().with_columns(kind=pl.Series(["text", "song", "text"]))
    with pytest.raises(EventTableError) as error:
        conform_events(spoiled)
    assert (error.value.column, error.value.row) == ("kind", 1)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("person_b", "A", "the same person on both sides"),
        ("me", "C", "neither person_a nor person_b"),
        ("observed_until", START - timedelta(days=1), "earlier than observed_from"),
    ],
)
def test_a_conversation_that_cannot_be(column: str, value: object, problem: str) -> None:
    with pytest.raises(EventTableError, match=problem):
        check_conversations(one_conversation().with_columns(pl.lit(value, CONVERSATIONS[column]).alias(column)))


def test_the_same_conversation_twice_is_named() -> None:
    with pytest.raises(EventTableError, match="the same conversation twice"):
        check_conversations(pl.concat([one_conversation(), one_conversation()]))


def test_parquet_gives_the_same_table_back(tmp_path: Path) -> None:
    events = three_events()
    data = to_parquet(events, tmp_path / "events.parquet")
    back = from_parquet(tmp_path / "events.parquet")
    assert back.equals(events)
    assert back.schema == events.schema
    assert from_parquet(data).equals(from_parquet(io.BytesIO(data)))


def test_a_foreign_parquet_file_is_refused_by_column() -> None:
    with pytest.raises(EventTableError, match="conversation_id"):
        from_parquet(to_parquet(pl.DataFrame({"x": [1]})))

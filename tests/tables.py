"""Small event tables written as literal lists, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from evenstep.events.schema import CONVERSATIONS, EVENTS, check_conversations, check_events

Row = tuple[str, str] | tuple[str, str, dict[str, Any]]


def utc(text: str) -> datetime:
    """A UTC time from ISO text; seconds may be left out."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def events_from(rows: Sequence[Row], conversation_id: str = "c", resolution_s: float = 1.0) -> pl.DataFrame:
    """Events of people "A" and "B" from ("A", "2024-01-01 10:00") rows; a third dict sets further columns."""
    return events_table(
        [
            {
                "conversation_id": conversation_id,
                "event_id": i,
                "sender": row[0],
                "time": utc(row[1]),
                "resolution_s": resolution_s,
            }
            | (row[2] if len(row) == 3 else {})
            for i, row in enumerate(rows)
        ]
    )


def events_table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Events from dicts; what is left out is a plain text of one word."""
    usual = {
        "conversation_id": "c",
        "import_id": "i",
        "source": "simulated",
        "resolution_s": 1.0,
        "kind": "text",
        "n_chars": 5,
        "n_words": 1,
        "duration_s": None,
        "reply_to": None,
        "edited": False,
        "zone_source": "given",
        "source_line": 1,
    }
    return check_events(pl.DataFrame([usual | row for row in rows], schema=dict(EVENTS)))


def conversations_of(events: pl.DataFrame, **columns: Any) -> pl.DataFrame:
    """The conversations of ``events`` between "A" and "B", in UTC, observed from first to last event.

    Keyword arguments set columns; text is read as a time where the column is one, gaps as (start, end) pairs.
    """
    rows = []
    for (name,), part in events.sort("conversation_id").group_by("conversation_id", maintain_order=True):
        usual: dict[str, Any] = {
            "conversation_id": name,
            "person_a": "A",
            "person_b": "B",
            "me": None,
            "zone_a": "UTC",
            "zone_b": "UTC",
            "observed_from": part["time"].min(),
            "observed_until": part["time"].max(),
            "capped": False,
            "gaps": [],
            "sources": ["simulated"],
        }
        rows.append(usual | {key: _column(key, value) for key, value in columns.items()})
    return check_conversations(pl.DataFrame(rows, schema=dict(CONVERSATIONS)))


def _column(name: str, value: Any) -> Any:
    if name == "gaps":
        return [{"start": utc(start), "end": utc(end)} for start, end in value]
    if name.startswith("observed_"):
        return utc(value)
    return value


def swapped(conversations: pl.DataFrame) -> pl.DataFrame:
    """The same conversations with the two people's labels swapped."""
    return conversations.with_columns(person_a="person_b", person_b="person_a", zone_a="zone_b", zone_b="zone_a")

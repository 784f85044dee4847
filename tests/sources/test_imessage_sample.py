"""The sample database of Messages, built from its rows: totals by day, which texts are reactions, and who wrote."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

FOLDER = Path("caleb531+imessage-conversation-analyzer", "tests", "data")
JANE, THOMAS = "imessage:+12234567890", "imessage:thomas.riverstone@example.com"


@pytest.fixture(scope="module")
def read(samples: Path) -> Parsed:
    """The JSON rows as tables with the keys as columns, ROWID among them, as the sample's own project builds them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for path in sorted((samples / FOLDER / "dbs" / "chats").glob("*.json")):
            rows = json.loads(path.read_text("utf-8"))
            columns = list(dict.fromkeys(key for row in rows for key in row))
            connection.execute(f"CREATE TABLE {path.stem} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            values = [tuple(cell(row.get(column)) for column in columns) for row in rows]
            connection.executemany(f"INSERT INTO {path.stem} VALUES ({marks})", values)  # noqa: S608 - our own names
        connection.commit()
        return read_export(NamedBytes("chat.db", connection.serialize()), keep_text=True)


def cell(value: Any) -> Any:
    """A value of the JSON; the sample writes bytes as "base64:…"."""
    packed = isinstance(value, str) and value.startswith("base64:")
    return base64.b64decode(value.removeprefix("base64:")) if packed else value


def transcript(samples: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((samples / FOLDER / name).read_text("utf-8"))
    return rows


def test_all_rows_and_chats_are_read(read: Parsed) -> None:
    assert read.reading.source == "imessage"
    assert read.reading.balances
    assert (read.reading.seen, read.reading.skipped, read.reading.system) == (38, 0, 0)
    assert read.conversations.height == 4
    assert read.reading.me == "Me"


@pytest.mark.parametrize(("name", "conversation"), [("transcript-1.json", JANE), ("transcript-2.json", THOMAS)])
def test_transcripts_agree(samples: Path, read: Parsed, name: str, conversation: str) -> None:
    """Who, when and what, and which texts are reactions, as the sample's own expected transcript has them."""
    expected = transcript(samples, name)
    events = read.events.filter(pl.col("conversation_id") == conversation)
    assert events.height == len(expected)
    got = list(events.select("time", "sender", "kind", "text").cast({"sender": pl.String}).iter_rows())
    for (time, sender, kind, text), row in zip(got, expected, strict=True):
        assert time.strftime("%Y-%m-%dT%H:%M:%S.000Z") == row["timestamp"]
        assert (sender == "Me") == (row["sender"] == "Me")
        assert (kind == "reaction") == (row["is_reaction"] == "Yes")
        if kind == "text" and "youtube" not in text:  # their links are drawn anew
            assert text == row["message"]


def test_days_agree(samples: Path, read: Parsed) -> None:
    totals = json.loads((samples / FOLDER / "totals_by_day.json").read_text("utf-8"))
    days = read.events.filter(pl.col("conversation_id") == JANE).group_by(day=pl.col("time").dt.date()).len()
    got = dict(days.with_columns(pl.col("day").cast(pl.String)).iter_rows())
    assert got == {day[:10]: counts["#_sent"] for day, counts in totals.items()}


def test_reactions_as_text_find_their_message(read: Parsed) -> None:
    events = read.events.filter(pl.col("conversation_id") == JANE)
    reactions = events.filter(pl.col("kind") == "reaction")
    texts = dict(events.select("event_id", "text").iter_rows())
    assert [texts[target][:8] for target in reactions["reply_to"]] == ["Hey Jane", "Building"]
    assert reactions["n_chars"].to_list() == [0, 0]


def test_chats_of_two_are_pairs_and_the_group_is_not(read: Parsed) -> None:
    pairs = dict(read.conversations.select("conversation_id", "me").iter_rows())
    assert pairs == {JANE: "Me", THOMAS: "Me", "imessage:+12123456789": "Me", "imessage:chat123456789": None}

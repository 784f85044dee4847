"""The phone's list of calls beside Messages' database or alone: directions, lengths, other apps, and broken rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from messages_db import APPLE, NOON, PARTNER, Made

from evenstep.errors import InputError, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

OTHER = "cy@example.org"
COLUMNS = (
    "Z_PK INTEGER PRIMARY KEY, ZADDRESS VARCHAR, ZDATE TIMESTAMP, ZDURATION FLOAT, ZORIGINATED INTEGER, "
    "ZANSWERED INTEGER, ZSERVICE_PROVIDER VARCHAR, ZCALLTYPE INTEGER"
)
NAMES = ("ZADDRESS", "ZDATE", "ZDURATION", "ZORIGINATED", "ZANSWERED", "ZSERVICE_PROVIDER")
PHONE = "com.apple.Telephony"


def call_list(*calls: tuple[Any, ...], columns: str = COLUMNS) -> bytes:
    """A list with (address, minutes after noon, seconds, originated, answered, provider) a call."""
    made = Made(f"CREATE TABLE ZCALLRECORD ({columns})")
    with closing(made.connection):
        for address, minutes, *rest in calls:
            date = None if minutes is None else NOON - APPLE + 60 * minutes + 0.25
            values = dict(zip(NAMES, (address, date, *rest), strict=False))
            made.insert("ZCALLRECORD", **values)
        return made.data()


CALLS = call_list(
    (PARTNER, 5, 65.4, 1, 1, PHONE),
    ("+1 (555) 010-0200", 6, 0.0, 0, 0, PHONE),
    (PARTNER.encode(), 7, 30.0, 0, 1, "com.apple.FaceTime"),
    (PARTNER, 8, 0.0, 1, 0, PHONE),
    (PARTNER, 9, 600.0, 1, 1, "net.whatsapp.WhatsApp"),
    (OTHER, 10, 12.0, 0, 1, "FaceTime"),
)


def rows(parsed: Parsed) -> list[tuple[Any, ...]]:
    shown = parsed.events.with_columns(pl.col("kind").cast(pl.String))
    return shown.select("conversation_id", "sender", "kind", "duration_s").rows()


def folder(tmp_path: Path, calls: bytes = CALLS) -> Path:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 1)
    made.message(chat, 0, 20)
    (tmp_path / "chat.db").write_bytes(made.data())
    (tmp_path / "CallHistory.storedata").write_bytes(calls)
    return tmp_path


def test_calls_join_the_chat_of_their_number(tmp_path: Path) -> None:
    parsed = read_export(folder(tmp_path))
    chat = f"imessage:{PARTNER}"
    assert rows(parsed) == [
        (chat, PARTNER, "text", None),
        (chat, "Me", "call", pytest.approx(65.4, rel=1e-6)),
        (chat, PARTNER, "missed_call", None),
        (chat, PARTNER, "call", 30.0),
        (chat, "Me", "missed_call", None),
        (chat, "Me", "text", None),
        (f"imessage:{OTHER}", OTHER, "call", 12.0),
    ]
    assert parsed.events["time"][1] == datetime.fromisoformat("2024-01-01T12:05:00.250Z")
    assert (parsed.reading.system, parsed.reading.me, parsed.reading.balances) == (1, "Me", True)


def test_a_list_of_calls_alone() -> None:
    parsed = read_export(NamedBytes("CallHistory.storedata", CALLS))
    assert parsed.events["conversation_id"].n_unique() == 2
    assert (parsed.reading.imported, parsed.reading.system) == (5, 1)
    assert read_export(NamedBytes("x.db", CALLS), chat=OTHER).reading.imported == 1


def test_calls_that_cannot_be_used_are_listed(tmp_path: Path) -> None:
    bad = call_list(
        (None, 1, 5.0, 0, 1), ("Unknown", 1, 5.0, 0, 1), (PARTNER, None, 5.0, 0, 1), (PARTNER, 2, 5.0, 0, 1)
    )
    parsed = read_export(folder(tmp_path, bad))
    assert parsed.rejects.select("code", "place").rows() == [
        ("E230", "ZCALLRECORD, row 1"),
        ("E230", "ZCALLRECORD, row 2"),
        ("E226", "ZCALLRECORD, row 3"),
    ]
    assert parsed.reading.imported == 3


def test_an_older_list_without_the_answer_and_the_provider() -> None:
    columns = "Z_PK INTEGER PRIMARY KEY, ZADDRESS TEXT, ZDATE REAL, ZDURATION INTEGER, ZORIGINATED INTEGER"
    made = call_list((PARTNER, 1, 8, 0), (PARTNER, 2, 0, 0), columns=columns)
    assert [row[2:] for row in rows(read_export(NamedBytes("calls.db", made)))] == [
        ("call", 8.0),
        ("missed_call", None),
    ]


def test_a_list_that_is_empty_or_another_table_is_refused() -> None:
    with pytest.raises(InputError, match="no chats"):
        read_export(NamedBytes("CallHistory.storedata", call_list()))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE ZOTHER (x)")
        with pytest.raises(WrongKind):
            read_export(NamedBytes("CallHistory.storedata", connection.serialize()))

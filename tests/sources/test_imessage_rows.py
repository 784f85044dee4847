"""Rows of Messages' database that are odd: times, texts, links to nothing, older tables, any value in any column."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest
from messages_db import APPLE, NOON, PARTNER, SCHEMA, Made, archived, column, notes, ns, read

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits
from evenstep.sources.imessage.body import Unreadable, archived_text
from evenstep.sources.imessage.people import handle_key
from evenstep.sources.read import read_export


def test_74_seconds_and_nanoseconds_stand_side_by_side() -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0, date=NOON - APPLE)
    made.message(chat, handle, 1)
    bad = [None, 0, -5, 10**14, "soon", 4 * 10**18, float(10**30), NOON * 1000]
    for date in bad:
        made.message(chat, handle, 2, date=date)
    parsed = read(made)
    assert [time.isoformat() for time in column(parsed, "time")] == [
        "2024-01-01T12:00:00+00:00",
        "2024-01-01T12:01:00.123456+00:00",
    ]
    assert parsed.rejects.height == len(bad)
    assert set(parsed.rejects["code"]) == {"E226", "E225"}
    assert parsed.rejects["place"][0] == "message, row 3"


def test_a_file_of_seconds_says_so() -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0, date=NOON - APPLE)
    assert column(read(made), "resolution_s") == [1.0]


def test_73_texts_that_are_no_text() -> None:
    made = Made()
    chat, handle = made.single()
    row = made.message(chat, handle, 0)
    made.connection.execute("UPDATE message SET text = CAST(x'68ff69' AS TEXT) WHERE ROWID = ?", (row,))
    made.message(chat, handle, 1, b"blob")
    made.message(chat, handle, 2, None, attributedBody=archived("cut off here")[:80])
    made.message(chat, handle, 3, None, attributedBody=b"\x04\x0bstreamtyped of something else")
    made.message(chat, handle, 4, None, attributedBody=archived("x").replace(b"+\x01x", b"+\x82\xff\xff\xff\xffx"))
    made.message(chat, handle, 5, "x" * 101)
    parsed = read(made, limits=Limits(text_chars=100))
    assert column(parsed, "text") == ["h\ufffdi", "blob"]
    assert notes(parsed)["E201"] == ""
    assert parsed.rejects["code"].to_list() == ["E256"] * 4
    assert parsed.rejects["line"].to_list() == [3, 4, 5, 6]


@pytest.mark.parametrize(
    "body", [b"", b"NSString", b"NSString\x01\x94\x84\x01+", b"NSString\x84\x01+\x81", b"\x84\x01+\x01x"]
)
def test_73_an_archive_is_read_within_its_bounds(body: bytes) -> None:
    with pytest.raises(Unreadable):
        archived_text(body)


def test_75_messages_in_no_chat_and_links_to_none_are_counted() -> None:
    made = Made()
    chat, handle = made.single(person_centric_id="P1")
    made.single("b@example.com", person_centric_id="P1")
    made.message(chat, handle, 0)
    lost = made.message(chat, handle, 1)
    made.message(None, handle, 2)
    made.connection.execute("DROP TRIGGER forget_handle")
    made.connection.execute("DELETE FROM message WHERE ROWID = ?", (lost,))
    made.insert("chat_message_join", chat_id=55, message_id=1)
    parsed = read(made)
    assert (parsed.reading.imported, parsed.rejects["code"].to_list()) == (1, ["E276"])
    details = [note.detail for note in parsed.reading.notes if note.code == "E277"]
    assert details == ["1 row numbers are not there", "1 links lead to no message"]
    assert notes(parsed)["E278"] == "1"
    assert "deleted" not in parsed.reading.kinds


def test_messages_that_wait_to_be_deleted_were_written() -> None:
    made = Made()
    chat, handle = made.single()
    row = made.message(None, handle, 0)
    made.insert("chat_recoverable_message_join", chat_id=chat, message_id=row, delete_date=ns(3))
    assert column(read(made), "kind") == ["deleted"]


def test_messages_that_were_never_sent_are_left_out() -> None:
    made = Made()
    chat, _ = made.single()
    made.message(chat, 0, 0, error=22, is_sent=0)
    made.message(chat, 0, 1, error=0, is_sent=0)
    parsed = read(made)
    assert (parsed.reading.imported, parsed.rejects["code"].to_list()) == (1, ["E264"])


@pytest.mark.parametrize(("days", "said"), [(30, True), (365, True), (200, False)])
def test_a_span_of_30_days_with_rows_gone_is_said(days: int, said: bool) -> None:
    made = Made()
    chat, handle = made.single()
    for day in (-40 * 24 * 60, 0, days * 24 * 60):
        made.message(chat, handle, day)
    made.connection.execute("DROP TRIGGER forget_handle")
    made.connection.execute("DELETE FROM message WHERE ROWID = 1")
    parsed = read(made)
    assert ("E238" in notes(parsed)) == said
    assert parsed.conversations["capped"].to_list() == [said]


@pytest.mark.parametrize("missing", ["attachment", "chat_handle_join", "handle", "chat_recoverable_message_join"])
def test_older_databases_lack_tables_and_columns(missing: str) -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0)
    made.connection.executescript("DROP TRIGGER forget_handle; DROP INDEX message_by_date")
    made.connection.execute(f"DROP TABLE {missing}")
    for name in ("attributedBody", "date_edited", "date_retracted", "thread_originator_guid", "balloon_bundle_id"):
        made.connection.execute(f"ALTER TABLE message DROP COLUMN {name}")
    assert column(read(made), "sender") == [PARTNER]


def test_a_database_without_its_tables_or_chats_is_refused() -> None:
    made = Made()
    with pytest.raises(InputError) as caught:
        read(made)
    assert caught.value.code == "E110"
    made.connection.executescript("DROP TABLE message")
    with pytest.raises(InputError) as caught:
        read(made)
    assert (caught.value.code, caught.value.detail) == ("E253", "the table message is missing")


def test_two_databases_in_one_folder_are_asked_about(tmp_path: Path) -> None:
    for name in ("old", "new"):
        made = Made(address=tmp_path / f"{name}.db")
        chat, handle = made.single()
        made.message(chat, handle, 0)
        made.connection.close()
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path)
    assert [choice.value for choice in caught.value.choices] == ["new.db", "old.db"]
    assert read_export(tmp_path, member="old.db").reading.imported == 1


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("+49 151 234567", "+49151234567"),
        ("0049 151 234567", "+49151234567"),
        ("(555) 010-0200", "5550100200"),
        ("A.B@C.De", "a.b@c.de"),
        ("+15550100200(smsft)", "+15550100200"),
        ("AMAZON", "AMAZON"),
        ("22000", "22000"),
        ("urn:biz:1234-56", "urn:biz:1234-56"),
    ],
)
def test_an_address_has_one_form(address: str, key: str) -> None:
    assert handle_key(address) == key


ODD = (None, 0, -1, 2**63 - 1, -(2**63), 1.5, float("inf"), "", "x" * 300, b"\xff\x00", "\x00", "p:0/", 2000, 3000)


@pytest.mark.parametrize("number", range(30))
def test_any_value_in_any_column_raises_only_our_errors(number: int) -> None:
    """Tables without types, so that every column can hold anything."""
    chance = random.Random(number)
    loose = SCHEMA.split("CREATE INDEX")[0]
    for word in (
        " INTEGER",
        " TEXT",
        " BLOB",
        " PRIMARY KEY AUTOINCREMENT",
        " UNIQUE NOT NULL",
        " NOT NULL",
        " DEFAULT 0",
    ):
        loose = loose.replace(word, "")
    made = Made(loose.replace("ROWID,", "ROWID ,"))
    tables = [row[0] for row in made.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = [row[1] for row in made.connection.execute(f"PRAGMA table_info({table})")]
        for row in range(6):
            values = [row if chance.random() < 0.6 else chance.choice(ODD) for _ in columns]
            marks = ", ".join("?" * len(columns))
            made.connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own
    with closing(made.connection):
        data = made.data()
    try:
        assert read_export(NamedBytes("chat.db", data)).reading.balances
    except EvenstepError as error:
        assert getattr(error, "code", "") != "E292", error

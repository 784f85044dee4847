"""The list of tables of a database, which may go on far behind its first page."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from messages_db import SCHEMA, Made

from evenstep.sources.member import BytesMember
from evenstep.sources.read import read_export
from evenstep.sources.sqlite.schema_pages import names_table

NAME = b"chat_message_join"
WIDE = ";".join(
    f"CREATE TABLE other_{n} ({', '.join(f'a_column_with_number_{k} TEXT' for k in range(40))})" for n in range(40)
)


def data(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.executescript(statement)
        return connection.serialize()


def member(raw: bytes) -> BytesMember:
    return BytesMember("chat.db", raw)


def test_a_table_is_found_in_the_pages_that_the_list_goes_on_in() -> None:
    raw = data(WIDE, "CREATE TABLE junk (x); INSERT INTO junk VALUES (zeroblob(200000))", SCHEMA)
    assert raw.find(NAME) > 150_000
    assert names_table(member(raw), NAME, near=4_096)
    assert not names_table(member(raw), b"chat_of_somebody", near=4_096)


def test_what_stands_in_rows_is_no_table() -> None:
    raw = data(WIDE, "CREATE TABLE junk (x); INSERT INTO junk VALUES (zeroblob(99999)), ('chat_message_join')")
    assert not names_table(member(raw), NAME, near=4_096)


@pytest.mark.parametrize("at", [16, 100, 103, 105, 112, 113, 120])
def test_a_broken_first_page_points_nowhere(at: int) -> None:
    raw = bytearray(data(WIDE))
    raw[at : at + 2] = b"\xff\xff"
    assert not names_table(member(bytes(raw)), NAME, near=4_096)
    assert not names_table(member(bytes(raw[: at + 1])), NAME, near=4_096)


def test_messages_that_are_old_and_large_are_recognised() -> None:
    made = Made("; ".join((WIDE, "CREATE TABLE junk (x)", "INSERT INTO junk VALUES (zeroblob(4500000))", SCHEMA)))
    chat, handle = made.single()
    made.message(chat, handle, 1)
    assert read_export(made.named()).reading.imported == 1

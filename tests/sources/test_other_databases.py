"""Databases and backups that apps keep for themselves: each refusal names whose it is and what to use instead."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from evenstep.errors import WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.read import read_export


def database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        return connection.serialize()


@pytest.mark.parametrize(
    ("name", "statement", "says"),
    [
        ("db.sqlite", "CREATE TABLE messages (id TEXT, json TEXT, conversationId TEXT)", "sigtop"),
        ("msgstore.db", "CREATE TABLE message (_id INTEGER, chat_row_id INTEGER)", "Export chat"),
        ("ChatStorage.sqlite", "CREATE TABLE ZWAMESSAGE (Z_PK INTEGER)", "Export chat"),
        ("mmssms.db", "CREATE TABLE pdu (_id INTEGER)", "SMS Backup & Restore"),
        ("sms.db", "CREATE TABLE message (ROWID INTEGER, madrid_handle TEXT)", "before 2012"),
        ("AddressBook.sqlitedb", "CREATE TABLE ABMultiValue (UID INTEGER)", "address book"),
        ("x.db", "CREATE TABLE things (id INTEGER)", "it is a database, which we can't read yet"),
    ],
)
def test_a_database_of_an_app_says_what_to_use_instead(name: str, statement: str, says: str) -> None:
    with pytest.raises(WrongKind, match=says):
        read_export(NamedBytes(name, database(statement)))


def test_a_backup_of_signal_is_known_by_its_name() -> None:
    with pytest.raises(WrongKind, match="encrypted backup of Signal"):
        read_export(NamedBytes("signal-2024-05-02-19-02-11.backup", b"\0\0\0\x36\x0a4" + bytes(range(256)) * 3))

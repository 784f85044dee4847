"""A small database as Messages makes it, for tests: people, chats, messages, archived strings; and reading it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl

from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

APPLE = 978_307_200
NOON = 1_704_110_400  # 2024-01-01T12:00:00Z
PARTNER = "+15550100200"
SCHEMA = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT,
  handle_id INTEGER DEFAULT 0, attributedBody BLOB, service TEXT, error INTEGER DEFAULT 0, date INTEGER,
  date_read INTEGER, date_delivered INTEGER, is_from_me INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0,
  cache_has_attachments INTEGER DEFAULT 0, is_audio_message INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
  group_title TEXT, associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0,
  balloon_bundle_id TEXT, payload_data BLOB, thread_originator_guid TEXT, date_retracted INTEGER DEFAULT 0,
  date_edited INTEGER DEFAULT 0);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, service TEXT,
  person_centric_id TEXT, UNIQUE (id, service));
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, style INTEGER,
  chat_identifier TEXT, service_name TEXT, display_name TEXT);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, filename TEXT,
  uti TEXT, mime_type TEXT, transfer_name TEXT, is_sticker INTEGER DEFAULT 0);
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE(chat_id, handle_id));
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER DEFAULT 0,
  PRIMARY KEY (chat_id, message_id));
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE(message_id, attachment_id));
CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER, delete_date INTEGER,
  PRIMARY KEY (chat_id, message_id));
CREATE INDEX message_by_date ON message(date) WHERE date > 0;
CREATE TRIGGER forget_handle AFTER DELETE ON message WHEN OLD.balloon_bundle_id IS NOT NULL BEGIN
  SELECT after_delete_message_plugin(OLD.ROWID, OLD.guid); END;
"""


def ns(minutes: float) -> int:
    """Nanoseconds since 2001 of so many minutes after noon, with a part of a second as the app has it."""
    return (NOON - APPLE) * 10**9 + round(minutes * 60 * 10**9) + 123_456_789


def archived(text: str, kind: bytes = b"NSString") -> bytes:
    """An archived string as an attributedBody holds it, with what stands before and behind."""
    raw = text.encode()
    n = len(raw)
    size = (
        bytes([n])
        if n < 0x80
        else b"\x81" + n.to_bytes(2, "little")
        if n < 2**15
        else b"\x82" + n.to_bytes(4, "little")
    )
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\0\x84\x84\x08NSObject\0\x85\x92"
    return head + b"\x84\x84\x84\x08" + kind + b"\x01\x94\x84\x01+" + size + raw + b"\x86\x84\x02iI\x01\x05\x92\x84"


class Made:
    """A database in memory that is filled step by step; ``data()`` are its bytes."""

    def __init__(self, schema: str = SCHEMA, address: str | Path = ":memory:") -> None:
        self.connection = sqlite3.connect(address, isolation_level=None)
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.executescript(schema)
        self.messages = 0

    def insert(self, table: str, **values: Any) -> int:
        """One row; returns its row number."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of this file
        return self.connection.execute(statement, tuple(values.values())).lastrowid or 0

    def single(self, address: str = PARTNER, service: str = "iMessage", **more: Any) -> tuple[int, int]:
        """A chat of two: (row of the chat, row of the partner's handle)."""
        handle = self.insert("handle", id=address, service=service, **more)
        chat = self.insert("chat", guid=f"{service};-;{address}", style=45, chat_identifier=address)
        self.insert("chat_handle_join", chat_id=chat, handle_id=handle)
        return chat, handle

    def group(self, *handles: int, name: str | None = "Trip") -> int:
        """A group chat; returns its row."""
        chat = self.insert(
            "chat", guid="iMessage;+;chat8500123", style=43, chat_identifier="chat8500123", display_name=name
        )
        for handle in handles:
            self.insert("chat_handle_join", chat_id=chat, handle_id=handle)
        return chat

    def message(self, chat: int | None, handle: int, minutes: float, text: Any = "hello you", **more: Any) -> int:
        """A message at so many minutes after noon, from the handle, or from me for 0; returns its row."""
        self.messages += 1
        values = {"guid": f"GUID-{self.messages}", "text": text, "handle_id": handle, "date": ns(minutes)}
        values |= {"is_from_me": int(not handle), "is_sent": int(not handle)}
        row = self.insert("message", **(values | more))
        if chat is not None:
            self.insert("chat_message_join", chat_id=chat, message_id=row)
        return row

    def attach(self, message: int, **values: Any) -> None:
        """A file to a message."""
        file = self.insert("attachment", guid=f"AT-{message}-{len(values)}", **values)
        self.insert("message_attachment_join", message_id=message, attachment_id=file)

    def data(self) -> bytes:
        """The file's bytes."""
        return self.connection.serialize()

    def named(self, name: str = "chat.db") -> NamedBytes:
        """The file as an upload."""
        return NamedBytes(name, self.data())


def logged(folder: Path, first: int, then: int) -> dict[str, bytes]:
    """A database with ``first`` messages, and ``then`` more that stand in its log only: ending of the name -> bytes."""
    path = folder / "chat.db"
    made = Made(address=path)
    chat, handle = made.single()
    made.connection.execute("BEGIN")
    for number in range(first):
        made.message(chat, handle, number)
    made.connection.execute("COMMIT")
    made.connection.execute("PRAGMA journal_mode=WAL")
    made.connection.execute("PRAGMA wal_autocheckpoint=0")
    made.connection.execute("BEGIN")
    for number in range(first, first + then):
        made.message(chat, 0, number)
    made.connection.execute("COMMIT")
    with closing(made.connection):
        return {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """The database and its log as a person copies them, without the index of the log."""
    for end, data in files.items():
        (folder / f"chat.db{end}").write_bytes(data)
    return folder / "chat.db"


def read(made: Made | bytes, **options: Any) -> Parsed:
    data = made if isinstance(made, bytes) else made.data()
    parsed = read_export(NamedBytes("chat.db", data), keep_text=True, **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


def column(parsed: Parsed, name: str) -> list[Any]:
    return (
        parsed.events[name].cast(pl.String).to_list() if name in ("sender", "kind") else parsed.events[name].to_list()
    )


def notes(parsed: Parsed) -> dict[str, str]:
    return {note.code: note.detail for note in parsed.reading.notes}

"""Bad databases of Messages: no plain tables, things that run, damage, secrets, logs and journals, odd rows."""

from __future__ import annotations

import plistlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bad_file import Bad
from messages_db import APPLE, NOON, SCHEMA, Made, archived, logged
from valid_exports import packed

Change = Callable[[Made, int, int], Any]
MAGIC: Final = b"SQLite format 3\0"


def database(change: Change | None = None, texts: int = 3, body: str = "hello you") -> bytes:
    """A chat of some messages, and what a change does to it."""
    made = Made()
    chat, handle = made.single()
    for number in range(texts):
        made.message(chat, (0, handle)[number % 2], number, body)
    if change is not None:
        change(made, chat, handle)
    with closing(made.connection):
        return made.data()


def sql(statement: str) -> bytes:
    """The same after a statement."""
    return database(lambda made, *_: made.connection.executescript(statement))


def without(table: str, instead: str) -> bytes:
    """An empty database with something else in place of a table."""
    kept = [part for part in SCHEMA.split(";\n") if f"TABLE {table} " not in part and f"ON {table}" not in part]
    rest = ";".join(kept).split("CREATE TRIGGER")[0]
    made = Made(f"{rest};{instead};CREATE TABLE sign (chat_message_join)")
    with closing(made.connection):
        return made.data()


def refused(
    row: int, what: str, make: Callable[[], bytes], code: str, says: str, name: str = "chat.db", place: str = ""
) -> Bad:
    return Bad(row, what, name, make, "refuse", (code,), place, says)


ENDLESS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS ROWID, i AS date FROM n"
VIRTUAL: Final = "CREATE VIRTUAL TABLE message USING fts5(text)"
VIEWS: Final = (
    *(
        refused(
            67,
            f"{table} is an endless view",
            lambda table=table: without(table, f"CREATE VIEW {table} AS {ENDLESS}"),
            "E251",
            f"the table {table} is a view",
        )
        for table in ("message", "chat", "handle")
    ),
    refused(67, "message is a virtual table", lambda: without("message", VIRTUAL), "E251", "is a virtual table"),
)

RUNS: Final = {
    "a virtual table": ("CREATE VIRTUAL TABLE other USING fts5(text)", "other"),
    "a computed column": ("ALTER TABLE message ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(text))", "message.g"),
    "a computed index": ("CREATE INDEX computed ON message(lower(text))", "computed"),
    "a trigger that loads": (
        "CREATE TRIGGER t AFTER INSERT ON message BEGIN SELECT load_extension('x'); END",
        "trigger t",
    ),
    "a view that writes": ("CREATE VIEW v AS SELECT writefile('x', 'y')", "view v"),
    "a default that loads": ("CREATE TABLE d (a DEFAULT (load_extension('x')))", "table d"),
    "a check that loads": ("CREATE TABLE c (a CHECK (load_extension(a)))", "table c"),
}
RUNNING: Final = (
    *(
        refused(68, what, lambda statement=statement: sql(statement), "E252", says)
        for what, (statement, says) in RUNS.items()
    ),
    Bad(68, "a view that is not asked", "chat.db", lambda: sql("CREATE VIEW v AS SELECT 1"), "ok", seen=3, kept=3),
)


def noise(n: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(n)


def large() -> bytes:
    return database(texts=300, body="long enough to fill pages " * 5)


def scratched() -> bytes:
    data = bytearray(large())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8 * 4096] = noise(8 * 4096)
    return bytes(data)


DAMAGED: Final = (
    refused(69, "the first 16 bytes", lambda: MAGIC, "E253", "no database"),
    refused(69, "a header of zeros", lambda: MAGIC + bytes(84), "E253", "not a database"),
    refused(69, "a header and noise", lambda: MAGIC + noise(8_176), "E253", "not a database"),
    refused(69, "cut in the middle", lambda: large()[: 10 * 4096], "E253", "it is cut off"),
    refused(69, "the last 100 bytes are missing", lambda: large()[:-100], "E253", "it is cut off"),
    refused(69, "pages of noise", scratched, "E253", "malformed", place="message"),
    refused(69, "a table is missing", lambda: without("chat", ""), "E253", "the table chat is missing"),
)

PHONE: Final = "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
SECRET: Final = (
    refused(70, "a locked database", lambda: noise(8_192), "E254", "as Signal and others", "signal.sqlite"),
    refused(70, "the same by another name", lambda: noise(8_192), "E254", "as Signal and others", "backup"),
    refused(70, "crypt14", lambda: noise(9_001), "E254", "backup of WhatsApp", "msgstore.db.crypt14"),
    refused(70, "crypt15", lambda: noise(9_001), "E254", "backup of WhatsApp", "msgstore.db.crypt15"),
    refused(70, "a file of a locked phone backup", lambda: noise(9_000), "E254", "backup of an iPhone", PHONE),
    refused(
        70,
        "a locked phone backup",
        lambda: packed({"Manifest.plist": plistlib.dumps({"IsEncrypted": True}), "Manifest.db": noise(4_096)}),
        "E254",
        "backup of an iPhone",
        "b.zip",
    ),
)


def beside(row: int, what: str, end: str, side: Callable[[], bytes], place: str, says: str) -> Bad:
    """A database that says it has a log, or not, with a file beside it."""

    def made() -> bytes:
        data = bytearray(database())
        data[18:20] = b"\2\2" if row == 71 else b"\1\1"
        return packed({"chat.db": bytes(data), **({end: side()} if end else {})})

    return Bad(row, what, "messages.zip", made, "note", ("E255",), place, says, 3, 3, 0)


def with_log(folder: str = "") -> bytes:
    """Five messages in the database and four newer ones in its log."""
    with TemporaryDirectory() as place:
        both = logged(Path(place), 5, 4)
    return packed({f"{folder}chat.db{end}": data for end, data in both.items()})


JOURNAL: Final = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
LOG, BACK, NO_LOG = "chat.db-wal", "chat.db-journal", "there is no file chat.db-wal"
SIDE_FILES: Final = (
    Bad(71, "the newest messages in the log", "messages.zip", with_log, "ok", seen=9, kept=9, aside=0),
    Bad(71, "the same in a folder", "messages.zip", lambda: with_log("Messages/"), "ok", seen=9, kept=9, aside=0),
    beside(71, "no log", "", bytes, "", NO_LOG),
    beside(71, "an empty log", LOG, bytes, "", NO_LOG),
    beside(71, "the log of a database of another name", "sms.db-wal", lambda: noise(5_000), "", NO_LOG),
    beside(71, "a log of 20 bytes", LOG, lambda: bytes(20), LOG, "it is cut off"),
    beside(71, "a log of noise", LOG, lambda: noise(5_000), LOG, "it is no log of a database"),
    beside(72, "a journal of zeros", BACK, lambda: JOURNAL + bytes(4_000), BACK, "a journal is never applied"),
    beside(72, "a journal of noise", BACK, lambda: noise(4_000), BACK, "a journal is never applied"),
    beside(72, "a journal that names a file", BACK, lambda: JOURNAL + b"/tmp/x-mj", BACK, "never applied"),
)


def row(number: int, what: str, code: str = "", says: str = "", **fields: Any) -> Bad:
    """A fourth message with odd fields: kept, or kept aside with a code."""

    def made() -> bytes:
        return database(lambda base, chat, handle: base.message(chat, handle, 9, **fields))

    if not code:
        return Bad(number, what, "chat.db", made, "ok", seen=4, kept=4, aside=0)
    return Bad(number, what, "chat.db", made, "partial", (code,), "message, row 4", says, 4, 3, 1)


BROKEN_TEXT: Final = "UPDATE message SET text = CAST(x'68ff69' AS TEXT) WHERE ROWID = 2"
ODD_ROWS: Final = (
    Bad(73, "a text of broken bytes", "chat.db", lambda: sql(BROKEN_TEXT), "repair", ("E201",), "message", "", 3, 3, 0),
    row(73, "bytes for a text", text=b"blob"),
    row(73, "a number for a text", text=5),
    row(73, "no text", text=None),
    row(73, "an archived text", text=None, attributedBody=archived("hi")),
    row(73, "an archived text, cut", "E256", "attributedBody", text=None, attributedBody=archived("cut here")[:80]),
    row(73, "an archive of something else", "E256", text=None, attributedBody=b"\x04\x0bstreamtyped of else"),
    row(73, "a text of more than a million letters", "E256", "1,048,577 letters", text="x" * (2**20 + 1)),
    row(74, "seconds among nanoseconds", date=NOON - APPLE),
    row(74, "no date", "E226", date=None),
    row(74, "date 0", "E226", "date", date=0),
    row(74, "a date below 0", "E226", "date", date=-5),
    row(74, "a date between seconds and nanoseconds", "E226", "date", date=10**14),
    row(74, "a date in 2127", "E226", date=4 * 10**18),
    row(74, "a date in words", "E225", "date", date="soon"),
)


def second_address(made: Made, chat: int, handle: int) -> None:
    other, other_handle = made.single("a@example.org", person_centric_id="P")
    made.connection.execute("UPDATE handle SET person_centric_id = 'P'")
    made.message(other, other_handle, 7)


def gap(made: Made, chat: int, handle: int) -> None:
    made.connection.execute("DROP TRIGGER forget_handle")
    made.connection.execute("DELETE FROM message WHERE ROWID = 2")
    made.connection.execute("DELETE FROM chat_message_join WHERE message_id = 2")


def told(what: str, change: Change, code: str, place: str, says: str, kept: int) -> Bad:
    return Bad(75, what, "chat.db", lambda: database(change), "note", (code,), place, says, kept, kept, 0)


def stray(what: str, chat: int | None) -> Bad:
    def made() -> bytes:
        return database(lambda base, _, handle: base.message(chat, handle, 5))

    return Bad(75, what, "chat.db", made, "partial", ("E276",), "message, row 4", "", 4, 3, 1)


NO_MESSAGE: Final = "INSERT INTO chat_message_join VALUES (1, 99, 0)"
LINKS: Final = (
    told("a row number is not there", gap, "E277", "message", "1 row numbers are not there", 2),
    told(
        "a link to no message",
        lambda made, *_: made.connection.execute(NO_MESSAGE),
        "E277",
        "chat_message_join",
        "1 links lead to no message",
        3,
    ),
    told("two addresses of one person", second_address, "E278", "handle", "1", 4),
    stray("a message in no chat", None),
    stray("a message in a chat that is not there", 77),
)


def of_another_app() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("CREATE TABLE notes (a); INSERT INTO notes VALUES (1)")
        return connection.serialize()


OTHER: Final = (refused(69, "another app's database", of_another_app, "E228", "it is a database", "notes.db"),)
DATABASE_ROWS: Final = (*VIEWS, *RUNNING, *DAMAGED, *OTHER, *SECRET, *SIDE_FILES, *ODD_ROWS, *LINKS)

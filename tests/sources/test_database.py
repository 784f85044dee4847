"""SQLite files from strangers: views and triggers, endless queries, damage, encryption, and what is never done."""

from __future__ import annotations

import random
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from messages_db import SCHEMA, Made, logged, written

from evenstep.errors import EvenstepError, InputError
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.read import read_export
from evenstep.sources.sqlite import guard as guard_module
from evenstep.sources.sqlite.database import Database, read_database
from evenstep.sources.sqlite.guard import Guard


def refused(data: bytes, code: str, name: str = "chat.db") -> InputError:
    with pytest.raises(InputError) as caught:
        read_export(NamedBytes(name, data))
    assert caught.value.code == code
    return caught.value


def without(name: str) -> str:
    """The schema without one of its tables."""
    return ";".join(part for part in SCHEMA.split(";\n") if f"TABLE {name} " not in part and f"ON {name}" not in part)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS ROWID, i AS date FROM n"


@pytest.mark.parametrize("name", ["message", "chat", "chat_message_join", "attachment"])
def test_67_a_view_is_refused_before_it_is_asked(name: str) -> None:
    schema = without(name).replace(" END", ";").split("CREATE TRIGGER")[0]
    made = Made(schema + f";CREATE VIEW {name} AS {ENDLESS}; CREATE TABLE sign (chat_message_join)")
    assert f"the table {name} is a view" in refused(made.data(), "E251").detail


def test_67_a_virtual_table_is_refused() -> None:
    made = Made(without("message").split("CREATE TRIGGER")[0] + ";CREATE VIRTUAL TABLE message USING fts5(text)")
    assert "the table message is a virtual table" in refused(made.data(), "E251").detail


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE VIRTUAL TABLE aside USING fts5(text)", "aside"),
        ("ALTER TABLE message ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(text))", "message.g"),
        ("CREATE INDEX computed ON message(lower(text))", "computed"),
        (
            "CREATE TRIGGER t AFTER INSERT ON message BEGIN SELECT load_extension('x'); END",
            "t",
        ),
        ("CREATE VIEW v AS SELECT writefile('x', 'y')", "v"),
    ],
)
def test_68_what_could_run_is_refused_by_name(statement: str, named: str) -> None:
    made = Made()
    made.single()
    made.connection.execute(statement)
    assert named in refused(made.data(), "E252").detail


def test_68_the_apps_own_triggers_are_no_reason_to_refuse() -> None:
    """Messages' triggers run when rows are deleted, never when they are read."""
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0)
    assert "CREATE TRIGGER" in SCHEMA
    assert read_export(made.named()).reading.imported == 1


def watched(address: str = ":memory:") -> tuple[sqlite3.Connection, Guard]:
    connection = sqlite3.connect(address, isolation_level=None)
    connection.executescript(SCHEMA)
    guard = Guard()
    guard.watch(connection)
    guard.tables = frozenset({"message"})
    return connection, guard


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM chat",
        "SELECT load_extension('x')",
        "SELECT randomblob(1000000000)",
        "ATTACH 'other.db' AS other",
        "PRAGMA writable_schema=ON",
        "PRAGMA journal_mode=WAL",
        "DELETE FROM message",
        "CREATE TABLE t (a)",
        "VACUUM INTO 'copy.db'",
        ENDLESS,
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_table_info('message')",
    ],
)
def test_68_the_authorizer_lets_only_selects_of_named_tables_through(statement: str) -> None:
    connection, guard = watched()
    with closing(connection), pytest.raises(sqlite3.DatabaseError):
        connection.execute(statement)
    assert guard.denied or "ATTACH" in statement


def test_68_a_sound_database_asks_for_nothing_that_is_denied() -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0)
    opened = open_export(made.named())

    def denied(database: Database) -> list[str]:
        list(database.rows("message", ("rowid", "text", "no such column")))
        return database.guard.denied

    assert read_database(opened, opened.members[0], ("message",), denied) == ([], [])


def test_a_statement_has_a_budget_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made()
    chat, handle = made.single()
    for number in range(1_500):
        made.message(chat, handle, number)
    monkeypatch.setattr(guard_module, "STEPS_AT_ONCE", 100)
    monkeypatch.setattr(guard_module, "STATEMENT_STEPS", 5_000)
    assert refused(made.data(), "E294").place.startswith("chat_message_join")


def test_pages_that_repeat_are_found() -> None:
    """A tree whose branches all lead to one leaf gives endless rows; row numbers that do not grow show it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE message (text)")
        connection.execute("CREATE TABLE sign (chat_message_join)")
        connection.executemany("INSERT INTO message VALUES (?)", [("x" * 300,) for _ in range(200)])
        connection.commit()
        data = bytearray(connection.serialize())
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'message'").fetchone()[0]
    page = memoryview(data)[(root - 1) * 4096 : root * 4096]
    cells = struct.unpack_from(">H", page, 3)[0]
    assert page[0] == 5  # inside of the tree: cells of (page of the branch, key)
    assert cells > 5
    first = struct.unpack_from(">H", page, 12)[0]
    for cell in range(1, cells):
        at = struct.unpack_from(">H", page, 12 + 2 * cell)[0]
        page[at : at + 4] = page[first : first + 4]
    opened = open_export(NamedBytes("chat.db", bytes(data)))
    with pytest.raises(InputError) as caught:
        read_database(opened, opened.members[0], ("message",), lambda base: list(base.rows("message", ("text",))))
    assert (caught.value.code, caught.value.detail) == ("E253", "its pages repeat")


@pytest.mark.parametrize(
    "data",
    [
        b"SQLite format 3\0",
        b"SQLite format 3\0" + bytes(84),
        b"SQLite format 3\0" + random.Random(1).randbytes(8176),
    ],
    ids=["magic", "header", "random"],
)
def test_69_a_database_of_nothing_is_damaged(data: bytes) -> None:
    assert "copy the file again" in str(refused(data, "E253"))


def test_69_a_page_of_noise_is_refused_with_its_table() -> None:
    made = Made()
    chat, handle = made.single()
    for number in range(2_000):
        made.message(chat, handle, number, "long enough to fill pages " * 5)
    data = bytearray(made.data())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8 * 4096] = random.Random(2).randbytes(8 * 4096)
    error = refused(bytes(data), "E253")
    assert error.place.startswith("message")


def test_69_a_cut_file_is_refused() -> None:
    made = Made()
    chat, handle = made.single()
    for number in range(500):
        made.message(chat, handle, number, "long enough to fill pages " * 5)
    assert refused(made.data()[: 20 * 4096], "E253").detail


@pytest.mark.parametrize(
    ("name", "head", "size", "said"),
    [
        ("signal.db", b"", 8192, "Signal"),
        ("3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28", b"", 8192, "iPhone"),
        ("msgstore.db.crypt15", b"", 9001, "WhatsApp"),
        ("backup", b"\x8a\x01\x08\x012\x0b2.24.11.12", 9001, "WhatsApp"),
    ],
)
def test_70_encrypted_files_say_which_kind_they_look_like(name: str, head: bytes, size: int, said: str) -> None:
    error = refused(head + random.Random(3).randbytes(size - len(head)), "E254", name)
    assert said in error.detail
    assert "never ask for a key" in str(error)


def test_70_an_encrypted_backup_of_a_phone(tmp_path: Path) -> None:
    (tmp_path / "Manifest.plist").write_bytes(
        b'<?xml version="1.0"?><plist version="1.0"><dict><key>IsEncrypted</key><true/></dict></plist>'
    )
    (tmp_path / "Manifest.db").write_bytes(random.Random(4).randbytes(5000))
    with pytest.raises(InputError) as caught:
        read_export(tmp_path)
    assert caught.value.code == "E254"
    assert "iPhone" in caught.value.detail


@pytest.mark.parametrize(
    ("head", "code"),
    [(b"\x1f\x8b\x08", "E289"), (b"\x00\x00\x00\x18ftypmp42", "E228"), (b"OggS", "E228"), (b"\x89PNG", "E228")],
)
def test_packed_and_recorded_files_are_not_called_encrypted(head: bytes, code: str) -> None:
    refused(head + random.Random(5).randbytes(8192 - len(head)), code, "file")


def test_names_of_files_are_no_part_of_the_address(tmp_path: Path) -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0)
    for name in ("chat.db?mode=rwc&immutable=0", "a%2e%2e.db", "#x'\";.db", "ünd 1.db"):
        path = tmp_path / name
        path.write_bytes(made.data())
        assert read_export(path).reading.imported == 1
    assert len(list(tmp_path.iterdir())) == 4


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


@pytest.mark.parametrize("number", range(25))
def test_changed_bytes_raise_only_our_errors(tmp_path: Path, number: int, sound: dict[str, bytes]) -> None:
    chance = random.Random(number)
    part = chance.choice(["", "-wal"])
    changed = {end: flipped(data, chance) if end == part else data for end, data in sound.items()}
    try:
        assert read_export(written(tmp_path, changed)).reading.balances
    except EvenstepError as error:
        assert getattr(error, "code", "") != "E292", error


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return logged(tmp_path_factory.mktemp("sound"), 20, 20)

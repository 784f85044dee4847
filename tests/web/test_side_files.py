"""A database chosen with the file beside it is one export; without it, or of another name, each stays its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from evenstep.sources.archive import NamedBytes, open_export
from evenstep.web.outcome import Upload
from evenstep.web.side_files import put_together


def pair(tmp_path: Path) -> tuple[bytes, bytes]:
    """A database whose only row is still in its -wal."""
    path = tmp_path / "chat.db"
    store = sqlite3.connect(path)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("CREATE TABLE message (text)")
    store.execute("INSERT INTO message VALUES ('newest')")
    store.commit()
    found = path.read_bytes(), path.with_name("chat.db-wal").read_bytes()
    store.close()
    return found


def test_both_become_one_under_the_name_of_the_database(tmp_path: Path) -> None:
    data, newest = pair(tmp_path)
    sent = [Upload(0, "chat.db", data), Upload(1, "chat.db-wal", newest), Upload(2, "chat.db-shm", b"x")]
    (one,) = put_together(sent)
    assert (one.number, one.name) == (0, "chat.db")
    opened = open_export(NamedBytes(one.name, one.data))
    assert [(member.name, member.read()) for member in opened.members] == [("chat.db", data), ("chat.db-wal", newest)]


def test_what_does_not_belong_together_stays_apart(tmp_path: Path) -> None:
    data, newest = pair(tmp_path)
    sent = (Upload(0, "chat.db", data), Upload(1, "other.db-wal", newest), Upload(2, "notes.txt-wal", b"x"))
    assert put_together(sent) == sent
    assert put_together(sent[:1]) == sent[:1]
    assert put_together((sent[0], Upload(1, "chat.db-wal", b""))) == sent[:1]

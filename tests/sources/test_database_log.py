"""The log beside a database: its committed pages count, damage and strangers' logs do not, and nothing is written."""

from __future__ import annotations

import io
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from messages_db import SCHEMA, Made, logged, written

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.sqlite.wal import DoesNotFit, committed

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """50 messages in the database and 400 in its log."""
    return logged(tmp_path_factory.mktemp("both"), 50, 400)


def codes(parsed: Parsed) -> dict[str, str]:
    return {note.code: note.detail for note in parsed.reading.notes}


def test_71_the_newest_messages_stand_in_the_log(tmp_path: Path, both: dict[str, bytes]) -> None:
    found = read_export(written(tmp_path, both))
    alone = read_export(NamedBytes("chat.db", both[""]))
    assert (found.reading.imported, alone.reading.imported) == (450, 50)
    assert found.reading.notes == ()
    assert "chat.db-wal" in codes(alone)["E255"]


def test_71_everything_in_the_log_and_nothing_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO handle (id) VALUES ('a@b.c')")
        connection.execute("INSERT INTO chat (guid, style, chat_identifier) VALUES ('iMessage;-;a@b.c', 45, 'a@b.c')")
        connection.execute("INSERT INTO message (guid, text, date, handle_id) VALUES ('G', 'hi', 7e17, 1)")
        connection.execute("INSERT INTO chat_message_join VALUES (1, 1, 0)")
        assert path.stat().st_size < 2 * 4096
        files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    assert read_export(written(tmp_path, files)).reading.imported == 1


def test_71_a_zip_and_a_folder_carry_the_log_along(tmp_path: Path, both: dict[str, bytes]) -> None:
    assert read_export(written(tmp_path, both).parent).reading.imported == 450
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for end, data in both.items():
            archive.writestr(f"Messages/chat.db{end}", data)
    assert read_export(NamedBytes("m.zip", packed.getvalue())).reading.imported == 450


@pytest.mark.parametrize(
    ("damage", "imported", "said"),
    [
        (lambda wal: wal[:20], 50, "cut off"),
        (lambda wal: b"\0" * 4 + wal[4:], 50, "no log"),
        (lambda wal: wal[:24] + b"\1\2\3\4" + wal[28:], 50, "checksum"),
        (lambda wal: wal[:8] + struct.pack(">I", 1024) + wal[12:], 50, "checksum"),
        (lambda wal: wal[:-4000], 50, None),  # the one commit is in the last frame
        (lambda wal: wal[:200] + b"?" + wal[201:], 50, "its end is damaged"),
        (lambda wal: wal + b"\0" * 4120, 450, None),  # behind the last commit stands another log's rest
    ],
    ids=["header cut", "no magic", "salt", "page size", "end cut", "first page", "old rest"],
)
def test_71_a_log_that_does_not_fit_is_left_out(
    tmp_path: Path, both: dict[str, bytes], damage: Change, imported: int, said: str | None
) -> None:
    parsed = read_export(written(tmp_path, {"": both[""], "-wal": damage(both["-wal"])}))
    assert parsed.reading.imported == imported
    assert parsed.reading.balances
    assert said is None or said in codes(parsed)["E255"]


def test_71_the_log_of_another_database_is_left_out(tmp_path: Path, both: dict[str, bytes]) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other, isolation_level=None)) as stranger:
        stranger.execute("PRAGMA journal_mode=WAL")
        stranger.execute("CREATE TABLE notes (a, b)")
        stranger.execute("INSERT INTO notes VALUES (1, zeroblob(200000))")
        wal = Path(f"{other}-wal").read_bytes()
    parsed = read_export(written(tmp_path, {"": both[""], "-wal": wal}))
    assert parsed.reading.imported == 50
    assert "E255" in codes(parsed)


def test_the_log_of_another_page_size_does_not_fit() -> None:
    with pytest.raises(DoesNotFit):
        committed(struct.pack(">8I", 0x377F0682, 3_007_000, 1000, 0, 1, 2, 3, 4))


def test_checksums_agree_with_sqlite_in_both_byte_orders(both: dict[str, bytes]) -> None:
    """SQLite writes the machine's own order; the other is made from it frame by frame, by the plain definition."""
    wal = both["-wal"]
    assert committed(wal).at == committed(reordered(wal)).at
    assert len(committed(wal).at) > 10


def reordered(wal: bytes) -> bytes:
    header = struct.pack(">I", 0x377F0683) + wal[4:24]
    sums = checksum(header, 0, 0)
    out = [header, struct.pack(">2I", *sums)]
    for at in range(32, len(wal), 24 + 4096):
        head, page = wal[at : at + 16], wal[at + 24 : at + 24 + 4096]
        sums = checksum(head[:8] + page, *sums)
        out += [head, struct.pack(">2I", *sums), page]
    return b"".join(out)


def checksum(data: bytes, one: int, two: int) -> tuple[int, int]:
    for first, second in struct.iter_unpack(">2I", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def test_72_a_journal_is_never_applied(tmp_path: Path) -> None:
    """A journal that would undo everything: neither it nor the database changes, and its rows are not read."""
    path = tmp_path / "chat.db"
    made = Made(address=path)
    chat, handle = made.single()
    made.message(chat, handle, 0)
    made.connection.close()
    journal = Path(f"{path}-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(4000))
    before = (path.read_bytes(), journal.read_bytes(), sorted(tmp_path.iterdir()))
    parsed = read_export(path)
    assert (path.read_bytes(), journal.read_bytes(), sorted(tmp_path.iterdir())) == before
    assert parsed.reading.imported == 1
    assert "journal" in codes(parsed)["E255"]


def test_reading_writes_nothing_beside_the_file(tmp_path: Path, both: dict[str, bytes]) -> None:
    for files in (both, {"": both[""]}):
        path = written(tmp_path, files)
        before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
        read_export(path)
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
        Path(f"{path}-wal").unlink(missing_ok=True)


def test_71_frames_behind_the_last_commit_do_not_count(tmp_path: Path) -> None:
    """Whole frames of a transaction that never came to its end, with sound checksums."""
    path = tmp_path / "made.db"
    made = Made(address=path)
    chat, handle = made.single()
    made.connection.execute("PRAGMA journal_mode=WAL")
    made.connection.execute("PRAGMA wal_autocheckpoint=0")
    sizes = []
    for number in range(2):
        made.connection.execute("BEGIN")
        for minute in range(200):
            made.message(chat, handle, 200 * number + minute)
        made.connection.execute("COMMIT")
        sizes.append(Path(f"{path}-wal").stat().st_size)
    wal = Path(f"{path}-wal").read_bytes()
    files = {"": path.read_bytes(), "-wal": wal[: sizes[0] + 3 * (24 + 4096)]}
    made.connection.close()
    assert sizes[0] + 4 * (24 + 4096) < len(wal)
    assert committed(files["-wal"]).pages == committed(wal[: sizes[0]]).pages
    assert read_export(written(tmp_path, files)).reading.imported == 200

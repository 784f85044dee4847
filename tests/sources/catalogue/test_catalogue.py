"""Every bad file of the catalogue: its verdict, its codes, the place, the words, and a balance that holds."""

from __future__ import annotations

import socket
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import pytest
from bad_file import Bad
from rows_chat import CHAT_ROWS
from rows_chat_lines import CHAT_LINES
from rows_containers import CONTAINERS
from rows_databases import DATABASE_ROWS
from rows_json import JSON_ROWS
from rows_json_texts import JSON_TEXTS
from rows_json_values import JSON_VALUES
from rows_large import LARGE_ROWS
from rows_mail import MAIL_ROWS
from rows_senders import SENDER_ROWS
from rows_text import TEXTS
from rows_xml import XML_ROWS
from watch import watched

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.problem_codes import CODES
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ALL: tuple[Bad, ...] = (
    *CONTAINERS,
    *CHAT_ROWS,
    *CHAT_LINES,
    *JSON_ROWS,
    *JSON_TEXTS,
    *JSON_VALUES,
    *SENDER_ROWS,
    *LARGE_ROWS,
    *TEXTS,
    *XML_ROWS,
    *MAIL_ROWS,
    *DATABASE_ROWS,
)
FEWEST = 3
"""Files for each row of the list."""
MOST_KIB = 256 * 1024
"""What reading any one of them may add to the memory of this process."""
OF_THE_CHAT = {"E103"}
"""Codes that keep a member aside, and refuse the file where that member is the chat itself."""


def read(bad: Bad) -> Parsed:
    """The file is read, and while it is read nothing else is opened: no socket, no program, no other file."""
    answers = {"zone": "Europe/Berlin", **bad.answers}
    with TemporaryDirectory() as made:
        file = bad.on_disk(Path(made)) if bad.on_disk else NamedBytes(bad.name, bad.make())
        before = getrusage(RUSAGE_SELF).ru_maxrss
        try:
            with watched(*([file] if isinstance(file, Path) else [])) as opened:
                return read_export(file, now=NOW, **answers)
        finally:
            assert opened == []
            assert getrusage(RUSAGE_SELF).ru_maxrss - before < MOST_KIB


@pytest.mark.parametrize("bad", ALL, ids=str)
def test_what_becomes_of_it(bad: Bad) -> None:
    if bad.verdict in ("refuse", "ask"):
        with pytest.raises(EvenstepError) as told:
            read(bad)
        check_told(bad, told.value)
    else:
        check_read(bad, read(bad))


def check_told(bad: Bad, told: EvenstepError) -> None:
    """A refusal has its code, its file, its place and what to do; a question has its option."""
    if bad.verdict == "ask":
        assert isinstance(told, NeedsAnswer), told
        assert (told.option,) == bad.codes
    else:
        assert isinstance(told, InputError), told
        assert (told.code,) == bad.codes
        assert bad.place in told.place
        assert CODES[told.code].to_do in str(told)
    assert bad.says in str(told)


def check_read(bad: Bad, parsed: Parsed) -> None:
    """What was read adds up, and every problem is told with its code; nothing else is told."""
    reading = parsed.reading
    told = [*reading.notes, *reading.aside]
    assert reading.balances
    assert sorted({note.code for note in told}) == sorted(bad.codes)
    assert {CODES[note.code].verdict for note in told} <= {"partial", "repair", "note"}
    assert any(bad.place in note.place for note in told) or not bad.place
    assert any(bad.says in note.detail for note in told) or not bad.says
    for wanted, found in ((bad.seen, reading.seen), (bad.kept, reading.imported), (bad.aside, reading.skipped)):
        assert wanted is None or wanted == found
    assert bad.kept is None or parsed.events.height == bad.kept
    assert bad.people is None or len(reading.senders) == bad.people
    assert not bad.person or bad.person in reading.senders


def test_the_watch_sees_what_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with watched() as opened, socket.socket() as line:
        (tmp_path / "a").read_text()
        (tmp_path / "b").write_text("x")
        sqlite3.connect(tmp_path / "c").close()
        line.connect_ex(("127.0.0.1", 1))
    assert [each.split()[0] for each in opened] == ["socket.__new__", "read", "write", "database", "socket.connect"]
    with watched(tmp_path) as opened:
        (tmp_path / "a").read_text()
    assert opened == []


def test_every_row_has_enough_files_and_no_two_are_called_alike() -> None:
    assert {row for row, n in Counter(bad.row for bad in ALL).items() if n < FEWEST} == set()
    assert len({str(bad) for bad in ALL}) == len(ALL)


def test_the_verdict_is_that_of_the_code() -> None:
    wrong = [
        str(bad)
        for bad in ALL
        if bad.verdict in ("refuse", "partial")
        and not any(CODES[code].verdict == bad.verdict or code in OF_THE_CHAT for code in bad.codes)
    ]
    assert wrong == []

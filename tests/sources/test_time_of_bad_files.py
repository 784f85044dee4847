"""Files made to cost time in the square of their length: each is read in time that grows as the file does."""

from __future__ import annotations

from time import process_time

import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.mail.split import DATED
from evenstep.sources.read import read_export
from evenstep.sources.sms.ndjson import is_ndjson
from evenstep.sources.tar import _fields

SECONDS = 4.0
"""Far more than each of these takes (below 1), less than it took before (6 to 25)."""

SIGNAL = '{"backupTimeMs":"1700000000000","version":"1","mediaRootBackupKey":"x"}\n{"recipient":{"id":"1","self":{}}}\n'
TABLE = '{"time":"2024-01-01T10:00:00Z","sender":"a","text":"x"}\n'
LINE = "[LINE] Chat history with A\nSaved on: 2024/01/01, 10:00\n\n2024/01/01(Mon)\n"

FILES = {
    "broken lines of Signal": ("main.jsonl", SIGNAL + 'x\n"a\n' * 25_000, 50_000),
    "broken lines of a table": ("t.jsonl", TABLE + "x\n" * 50_000, 50_001),
    "quotes of LINE without an end": (
        "[LINE] a.txt",
        LINE + "".join(f'{23 - i % 24:02d}:00\tn{i % 7}\t"x\n' for i in range(8_000)),
        8_000,
    ),
}


@pytest.mark.parametrize("case", list(FILES))
def test_time_grows_as_the_file(case: str) -> None:
    name, text, seen = FILES[case]
    begun = process_time()
    parsed = read_export(NamedBytes(name, text.encode()), zone="UTC")
    assert process_time() - begun < SECONDS
    assert parsed.reading.seen == seen
    assert parsed.reading.balances


def test_a_line_of_spaces_is_no_date_and_soon_known_to_be_none() -> None:
    line = b"From x" + b" " * 990
    begun = process_time()
    assert all(DATED.fullmatch(line) is None for _ in range(1_000))
    assert process_time() - begun < SECONDS  # it took 13
    assert DATED.fullmatch(b"From ana@example.org  Mon Jan  1 10:00:00 2024") is not None


def test_many_numbers_in_a_first_line_cost_one_look() -> None:
    head = b'{"date":' + b'"number":' * 7_000
    begun = process_time()
    assert not any(is_ndjson(head) for _ in range(20))
    assert process_time() - begun < SECONDS  # it took 8
    assert is_ndjson(b'{"date":"1","address":"","number":"1","duration":"2"}')


def test_fields_of_a_tar_are_taken_by_their_length() -> None:
    begun = process_time()
    assert _fields(b"1 path=" * 150_000) == {}
    assert process_time() - begun < SECONDS / 2  # it took 4
    assert _fields(b"22 comment=\n9 size=1\n\n13 path=ab/c\n") == {b"path": b"ab/c"}

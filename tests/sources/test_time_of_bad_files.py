"""Files made to cost time in the square of their length: each is read in time that grows as the file does."""

from __future__ import annotations

from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.mail.split import DATED
from evenstep.sources.member import BytesMember
from evenstep.sources.naming import Ids
from evenstep.sources.other_databases import database_looks_like
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


IMAZING = (
    "Chat Session,Message Date,Delivered Date,Read Date,Edited Date,Deleted Date,Service,Type,Sender ID,Sender Name,"
    "Status,Replying to,Subject,Text,Attachment,Attachment type,Message ID\n"
)
"""The columns of iMazing's table."""


def conversations_of_instagram(n: int) -> str:
    one = '{"participants":["a%d","b"],"conversation":[{"sender":"b","created_at":"2024-01-01T10:00:00+00:00"}]}'
    return f"[{','.join(one % number for number in range(n))}]"


def rows_of_one_message(n: int) -> str:
    row = "s,2024-01-01 10:00:00,,,,,i,Incoming,+491,A,,,,{:0100},,,m\n"
    return IMAZING + "".join(map(row.format, range(n)))


def topics_of_telegram(n: int) -> str:
    when = '"date":"2024-01-01T10:00:00","date_unixtime":"1704103200"'
    said = f'{{"id":2,"type":"message",{when},"from":"A","from_id":"user1","reply_to_message_id":1,"text":"x"}}'
    topic = f'{{"id":1,"type":"service",{when},"actor":"A","actor_id":"user1","action":"topic_created"}}'
    chats = (f'{{"type":"private_supergroup","id":{one},"messages":[{topic},{said}]}}' for one in range(n))
    return f'{{"chats":{{"list":[{",".join(chats)}]}}}}'


FILES |= {
    "conversations of Instagram": ("messages.json", conversations_of_instagram(8_000), 8_000),
    "rows of one message of iMazing": ("im.csv", rows_of_one_message(20_000), 20_000),
    "topics of Telegram": ("result.json", topics_of_telegram(8_000), 16_000),
}


@pytest.mark.parametrize("case", list(FILES))
def test_time_grows_as_the_file(case: str) -> None:
    name, text, seen = FILES[case]
    begun = process_time()
    parsed = read_export(NamedBytes(name, text.encode()), zone="UTC")
    assert process_time() - begun < SECONDS
    assert parsed.reading.seen == seen
    assert parsed.reading.balances


def test_a_part_with_a_large_number_costs_no_more_than_another() -> None:
    one = (
        '{"guild":{"id":"1"},"channel":{"id":"%d","type":"DirectTextChat","name":"x"},"messages":[{"id":"%d",'
        '"type":"Default","timestamp":"2024-01-01T00:00:00+00:00","isBot":false,"timestampEdited":null,'
        '"callEndedTimestamp":null,"author":{"id":"1","name":"a"},"content":"x"}]}'
    )
    packed = BytesIO()
    with ZipFile(packed, "w") as zipped:
        for n in range(40):
            zipped.writestr(f"c{n} [part 999999].json", one % (n, n))
    begun = process_time()
    reading = read_export(NamedBytes("d.zip", packed.getvalue())).reading
    assert process_time() - begun < SECONDS / 2  # it took 6
    assert [note.count for note in reading.notes if note.code == "E239"] == [999_998] * 40


def test_ids_are_one_chats_each() -> None:
    ids = Ids()
    assert [ids.free(base) for base in ("a", "a (2)", "a", "a", "a (2)")] == [
        "a",
        "a (2)",
        "a (3)",
        "a (4)",
        "a (2) (2)",
    ]


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


def test_a_large_database_is_gone_through_once_and_only_where_its_tables_are() -> None:
    size, pages = 512, 4_000
    first = bytearray(b"SQLite format 3\0" + size.to_bytes(2, "big") + bytes(size - 18))
    first[100] = 5
    first[103:105] = (1).to_bytes(2, "big")
    first[108:112] = pages.to_bytes(4, "big")
    first[112:114] = (200).to_bytes(2, "big")
    first[200:204] = (pages - 1).to_bytes(4, "big")
    data = bytes(first) + bytes(size * (pages - 2)) + b"CREATE TABLE ABMultiValue".ljust(size)
    read: list[int] = []

    class Counted(BytesMember):
        def open(self) -> BytesIO:
            stream = BytesIO(self.data)
            whole = stream.read
            stream.read = lambda n=-1, /: (read.append(n), whole(n))[1]  # type: ignore[method-assign]
            return stream

    assert "address book" in database_looks_like(Counted("a.db", data))
    assert read == [size, size]  # it was 2 MB for each of nine names

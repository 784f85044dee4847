"""Tables as other people's tools write them: their names for columns, directions, people as objects, wrapped lists."""

from __future__ import annotations

import io
import zipfile

import pytest

from evenstep.errors import InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.table.columns import records_at


def read(text: str, name: str = "t.csv") -> Parsed:
    parsed = read_export(NamedBytes(name, text.encode()), zone="UTC")
    assert parsed.reading.source == "table"
    assert parsed.reading.balances
    return parsed


def who_and_what(parsed: Parsed) -> list[tuple[str, str, int]]:
    return list(parsed.events.select("sender", "kind", "n_chars").iter_rows())


@pytest.mark.parametrize(
    "header",
    [
        "message_date,user,message",
        "Message Date,Sender Name,Text",
        "sentAt,senderName,messageContent",
        "createdAt,from_user,msg",
        "sent,contact,message_body",
        "When,Participant,Body",
    ],
)
def test_more_names_of_columns(header: str) -> None:
    parsed = read(f"{header}\n2024-03-14 21:04:11,Ann,hi\n2024-03-14 21:05:11,Bob,hey\n")
    assert who_and_what(parsed) == [("Ann", "text", 2), ("Bob", "text", 3)]


def test_a_day_written_twice_and_a_clock() -> None:
    text = "Date1,Date2,Time,UserPhone,UserName,MessageBody\n14/03/2024,2024-03-14,21:04:11,+4915,Ann,hi\n"
    parsed = read(text)
    assert [f"{t:%Y-%m-%d %H:%M:%S}" for t in parsed.events["time"]] == ["2024-03-14 21:04:11"]
    assert who_and_what(parsed) == [("Ann", "text", 2)]


def test_a_type_that_is_a_direction_and_an_empty_name() -> None:
    rows = "2024-03-14 21:04:11,Incoming,+4915,Ann,hi,\n2024-03-14 21:05:11,Outgoing,,,hey,\n"
    rows += "2024-03-14 21:06:11,Notification,,,Ann joined,\n2024-03-14 21:07:11,Incoming,+4916,,,PTT-1.opus\n"
    parsed = read("Message Date,Type,Sender ID,Sender Name,Text,Attachment\n" + rows)
    assert parsed.reading.system == 1
    assert parsed.reading.me == "me"
    assert who_and_what(parsed) == [("Ann", "text", 2), ("me", "text", 3), ("+4916", "voice", 0)]


def test_a_name_beside_both_directions_is_the_other_persons() -> None:
    text = "direction,timestamp,name,content\nReceived,2024-03-14 21:04:11,Ann,hi\nSent,2024-03-14 21:05:11,Ann,hey\n"
    assert who_and_what(read(text)) == [("Ann", "text", 2), ("me", "text", 3)]
    own = text.replace("21:05:11,Ann", "21:05:11,Bob")
    assert who_and_what(read(own)) == [("Ann", "text", 2), ("Bob", "text", 3)]


def test_what_was_sent_without_words_is_no_text() -> None:
    text = "date,author,content,attachments\n" + "".join(
        f"2024-03-14 21:0{i}:11,Ann,{said},{sent}\n"
        for i, (said, sent) in enumerate([("", "a.jpg"), ("look", "a.jpg"), ("", "NA"), ("", "x-STICKER-1.webp")])
    )
    assert [kind for _, kind, _ in who_and_what(read(text))] == ["media", "text", "text", "sticker"]


def test_notices_of_whatsapp_tools_are_nobodys() -> None:
    text = "date,sender,message\n2024-03-14 21:04,Ann,hi\n2024-03-14 21:05,group_notification,Ann left\n"
    parsed = read(text)
    assert (parsed.reading.system, who_and_what(parsed)) == (1, [("Ann", "text", 2)])


def test_people_and_ids_that_are_objects() -> None:
    text = (
        '[{"id":{"_serialized":"a","x":1},"author":{"id":"7","name":"Ann"},"timestamp":1710450251,"body":"hi"},'
        '{"id":{"odd":[]},"author":{"id":"8"},"timestamp":1710450261,"body":"hey"},'
        '{"id":"c","author":{},"timestamp":1710450271,"body":"who"}]'
    )
    parsed = read(text, "t.json")
    assert who_and_what(parsed) == [("Ann", "text", 2), ("8", "text", 3)]
    assert parsed.rejects["code"].to_list() == ["E230"]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ('"chat_name": "x", "participants": ["A]", "B"], ', True),
        ('"info": {"a": 1, "b": "}"}, "n": 2, ', True),
        ('"messages": 5, "deep": {"a": {"b": 1}}, ', False),
        ('"other": {"messages": [{"x": 1}]}, ', False),
    ],
)
def test_a_list_behind_other_fields_is_found(before: str, found: bool) -> None:
    text = f'{{{before}"messages": [{{"timestamp": 1710450251, "sender": "Ann", "text": "hi"}}], "end": [1]}}'
    assert (records_at(text) == text.index('[{"timestamp"')) is found
    if found:
        assert who_and_what(read(text, "t.json")) == [("Ann", "text", 2)]


def test_lines_of_records_with_lists_are_lines() -> None:
    line = '{"time": 1710450251, "sender": "Ann", "data": [{"x": 1}]}\n'
    assert read(line + line.replace("Ann", "Bob"), "t.ndjson").reading.senders == {"Ann": 1, "Bob": 1}


@pytest.mark.parametrize("head", ['{"a":' + " " * 300_000, '{"a":[' + "1," * 150_000 + "]", '{"' * 100_000])
def test_looking_for_a_list_takes_no_longer_than_the_text(head: str) -> None:
    assert records_at(head) == 0


def test_short_years_beside_month_names() -> None:
    parsed = read("Date,Author,Content\n14-Mar-24 09:05 PM,Ann,hi\n")
    assert [f"{t:%Y-%m-%d %H:%M}" for t in parsed.events["time"]] == ["2024-03-14 21:05"]


@pytest.mark.parametrize("member", ["xl/workbook.xml", "content.xml"])
def test_a_spreadsheet_is_told_how_to_become_a_table(member: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, "<?xml version='1.0'?><workbook/>")
        archive.writestr("mimetype", "x")
    with pytest.raises(InputError, match="save it as CSV"):
        read_export(NamedBytes("t.xlsx", made.getvalue()))
    with pytest.raises(InputError, match="save it as CSV"):
        read_export(NamedBytes("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))

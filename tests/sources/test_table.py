"""Tables: real ones against their known values, and every bad input that a table can be."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenstep.errors import InputError, NeedsAnswer, OptionError
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

EPOCH = datetime(2014, 1, 1, tzinfo=UTC)
HEAD = "time,sender,text\n"


def read(text: str | bytes, name: str = "t.csv", **options: object) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), **options)  # type: ignore[arg-type]
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


def times(parsed: Parsed) -> list[str]:
    return parsed.events["time"].dt.strftime("%Y-%m-%d %H:%M:%S").to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> list[str]:
    return [note.code for note in parsed.reading.notes]


# Real tables


def test_collegemsg(samples: Path) -> None:
    started = time.process_time()
    parsed = read_export(samples / "snap-collegemsg" / "CollegeMsg.txt")
    assert time.process_time() - started < 8.0
    events, conversations, reading = parsed.events, parsed.conversations, parsed.reading
    assert (reading.seen, reading.imported, reading.skipped, reading.system) == (59_835, 59_835, 0, 0)
    people = set(conversations["person_a"]) | set(conversations["person_b"])
    assert len(people) == 1_899
    assert conversations.height == 13_838
    sizes = events["conversation_id"].value_counts()
    assert [(sizes["count"] >= n).sum() for n in (20, 50, 100)] == [426, 72, 12]
    assert sizes["count"].sort(descending=True).head(3).to_list() == [184, 166, 164]
    largest = conversations.filter((pl.col("person_a") == "1168") & (pl.col("person_b") == "1624"))
    pair = events.filter(pl.col("conversation_id") == largest["conversation_id"].item())
    assert sorted(pair["sender"].value_counts()["count"].to_list()) == [89, 95]
    assert (reading.first, reading.last) == (
        datetime.fromtimestamp(1082040961, UTC),
        datetime.fromtimestamp(1098777142, UTC),
    )
    assert reading.shapes == {"seconds since 1970": 59_835}
    assert reading.zone_decided_by == "Unix times in the file"


def test_copenhagen_needs_its_second_zero(samples: Path) -> None:
    path = samples / "copenhagen" / "dyad_176_578.csv"
    with pytest.raises(NeedsAnswer) as caught:
        read_export(path)
    assert caught.value.option == "epoch"
    parsed = read_export(path, epoch=EPOCH)
    assert parsed.reading.imported == 1_761
    assert parsed.reading.senders == {"176": 951, "578": 810}
    assert parsed.reading.first == EPOCH + timedelta(seconds=42_718)
    assert set(parsed.events["zone_source"]) == {"given"}
    whole = read_export(samples / "copenhagen" / "sms.csv", epoch=EPOCH)
    assert whole.reading.imported == 24_333
    people = set(whole.conversations["person_a"]) | set(whole.conversations["person_b"])
    assert len(people) == 568


def test_a_list_with_directions_is_two_persons(samples: Path) -> None:
    folder = samples / "beautifulplanet+Communication-Analysis-Toolkit" / "tests" / "fixtures"
    parsed = read_export(folder / "sample_messages.json", zone="Europe/Berlin")
    assert parsed.reading.imported == 20
    assert set(parsed.reading.senders) == {"me", "them"}
    assert parsed.reading.me == "me"
    assert parsed.events["n_words"][0] == 5
    assert times(parsed)[0] == "2025-06-01 07:00:00"
    assert set(parsed.events["resolution_s"]) == {60.0}


def test_kakaotalk_csv_with_line_breaks_in_cells(samples: Path) -> None:
    folder = samples / "claudianus+kakaotalk-chat-analyzer" / "test" / "fixtures"
    assert read_export(folder / "open-chat-room.csv", zone="Asia/Seoul").reading.seen == 6


# Shapes


@pytest.mark.parametrize(
    "header",
    [
        "time,sender",
        "Timestamp,From",
        "DATE,Author",
        "sent_at,user",
        "created_at,Username",
        "ts,who",
        "datetime,actor1",
        "t,name",
        "date,source",
        '"time","sender"',
        "\ufefftime,sender",
    ],
)
def test_column_aliases(header: str) -> None:
    parsed = read(f"{header}\n1700000000,Ana\n1700000060,Bob\n")
    assert parsed.reading.senders == {"Ana": 1, "Bob": 1}


@pytest.mark.parametrize("mark", [",", "\t", ";", "|", "   "])
def test_delimiters_are_sniffed(mark: str) -> None:
    rows = [["time", "from", "to"], ["1700000000", "Ana", "Bob"], ["1700000060", "Bob", "Ana"]]
    parsed = read("\r\n".join(mark.join(row) for row in rows))
    assert parsed.reading.imported == 2
    assert parsed.conversations.height == 1


def test_json_array_json_lines_and_parquet_are_the_same_table() -> None:
    rows = [{"time": 1_700_000_000 + i * 60, "sender": "AB"[i % 2], "text": "x" * i} for i in range(5)]
    parquet = io.BytesIO()
    pl.DataFrame(rows).write_parquet(parquet)
    forms = [
        read(json.dumps(rows), "t.json"),
        read("\n".join(map(json.dumps, rows)), "t.jsonl"),
        read(parquet.getvalue(), "t.parquet"),
        read("time,sender,text\n" + "\n".join(f"{r['time']},{r['sender']},{r['text']}" for r in rows)),
    ]
    tables = [form.events.drop("import_id", "source_line") for form in forms]
    assert all(table.equals(tables[0]) for table in tables)
    assert tables[0]["n_chars"].to_list() == [0, 1, 2, 3, 4]


def test_parquet_with_zoned_and_naive_datetimes() -> None:
    zoned = pl.Series([datetime(2024, 1, 1, 12, tzinfo=UTC)]).dt.convert_time_zone("Asia/Tokyo")
    for column, expected in ((zoned, "12:00"), (pl.Series([datetime(2024, 1, 1, 12)]), "11:00")):
        buffer = io.BytesIO()
        pl.DataFrame({"time": column, "sender": ["Ana"]}).write_parquet(buffer)
        assert times(read(buffer.getvalue(), "t.parquet", zone="Europe/Berlin")) == [f"2024-01-01 {expected}:00"]


def test_columns_may_be_named_by_the_user() -> None:
    text = "wann,wer,was\n1700000000,Ana,hi there\n"
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.code == "E232"
    assert "wann, wer, was" in caught.value.detail
    parsed = read(text, columns={"time": "wann", "sender": "wer", "text": "was"})
    assert parsed.events["n_words"].to_list() == [2]
    with pytest.raises(OptionError, match="no column 'x'"):
        read(text, columns={"time": "x"})
    with pytest.raises(OptionError, match="not one of"):
        read(text, columns={"when": "wann"})


def test_a_pair_is_one_conversation_whoever_writes() -> None:
    parsed = read("time,from,to\n1700000000,b,a\n1700000001,a,b\n1700000002,a,c|b\n1700000003,c,a|b\n")
    assert parsed.events["conversation_id"].n_unique() == 3
    swapped = read("time,from,to\n1700000000,a,b\n1700000001,b,a\n1700000002,c|b,a\n1700000003,a|b,c\n")
    assert set(parsed.conversations["conversation_id"]) == set(swapped.conversations["conversation_id"])
    pair = parsed.conversations.filter(pl.col("person_b") == "b")
    assert pair["person_a"].to_list() == ["a"]


def test_messages_to_oneself_are_left_out_and_counted() -> None:
    parsed = read("time,from,to\n1700000000,a,a\n1700000001,a,b\n")
    assert codes(parsed) == [("E235", "row 2")]
    assert parsed.reading.skipped == 1


def test_one_conversation_of_many_can_be_chosen() -> None:
    text = "time,from,to\n1700000000,a,b\n1700000001,a,c\n1700000002,c,a\n"
    parsed = read(text, chat="a|c")
    assert (parsed.reading.seen, parsed.reading.imported) == (2, 2)
    with pytest.raises(NeedsAnswer) as caught:
        read(text, chat="x")
    assert caught.value.option == "chat"
    assert [c.value for c in caught.value.choices] == ["a|c", "a|b"]


def test_own_lengths_kinds_durations_and_replies() -> None:
    text = (
        "time,sender,kind,word_count,n_chars,duration_s,id,reply_to\n"
        "1700000000,Ana,text,3,12,,7,\n"
        "1700000060,Bob,Voice Message,0,0,12.5,8,7\n"
        "1700000120,Bob,call,,,60,9,99\n"
        "1700000180,Bob,hologram,,,,10,\n"
        "1700000240,Bob,system,,,,11,\n"
    )
    parsed = read(text)
    assert parsed.events["kind"].to_list() == ["text", "voice", "call", "other"]
    assert parsed.events["n_words"].to_list() == [3, 0, 0, 0]
    assert parsed.events["duration_s"].to_list() == [None, 12.5, 60.0, None]
    assert parsed.events["reply_to"].to_list() == [None, 0, None, None]
    assert (parsed.reading.system, parsed.reading.seen) == (1, 5)
    assert notes(parsed) == ["E229"]


def test_text_is_kept_only_when_asked_for() -> None:
    text = HEAD + "1700000000,Ana,hello you\n"
    assert "text" not in read(text).events.columns
    assert read(text, keep_text=True).events["text"].to_list() == ["hello you"]


def test_newest_first_is_turned_round_and_ties_keep_file_order() -> None:
    rows = ["1700000120,C", "1700000060,B2", "1700000060,B1", "1700000000,A"]
    parsed = read("time,sender\n" + "\n".join(rows))
    assert parsed.events["sender"].to_list() == ["A", "B1", "B2", "C"]
    assert parsed.events["event_id"].to_list() == [0, 1, 2, 3]
    assert parsed.events["source_line"].to_list() == [5, 4, 3, 2]


# Times


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1700000000", "2023-11-14 22:13:20"),
        ("1700000000000", "2023-11-14 22:13:20"),
        ("1700000000000000", "2023-11-14 22:13:20"),
        ("1700000000000000000", "2023-11-14 22:13:20"),
        ("1.7e9", "2023-11-14 22:13:20"),
        ("2024-01-02T03:04:05Z", "2024-01-02 03:04:05"),
        ("2024-01-02 03:04:05.123+05:30", "2024-01-01 21:34:05"),
        ("2024-01-02 03:04:05-0800", "2024-01-02 11:04:05"),
        ("2024-01-02 19:02:30 UTC", "2024-01-02 19:02:30"),
        ("2024-01-02 03:04", "2024-01-02 02:04:00"),
        ("٢٠٢٤/٠١/٠٢ ٠٣:٠٤", "2024-01-02 02:04:00"),
        ("۱۷۰۰۰۰۰۰۰۰", "2023-11-14 22:13:20"),
        ("13/1/2024 9:05 pm", "2024-01-13 20:05:00"),
        ("13.01.2024, 12:05 AM", "2024-01-12 23:05:00"),
        ("1/13/2024 09:05", "2024-01-13 08:05:00"),
        ("Jan 2, 2024 3:04 PM", "2024-01-02 14:04:00"),
        ("Tue, 2 Jan 2024 15:04:05 +0000", "2024-01-02 15:04:05"),
    ],
)
def test_times_in_many_forms(cell: str, expected: str) -> None:
    parsed = read(f'time,sender\n"{cell}",Ana\n', zone="Europe/Berlin")
    assert times(parsed) == [expected]


def test_50_a_unit_is_inferred_for_the_whole_file_and_said() -> None:
    parsed = read("time,sender\n1700000000000,a\n1700000000500,b\n-5,b\n0,b\n1e18,b\n")
    assert parsed.reading.shapes == {"milliseconds since 1970": 2}
    assert codes(parsed) == [("E226", "row 4"), ("E226", "row 5"), ("E226", "row 6")]
    assert parsed.events["resolution_s"].to_list() == [pytest.approx(0.001)] * 2


def test_a_naive_table_asks_for_the_zone_and_an_unknown_one_is_named() -> None:
    text = HEAD + "2024-01-01 10:00,Ana,hi\n"
    with pytest.raises(NeedsAnswer) as caught:
        read(text)
    assert caught.value.option == "zone"
    with pytest.raises(OptionError) as unknown:
        read(text, zone="Mars/Olympus")
    assert unknown.value.option == "zone"
    assert read(text, zone="Asia/Tokyo").reading.zone_decided_by == "you said so"


def test_day_and_month_are_decided_or_asked_never_guessed() -> None:
    ambiguous = "time,sender\n1/2/2024 9:00,a\n3/4/2024 9:00,b\n"
    with pytest.raises(NeedsAnswer) as caught:
        read(ambiguous, zone="UTC")
    assert caught.value.option == "date_order"
    assert [c.value for c in caught.value.choices] == ["dmy", "mdy"]
    assert caught.value.choices[0].meaning == "1/2/2024 is 1 February 2024"
    assert times(read(ambiguous, zone="UTC", date_order="mdy"))[0] == "2024-01-02 09:00:00"
    above = read("time,sender\n1/2/2024 9:00,a\n13/2/2024 9:00,b\n", zone="UTC")
    assert (above.reading.date_order, above.reading.date_order_decided_by) == ("dmy", "a day above 12")
    runs = read("time,sender\n1/2/2024 9:00,a\n1/5/2024 9:00,b\n2/1/2024 9:00,b\n", zone="UTC")
    assert (runs.reading.date_order, runs.reading.date_order_decided_by) == ("mdy", "only this order runs forward")
    short = "time,sender\n13/1/24 9:00,a\n"
    with pytest.raises(NeedsAnswer) as two_digits:
        read(short, zone="UTC")
    assert [c.value for c in two_digits.value.choices] == ["dmy", "ymd"]
    with pytest.raises(OptionError, match="date_order"):
        read(ambiguous, zone="UTC", date_order="dd")


def test_dates_outside_the_accepted_years() -> None:
    now = datetime(2024, 1, 3, tzinfo=UTC)
    rows = ["1989-12-31T23:00Z", "2024-01-02T00:00Z", "2024-01-04T23:00Z", "2024-01-05T01:00Z", "2024-02-30T01:00Z"]
    parsed = read("time,sender\n" + "".join(f"{row},a\n" for row in rows), now=now)
    assert times(parsed) == ["2024-01-02 00:00:00", "2024-01-04 23:00:00"]
    assert codes(parsed) == [("E217", "row 2"), ("E217", "row 5"), ("E217", "row 6")]


def test_an_epoch_without_its_offset_is_refused() -> None:
    with pytest.raises(OptionError) as caught:
        read("time,sender\n18,a\n", epoch=datetime(2014, 1, 1))
    assert caught.value.option == "epoch"


def test_clock_folds_are_decided_by_file_order_and_said() -> None:
    rows = ["2024-10-27 02:50,a", "2024-10-27 02:10,b", "2024-10-27 03:05,a"]
    parsed = read("time,sender\n" + "\n".join(rows), zone="Europe/Berlin")
    assert times(parsed) == ["2024-10-27 00:50:00", "2024-10-27 01:10:00", "2024-10-27 02:05:00"]
    assert notes(parsed) == ["E219"]


# Bad rows and bad files


def test_bad_rows_are_kept_aside_with_row_and_reason() -> None:
    text = HEAD + '1700000000,Ana,"a\nb"\n1700000001,,x\n1700000002,Bob\n1700000003,Bob,a,b\n\nsoon,Bob,x\n,Bob,x\n'
    parsed = read(text)
    assert parsed.events["n_words"].to_list() == [2]
    assert codes(parsed) == [
        ("E230", "row 3"),
        ("E231", "row 4"),
        ("E231", "row 5"),
        ("E226", "row 7"),
        ("E226", "row 8"),
    ]


def test_32_a_number_of_five_thousand_digits() -> None:
    parsed = read(HEAD + "9" * 5_000 + ",Ana,x\n1700000000,Ana,x\n")
    assert codes(parsed) == [("E207", "row 2")]
    rows = '[{"time": 1700000000, "sender": "a"}, {"time": ' + "9" * 5_000 + ', "sender": "a"}]'
    assert codes(read(rows, "t.json")) == [("E207", "record 2")]


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_49_no_number(cell: str) -> None:
    assert codes(read(f"time,sender\n{cell},a\n1700000000,a\n")) == [("E225", "row 2")]
    rows = f'[{{"time": {cell}, "sender": "a"}}, {{"time": 1700000000, "sender": "a"}}]'
    assert codes(read(rows, "t.json")) == [("E225", "record 1")]
    assert codes(read(f"time,sender,n_words\n1700000000,a,{cell}\n1700000000,a,2\n")) == [("E225", "row 2")]


def test_18_broken_bytes_in_one_line() -> None:
    parsed = read(HEAD.encode() + b"1700000000,Ana,h\xffi\xfe\n1700000060,Bob,ok\n")
    assert parsed.reading.imported == 2
    assert parsed.events["n_chars"].to_list() == [4, 2]
    assert [(n.code, n.place, n.detail, n.count) for n in parsed.reading.notes] == [
        ("E201", "line 2", "from byte 33", 2)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_19_unicode_in_other_clothes(encoding: str) -> None:
    parsed = read((HEAD + "1700000000,Zoë,hi\n1700000060,Bob,hi\n").encode(encoding))
    assert parsed.reading.senders == {"Bob": 1, "Zoë": 1}
    assert parsed.reading.encoding.startswith(encoding[:3].upper())


def test_20_another_encoding_is_a_question() -> None:
    data = (HEAD + "1700000000,Zoë,é\n1700000060,Ås,ü\n1700000060,Ås,ü\n").encode("cp1252")
    with pytest.raises(NeedsAnswer) as caught:
        read(data)
    assert caught.value.option == "encoding"
    assert set(read(data, encoding="cp1252").reading.senders) == {"Zoë", "Ås"}
    with pytest.raises(OptionError, match="encoding"):
        read(data, encoding="klingon")


def test_22_control_characters_leave_names_and_stay_one_message() -> None:
    parsed = read(HEAD + "1700000000,An\0a\x1b,a\0b\n1700000060,Ana,c\n")
    assert parsed.reading.senders == {"Ana": 2}
    assert parsed.events["n_chars"].to_list() == [3, 1]
    assert notes(parsed) == ["E203"]


def test_23_half_letters_in_json() -> None:
    parsed = read('[{"time": 1700000000, "sender": "a", "text": "x\\ud83d"}]', "t.json", keep_text=True)
    assert parsed.events["text"].to_list() == ["x\ufffd"]


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_24_only_line_feeds_end_a_row(odd: str) -> None:
    parsed = read(HEAD + f"1700000000,Ana,a{odd}b\nsoon,Ana,x\n")
    assert parsed.events["n_chars"].to_list() == [3]
    assert codes(parsed) == [("E226", "row 3")]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_25_line_ends(end: str) -> None:
    parsed = read(end.join(["time,sender,text", "1700000000,Ana,hi", "1700000060,Bob,ho", ""]))
    assert parsed.events["n_chars"].to_list() == [2, 2]


def test_26_an_endless_line() -> None:
    with pytest.raises(InputError) as caught:
        read(HEAD + "1700000000,Ana,hi\n1700000000,Ana," + "x" * 2_000, limits=Limits(line_bytes=1_000))
    assert (caught.value.code, caught.value.place) == ("E205", "line 3")
    with pytest.raises(InputError) as first:
        read("time,sender," + "x" * 2_000, limits=Limits(line_bytes=1_000))
    assert (first.value.code, first.value.place) == ("E205", "line 1")


def test_27_marks_in_names_stay() -> None:
    parsed = read(HEAD + "1700000000,Anna\u202etxt,x\n1700000001,Mum👩\u200d👦,x\n")
    assert set(parsed.reading.senders) == {"Anna\u202etxt", "Mum👩\u200d👦"}
    assert [(n.code, n.count) for n in parsed.reading.notes] == [("E206", 1)]


def test_28_names_that_look_alike_stay_two() -> None:
    parsed = read(HEAD + "1700000000,Anna,x\n1700000001,Аnna,x\n1700000002,anna,x\n")
    assert len(parsed.reading.senders) == 3


@pytest.mark.parametrize("name", ["<script>", "{{7*7}}", "=cmd|x", "]]>", "javascript:x"])
def test_29_30_names_and_texts_are_data(name: str) -> None:
    assert list(read(HEAD + f"1700000000,{name},{name}\n").reading.senders) == [name]


def test_31_a_tower_of_marks() -> None:
    assert read(HEAD + "1700000000,Ana,a" + "\u0301" * 10_000 + "\n").events["n_chars"].to_list() == [10_001]


def test_45_depth() -> None:
    row = '{"time": 1700000000, "sender": "a", "x": ' + "[" * 100 + "]" * 100 + "}"
    with pytest.raises(InputError) as caught:
        read(f"[{row}]", "t.json")
    assert caught.value.code == "E221"
    assert caught.value.place == "byte 105"
    with pytest.raises(InputError) as deep:
        read("[" * 100_000, "t.json")
    assert deep.value.code == "E221"


def test_46_a_cut_list_keeps_the_complete_records() -> None:
    text = '[{"time": 1700000000, "sender": "a"},\n {"time": 17000'
    parsed = read(text, "t.json")
    assert parsed.reading.imported == 1
    assert codes(parsed) == [("E222", "line 2, column 2")]
    lines = '{"time": 1700000000, "sender": "a"}\n{"time": 1700000000, "sen'
    assert codes(read(lines, "t.jsonl")) == [("E222", "line 2, column 1")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[{"time": 1700000000, "sender": "a"},]', "line 1, column 38"),
        ('[{"time": 1700000000, "sender": "a"}, // hi\n]', "line 1, column 39"),
        ('[{"time": 1700000000, "sender": "a"}] []', "line 1, column 39"),
        ("[{'time': 1700000000, 'sender': 'a'}]", "line 1, column 3"),
    ],
)
def test_47_invalid_json_is_refused_not_repaired(text: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, "t.json")
    assert (caught.value.code, caught.value.place) == ("E223", place)


def test_48_a_field_named_twice() -> None:
    same = '{"time": 1700000000, "sender": "a", "sender": "a"}'
    other = '{"time": 1700000000, "sender": "a", "sender": "b"}'
    parsed = read(f"[{same}, {other}]", "t.json")
    assert codes(parsed) == [("E224", "/1")]
    assert [(n.code, n.count) for n in parsed.reading.notes] == [("E224", 2)]


def test_51_a_list_where_a_text_should_be() -> None:
    rows = [{"time": 1_700_000_000, "sender": "a", "text": ["x"]}, {"time": 1_700_000_000, "sender": "a", "text": 5}, 7]
    parsed = read(json.dumps(rows), "t.json")
    assert codes(parsed) == [("E227", "/0/text"), ("E227", "/2")]
    assert parsed.events["n_chars"].to_list() == [1]


def test_a_damaged_parquet_is_refused() -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"time": [1_700_000_000], "sender": ["a"]}).write_parquet(buffer)
    for data in (buffer.getvalue()[:-20], b"PAR1" + b"x" * 100 + b"PAR1"):
        with pytest.raises(InputError) as caught:
            read(data, "t.parquet")
        assert caught.value.code == "E116"


@pytest.mark.parametrize("cell", ["2024-01-0๒ 10:00", "1๒00000000", "2024-01-02 1๒:00"])
def test_digits_of_a_script_we_do_not_convert_are_no_time(cell: str) -> None:
    assert codes(read(f"time,sender\n{cell},a\n1700000000,a\n")) == [("E226", "row 2")]


def test_a_parquet_with_a_column_name_that_is_no_text() -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"time": [1_700_000_000], "sender": ["a"], "extra": [1]}).write_parquet(buffer)
    with pytest.raises(InputError) as caught:
        read(buffer.getvalue().replace(b"extra", b"ex\xffra"), "t.parquet")
    assert caught.value.code == "E116"


def test_too_many_people_in_one_chat() -> None:
    text = HEAD + "".join(f"1700000000,p{i},x\n" for i in range(11))
    with pytest.raises(InputError, match="E236"):
        read(text, limits=Limits(people=10))
    assert read(text, limits=Limits(people=11)).reading.imported == 11


def test_quotes_that_never_close() -> None:
    parsed = read(HEAD + '1700000000,Ana,"open\n1700000060,Bob,x\n')
    assert parsed.reading.seen >= 1


def test_an_empty_table() -> None:
    with pytest.raises(InputError, match="E110"):
        read(HEAD)


def test_long_silences_are_gaps_of_the_file() -> None:
    parsed = read("time,sender\n2024-01-01T00:00Z,a\n2024-03-01T00:00Z,b\n2024-03-02T00:00Z,b\n")
    assert len(parsed.reading.gaps) == 1
    gap = parsed.conversations["gaps"].to_list()[0][0]
    assert (gap["start"].month, gap["end"].month) == (1, 3)


def test_two_tables_in_a_zip_are_a_question() -> None:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", HEAD + "1700000000,Ana,x\n")
        archive.writestr("b.csv", HEAD + "1700000000,Bob,x\n")
    with pytest.raises(NeedsAnswer) as caught:
        read(buffer.getvalue(), "x.zip")
    assert caught.value.option == "member"
    assert read(buffer.getvalue(), "x.zip", member="b.csv").reading.senders == {"Bob": 1}


def test_the_same_events_have_the_same_import_id_under_any_file_name() -> None:
    text = "time,from,to\n1700000000,a,b\n"
    first, second = read(text, "a.csv"), read(text, "b.csv")
    assert first.events["import_id"][0] == second.events["import_id"][0]
    assert read(text.replace("00,", "01,"), "a.csv").events["import_id"][0] != first.events["import_id"][0]


def test_a_long_or_short_row_anywhere_is_kept_aside_with_and_without_quotes() -> None:
    rows = ["1700000000,Ana,x", "1700000001,Ana,x,y,z,w", "1700000002,Ana", "", "1700000003,Ana,", ",,,,,,"]
    for order in (rows, rows[::-1], rows[1:] + rows[:1]):
        for quote in ("", '"q"'):
            parsed = read(HEAD + "\n".join([*order, f"1700000009,Ana,{quote}"]))
            expected = [("E231", f"row {2 + order.index(row)}") for row in order if row in (rows[1], rows[2], rows[5])]
            assert codes(parsed) == expected
            assert parsed.reading.imported == 3


@pytest.mark.parametrize("line", ["1704110400,Ana", '1704110400,"Ana"'])
def test_columns_nobody_needs_are_never_held(line: str) -> None:
    header = ",".join(["time", "sender", *(f"x{n}" for n in range(10_000))])
    started = time.process_time()
    whole = "1704110400,Bo" + "," * 10_000
    parsed = read(f"{header}\n{whole}\n" + f"{line}\n" * 20_000)  # as text cells these would be 200 million
    assert time.process_time() - started < 10.0
    assert parsed.reading.skipped == 20_000


def test_records_with_a_new_field_each_are_read_in_a_straight_line() -> None:
    records = [{"time": 1_704_110_400 + n, "sender": "AB"[n % 2], f"x{n}": 1} for n in range(20_000)]
    started = time.process_time()
    assert read(json.dumps(records), "t.json").events.height == 20_000
    assert time.process_time() - started < 8.0


def test_a_long_run_of_white_space_takes_no_longer_than_its_length() -> None:
    started = time.process_time()
    parsed = read(f"time sender text\n1704110400 Ana a{' ' * 500_000}b\n1704110460 Bo  hi \t\r\n")
    assert time.process_time() - started < 5.0
    assert (parsed.reading.imported, codes(parsed)) == (1, [("E231", "row 2")])


def test_a_cell_too_long_for_any_reader_is_refused_by_its_line() -> None:
    for cell in ('"' + "x" * 300_000, '"' + "x" * 300_000 + '"'):
        with pytest.raises(InputError) as caught:
            read(f"{HEAD}1704110400,Ana,hi\n1704110400,Ana,{cell}\n")
        assert (caught.value.code, caught.value.place) == ("E205", "line 3")


@pytest.mark.parametrize("first", ["2024-01-01 09:00,Ana,I love you,x", "Monday 09:00,I love you,Ana,y"])
def test_a_table_without_a_header_shows_nobodys_words(first: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f"{first}\n{first}\n")
    assert "love" not in str(caught.value)


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13"])
def test_what_is_no_encoding_of_files_is_refused_by_name(name: str) -> None:
    with pytest.raises(OptionError, match="encoding"):
        read(HEAD.encode() + b"1704110400,Ana,\\ud83d\xff\xfe\xfd\n", encoding=name)


def test_an_endless_number_in_broken_json_is_still_broken_json() -> None:
    with pytest.raises(InputError) as caught:
        read('[{"time": 1704110400, "sender": "A"}, {"time": ' + "9" * 5_000 + ' "sender": "B"}]', "t.json")
    assert caught.value.code == "E223"


def test_a_parquet_text_written_once_and_repeated_is_counted_before_it_is_unpacked() -> None:
    rows = 4_000
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 500_000]))
    times = pa.array([1_704_110_400 + n for n in range(rows)])
    table = pa.table({"time": times, "sender": pa.array(["Ana", "Bo"] * (rows // 2)), "text": texts})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    started = time.process_time()
    with pytest.raises(InputError, match="E114"):
        read(buffer.getvalue(), "t.parquet")
    assert time.process_time() - started < 6.0

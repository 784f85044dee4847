"""Tables as people's tools write them: a spreadsheet's hint, two columns for one moment, commas, compact dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evenstep.errors import InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export


def read(text: str, name: str = "t.csv", zone: str | None = "Europe/Berlin") -> Parsed:
    return read_export(NamedBytes(name, text.encode()), zone=zone)


def times(parsed: Parsed) -> list[str]:
    return [f"{t:%Y-%m-%d %H:%M:%S}" for t in parsed.events["time"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date;Time;Sender;Message\n13/05/2024;10:00;A;x\n14/05/2024;11:30;B;x\n",
         ["2024-05-13 08:00:00", "2024-05-14 09:30:00"]),
        ("Datum;Uhrzeit;Absender;Nachricht\n13.05.2024;10:00:07;A;x\n14.05.2024;11:30:00;B;x\n",
         ["2024-05-13 08:00:07", "2024-05-14 09:30:00"]),
        ("sep=;\ntimestamp;from\n2024-05-13 10:00:01;A\n2024-05-13 10:01:00;B\n",
         ["2024-05-13 08:00:01", "2024-05-13 08:01:00"]),
        ("timestamp;from\n1715626950,0;A\n1715626951,5;B\n", ["2024-05-13 19:02:30", "2024-05-13 19:02:31"]),
        ("timestamp,from\n20240513T190230Z,A\n20240513T190231Z,B\n", ["2024-05-13 19:02:30", "2024-05-13 19:02:31"]),
        ("timestamp,from\n20240513190230,A\n20240513190231,B\n", ["2024-05-13 17:02:30", "2024-05-13 17:02:31"]),
    ],
)  # fmt: skip
def test_moments_are_read_however_they_are_written(text: str, expected: list[str]) -> None:
    assert times(read(text)) == expected


def test_a_day_column_that_holds_the_clock_already_stands_alone() -> None:
    text = "date,time,sender\n2024-05-13 10:00:01,99,A\n2024-05-13 10:01:01,99,B\n"
    assert times(read(text)) == ["2024-05-13 08:00:01", "2024-05-13 08:01:01"]


def test_a_column_called_utc_says_its_zone() -> None:
    parsed = read("Timestamp (UTC),Sender\n2024-05-13 10:00:01,A\n2024-05-13 10:01:00,B\n", zone=None)
    assert times(parsed) == ["2024-05-13 10:00:01", "2024-05-13 10:01:00"]
    with pytest.raises(NeedsAnswer, match="zone"):
        read("Timestamp,Sender\n2024-05-13 10:00:01,A\n", zone=None)


def test_row_numbers_count_the_hint_too() -> None:
    parsed = read("sep=;\ntimestamp;from\n2024-05-13 10:00:01;A\nnever;B\n")
    assert parsed.rejects["place"].to_list() == ["row 4"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date,sender\n2024-05-13,A\n2024-05-14,B\n", "days without a time of day"),
        ("time,sender\nnever,A\nnever,B\n", "E226"),
    ],
)
def test_a_table_of_which_nothing_can_be_used_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        read(text)
    assert caught.value.code == "E237"
    assert caught.value.place == "row 2"


def test_records_inside_an_object_are_found() -> None:
    first, second = '{"timestamp": 1715626950, "sender": "A", "text": "hi"}', '{"timestamp": 1715626951, "sender": "B"}'
    text = f'{{"messages": [{first}, {second}], "n": 2}}'
    parsed = read(text, "chat.json")
    assert times(parsed) == ["2024-05-13 19:02:30", "2024-05-13 19:02:31"]


def test_a_broken_line_between_good_ones_is_kept_aside_alone() -> None:
    """
    {"timestamp": 1715626950, "sender": "A"}
    {"timestamp":
    {"timestamp": 1715626952, "sender": "B"}
    nonsense
    {"timestamp": 1715626954, "sender": "A"} {"timestamp": 1715626955, "sender": "A"}
    {"timestamp": 1715626956, "sender": "B"}
    """
    lines = [
        line.strip() for line in (test_a_broken_line_between_good_ones_is_kept_aside_alone.__doc__ or "").split("\n")
    ]
    parsed = read("\n".join(line for line in lines if line), "chat.jsonl")
    assert times(parsed) == ["2024-05-13 19:02:30", "2024-05-13 19:02:32", "2024-05-13 19:02:36"]
    assert parsed.reading.seen == 6
    assert parsed.reading.balances
    assert parsed.rejects["line"].to_list() == [2, 4, 5]


def test_newest_first_in_the_night_the_clocks_change() -> None:
    """Four moments of that night, the newest one first: the doubled hour stands in its order once turned round."""
    rows = ["03:10,a", "02:10,b", "02:50,a", "01:00,b"]
    parsed = read("time,sender\n" + "\n".join(f"2023-10-29 {row}" for row in rows))
    found = list(zip(parsed.events["time"], parsed.events["sender"].cast(str), strict=True))
    clock = [datetime(2023, 10, 28, 23, 0, tzinfo=UTC), datetime(2023, 10, 29, 0, 50, tzinfo=UTC),
             datetime(2023, 10, 29, 1, 10, tzinfo=UTC), datetime(2023, 10, 29, 2, 10, tzinfo=UTC)]  # fmt: skip
    assert found == list(zip(clock, ["b", "a", "b", "a"], strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Date,From,Message\n3/28/2024 1:04:31 PM,A,x\n3/28/2024 9:02:03 AM,B,Note: bring keys: both\n",
        "time,sender,text\n2024-03-28T18:02:03Z,A,Note: see https://example.org\n2024-03-28T18:05:03Z,B,x\n",
        "time,sender,text\n2024-03-28 18:02 UTC,A,bread - milk: yes\n2024-03-28 18:05 UTC,B,x\n",
    ],
)
def test_words_with_colons_behind_a_clock_with_letters_are_still_a_table(text: str) -> None:
    parsed = read(text)
    assert (parsed.reading.source, parsed.events.height) == ("table", 2)


def test_a_chat_copied_into_a_cell_is_a_cell() -> None:
    pasted = "[31/01/2024, 21:05:10] A: hi\n[31/01/2024, 21:06:10] C: hey"
    parsed = read(f'time,sender,text\n2024-02-01T10:00:00Z,A,"look:\n{pasted}\n"\n2024-02-01T11:00:00Z,B,ok\n')
    assert (parsed.reading.source, dict(parsed.reading.senders)) == ("table", {"A": 1, "B": 1})


def test_a_length_may_be_written_as_a_clock() -> None:
    cells = ("00:12:34", "1:00:00.5", "90", "", "12:34")
    rows = "".join(f"2024-04-13T21:0{n}:00Z,A,call,{cell}\n" for n, cell in enumerate(cells))
    parsed = read(f"time,sender,kind,duration\n{rows}")
    assert parsed.events["duration_s"].to_list() == [754, 3600.5, 90, None]
    assert parsed.rejects.select("code", "place").rows() == [("E225", "row 6")]  # minutes, or hours?


def test_times_in_no_way_we_know_are_told_with_one_we_know() -> None:
    with pytest.raises(InputError, match="one we know is 2024-05-31 18:20"):
        read('date,sender\n"13 avril 2024 um 21h05",A\n"14 avril 2024 um 8h05",B\n')


def test_a_list_kept_by_hand_may_be_in_ones_own_language() -> None:
    german = "Datum;Uhrzeit;Von;An;Art;Dauer\n13.04.2024;21:05;A;B;Anruf;0:12:34\n14.04.2024;08:05;B;A;Brief;\n"
    spanish = "Fecha,Hora,De,Para,Tipo\n13/04/2024,21:05,A,B,Llamada perdida\n14/04/2024,08:05,B,A,Visita\n"
    rows = [read(text).events.select("sender", "kind", "duration_s").rows() for text in (german, spanish)]
    assert rows == [
        [("A", "call", 754.0), ("B", "text", None)],
        [("A", "missed_call", None), ("B", "visit", None)],
    ]

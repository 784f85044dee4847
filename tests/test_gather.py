"""From exports and answers to one pair: questions leave as questions, nothing is counted twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evenstep.errors import InputError, NeedsAnswer, OptionError
from evenstep.gather import Answers, gather
from evenstep.sources.archive import NamedBytes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = Answers(zone="Europe/Berlin")


def table(name: str, *rows: str) -> NamedBytes:
    return NamedBytes(name, "\n".join(["time,sender,text", *rows]).encode())


PAIR = table("pair.csv", "2024-05-01 10:00:05,Al,hi", "2024-05-01 10:05:00,Bo,hello", "2024-05-02 09:00:00,Al,morning")
MORE = table("more.csv", "2024-05-02 09:00:00,Al,morning", "2024-05-03 08:00:00,Bo,late")
CROWD = table("crowd.csv", "2024-05-01 10:00:05,Al,hi", "2024-05-01 10:05:00,Bo,yo", "2024-05-01 10:06:00,Cy,hey")
RENAMED = table("renamed.csv", "2024-05-02 09:00:00,Al,morning", "2024-05-04 08:00:00,+44 70,hm")


def test_one_file_of_two_people_needs_a_zone_and_nothing_else() -> None:
    with pytest.raises(NeedsAnswer) as question:
        gather([PAIR], Answers(), now=NOW)
    assert question.value.option == "zone"
    pair = gather([PAIR], BERLIN, now=NOW)
    assert pair.conversations.select("person_a", "person_b").row(0) == ("Al", "Bo")
    assert pair.events.height == 3
    assert pair.events["time"][0] == datetime(2024, 5, 1, 8, 0, 5, tzinfo=UTC)


def test_overlapping_files_are_counted_once_and_the_reading_says_so() -> None:
    pair = gather([PAIR, MORE], BERLIN, now=NOW)
    assert pair.events.height == 4
    assert [reading.balances for reading in pair.readings] == [True, True]
    assert sum(reading.imported for reading in pair.readings) == 4
    assert sum(reading.already_there for reading in pair.readings) == 1


def test_the_order_of_the_files_decides_nothing() -> None:
    assert gather([PAIR, MORE], BERLIN, now=NOW).events.equals(gather([MORE, PAIR], BERLIN, now=NOW).events)


def test_the_same_file_twice_is_one_file() -> None:
    again = gather([PAIR, PAIR], BERLIN, now=NOW)
    assert again.events.equals(gather([PAIR], BERLIN, now=NOW).events)
    assert [(r.imported, r.already_there) for r in again.readings] == [(3, 0), (0, 3)]


def test_of_a_crowd_two_are_asked_for_and_the_third_is_gone() -> None:
    with pytest.raises(NeedsAnswer) as question:
        gather([CROWD], BERLIN, now=NOW)
    assert question.value.option == "two"
    pair = gather([CROWD], Answers(zone="Europe/Berlin", two=("Cy", "Al"), me="Cy"), now=NOW)
    assert pair.conversations.select("person_a", "me").row(0) == ("Cy", "Cy")
    assert "Bo" not in pair.events["sender"].cast(str).to_list()


def test_two_names_of_one_person_are_put_together_when_the_user_says_so() -> None:
    with pytest.raises(NeedsAnswer) as question:
        gather([PAIR, RENAMED], BERLIN, now=NOW)
    assert question.value.option == "same"
    assert [choice.value for choice in question.value.choices] == ["+44 70=Bo"]
    pair = gather([PAIR, RENAMED], Answers(zone="Europe/Berlin", same={"+44 70": "Bo"}), now=NOW)
    assert pair.events.height == 4


def test_a_table_of_many_pairs_asks_which_one() -> None:
    rows = ["time,from,to", "2024-05-01T10:00Z,Al,Bo", "2024-05-01T11:00Z,Bo,Al", "2024-05-01T12:00Z,Al,Cy",
            "2024-05-01T13:00Z,Cy,Al", "2024-05-01T14:00Z,Cy,Al"]  # fmt: skip
    pairs = NamedBytes("pairs.csv", "\n".join(rows).encode())
    with pytest.raises(NeedsAnswer) as question:
        gather([pairs], Answers(), now=NOW)
    assert question.value.option == "chat"
    first = question.value.choices[0]
    assert "3 messages and calls" in first.meaning
    assert gather([pairs], Answers(chat=first.value), now=NOW).events.height == 3


def test_who_is_me_is_taken_from_a_file_that_marks_it() -> None:
    rows = ["datetime,direction,body", "2024-05-01 10:00:05,sent,hi", "2024-05-01 10:09:00,received,ho"]
    marked = NamedBytes("marked.csv", "\n".join(rows).encode())
    assert gather([marked], BERLIN, now=NOW).conversations["me"][0] == "me"
    with pytest.raises(OptionError, match="me"):
        gather([PAIR], Answers(zone="Europe/Berlin", me="Nobody"), now=NOW)


def test_nothing_chosen_is_said() -> None:
    with pytest.raises(OptionError, match="at least one export"):
        gather([], BERLIN, now=NOW)


def test_who_looks_alike_stands_first_with_the_reason_and_both_are_asked_about() -> None:
    other = NamedBytes("other.csv", b"time,sender\n2024-06-01T10:00Z,Bo Miller\n2024-06-01T11:00Z,Me\n")
    with pytest.raises(NeedsAnswer) as question:
        gather([PAIR, other], BERLIN, now=NOW)
    assert [(one.value, one.meaning) for one in question.value.choices] == [
        ("Bo Miller=Bo", "one name is part of the other"),
        ("Bo Miller=Al", ""),
    ]
    with pytest.raises(NeedsAnswer) as question:
        gather([PAIR, other], replace(BERLIN, same={"Bo Miller": "Bo"}), now=NOW)
    assert [one.value for one in question.value.choices] == ["Me=Al"]
    pair = gather([PAIR, other], replace(BERLIN, same={"Bo Miller": "Bo", "Me": "Al"}), now=NOW)
    assert set(pair.events["sender"].cast(str)) == {"Al", "Bo"}


def test_me_in_the_export_of_each_of_the_two_is_not_taken_for_one_person() -> None:
    rows = [f"2024-05-01T{10 + n // 60}:{n % 60:02}:00Z,{{{n % 2}}},{'x' * (n * n % 41 + 1)}" for n in range(0, 200, 3)]
    here, there = (
        table(name, *(row.format(*two) for row in rows))
        for name, two in (("a.csv", ("Me", "Bo")), ("b.csv", ("Al", "Me")))
    )
    with pytest.raises(OptionError, match="each of the two had exported this chat"):
        gather([here, there], Answers(), now=NOW)


def test_an_export_without_messages_is_refused_and_nothing_is_asked() -> None:
    empty = NamedBytes("result.json", b'{"name": "Bob", "type": "personal_chat", "id": 1, "messages": []}')
    with pytest.raises(InputError, match="the export holds no messages"):
        gather([empty], BERLIN, now=NOW)


def test_an_export_of_other_people_is_told_from_another_name() -> None:
    others = table("others.csv", "2024-05-02 09:00:00,Dora,well", "2024-05-04 08:00:00,Eve,so")
    with pytest.raises(NeedsAnswer, match="neither of the two") as question:
        gather([PAIR, others], BERLIN, now=NOW)
    assert [choice.value for choice in question.value.choices] == ["Dora=Al", "Dora=Bo"]


def test_the_chats_of_an_account_are_told_by_who_wrote_in_them() -> None:
    def chat(number: int, *names: str) -> dict[str, object]:
        lines = [
            {"id": i, "type": "message", "date": "2024-05-01T10:00:00", "date_unixtime": str(1714557600 + i),
             "from": name, "from_id": f"user{ord(name[0])}", "text": "x", "text_entities": []}
            for i, name in enumerate(names, start=1)
        ]  # fmt: skip
        return {"name": names[0], "type": "private_group", "id": number, "messages": lines}

    chats = [chat(1, "Bo", "Al", "Bo"), chat(2, "Cy"), chat(3, "Al", "Bo", "Cy", "Al", "Bo", "Al")]
    account = NamedBytes("result.json", json.dumps({"about": "x", "chats": {"about": "x", "list": chats}}).encode())
    with pytest.raises(NeedsAnswer) as question:
        gather([account], Answers(), now=NOW)
    assert [choice.meaning for choice in question.value.choices] == [
        "Al, Bo and others, 6 messages and calls",
        "Bo and Al, 3 messages and calls",
        "Cy, 1 message or call",
    ]

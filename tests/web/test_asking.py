"""Questions of real files: all on one page, only what is needed, refusals that keep the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from inspect import getsource, signature
from pathlib import Path

import pytest
from read_here import ReadHere

from evenstep.samples import sample_export
from evenstep.sources.apart.reader import Apart
from evenstep.web import pattern, serve
from evenstep.web.asking import open_asks, read_one, zone_choices
from evenstep.web.outcome import Answers, Ask, Upload

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ZONE = "Europe/Rome"
UNCLEAR = "\n".join(
    f"{day:02d}/{month:02d}/2024, 10:{minute:02d} - {who}: hello"
    for day, month, minute, who in [
        (3, 4, 1, "Ada"),
        (3, 4, 2, "Ben"),
        (4, 4, 3, "Ada"),
        (5, 5, 4, "Ben"),
        (6, 6, 5, "Ada"),
    ]
)
GROUP = "time,sender\n" + "".join(
    f"2024-01-{day:02d}T10:00:00Z,{who}\n" for day in range(1, 20) for who in ("Ada", "Ben", "Cy")
)
TABLE = "time,sender\n" + "".join(
    f"2024-01-{day:02d}T10:00:00Z,{who}\n" for day in range(1, 20) for who in ("Ada", "Ben")
)


def asks_of(*files: tuple[str, str], answers: Answers | None = None, zone: str | None = ZONE) -> dict[str, Ask]:
    said = answers or Answers()
    read = [read_one(Upload(n, name, text.encode()), said, zone, NOW, ReadHere) for n, (name, text) in enumerate(files)]
    assert [file.problem for file in read] == [None] * len(files)
    return {ask.key: ask for ask in open_asks(read, said)}


def test_all_questions_of_a_file_stand_on_one_page() -> None:
    asks = asks_of(("chat.txt", UNCLEAR))
    assert list(asks) == ["read-date_order-0", "all-zone", "me-0"] or set(asks) == {
        "read-date_order-0",
        "all-zone",
        "me-0",
    }
    assert {choice.value for choice in asks["read-date_order-0"].choices} >= {"dmy", "mdy"}
    assert all(choice.meaning for choice in asks["read-date_order-0"].choices)


def test_this_computers_zone_is_offered_not_taken() -> None:
    asks = asks_of(("chat.txt", sample_export("short")))
    assert asks["all-zone"].preset == ZONE
    assert asks_of(("chat.txt", sample_export("short")), zone=None)["all-zone"].preset is None


def test_only_what_is_needed_is_asked() -> None:
    assert set(asks_of(("table.csv", TABLE))) == {"me-0"}


def test_what_was_answered_is_not_asked_again() -> None:
    answers = Answers({"read-date_order-0": "dmy", "all-zone": ZONE, "me-0": ""})
    assert asks_of(("chat.txt", UNCLEAR), answers=answers) == {}


def test_of_more_than_two_people_one_says_both() -> None:
    asks = asks_of(("table.csv", GROUP))
    assert set(asks) == {"me-0", "other-0"}
    assert [choice.value for choice in asks["me-0"].choices] == ["Ada", "Ben", "Cy"]


def test_of_two_people_one_may_rather_not_say() -> None:
    assert [choice.value for choice in asks_of(("table.csv", TABLE))["me-0"].choices] == ["Ada", "Ben", ""]


def test_several_files_ask_once_about_the_zone_and_who_is_who_only_where_names_differ() -> None:
    one, other = sample_export("short"), sample_export("short").replace("Jon:", "Jonathan:")
    same = asks_of(("a.txt", one), ("b.txt", one))
    assert set(same) == {"all-zone", "me-0"}
    different = asks_of(("a.txt", one), ("b.txt", other))
    assert set(different) == {"all-zone", "me-0", "me-1"}
    assert "" not in {choice.value for choice in different["me-0"].choices}
    assert different["me-1"].file == "b.txt"
    assert different["all-zone"].file == ""  # one answer for both
    assert asks_of(("a.csv", TABLE), ("b.txt", other))["all-zone"].file == "b.txt"


def test_an_export_of_many_chats_asks_which_before_who() -> None:
    rows = [("x", "Ada", "Ben"), ("y", "Ada", "Cy")]
    records = [
        {"time": f"2024-01-{day:02d}T10:00:00Z", "sender": sender, "conversation_id": chat}
        for day in range(1, 20)
        for chat, one, two in rows
        for sender in (one, two)
    ]
    text = json.dumps(records)
    asks = asks_of(("all.json", text))
    assert set(asks) == {"read-chat-0"}
    chosen = asks["read-chat-0"].choices[-1].value
    after = asks_of(("all.json", text), answers=Answers({"read-chat-0": chosen}))
    assert set(after) == {"me-0"}
    assert len(after["me-0"].choices) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(200), "do not know"),
        (b"<!doctype html><html><body>Sign in</body></html>", "web page"),
        (b"time,sender\n2024-01-01T10:00:00Z,Ada\n2024-01-02T10:00:00Z,Ada\n", "Only one person writes"),
        (b"PK\x03\x04 not a whole zip", "zip"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(data: bytes, words: str) -> None:
    problem = read_one(Upload(0, "f", data), Answers(), ZONE, NOW).problem
    assert problem is not None
    assert words in problem.what
    assert problem.to_do


def test_zones_are_places_with_words_and_this_computers_own() -> None:
    zones = ["Europe/Rome", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "UTC"]
    choices = [(choice.value, choice.meaning) for choice in zone_choices(zones, "Etc/UTC")]
    assert choices == [
        ("America/Argentina/Buenos_Aires", "Buenos Aires (America, Argentina)"),
        ("Europe/Rome", "Rome (Europe)"),
        ("Etc/UTC", "UTC"),
    ]


def test_a_refusal_reads_as_sentences_and_does_not_send_anyone_to_a_command_line() -> None:
    problem = read_one(Upload(0, "f", b"\xff\xd8\xff\xe0" + bytes(200)), Answers(), ZONE, NOW).problem
    assert problem is not None
    assert problem.what == "We do not know this kind of file. It is a picture, not an export."  # the list stands below
    assert "evenstep" not in problem.to_do


def test_an_empty_file_is_called_empty() -> None:
    problem = read_one(Upload(0, "empty.txt", b""), Answers(), ZONE, NOW).problem
    assert problem is not None
    assert (problem.code, problem.what) == ("E110", "There is nothing to read here. The file is empty.")


def test_counts_of_messages_agree_with_their_noun() -> None:
    text = "13/04/2024, 10:05 - Ana: a\n13/04/2024, 10:07 - Bo: b\n13/04/2024, 10:08 - Bo: c\n"
    asks = asks_of(("chat.txt", text), answers=Answers({"all-zone": ZONE}))
    assert [choice.meaning for choice in asks["me-0"].choices[:2]] == ["Bo (2 messages)", "Ana (1 message)"]


def test_two_thousand_people_of_a_real_table(samples: Path) -> None:
    data = (samples / "snap-collegemsg" / "CollegeMsg.txt").read_bytes()
    read = read_one(Upload(0, "CollegeMsg.txt", data), Answers(), ZONE, NOW)
    kinds = {ask.kind for ask in read.asks}
    assert kinds & {"chat", "epoch", "zone"} or read.parsed is not None
    assert "chat" in kinds


def test_a_table_of_small_numbers_asks_for_its_first_day_and_is_read_with_it() -> None:
    upload = Upload(0, "t.csv", b"time,sender\n12,Jon\n90,Mira\n200,Jon\n")
    (ask,) = read_one(upload, Answers(), ZONE, NOW).asks
    assert (ask.kind, ask.choices) == ("epoch", ())
    read = read_one(upload, Answers({ask.key: "2024-03-23"}), ZONE, NOW)
    assert read.people == [("Jon", 2), ("Mira", 1)]


def test_only_a_test_reads_in_the_process_of_the_app() -> None:
    """What the app leaves unsaid is the reader behind the fences."""
    assert signature(read_one).parameters["reader"].default is Apart
    assert signature(pattern.read).parameters["reader"].default is Apart
    assert "reader" not in getsource(serve)

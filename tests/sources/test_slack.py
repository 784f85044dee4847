"""Slack exports: the zip, the folder, each kind of record, threads, names, and files that come broken."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_704_103_200  # 2024-01-01T10:00:00Z
USERS = [
    {"id": "U1", "name": "ana", "profile": {"display_name": "Ana", "real_name": "Ana Ruiz"}},
    {"id": "U2", "name": "bob", "profile": {"display_name": "", "real_name": "Bob B"}},
    {"id": "B7", "name": "robot", "is_bot": True},
]
DMS = [{"id": "D01", "created": START, "members": ["U1", "U2"]}]
CHANNELS = [{"id": "C01", "name": "general", "created": START, "members": ["U1", "U2"]}]


def at(number: int) -> str:
    return f"{START + 60 * number}.{number:06d}"


def message(number: int, user: str | None = "U1", text: Any = "hello you", **more: Any) -> dict[str, Any]:
    return {"type": "message", "ts": at(number), "text": text} | ({"user": user} if user else {}) | more


def packed(files: dict[str, Any]) -> NamedBytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in files.items():
            made.writestr(name, content if isinstance(content, str | bytes) else json.dumps(content))
    return NamedBytes("export.zip", data.getvalue())


def export(*messages: Any, **more: Any) -> NamedBytes:
    lists = {"users.json": USERS, "channels.json": CHANNELS, "dms.json": DMS}
    return packed({**lists, "D01/2024-01-01.json": list(messages), **more})


def read(source: NamedBytes | Path, **options: Any) -> Parsed:
    parsed = read_export(source, **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "slack"
    return parsed


def column(parsed: Parsed, name: str) -> list[Any]:
    return (
        parsed.events[name].cast(pl.String).to_list() if name in {"kind", "sender"} else parsed.events[name].to_list()
    )


def test_a_real_export_has_all_its_records(samples: Path) -> None:
    zipped = samples / "hfaran+slack-export-viewer" / "tests" / "testarchive.zip"
    whole = read(zipped).reading
    assert (whole.seen, whole.imported, whole.system, whole.skipped) == (158, 53, 105, 0)
    assert whole.senders == {"hamza": 33, "doubledeez": 14, "abilinski": 5, "heroeshannibal": 1}
    assert whole.kinds == {"text": 50, "media": 3}
    assert whole.first == datetime(2016, 1, 15, 5, 55, 52, 6, UTC)
    one, other = (read(zipped, chat=name).reading for name in ("enrique", "slack:C0JL6CGQ2"))
    assert (one.seen, other.seen) == (102, 56)  # the sums of INDEX.md, section G
    assert read(zipped).events.filter(pl.col("edited")).height == 1


def test_the_two_of_a_direct_message_and_the_chats_of_an_export() -> None:
    parsed = read(
        export(message(1), message(2, "U2"), **{"general/2024-01-01.json": [message(0, subtype="channel_join")]})
    )
    assert parsed.conversations.select("conversation_id", "person_a", "person_b").rows() == [
        ("slack:D01", "Ana", "Bob B")
    ]
    assert (parsed.reading.seen, parsed.reading.system) == (3, 1)
    assert column(parsed, "resolution_s") == pytest.approx([0.001, 0.001])
    assert column(parsed, "time")[0] == datetime(2024, 1, 1, 10, 1, 0, 1, UTC)
    with pytest.raises(NeedsAnswer) as asked:
        read(export(message(1)), chat="nowhere")
    assert asked.value.option == "chat"
    assert [choice.value for choice in asked.value.choices] == ["D01"]
    assert read(export(message(1)), chat="Ana, Bob B").reading.title == "Ana, Bob B"


def test_every_kind_of_record() -> None:
    room = {"created_by": "U2", "date_start": START, "date_end": START + 201, "participant_history": ["U1", "U2"]}
    parsed = read(
        export(
            message(1, text="one &amp; two"),
            message(2, text="", files=[{"mimetype": "image/png"}]),
            message(3, text="", files=[{"mimetype": "video/webm", "subtype": "slack_audio", "duration_ms": 4_200}]),
            message(4, text="look", subtype="file_share", file={"mimetype": "audio/mp4"}),
            message(5, "USLACKBOT", "", subtype="huddle_thread", room=room),
            message(6, "USLACKBOT", "", subtype="huddle_thread", room={**room, "participant_history": ["U2"]}),
            message(7, "U2", "This message was deleted.", subtype="tombstone"),
            message(8, "USLACKBOT", "This message was deleted.", subtype="tombstone"),
            message(9, "U2", "", blocks=[{"type": "rich_text"}]),
            message(10, "U2", "hidden", subtype="ekm_access_denied"),
            message(11, subtype="me_message"),
            message(12, None, subtype="bot_message", bot_id="B1"),
            message(13, "B7"),
            message(14, "USLACKBOT"),
            message(15, subtype="channel_topic"),
        )
    )
    kinds = ["text", "media", "voice", "voice", "call", "missed_call", "deleted", "deleted", "other", "other", "text"]
    assert column(parsed, "kind") == kinds
    assert column(parsed, "duration_s")[2:6] == [pytest.approx(4.2), None, 201.0, None]
    assert column(parsed, "sender")[4:8] == ["Bob B", "Bob B", "Bob B", "unknown 1"]
    assert column(parsed, "n_words")[:2] == [3, 0]
    assert column(parsed, "n_words")[6:8] == [0, 0]  # what Slack writes in place of the message is nobody's words
    assert parsed.reading.system == 4


def test_threads_edits_and_reactions() -> None:
    parsed = read(
        export(
            message(1, thread_ts=at(1), reply_count=2, reactions=[{"name": "+1", "users": ["U1", "U2"], "count": 2}]),
            message(2, "U2", edited={"user": "U2", "ts": at(9)}),
            message(3, "U2", thread_ts=at(1), subtype="thread_broadcast"),
            message(4, "U2", thread_ts=at(99)),
        )
    )
    assert column(parsed, "reply_to") == [None, None, 0, None]
    assert column(parsed, "edited") == [False, True, False, False]
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E229", 1), ("E240", 2)]


def test_marks_in_a_text_are_words_as_the_app_shows_them() -> None:
    text = "<@U1> see <https://a.b/c d|the page> in <#C01> &lt;now&gt; <!here> <!subteam^S1|@us> <@U9|cy> <https://x.y>"
    parsed = read(export(message(1, text=text)), keep_text=True)
    assert parsed.events["text"].to_list() == ["@Ana see the page in #general <now> @here @us @cy https://x.y"]


def test_the_order_is_that_of_the_stamps_and_a_message_in_two_files_is_one() -> None:
    late = {"D01/2024-01-02.json": [message(5), message(2, "U2", "twice")]}
    parsed = read(export(message(3), message(2, "U2", "twice"), message(1), **late))
    assert parsed.events["time"].is_sorted()
    assert (parsed.reading.imported, parsed.reading.already_there) == (4, 1)


def test_a_channel_whose_beginning_is_missing_is_capped() -> None:
    later = {"general/2024-01-09.json": [message(60 * 24 * 8)]}
    parsed = read(export(message(1), **later))
    assert dict(parsed.conversations.select("conversation_id", "capped").iter_rows()) == {
        "slack:D01": False,
        "slack:C01": True,
    }
    assert [note.code for note in parsed.reading.notes] == ["E273"]
    begun = {"general/2024-01-09.json": [message(0, subtype="channel_join"), message(60 * 24 * 8)]}
    assert not read(export(message(1), **begun)).conversations["capped"].any()


def test_people_who_are_not_in_the_list_are_named_by_their_messages() -> None:
    profile = {"display_name": "Cy", "real_name": "Cy Young"}
    parsed = read(packed({"D01/2024-01-01.json": [message(1, "U5", user_profile=profile), message(2, "U6")]}))
    assert column(parsed, "sender") == ["Cy", "unknown 1"]


def test_a_folder_and_one_channel_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "D01"
    folder.mkdir()
    (folder / "2024-01-01.json").write_text(json.dumps([message(1), message(2, "U2")]))
    (tmp_path / "users.json").write_text(json.dumps(USERS))
    assert read(tmp_path).conversations["conversation_id"].to_list() == ["slack:D01"]
    assert read(folder).conversations["conversation_id"].to_list() == ["slack:D01"]
    assert read(folder / "2024-01-01.json").reading.imported == 2


def test_a_chat_as_slackdump_writes_it() -> None:
    replies = [message(2, "U2", thread_ts=at(1)), message(3, "U2", thread_ts=at(1), ts=True)]
    chat = {"name": "general", "messages": [message(1, slackdump_thread_replies=replies)], "channel_id": "C01"}
    parsed = read(NamedBytes("C01.json", json.dumps(chat).encode()))
    assert parsed.conversations["conversation_id"].to_list() == ["slack:C01"]
    assert parsed.reading.title == "general"
    assert column(parsed, "reply_to") == [None, 0]
    assert parsed.rejects["code"].to_list() == ["E225"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("text", "E227"),
        (message(1, None), "E230"),
        (message(1, 7), "E227"),  # type: ignore[arg-type]
        (message(1, text=["a"]), "E227"),
        (message(1, subtype=7), "E227"),
        (message(1, ts=None), "E226"),
        (message(1, ts="soon"), "E225"),
        (message(1, ts="9" * 5_000), "E207"),
        (message(1, ts="99999999999999.1"), "E226"),
        (message(1, ts="3000.000100"), "E226"),
        (message(1, None, subtype="huddle_thread", room=7), "E230"),
    ],
)
def test_a_record_that_cannot_be_used_is_kept_aside_alone(record: Any, code: str) -> None:
    parsed = read(export(message(0), record, message(2, "U2")))
    assert (parsed.reading.imported, parsed.reading.skipped) == (2, 1)
    assert parsed.rejects.select("code", "file", "line").rows() == [(code, "D01/2024-01-01.json", 2)]


def test_a_damaged_day_does_not_take_the_others_with_it() -> None:
    good = json.dumps([message(1), message(2, "U2")])
    days = {"D01/2024-01-02.json": "[{'no': 1}]", "D01/2024-01-03.json": good[:-30].replace(at(1), at(9))}
    parsed = read(export(message(1), **days))
    assert parsed.rejects.select("code", "file").rows() == [
        ("E223", "D01/2024-01-02.json"),
        ("E222", "D01/2024-01-03.json"),
    ]
    assert parsed.reading.imported == 2
    with pytest.raises(InputError) as refused:
        read(packed({"D01/2024-01-01.json": good + "{}"}))
    assert refused.value.code == "E223"
    lists = read(packed({"users.json": "[{", "D01/2024-01-01.json": good}))
    assert [(note.code, note.place) for note in lists.reading.notes] == [("E222", "users.json")]


def test_an_export_without_messages_says_so() -> None:
    with pytest.raises(InputError) as refused:
        read(packed({"users.json": USERS, "channels.json": CHANNELS, "dms.json": DMS}))
    assert refused.value.code == "E110"


def test_half_letters_and_double_fields_are_counted() -> None:
    clash = '{"type":"message","user":"U1","ts":"1704103300.000001","ts":"1704103301.000001","text":"x"}'
    day = f'[{json.dumps(message(1, text="half"))[:-1]},"more":"\\ud83d"}},{clash}]'.replace('"half"', '"\\ud83d!"')
    parsed = read(packed({"D01/2024-01-01.json": day}))
    assert parsed.rejects["code"].to_list() == ["E224"]
    assert {note.code for note in parsed.reading.notes} == {"E204", "E224"}


def test_half_letters_in_ids_and_names_are_counted_too() -> None:
    half = json.dumps(message(1, "U\ud800", thread_ts="\ud800", user_profile={"real_name": "\ud800!"}))
    parsed = read(packed({"D01/2024-01-01.json": f"[{half}]", "users.json": [{"id": "U9", "name": "\ud801"}]}))
    assert column(parsed, "sender") == ["\ufffd!"]
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E229", 1), ("E204", 3)][::-1]


def test_mutations_balance_or_are_refused() -> None:
    chance = random.Random(12)
    good = json.dumps([message(n, f"U{n % 2 + 1}", thread_ts=at(1), files=[{"mimetype": "x"}]) for n in range(4)])
    odd = ["null", "NaN", "-1", "[" * 90, '"\\u0000"', "9" * 400, "{}", '"\\ud800"', "true", "1e999"]
    outcomes = set()
    for _ in range(60):
        start = chance.randrange(len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(12) :]
        try:
            outcomes.add(
                read(export(**{"D01/2024-01-02.json": broken}, **{"D01/2024-01-03.json": good})).reading.skipped > 0
            )
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
            outcomes.add(None)
    assert True in outcomes

"""Telegram exports: both shapes, every kind of event, who is me, and the ways its JSON comes broken."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError, NeedsAnswer, OptionError
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

START = 1_704_103_200  # 2024-01-01T10:00:00Z
PEOPLE = {"Ana": "user1", "Bob": "user2"}


def message(number: int, sender: str = "Ana", text: Any = "hello you", **more: Any) -> dict[str, Any]:
    """A message ``number`` minutes after 10:00 UTC, exported by a computer one hour ahead of UTC."""
    unix = START + 60 * number
    return {
        "id": number,
        "type": "message",
        "date": local(unix),
        "date_unixtime": str(unix),
        "from": sender,
        "from_id": PEOPLE.get(sender, f"user{sum(map(ord, sender))}"),
        "text": text,
        **more,
    }


def local(unix: int) -> str:
    return datetime.fromtimestamp(unix + 3_600, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def service(number: int, actor: str, action: str, **more: Any) -> dict[str, Any]:
    unix = START + 60 * number
    who = {"actor": actor, "actor_id": PEOPLE[actor]}
    return {"id": number, "type": "service", "date": local(unix), "date_unixtime": str(unix), **who} | {
        "action": action,
        "text": "",
        **more,
    }


def single(*messages: Any, **fields: Any) -> dict[str, Any]:
    return {"name": "Bob", "type": "personal_chat", "id": 2, "messages": list(messages), **fields}


def full(*chats: dict[str, Any], left: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Ana"},
        "chats": {"about": "", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }


def read(export: dict[str, Any] | str | bytes, **options: Any) -> Parsed:
    text = json.dumps(export, indent=1) if isinstance(export, dict) else export
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    parsed = read_export(NamedBytes("result.json", data), **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    assert parsed.reading.source == "telegram"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> list[str]:
    return [note.code for note in parsed.reading.notes]


@pytest.mark.parametrize("name", ["test_single_export.json", "test_batch_export.json"])
def test_chat_miners_samples(samples: Path, name: str) -> None:
    parsed = read_export(samples / "joweich+chat-miner" / "test" / "telegram" / name, keep_text=True)
    seconds = parsed.events["time"].dt.epoch("s").to_list()
    rows = list(zip(seconds, parsed.events["sender"], parsed.events["text"], strict=True))
    assert rows == [
        (1544006350, "Author 1", "Minimal Message"),
        (1544006964, "Author 2", "Link:https://telegram.org/"),
    ]


def test_one_chat() -> None:
    parsed = read(single(message(1), message(2, "Bob", "hi 😀"), message(3, "Ana", "")))
    events, reading = parsed.events, parsed.reading
    assert events["time"].dt.epoch("s").to_list() == [START + 60, START + 120, START + 180]
    assert events["sender"].to_list() == ["Ana", "Bob", "Ana"]
    assert events["n_chars"].to_list() == [9, 4, 0]
    assert events["n_words"].to_list() == [2, 2, 0]
    assert events["event_id"].to_list() == [0, 1, 2]
    assert events["source_line"].to_list() == [1, 2, 3]
    assert set(events["resolution_s"]) == {1.0}
    assert set(events["zone_source"]) == {"in_file"}
    assert set(events["conversation_id"]) == {"telegram:2"}
    assert (reading.me, reading.title, reading.zone_decided_by) == ("Ana", "Bob", "Unix times in the file")
    assert "text" not in events.columns


def test_kinds() -> None:
    forms: list[tuple[str, dict[str, Any]]] = [
        ("text", {}),
        ("voice", {"media_type": "voice_message", "file": "x.ogg", "duration_seconds": 7}),
        ("media", {"media_type": "video_message", "file": "x.mp4", "duration_seconds": 3}),
        ("sticker", {"media_type": "sticker", "file": "x.webp"}),
        ("media", {"media_type": "animation", "file": "x.gif"}),
        ("media", {"photo": "(File not included.)"}),
        ("media", {"file": "x.pdf"}),
        ("location", {"location_information": {"latitude": 1.5, "longitude": 2.5}}),
        ("poll", {"poll": {"question": "q"}}),
        ("view_once", {"photo": "x", "self_destruct_period_seconds": 10}),
        ("other", {"contact_information": {"first_name": "x"}}),
        ("text", {"forwarded_from": "Zed", "via_bot": "@b"}),
    ]
    parsed = read(single(*(message(i, **more) for i, (_, more) in enumerate(forms))))
    assert kinds(parsed) == [kind for kind, _ in forms]
    assert parsed.events["duration_s"].to_list()[1:3] == [7.0, 3.0]


def test_calls_belong_to_the_caller_and_other_notices_to_nobody() -> None:
    parsed = read(
        single(
            service(1, "Bob", "phone_call", duration_seconds=62, discard_reason="hangup"),
            service(2, "Ana", "phone_call", discard_reason="missed"),
            service(3, "Ana", "phone_call", discard_reason="busy", duration_seconds=0),
            service(4, "Ana", "pin_message", message_id=1),
            service(5, "Bob", "set_messages_ttl"),
            message(6),
        )
    )
    assert kinds(parsed) == ["call", "missed_call", "missed_call", "text"]
    assert parsed.events["sender"].to_list() == ["Bob", "Ana", "Ana", "Ana"]
    assert parsed.events["duration_s"].to_list() == [62.0, None, None, None]
    assert (parsed.reading.seen, parsed.reading.system) == (6, 2)


def test_a_reaction_is_an_event_of_its_own_at_its_own_time() -> None:
    recent = [
        {"from": "Bob", "from_id": "user2", "date": local(START + 150)},
        {"from": "Bob", "from_id": "user2"},
    ]
    reaction = [{"type": "emoji", "count": 3, "emoji": "❤", "recent": recent}, {"type": "emoji", "count": 1}]
    parsed = read(single(message(1, reactions=reaction), message(2, "Bob"), message(3)))
    assert kinds(parsed) == ["text", "text", "reaction", "text"]
    row = parsed.events.filter(pl.col("kind") == "reaction")
    assert row["time"].dt.epoch("s").item() == START + 150
    assert (row["sender"].item(), row["reply_to"].item(), row["n_chars"].item()) == ("Bob", 0, 0)
    assert (parsed.reading.seen, parsed.reading.imported) == (4, 4)


def test_a_reaction_without_a_date_one_can_read_is_kept_aside() -> None:
    recent = [{"from": "Bob", "from_id": "user2", "date": "yesterday"}]
    parsed = read(single(message(1, reactions=[{"recent": recent}])))
    assert codes(parsed) == [("E226", "record 1")]
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.skipped) == (2, 1, 1)


def test_54_replies_to_absent_messages_are_dropped_and_counted() -> None:
    parsed = read(
        single(
            message(1, reply_to_message_id=3),
            message(2, reply_to_message_id=1),
            message(3, reply_to_message_id=99),
            message(4, reply_to_message_id=4),
            message(5, reply_to_message_id=1, reply_to_peer_id="user77"),
        )
    )
    assert parsed.events["reply_to"].to_list() == [None, 0, None, None, None]
    assert [(n.code, n.count) for n in parsed.reading.notes] == [("E229", 4)]


def test_edited_messages_are_marked() -> None:
    parsed = read(single(message(1, edited="2024-01-01T12:00:00", edited_unixtime="1704110000"), message(2)))
    assert parsed.events["edited"].to_list() == [True, False]


def test_a_full_export_has_one_conversation_a_chat() -> None:
    group = {"name": "Club", "type": "private_group", "id": 7, "messages": [message(1), message(2, "Cy"), message(3)]}
    left = {"name": "Old", "type": "private_group", "id": 8, "messages": [message(9, "Cy")]}
    parsed = read(full(single(message(1, "Bob")), group, left=(left,)))
    assert parsed.reading.imported == 5
    assert set(parsed.conversations["conversation_id"]) == {"telegram:2", "telegram:7", "telegram:8"}
    assert set(parsed.reading.senders) == {"Ana", "Bob", "Cy"}
    assert parsed.reading.me == "Ana"


def test_a_chat_is_chosen_by_name_or_id_and_an_unknown_one_lists_all() -> None:
    export = full(single(message(1)), {**single(message(1), message(2)), "id": 5}, {**single(), "name": "Cy", "id": 6})
    assert read(export, chat="5").reading.imported == 2
    assert read(export, chat="telegram:2").reading.seen == 1
    for chat, expected in (("Nobody", ["5", "2", "6"]), ("Bob", ["5", "2"])):
        with pytest.raises(NeedsAnswer) as caught:
            read(export, chat=chat)
        assert caught.value.option == "chat"
        assert [c.value for c in caught.value.choices] == expected
    assert caught.value.choices[0].meaning == "Bob, 2 messages"


def test_persons_are_ids_not_names() -> None:
    renamed = [message(1, "Old"), message(2, "New", from_id="user5"), message(3, "Ana", from_id="user6"), message(4)]
    renamed[0]["from_id"] = "user5"
    parsed = read(single(*renamed))
    assert parsed.events["sender"].to_list() == ["New", "New", "Ana", "Ana (2)"]


def test_52_people_without_a_name_or_without_an_id() -> None:
    nameless = message(1, from_id="user8")
    nameless["from"] = None
    idless = message(2, "Dee")
    del idless["from_id"]
    neither = message(3)
    del neither["from_id"], neither["from"]
    old = message(4, "Eve", from_id=12)
    parsed = read(single(nameless, idless, neither, old))
    assert parsed.events["sender"].to_list() == ["unknown 1", "Dee", "Eve"]
    assert codes(parsed) == [("E230", "/messages/2")]


def test_me_may_be_said_by_name_or_id() -> None:
    export = single(message(1), message(2, "Bob"))
    assert read(export, me="Bob").reading.me == "Bob"
    assert read(export, me="user2").reading.me == "Bob"
    assert read(export, me="2").reading.me == "Bob"
    with pytest.raises(OptionError, match="me: nobody here is called 'Zed'"):
        read(export, me="Zed")


def without_unix(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "date_unixtime"}


def test_exports_from_before_june_2022_need_a_zone() -> None:
    export = single(without_unix(message(1)), without_unix(message(2, "Bob")))
    with pytest.raises(NeedsAnswer) as caught:
        read(export)
    assert caught.value.option == "zone"
    parsed = read(export, zone="Europe/Berlin")
    assert parsed.events["time"].dt.epoch("s").to_list() == [START + 60, START + 120]
    assert set(parsed.events["zone_source"]) == {"given"}
    assert (parsed.reading.zone, parsed.reading.zone_decided_by) == ("Europe/Berlin", "you said so")


def test_file_order_is_kept_where_time_runs_back() -> None:
    parsed = read(single(message(5), message(1, "Bob"), message(6)))
    assert parsed.events["source_line"].to_list() == [1, 2, 3]


def test_text_in_parts() -> None:
    parts = [
        "see ",
        {"type": "link", "text": "https://x.org"},
        {"type": "custom_emoji", "text": "😀", "document_id": "1"},
    ]
    parsed = read(single(message(1, text=parts)), keep_text=True)
    assert parsed.events["text"].to_list() == ["see https://x.org😀"]
    assert parsed.events["n_words"].to_list() == [2]


@pytest.mark.parametrize("text", [7, {"a": 1}, [{"type": "bold"}], [3], True])
def test_51_a_text_of_unknown_shape(text: Any) -> None:
    parsed = read(single(message(1), message(2, text=text)))
    assert codes(parsed) == [("E227", "/messages/1/text")]
    assert parsed.reading.imported == 1


def test_51_an_absent_text_is_no_fault() -> None:
    assert kinds(read(single(message(1, text=None, photo="x")))) == ["media"]


@pytest.mark.parametrize("odd", [5, None, [], "x"])
def test_a_record_that_is_none(odd: Any) -> None:
    assert codes(read(single(message(1), odd))) == [("E227", "/messages/1")]


# Broken JSON


def test_control_characters_and_bare_document_ids_are_put_right() -> None:
    text = json.dumps(
        single(message(1, text="a!b"), message(2, text=["x", {"text": "y", "document_id": "EMOJI"}])), indent=1
    )
    broken = text.replace("a!b", "a\\x0bb\\\\x41").replace('"EMOJI"', "(File not included. Change settings.)")
    parsed = read(broken, keep_text=True)
    assert parsed.events["text"].to_list() == ["a\x0bb\\x41", "xy"]
    assert [(n.code, n.count) for n in parsed.reading.notes] == [("E233", 2)]


def test_a_valid_document_id_is_left_alone() -> None:
    export = single(message(1, text=[{"text": "y", "document_id": 123}, {"text": "z", "document_id": "a"}]))
    assert notes(read(export)) == []


def test_46_a_cut_file_keeps_the_complete_records() -> None:
    text = json.dumps(single(*(message(i) for i in range(5))), indent=1)
    cut = text.index('"id": 3') + 40
    parsed = read(text[:cut])
    line = text[:cut].count("\n", 0, text.rindex("{", 0, cut)) + 1
    assert parsed.reading.imported == 3
    assert codes(parsed) == [("E222", f"line {line}, column 3")]
    assert (parsed.reading.seen, parsed.reading.skipped) == (4, 1)


def test_46_every_place_to_cut_a_file_is_safe() -> None:
    text = json.dumps(full(single(message(1), message(2, text="é😀\\")), {**single(message(3)), "id": 4}))
    start = text.index('"messages"') + 14
    complete = [read(text[:cut]).reading for cut in range(start, len(text), 5)]
    assert [r.imported for r in complete] == sorted(r.imported for r in complete)
    assert complete[-1].imported >= 2


def test_46_a_file_cut_between_records_is_noted() -> None:
    text = json.dumps(single(message(1), message(2)), indent=1)
    parsed = read(text[: text.rindex("}", 0, text.rindex("]")) + 1])
    assert parsed.reading.imported == 2
    assert notes(parsed) == ["E222"]


@pytest.mark.parametrize("tail", ["]}{}", "],}", "/**/]}"])
def test_47_no_other_repair(tail: str) -> None:
    text = json.dumps(single(message(1)))[:-2] + tail
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.code == "E223"
    assert caught.value.place.startswith("line 1, column ")


def test_45_depth() -> None:
    text = json.dumps(single(message(1, x="DEEP")))
    for deep in ("[" * 100_000 + "]" * 100_000, "[" * 70 + "]" * 70):
        with pytest.raises(InputError) as caught:
            read(text.replace('"DEEP"', deep))
        assert caught.value.code == "E221"
        assert caught.value.place.startswith("byte ")
    assert read(text.replace('"DEEP"', "[" * 60 + "]" * 60)).reading.imported == 1


def test_48_a_field_named_twice() -> None:
    text = json.dumps(single(message(1), message(2), message(3)))
    different = text.replace('"id": 2,', '"id": 2, "text": "one",')
    parsed = read(different.replace('"id": 3,', '"id": 3, "id": 3,'))
    assert codes(parsed) == [("E224", "/messages/1")]
    assert parsed.reading.imported == 2
    assert [(n.code, n.count) for n in parsed.reading.notes] == [("E224", 2)]


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("NaN", "E225"),
        ("1e999", "E225"),
        ("true", "E225"),
        ('"soon"', "E225"),
        ('"1704103200.5"', "E225"),
        ("9" * 5_000, "E207"),
        ('"' + "9" * 5_000 + '"', "E207"),
        ("-1", "E226"),
        ("0", "E226"),
        ("1e18", "E226"),
        ("1704103200000", "E226"),
    ],
)
def test_32_49_50_times_that_cannot_be(time: str, code: str) -> None:
    text = json.dumps(single(message(1), message(2))).replace(f'"{START + 120}"', time)
    parsed = read(text)
    assert [c for c, _ in codes(parsed)] == [code]
    assert parsed.reading.imported == 1


@pytest.mark.parametrize("time", ["1704103320", '"1704103320"', "1704103320.0"])
def test_50_times_as_text_or_number(time: str) -> None:
    text = json.dumps(single(message(2))).replace(f'"{START + 120}"', time)
    assert read(text).events["time"].dt.epoch("s").item() == START + 120


def test_32_endless_ids_do_not_stop_a_message() -> None:
    text = json.dumps(single(message(1), message(2))).replace('"id": 2,', f'"id": {"9" * 5_000},', 2)
    assert read(text).reading.imported + read(text).reading.skipped == 2


def test_18_broken_bytes_and_19_other_unicode() -> None:
    data = json.dumps(single(message(1, text="aXb", **{"from": "Zoë"})), ensure_ascii=False).encode()
    parsed = read(data.replace(b"aXb", b"a\xffb"))
    assert notes(parsed) == ["E201"]
    assert parsed.events["n_chars"].to_list() == [3]
    plain = json.dumps(single(message(1)))
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
        assert read(plain.encode(encoding)).reading.imported == 1


def test_22_23_control_characters_and_half_letters_in_names() -> None:
    text = json.dumps(single(message(1, text="TEXT"), message(2, "Bob")))
    text = text.replace('"TEXT"', '"a\\ud83d"').replace('"from": "Bob"', '"from": "B\\u0000ob\\udc00"')
    parsed = read(text)
    assert set(parsed.reading.senders) == {"Ana", "Bob\ufffd"}
    assert sorted(notes(parsed)) == ["E203", "E204"]


def test_joined_surrogates_are_one_letter() -> None:
    assert read(single(message(1, text="😀"))).events["n_chars"].to_list() == [1]


def test_an_export_in_a_zip_and_progress() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("DataExport/result.json", json.dumps(single(message(1))))
        archive.writestr("DataExport/photos/x.jpg", b"x")
    seen: list[tuple[int, int]] = []
    parsed = read_export(NamedBytes("x.zip", buffer.getvalue()), progress=lambda *done: seen.append(done))
    assert parsed.reading.imported == 1
    assert seen[-1][0] == seen[-1][1] > 0


def test_too_many_people() -> None:
    export = single(*(message(i, f"p{i}", from_id=f"user{i}") for i in range(11)))
    with pytest.raises(InputError, match="E236"):
        read(export, limits=Limits(people=10))


def test_an_export_without_chats() -> None:
    with pytest.raises(InputError, match="E110"):
        read(full())
    assert read(single()).reading.seen == 0


def test_many_people_of_one_name_take_no_longer_than_their_number() -> None:
    export = single(*(message(n, "Ana", from_id=f"user{n}") for n in range(20_000)))
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        read(export)
    assert caught.value.code == "E236"
    assert time.process_time() - started < 5.0


def test_23_half_letters_in_dates_and_in_a_chats_name() -> None:
    parsed = read(single(message(1, date="\ud83d"), message(2), name="A\ud83d", id=None))
    assert parsed.reading.imported == 2
    assert parsed.reading.title == "A\ufffd"

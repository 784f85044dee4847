"""WhatsApp-Chat-Exporter's JSON: kinds on both phones, calls in their chats, people by address, broken files."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources import json_stream
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_700_000_000
BOB, CY, CLUB = "4915112345@s.whatsapp.net", "4915199999@s.whatsapp.net", "491511-1600000000@g.us"
CALLS = "000000000000000"


def message(minute: float, from_me: bool = False, data: str | None = "hello you", **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "from_me": from_me,
        "timestamp": START + 60 * minute,
        "time": "10:00",
        "media": False,
        "key_id": f"KEY{minute}{from_me}{data}",
        "meta": False,
        "data": data,
        "sender": None,
        "safe": False,
        "mime": None,
        "message_type": 0,
        "received_timestamp": "2023/11/14 22:14",
        "read_timestamp": None,
        "reply": None,
        "quoted_data": None,
        "caption": None,
        "thumb": None,
        "sticker": False,
    }
    return usual | more


def chat(*messages: Any, name: str | None = "Bob", device: str = "android") -> dict[str, Any]:
    about = {"name": name, "type": device, "my_avatar": None, "their_avatar": None, "status": None, "media_base": ""}
    return {**about, "messages": {str(n): one for n, one in enumerate(messages, 1)}}


def read(export: dict[str, Any] | bytes, **options: Any) -> Parsed:
    data = json.dumps(export).encode() if isinstance(export, dict) else export
    parsed = read_export(NamedBytes("result.json", data), **options)
    assert parsed.reading.source == "whatsapp"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def test_a_chat_of_two() -> None:
    parsed = read({BOB: chat(message(1), message(2, True, "two <br>lines"), message(3.5))})
    events, reading = parsed.events, parsed.reading
    assert events["time"].dt.epoch("s").to_list() == [START + 60, START + 120, START + 210]
    assert events["sender"].to_list() == ["Bob", "Me", "Bob"]
    assert events["n_chars"].to_list() == [9, 9, 9]
    assert events["resolution_s"].unique().to_list() == [1.0]
    assert set(events["conversation_id"]) == {f"whatsapp:{BOB}"}
    assert (reading.me, reading.title, reading.zone, reading.seen) == ("Me", "Bob", None, 3)
    assert parsed.conversations.select("person_a", "person_b", "me").row(0) == ("Bob", "Me", "Me")


def test_50_seconds_milliseconds_and_microseconds() -> None:
    times = [START, float(START), START + 0.25, START * 1_000 + 500, START * 1_000_000 + 750_000]
    parsed = read({BOB: chat(*(message(n, timestamp=time) for n, time in enumerate(times)))})
    assert parsed.events["time"].dt.epoch("ms").to_list() == [START * 1_000 + more for more in (0, 0, 250, 500, 750)]
    assert parsed.events["resolution_s"].unique().to_list() == [pytest.approx(0.001)]


FILE = {"media": True, "message_type": 1, "mime": "image/jpeg"}
GONE = {"media": True, "meta": True, "mime": "media"}


@pytest.mark.parametrize(
    ("kind", "n_chars", "data", "more"),
    [
        ("text", 1, "x", {}),
        ("text", 1, "x", {"message_type": None}),
        ("media", 0, "WhatsApp/Media/IMG-1.jpg", FILE),
        ("media", 4, "WhatsApp/Media/IMG-1.jpg", FILE | {"caption": "look"}),
        ("media", 0, "The media is missing", GONE | {"message_type": 3}),
        ("voice", 0, "The media is missing", GONE | {"message_type": 2}),
        ("voice", 0, "WhatsApp Voice Notes/202401/PTT-1.opus", FILE | {"message_type": 2, "mime": "audio/ogg"}),
        ("media", 0, "WhatsApp Audio/AUD-1.mp3", FILE | {"message_type": 2, "mime": "audio/mpeg"}),
        ("sticker", 0, "Stickers/1.webp", FILE | {"sticker": True, "message_type": 20}),
        ("other", 0, "This media include the following vCard file(s):<br>x", {"meta": True, "mime": "text/x-vcard"}),
        ("other", 0, "The message is binary data and its base64 is", {"meta": True, "safe": True}),
        ("deleted", 0, "Message deleted", {"meta": True, "message_type": 15}),
        ("location", 0, "Location shared: (1.5, 2.5)", {"meta": True, "message_type": 5}),
        ("missed_call", 0, "A voice call was missed", {"meta": True}),
        ("view_once", 0, None, {"message_type": 42}),
        ("view_once", 0, "The media is missing", GONE | {"message_type": 43}),
        ("poll", 0, None, {"message_type": 66}),
        ("location", 0, None, {"message_type": 16}),
        ("other", 0, None, {"message_type": 999}),
    ],
)
def test_kinds_on_android(kind: str, n_chars: int, data: str | None, more: dict[str, Any]) -> None:
    parsed = read({BOB: chat(message(1, data=data, **more))})
    assert (kinds(parsed), parsed.events["n_chars"].to_list()) == ([kind], [n_chars])


@pytest.mark.parametrize(
    ("kind", "number"),
    [("media", 2), ("voice", 3), ("sticker", 15), ("deleted", 14), ("view_once", 38), ("poll", 46), ("location", 5)],
)
def test_kinds_on_the_iphone(kind: str, number: int) -> None:
    assert kinds(read({BOB: chat(message(1, data=None, message_type=number), device="ios")})) == [kind]


def test_notices_and_the_status_of_everybody_are_no_messages() -> None:
    notices = [
        message(1, data="This chat is now end-to-end encrypted", meta=True, message_type=7),
        message(2, data=None, meta=True),
        message(3, data=None, message_type=None),
    ]
    phone = [message(4, data=None, message_type=6)]
    export = {
        BOB: chat(*notices, message(5)),
        CY: chat(*phone, name="Cy", device="ios"),
        "status@broadcast": chat(message(6, True), name=None),
    }
    parsed = read(export)
    assert (parsed.reading.seen, parsed.reading.system, parsed.reading.imported) == (6, 5, 1)


@pytest.mark.parametrize(
    "timer",
    [
        {"data": "Messgae timer was enabled/updated/disabled", "message_type": 7},
        {"data": None, "message_type": 56},
    ],
)
def test_messages_that_disappear_leave_a_note(timer: dict[str, Any]) -> None:
    parsed = read({BOB: chat(message(1), message(2, meta=True, **timer)), CY: chat(message(3), name="Cy")})
    assert notes(parsed) == {"E238": 1}
    capped = dict(parsed.conversations.select("conversation_id", "capped").iter_rows())
    assert capped == {f"whatsapp:{BOB}": True, f"whatsapp:{CY}": False}


def test_answers_and_reactions() -> None:
    first = message(1, key_id="A", reactions={"You": "❤", "Cy": "👍"})
    parsed = read({BOB: chat(first, message(2, True, reply="A", key_id="B"), message(3, reply="Z", key_id="C"))})
    assert parsed.events["reply_to"].to_list() == [None, 0, None]
    assert notes(parsed) == {"E229": 1, "E240": 2}


def call(minute: float, from_me: bool, data: str, sender: str = "Bob") -> dict[str, Any]:
    return message(minute, from_me, data, meta=True, sender=sender, message_type=None)


def test_calls_go_to_the_chat_they_belong_to() -> None:
    lasted = "initiated and lasted for 1 hour 2 minutes 3 seconds with 1.5 MB data transferred."
    calls = chat(
        call(2.5, True, f"A voice call to Bob was {lasted}"),
        call(4, False, "A video call from Bob was missed."),
        call(5, True, "A voice call to 4915199999 was not answered.", "4915199999"),
        call(6, True, "A voice call to Zed was cancelled.", "Zed"),
        call(7, False, "A voice call from Bob was initiated and lasted for a second with 1 B data transferred."),
        name="WhatsApp Calls",
    )
    told = message(4, data="A video call was missed", meta=True, key_id="told")
    export = {BOB: chat(message(1), message(2, True), message(3), told), CY: chat(message(1), name=None), CALLS: calls}
    parsed = read(export)
    with_bob = parsed.events.filter(pl.col("conversation_id") == f"whatsapp:{BOB}")
    rows = with_bob.select(pl.col("kind").cast(pl.String), "sender", "duration_s").rows()
    assert rows == [
        ("text", "Bob", None),
        ("text", "Me", None),
        ("call", "Me", 3_723.0),
        ("text", "Bob", None),
        ("missed_call", "Bob", None),
        ("call", "Bob", 1.0),
    ]
    assert parsed.reading.already_there == 1  # told in the chat and in the list of calls
    by_chat = dict(parsed.events.group_by("conversation_id").len().iter_rows())
    assert by_chat == {f"whatsapp:{BOB}": 6, f"whatsapp:{CY}": 2, f"whatsapp:{CALLS}": 1}
    assert read(export, chat="Bob").reading.seen == 7


def test_people_in_a_group_are_those_of_their_own_chats() -> None:
    group = chat(
        message(1, sender="Bob"),
        message(2, sender="4915199999"),
        message(3, sender="Dee"),
        message(4, sender="Eve", sender_jid="49151777@s.whatsapp.net"),
        message(5, True),
        message(6, sender=None),
        message(7, sender=5),
        name="Club",
    )
    parsed = read({CLUB: group, BOB: chat(message(1)), CY: chat(message(1), name=None)})
    club = parsed.events.filter(pl.col("conversation_id") == f"whatsapp:{CLUB}")
    assert club["sender"].to_list() == ["Bob", "+4915199999", "Dee", "Eve", "Me"]
    assert [code for code, _ in codes(parsed)] == ["E230", "E227"]
    assert codes(parsed)[0] == ("E230", f"/{CLUB}/messages/6/sender")


def test_a_file_a_chat_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "Bob.json").write_text(json.dumps({BOB: chat(message(1), message(2, True))}))
    (tmp_path / "again.json").write_text(json.dumps({BOB: chat(message(2, True), message(3))}))
    (tmp_path / "Cy.json").write_text(json.dumps({CY: chat(message(1), name="Cy")}))
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "IMG-1.jpg").write_bytes(b"\xff\xd8\xff")
    parsed = read_export(tmp_path)
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.already_there) == (5, 4, 1)
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path, chat="Zed")
    assert [choice.value for choice in caught.value.choices] == [BOB, CY]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"timestamp": None}, "E226"),
        ({"timestamp": 0}, "E226"),
        ({"timestamp": 1e300}, "E226"),
        ({"timestamp": float("nan")}, "E225"),
        ({"timestamp": float("inf")}, "E225"),
        ({"timestamp": "soon"}, "E225"),
        ({"timestamp": True}, "E225"),
        ({"timestamp": int("9" * 40)}, "E207"),
    ],
)
def test_49_50_times_that_are_none(change: dict[str, Any], expected: str) -> None:
    parsed = read({BOB: chat(message(1), message(2) | change, message(3))})
    assert codes(parsed) == [(expected, f"/{BOB}/messages/2/timestamp")]
    assert parsed.reading.imported == 2


def test_a_time_out_of_range_is_kept_aside() -> None:
    parsed = read({BOB: chat(message(1), message(2, timestamp=5))})
    assert codes(parsed) == [("E226", "record 2")]


def test_45_46_47_48_broken_files() -> None:
    data = json.dumps({BOB: chat(message(1), message(2, True))}).encode()
    cut = read(data[:-60])
    assert (cut.reading.imported, [code for code, _ in codes(cut)]) == (1, ["E222"])
    assert notes(read(data[:-2])) == {"E222": 1}
    twice = data.replace(b'"from_me": true', b'"from_me": true, "data": "other"', 1)
    assert [code for code, _ in codes(read(twice))] == ["E224"]
    assert codes(read({BOB: chat(message(1), 5)})) == [("E227", f"/{BOB}/messages/2")]
    for broken in (data + b"{}", data[:-1] + b",}", data.replace(b'"safe": false', b"safe: false")):
        with pytest.raises(InputError, match="E223"):
            read(broken)
    with pytest.raises(InputError, match="E221"):
        read(data.replace(b'"thumb": null', b'"thumb": ' + b"[" * 100_000, 1))


def test_chats_without_messages_are_no_chats() -> None:
    assert read({CY: chat(name="Cy"), BOB: chat(message(1))}).reading.title == "Bob"
    with pytest.raises(InputError, match="E110"):
        read({CY: chat(name="Cy")})


def test_other_json_is_not_ours() -> None:
    for other in ({"a@b.c": {"messages": {}}}, {BOB: 5}, {"messages": {"from_me": 1}}):
        with pytest.raises(InputError):
            read_export(NamedBytes("result.json", json.dumps(other).encode()))


def test_the_size_of_the_window_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(
        {BOB: chat(message(1, data="é😀"), {}, message(2)), CY: chat(message(3))}, ensure_ascii=False
    ).encode()
    whole = read(data[:-30])
    for size in (1, 50, 333):
        monkeypatch.setattr(json_stream, "WINDOW_BYTES", size)
        piecewise = read(data[:-30])
        assert piecewise.events.equals(whole.events)
        assert piecewise.rejects.equals(whole.rejects)
        assert piecewise.reading == whole.reading


MUTANTS = [b"null", b"[]", b"{}", b'"x"', b"-1", b"NaN", b"1e999", b"9" * 50, b'"\\ud800"', b"true", b"[[[[", b"}"]


def test_damaged_files_balance_or_are_refused() -> None:
    """Seeded: one or two values of a sound file replaced by others."""
    calls = chat(call(2.5, True, "A voice call to Bob was cancelled."), name="WhatsApp Calls")
    group = chat(message(1, sender="Bob"), message(2, reactions={"You": "x"}, sender="Z"), name="Club")
    sound = json.dumps({BOB: chat(message(1), message(2, True)), CLUB: group, CALLS: calls}).encode()
    chance = random.Random(6)
    whole = 0
    for _ in range(60):
        data = sound
        for _ in range(chance.randint(1, 2)):
            start = chance.choice([i for i, byte in enumerate(data) if byte in b':,"{}[]']) + 1
            data = data[:start] + chance.choice(MUTANTS) + data[start + chance.randint(0, 12) :]
        try:
            assert read_export(NamedBytes("x.json", data)).reading.balances
            whole += 1
        except EvenstepError as error:
            assert "E292" not in str(error)
    assert whole > 5


def test_what_was_made_of_the_apps_own_text_is_refused_for_that_text() -> None:
    made = chat(message(0, True), message(1, sender=None), device="exported")
    with pytest.raises(InputError, match="choose that text or its zip"):
        read({"ExportedChat": made})

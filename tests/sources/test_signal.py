"""Signal's own export: every kind of item, edits, reactions, answers, who is who, and the ways it comes broken."""

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
from evenstep.sources import json_stream
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export
from evenstep.sources.signal import frames

START = 1_725_000_000_000  # 2024-08-30T06:40:00Z, in milliseconds
ACI = "AAECAwQFBgcICQoLDA0ODw=="
GROUP_KEY = "EBESExQVFhcYGRobHB0eHxAREhMUFRYXGBkaGxwdHh8="


def ms(minute: float) -> str:
    """A time as the export writes it: a string of milliseconds."""
    return str(START + round(60_000 * minute))


HEADER = {"version": "1", "backupTimeMs": ms(100_000), "mediaRootBackupKey": ""}
PEOPLE = [
    {"account": {"givenName": "Ana", "familyName": "Lee"}},
    {"recipient": {"id": "1", "self": {}}},
    {"recipient": {"id": "2", "contact": {"aci": ACI, "e164": "4915112345", "profileGivenName": "Bob"}}},
    {"recipient": {"id": "3", "contact": {"e164": "4915199999", "nickname": {"given": "Cy", "family": "D"}}}},
    {"recipient": {"id": "4", "group": {"masterKey": GROUP_KEY, "snapshot": {"title": {"title": "Club"}}}}},
    {"recipient": {"id": "5", "distributionList": {"distributionId": "AA=="}}},
    {"chat": {"id": "11", "recipientId": "2"}},
    {"chat": {"id": "12", "recipientId": "4"}},
]


def item(minute: float, author: str = "2", chat: str = "11", **content: Any) -> dict[str, Any]:
    way = {"outgoing": {"sendStatus": []}} if author == "1" else {"incoming": {"dateReceived": ms(minute)}}
    if "updateMessage" in content:
        way = {"directionless": {}}
    return {"chatItem": {"chatId": chat, "authorId": author, "dateSent": ms(minute), **way, **content}}


def text(minute: float, author: str = "2", body: str = "hello you", chat: str = "11", **more: Any) -> dict[str, Any]:
    return item(minute, author, chat, standardMessage={"text": {"body": body}, **more})


def lines(*more: Any, people: bool = True) -> bytes:
    every = [HEADER, *(PEOPLE if people else []), *more]
    return b"".join(json.dumps(frame, ensure_ascii=False).encode() + b"\n" for frame in every)


def read(data: bytes, **options: Any) -> Parsed:
    parsed = read_export(NamedBytes("main.jsonl", data), **options)
    assert parsed.reading.source == "signal"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def test_a_chat_of_two() -> None:
    parsed = read(lines(text(1), text(2, "1", "hi 😀"), text(3.00001)))
    events, reading = parsed.events, parsed.reading
    assert events["time"].dt.epoch("ms").to_list() == [START + 60_000, START + 120_000, START + 180_001]
    assert events["sender"].to_list() == ["Bob", "Ana Lee", "Bob"]
    assert events["n_chars"].to_list() == [9, 4, 9]
    assert events["source_line"].to_list() == [10, 11, 12]
    assert events["resolution_s"].unique().to_list() == [pytest.approx(0.001)]
    assert set(events["conversation_id"]) == {"signal:00010203-0405-0607-0809-0a0b0c0d0e0f"}
    assert (reading.me, reading.title, reading.zone, reading.seen) == ("Ana Lee", "Bob", None, 3)
    row = parsed.conversations.row(0, named=True)
    assert (row["person_a"], row["person_b"], row["me"], row["capped"]) == ("Ana Lee", "Bob", "Ana Lee", False)
    assert row["observed_until"] == datetime.fromtimestamp(START / 1000 + 6_000_000, UTC)
    assert "text" not in events.columns


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"standardMessage": {"text": {"body": "x"}}}),
        ("text", {"standardMessage": {"longText": {"contentType": "text/x-signal-plain"}}}),
        ("other", {"standardMessage": {}}),
        ("voice", {"standardMessage": {"attachments": [{"pointer": {}, "flag": "VOICE_MESSAGE"}]}}),
        ("media", {"standardMessage": {"attachments": [{"pointer": {}}], "text": {"body": "look"}}}),
        ("media", {"standardMessage": {"attachments": [{"pointer": {}, "flag": "GIF"}]}}),
        ("location", {"standardMessage": {"text": {"body": "Park\nhttps://maps.google.com/maps?q=1.5%2C2.5"}}}),
        ("sticker", {"stickerMessage": {"sticker": {"packId": "AA=="}}}),
        ("other", {"contactMessage": {"contact": {}}}),
        ("deleted", {"remoteDeletedMessage": {}}),
        ("deleted", {"adminDeletedMessage": {}}),
        ("view_once", {"viewOnceMessage": {}}),
        ("text", {"directStoryReplyMessage": {"textReply": {"text": {"body": "nice"}}}}),
        ("other", {"directStoryReplyMessage": {"emoji": "❤"}}),
        ("other", {"paymentNotification": {}}),
        ("other", {"giftBadge": {}}),
        ("poll", {"poll": {"question": "When?", "options": []}}),
        ("other", {}),  # a kind of message of a version to come
    ],
)
def test_kinds(kind: str, content: dict[str, Any]) -> None:
    assert kinds(read(lines(item(1, **content)))) == [kind]


@pytest.mark.parametrize(
    ("call", "kind", "sender", "seconds"),
    [
        ({"individualCall": {"direction": "OUTGOING", "state": "ACCEPTED"}}, "call", "Ana Lee", None),
        ({"individualCall": {"direction": "INCOMING", "state": "NOT_ACCEPTED"}}, "missed_call", "Bob", None),
        ({"individualCall": {"state": "MISSED"}}, "missed_call", "Bob", None),
        ({"individualCall": {"state": "MISSED_NOTIFICATION_PROFILE"}}, "missed_call", "Bob", None),
        ({"individualCall": {"direction": "OUTGOING", "state": "NOT_ACCEPTED"}}, "missed_call", "Ana Lee", None),
        ({"individualCall": {}}, "call", "Bob", None),  # all fields at their default
        (
            {"groupCall": {"state": "JOINED", "startedCallRecipientId": "3", "startedCallTimestamp": ms(1)}},
            "call",
            "Cy D",
            None,
        ),
        (
            {
                "groupCall": {
                    "state": "ACCEPTED",
                    "ringerRecipientId": "3",
                    "startedCallTimestamp": ms(1),
                    "endedCallTimestamp": ms(3),
                }
            },
            "call",
            "Cy D",
            120.0,
        ),
        ({"groupCall": {"state": "DECLINED", "ringerRecipientId": "3"}}, "missed_call", "Cy D", None),
    ],
)
def test_calls_belong_to_the_caller(call: dict[str, Any], kind: str, sender: str, seconds: float | None) -> None:
    events = read(lines(item(1, "1", updateMessage=call), text(2))).events
    assert events.select(pl.col("kind").cast(pl.String), "sender", "duration_s").row(0) == (kind, sender, seconds)


def test_updates_are_notices() -> None:
    updates = [
        {"simpleUpdate": {"type": "IDENTITY_UPDATE"}},
        {"profileChange": {"previousName": "B", "newName": "Bob"}},
        {"groupCall": {"state": "GENERIC"}},  # nobody knows whose
        {"expirationTimerChange": {}},  # switched off
    ]
    parsed = read(lines(text(0), *(item(i, updateMessage=update) for i, update in enumerate(updates, 1))))
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.system) == (5, 1, 4)
    assert "E238" not in notes(parsed)


def test_frames_to_come_are_counted_and_known_ones_are_no_records() -> None:
    known = [{"stickerPack": {"packId": "AA=="}}, {"chatFolder": {"name": "x"}}, {"adHocCall": {"callId": "1"}}]
    parsed = read(lines(text(1), *known, {"hologram": {}}))
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.system) == (2, 1, 1)


def test_an_edited_message_is_as_old_as_its_first_version() -> None:
    revisions = [{"chatId": "11", "authorId": "2", "dateSent": ms(1)}, {"authorId": "2", "dateSent": ms(4)}]
    edited = text(9, body="in the end")
    edited["chatItem"]["revisions"] = revisions
    answers = [text(at / 2 + 1.5, "1", quote={"targetSentTimestamp": ms(at), "authorId": "2"}) for at in (1, 4, 9)]
    parsed = read(lines(*answers, edited, text(10)))
    assert parsed.events["time"].dt.epoch("ms").to_list()[0] == START + 60_000
    assert parsed.events["edited"].to_list() == [True, False, False, False, False]
    assert parsed.events["reply_to"].to_list() == [None, 0, 0, 0, None]
    assert parsed.events["n_chars"].to_list()[0] == len("in the end")


def test_a_dated_reaction_is_an_event_and_an_undated_one_a_count() -> None:
    reactions = [
        {"emoji": "❤", "authorId": "1", "sentTimestamp": ms(2.5)},
        {"emoji": "👍", "authorId": "3"},
        {"emoji": "👍", "sentTimestamp": ms(2)},
    ]
    parsed = read(lines(text(1, reactions=reactions), text(2, "1"), text(3)))
    assert kinds(parsed) == ["text", "text", "reaction", "text"]
    row = parsed.events.filter(pl.col("kind") == "reaction").row(0, named=True)
    assert (row["sender"], row["reply_to"], row["n_chars"]) == ("Ana Lee", 0, 0)
    assert (parsed.reading.seen, notes(parsed)["E240"]) == (4, 2)


def test_54_answers_to_what_is_not_there_are_counted() -> None:
    quotes = [{"authorId": "2"}, {"targetSentTimestamp": ms(99), "authorId": "2"}, {"targetSentTimestamp": "x"}]
    parsed = read(lines(text(0), *(text(i, "1", quote=quote) for i, quote in enumerate(quotes, 1))))
    assert parsed.events["reply_to"].to_list() == [None] * 4
    assert notes(parsed)["E229"] == 3


@pytest.mark.parametrize(
    "timer",
    [
        {"chat": {"id": "13", "recipientId": "3", "expirationTimerMs": "3600000"}},
        item(3, "3", "13", updateMessage={"expirationTimerChange": {"expiresInMs": "60000"}}),
        item(
            3,
            "3",
            "13",
            updateMessage={"groupChange": {"updates": [{"groupExpirationTimerUpdate": {"expiresInMs": "1000"}}]}},
        ),
    ],
)
def test_messages_that_disappear_leave_a_note(timer: dict[str, Any]) -> None:
    chat = timer if "chat" in timer else {"chat": {"id": "13", "recipientId": "3"}}
    parsed = read(lines(chat, timer, text(1), text(2, "3", chat="13"), text(4, "1", chat="13")))
    assert notes(parsed) == {"E238": 1}
    capped = dict(parsed.conversations.select("conversation_id", "capped").iter_rows())
    assert capped == {"signal:00010203-0405-0607-0809-0a0b0c0d0e0f": False, "signal:+4915199999": True}


def test_each_chat_is_a_conversation_and_one_can_be_chosen() -> None:
    data = lines(text(1), text(2, "3", chat="12"), text(3, "2", chat="12"), text(4, "1", chat="12"))
    parsed = read(data)
    assert parsed.conversations.height == 2
    assert set(parsed.reading.senders) == {"Bob", "Cy D", "Ana Lee"}
    club = read(data, chat="Club")
    assert (club.reading.seen, club.reading.title) == (3, "Club")
    group_id = club.conversations["conversation_id"][0]
    assert GROUP_KEY not in group_id
    assert len(group_id) == len("signal:") + 16
    assert read(data, chat=group_id).reading.seen == 3
    with pytest.raises(NeedsAnswer) as caught:
        read(data, chat="Nobody")
    assert (caught.value.option, len(caught.value.choices)) == ("chat", 2)


def test_52_people_without_names_and_messages_without_people() -> None:
    nobody = text(3, chat="12")
    del nobody["chatItem"]["authorId"]
    unknown = {"recipient": {"id": "7", "contact": {}}}
    mine = text(4, "1")
    del mine["chatItem"]["authorId"]
    parsed = read(lines(unknown, text(1, "7", chat="12"), text(2, "99", chat="12"), nobody, mine))
    assert sorted(parsed.reading.senders) == ["Ana Lee", "unknown 1", "unknown 2"]
    assert codes(parsed) == [("E230", "record 13, /chatItem/authorId")]


def test_what_was_never_sent_is_no_message() -> None:
    failed = text(1, "1")
    failed["chatItem"]["outgoing"] = {"sendStatus": [{"recipientId": "2", "failed": {"reason": "NETWORK"}}]}
    parsed = read(lines(failed, text(2)))
    assert codes(parsed) == [("E264", "record 10, /chatItem/outgoing/sendStatus")]
    assert kinds(parsed) == ["text"]


def test_the_same_item_twice_is_already_there() -> None:
    twice = text(1, reactions=[{"emoji": "x", "authorId": "1", "sentTimestamp": ms(2)}])
    parsed = read(lines(twice, twice, text(3)))
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.already_there) == (4, 3, 1)


def test_the_early_form_is_one_array() -> None:
    every = [HEADER, *PEOPLE, text(1), text(2, "1")]
    for indent in (None, 2):
        parsed = read(json.dumps(every, indent=indent).encode())
        assert (parsed.reading.imported, parsed.reading.me) == (2, "Ana Lee")
    with pytest.raises(InputError, match="E223"):
        read(json.dumps(every).encode() + b" x")


def test_a_folder_and_a_zip_read_alike(tmp_path: Path) -> None:
    data = lines(text(1), text(2, "1"))
    (tmp_path / "signal" / "files" / "ab").mkdir(parents=True)
    (tmp_path / "signal" / "main.jsonl").write_bytes(data)
    (tmp_path / "signal" / "metadata.json").write_text('{"version":1}')
    (tmp_path / "signal" / "files" / "ab" / "abcd.jpg").write_bytes(b"\xff\xd8\xff")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("signal-export/main.jsonl", data)
        archive.writestr("signal-export/metadata.json", '{"version":1}')
    for export in (tmp_path / "signal", NamedBytes("x.zip", packed.getvalue())):
        parsed = read_export(export)
        assert parsed.events.drop("import_id").equals(read(data).events.drop("import_id"))


def test_two_exports_in_one_folder_are_a_question(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.jsonl").write_bytes(lines(text(1)))
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path)
    assert caught.value.option == "member"
    assert read_export(tmp_path, member="new/main.jsonl").reading.imported == 1


def test_45_too_deep_is_refused() -> None:
    with pytest.raises(InputError, match="E221"):
        read(lines(text(1)) + b'{"chatItem":' + b"[" * 100_000)


def test_46_a_cut_file_gives_what_it_has() -> None:
    data = lines(text(1), text(2, "1"))
    parsed = read(data[:-20])
    assert parsed.reading.imported == 1
    assert codes(parsed) == [("E222", "line 11, column 1")]
    array = json.dumps([HEADER, *PEOPLE, text(1), text(2)]).encode()
    assert [code for code, _ in codes(read(array[:-20]))] == ["E222"]
    assert notes(read(array[:-1])) == {"E222": 1}


def test_47_a_broken_line_takes_no_other_with_it() -> None:
    broken = [b'{"chatItem":{"chatId":"11",}}', b'{"chatItem": {', b"hello", b"[1, 2]", b'{"chatItem":"x"', b"{'a':1}"]
    data = lines(text(1)) + b"\n".join(broken) + b"\n" + lines(text(2), people=False)
    parsed = read(data)
    assert parsed.reading.imported == 2
    assert [code for code, _ in codes(parsed)] == ["E227"] * 6


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"dateSent": "9" * 5_000}, ("E207", "/chatItem/dateSent")),
        ({"dateSent": 10**30}, ("E207", "/chatItem/dateSent")),
        ({"dateSent": float("nan")}, ("E225", "/chatItem/dateSent")),
        ({"dateSent": True}, ("E225", "/chatItem/dateSent")),
        ({"dateSent": "soon"}, ("E225", "/chatItem/dateSent")),
        ({"dateSent": None}, ("E226", "/chatItem/dateSent")),
        ({"dateSent": "0"}, ("E226", "/chatItem/dateSent")),
        ({"dateSent": "999999999999999999"}, ("E226", "/chatItem/dateSent")),
        ({"dateSent": "-5"}, ("E226", "")),
        ({"authorId": [1]}, ("E225", "/chatItem/authorId")),
        ({"chatId": {}}, ("E225", "/chatItem/chatId")),
        ({"standardMessage": {"text": {"body": 5}}}, ("E227", "/chatItem/standardMessage/text/body")),
    ],
)
def test_49_50_51_fields_of_another_shape(change: dict[str, Any], expected: tuple[str, str]) -> None:
    bad = text(2)
    bad["chatItem"].update(change)
    parsed = read(lines(text(1), bad, text(3)))
    code, place = expected
    assert codes(parsed) == [(code, "record 11" + (f", {place}" if place else ""))]
    assert parsed.reading.imported == 2


def test_48_a_record_that_names_a_field_twice() -> None:
    clash = b'{"chatItem":{"chatId":"11","chatId":"12","authorId":"2","dateSent":"1725000000000"}}\n'
    parsed = read(lines(text(1)) + clash)
    assert codes(parsed) == [("E224", "record 11")]


def test_22_23_half_letters_and_controls() -> None:
    data = lines(text(1)) + json.dumps(text(2, body="half \ud83d")).encode()
    data = data.replace(b'"Bob"', b'"B\\u0000ob"')
    parsed = read(data, keep_text=True)
    assert parsed.events["text"][1] == "half \ufffd"
    assert parsed.events["sender"][0] == "Bob"
    assert notes(parsed) == {"E203": 1, "E204": 1}


def test_limits_and_now_are_kept() -> None:
    people = [{"recipient": {"id": str(n), "contact": {}}} for n in range(20, 26)]
    crowd = [text(n, str(20 + n), chat="12") for n in range(6)]
    with pytest.raises(InputError, match="E236"):
        read(lines(*people, *crowd), limits=Limits(people=5))
    early = read(lines(text(1)), now=datetime(2024, 1, 1, tzinfo=UTC))
    assert codes(early) == [("E226", "record 10")]


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "EVERY", 5)
    told: list[tuple[int, int]] = []
    data = lines(text(1))
    read(data, progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 2
    assert told[-1] == (len(data), len(data))


@pytest.mark.parametrize("made", ["9" * 15, "8" * 19, "soon", "", 10**30, ms(10**9)])
def test_a_time_of_export_that_cannot_be_is_not_believed(made: Any) -> None:
    head = json.dumps({"currentAppVersion": "8", "backupTimeMs": made, "version": "1"}).encode() + b"\n"
    parsed = read(head + lines(text(1)).partition(b"\n")[2])
    assert parsed.conversations["observed_until"].to_list() == parsed.events["time"].to_list()


def test_an_export_without_chats_is_refused() -> None:
    with pytest.raises(InputError, match="E110"):
        read(lines(people=False))


def test_the_size_of_the_window_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = lines(text(1, body="é😀 x"), text(2, "1"), text(3)) + b"{broken\n" + lines(text(4), people=False)[:-9]
    whole = read(data)
    for size in (1, 50, 333):
        monkeypatch.setattr(json_stream, "WINDOW_BYTES", size)
        piecewise = read(data)
        assert piecewise.events.equals(whole.events)
        assert piecewise.rejects.equals(whole.rejects)
        assert piecewise.reading == whole.reading


MUTANTS = [b"null", b"[]", b"{}", b'"x"', b"-1", b"NaN", b"1e999", b"9" * 50, b'"\\ud800"', b"true", b"[[[[", b"}"]


def test_damaged_files_balance_or_are_refused() -> None:
    """Seeded: one to three values of a sound file replaced by others, or its bytes cut."""
    reactions = [{"emoji": "x", "authorId": "1", "sentTimestamp": ms(2)}]
    call = {"individualCall": {"direction": "OUTGOING", "state": "MISSED"}}
    sound = lines(
        text(1, reactions=reactions),
        text(2, "1", quote={"targetSentTimestamp": ms(1), "authorId": "2"}),
        item(3, updateMessage=call),
    )
    chance = random.Random(6)
    read_at_all = 0
    for _ in range(60):
        data = sound
        for _ in range(chance.randint(1, 3)):
            ends = [i for i, byte in enumerate(data) if byte in b':,"{}[]']
            start = chance.choice(ends) + 1
            length = chance.randint(0, 12)
            data = data[:start] + chance.choice(MUTANTS) + data[start + length :]
        try:
            assert read_export(NamedBytes("main.jsonl", data)).reading.balances
            read_at_all += 1
        except EvenstepError as error:
            assert "E292" not in str(error)
    assert read_at_all > 20

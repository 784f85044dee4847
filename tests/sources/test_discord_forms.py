"""Other shapes of Discord's messages: fields in another order, messages alone, passed on, out of its interface."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

FIRST = 1_240_000_000_000_000_000


def own_id(minute: int) -> str:
    return str(FIRST + minute * 251_000_000_000)


def message(minute: int, who: str = "ana", content: str = "hello", **more: Any) -> dict[str, Any]:
    return {
        "id": own_id(minute),
        "type": "Default",
        "timestamp": f"2024-03-01T00:{minute:02}:00.5+00:00",
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "content": content,
        "author": {"id": {"ana": "1", "bob": "2"}[who], "name": who, "nickname": who.title(), "isBot": False},
        "attachments": [],
        **more,
    }


def raw(minute: int, who: str = "ana", content: str = "hello", **more: Any) -> dict[str, Any]:
    author = {"id": {"ana": "1", "bob": "2"}[who], "username": who, "global_name": who.title(), "discriminator": "0"}
    return {
        "id": own_id(minute),
        "type": 0,
        "content": content,
        "channel_id": "555",
        "author": author,
        "attachments": [],
        "timestamp": f"2024-03-01T00:{minute:02}:00.500000+00:00",
        "edited_timestamp": None,
        "flags": 0,
        **more,
    }


ABOUT = {
    "guild": {"id": "0", "name": "Direct Messages"},
    "channel": {"id": "555", "type": "DirectTextChat", "name": "Bob"},
}


def read(export: Any) -> Parsed:
    parsed = read_export(NamedBytes("Bob.json", json.dumps(export).encode()), keep_text=True)
    assert parsed.reading.balances
    assert parsed.reading.source == "discord"
    return parsed


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    return parsed.events.select(pl.col(c).cast(pl.String) if c in ("kind", "sender") else c for c in columns).rows()


@pytest.mark.parametrize(
    ("before", "chat"),
    [
        ({"exportedAt": "2024-03-09T00:00:00+00:00", **ABOUT}, "555"),
        (dict(reversed(ABOUT.items())), "555"),
        ({"guild": None, "channel": ABOUT["channel"]}, "555"),
        ({"guild": ABOUT["guild"]}, "Bob"),
        ({}, "Bob"),
    ],
)
def test_fields_in_another_order_and_fields_that_are_missing(before: dict[str, Any], chat: str) -> None:
    parsed = read({**before, "messages": [message(1), message(2, "bob")]})
    assert rows(parsed, "sender", "conversation_id") == [("Ana", f"discord:{chat}"), ("Bob", f"discord:{chat}")]


def test_messages_alone_are_read_and_what_is_wrong_has_its_place() -> None:
    parsed = read([message(1), message(2, content=[]), message(3, timestamp="1804-01-01T00:00:00Z"), message(4, "bob")])
    assert rows(parsed, "sender") == [("Ana",), ("Bob",)]
    assert parsed.rejects["place"].to_list() == ["/1/content", "/2"]


def test_times_decide_where_ids_were_made_up() -> None:
    answer = message(9, "bob", type="Reply", reference={"messageId": own_id(40)}, id="7")
    parsed = read({**ABOUT, "messages": [answer, message(3, id=own_id(40)), message(3, "bob", id=own_id(41))]})
    assert rows(parsed, "sender", "reply_to") == [("Ana", None), ("Bob", None), ("Bob", 0)]


@pytest.mark.parametrize(
    ("passed_on", "more", "kind", "text"),
    [
        ({"content": "their words"}, {}, "text", "their words"),
        ({"content": "their words"}, {"content": "mine"}, "text", "mine"),
        ({"content": "", "attachments": [{"fileName": "a.png"}]}, {}, "media", ""),
        ({"content": "", "attachments": [{"fileName": "voice-message.ogg"}]}, {}, "voice", ""),
        ({"content": "x"}, {"stickers": [{"id": "1"}]}, "sticker", ""),
        ({"content": ""}, {}, "other", ""),
        ("odd", {}, "other", ""),
    ],
)
def test_a_message_that_is_passed_on(passed_on: Any, more: dict[str, Any], kind: str, text: str) -> None:
    sent = message(1, **{"content": "", "forwardedMessage": passed_on, **more})
    assert rows(read({**ABOUT, "messages": [sent]}), "kind", "text") == [(kind, text)]


def test_messages_as_discord_s_own_interface_gives_them() -> None:
    voice = {"filename": "voice-message.ogg", "duration_secs": 4.5, "waveform": "AA=="}
    ended = {"participants": ["1", "2"], "ended_timestamp": "2024-03-01T00:08:30.500000+00:00"}
    newest_first = [
        raw(9, content="", message_snapshots=[{"message": {"content": "theirs", "attachments": []}}]),
        raw(8, type=7, content=""),
        raw(7, "bob", "", type=3, call=ended),
        raw(6, "bob", "", sticker_items=[{"id": "1"}]),
        raw(5, content="", attachments=[{"filename": "a.png"}]),
        raw(4, content="", flags=8192, attachments=[voice]),
        raw(3, member={"nick": "Queen"}),
        raw(2, "bob", type=19, message_reference={"message_id": own_id(1), "channel_id": "555"}),
        raw(1, edited_timestamp="2024-03-01T00:02:00+00:00", reactions=[{"count": 2}]),
    ]
    parsed = read(newest_first)
    assert rows(parsed, "sender", "kind", "duration_s", "reply_to", "edited") == [
        ("Ana", "text", None, None, True),
        ("Bob", "text", None, 0, False),
        ("Ana", "text", None, None, False),
        ("Ana", "voice", 4.5, None, False),
        ("Ana", "media", None, None, False),
        ("Bob", "sticker", None, None, False),
        ("Bob", "call", 90.0, None, False),
        ("Ana", "text", None, None, False),
    ]
    assert set(parsed.events["conversation_id"]) == {"discord:555"}
    assert (parsed.reading.system, [(note.code, note.count) for note in parsed.reading.notes]) == (1, [("E240", 2)])


def test_damaged_lists_of_messages_balance_or_are_refused() -> None:
    chance = random.Random(8)
    sound = json.dumps([raw(1, message_snapshots=[{"message": {}}]), raw(2, "bob", type=3, call={}), message(3)])
    seen = 0
    for _ in range(50):
        start = chance.randrange(300, len(sound))
        piece = chance.choice(["null", "[]", "{}", '"x"', "-1", "NaN", "9" * 400, '"\\ud800"', "true", "[[["])
        try:
            seen += read_export(
                NamedBytes("x.json", (sound[:start] + piece + sound[start + 3 :]).encode())
            ).reading.seen
        except EvenstepError as error:
            assert "E292" not in str(error)
    assert seen > 10


def test_files_of_discord_history_tracker_are_refused_with_what_can_be_read(tmp_path: Path) -> None:
    saved = {"meta": {"users": {}, "userindex": ["1"], "servers": []}, "data": {"555": {own_id(1): {"u": 0, "m": "x"}}}}
    (tmp_path / "dht.txt").write_text(json.dumps(saved))
    made = sqlite3.connect(tmp_path / "new.dht")
    made.execute("CREATE TABLE attachments (attachment_id INTEGER PRIMARY KEY, normalized_url TEXT NOT NULL)")
    made.close()
    for name in ("dht.txt", "new.dht"):
        with pytest.raises(WrongKind, match=r"Discord History Tracker.*DiscordChatExporter's JSON"):
            read_export(tmp_path / name)

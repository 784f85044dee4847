"""The quick way through Telegram's files gives what the careful way gives, and is taken where it should be."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from typing import Any

import pytest

from evenstep.errors import EvenstepError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.telegram import chats, plain

START = 1_704_103_200
WORDS = (
    "hello you",
    "",
    " ",
    "a\nb",
    'he said "no"',
    "\\",
    "héé",
    "💬 ok",
    "[x]",
    '"messages": [',
    "\u2028",
    "{\n",
    "]\n",
)


def record(dice: random.Random, number: int) -> dict[str, Any]:
    """A message, ordinary more often than not."""
    who = dice.choice((("Ana", "user1"), ("Bob", "user2"), ("Bob B", "user2"), ("", "user1"), (None, "user3")))
    text = dice.choice(WORDS)
    unix = START + 60 * number + dice.choice((0, 0, 0, -600))
    made: dict[str, Any] = {"id": number, "type": "message", "date": f"2024-01-{1 + number % 28:02}T10:00:00"}
    made["date_unixtime"] = str(unix)
    if dice.random() < 0.1:
        made |= {"edited": "2024-01-01T10:09:00", "edited_unixtime": str(unix + 9)}
    made |= {"from": who[0], "from_id": who[1]}
    if dice.random() < 0.2:
        made["reply_to_message_id"] = dice.choice((number - 1, number + 1, 0, 10**17))
    return made | {"text": text, "text_entities": [{"type": "plain", "text": text}]} | unusual(dice, number)


def unusual(dice: random.Random, number: int) -> dict[str, Any]:
    """Fields that make a message another one."""
    if dice.random() < 0.7:
        return {}
    reaction = {"from": "Bob", "from_id": "user2", "date": "2024-01-09T10:00:00"}
    kinds: tuple[dict[str, Any], ...] = (
        {"media_type": "voice_message", "duration_seconds": 4},
        {"photo": "x.jpg", "text": "", "text_entities": []},
        {"type": "service", "action": "phone_call", "actor": "Ana", "actor_id": "user1", "duration_seconds": 60},
        {"type": "service", "action": "pin_message", "actor": "Ana", "actor_id": "user1"},
        {"text": [{"type": "link", "text": "x.org"}, " see"]},
        {"reactions": [{"type": "emoji", "count": 3, "emoji": "x", "recent": [reaction]}]},
        {"date_unixtime": "soon"},
        {"text": 5},
        {"id": None},
        {"from_id": 7},
        {"from": "Nobody \ud83d", "from_id": f"user{number}"},
        {"text": "half \ud83d", "text_entities": [{"type": "plain", "text": "half \ud83d"}]},
        {"edited": "2024-01-01T10:09:00"},
        {"forwarded_from": "Cem"},
    )
    return dice.choice(kinds)


def chat(dice: random.Random, number: int, records: int) -> dict[str, Any]:
    """One chat; sometimes an empty one."""
    made = [record(dice, 100 * number + each) for each in range(records)]
    return {"name": f"Chat {number}", "type": "personal_chat", "id": number, "messages": made}


def account(dice: random.Random) -> dict[str, Any]:
    """A whole export, with chats that were left."""
    listed = [chat(dice, number, dice.choice((0, 1, 5, 30))) for number in range(3)]
    return {
        "personal_information": {"user_id": 1, "bio": "\u2028 é"},
        "chats": {"about": "", "list": listed},
        "left_chats": {"about": "", "list": [chat(dice, 9, 4)]},
    }


def written(dice: random.Random) -> bytes:
    """The file as the app indents it, in either way of writing letters; sometimes a field stands there twice."""
    export = chat(dice, 1, 60) if dice.random() < 0.5 else account(dice)
    indent = dice.choice((1, 1, 1, 1, 2, None))
    text = json.dumps(export, indent=indent, ensure_ascii=dice.random() < 0.3)
    if dice.random() < 0.1:
        text = text.replace('"type": "message"', '"type": "message", "type": "service"', 1)
    return text.encode("utf-8", "surrogatepass")


def outcome(data: bytes) -> Any:
    """All that reading gives, as plain values."""
    try:
        return told(read_export(NamedBytes("result.json", data), keep_text=True, zone="Europe/Berlin"))
    except EvenstepError as error:
        return type(error), str(error)


def told(parsed: Parsed) -> Any:
    return parsed.events.to_dicts(), parsed.conversations.to_dicts(), parsed.rejects.to_dicts(), asdict(parsed.reading)


def both(data: bytes, patch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The outcome as it is, and by the careful way alone."""
    usual = outcome(data)
    with patch.context() as without:
        without.setattr(chats, "_plainly", lambda *_: None)
        return usual, outcome(data)


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chats, plain):
        monkeypatch.setattr(module, "BLOCK", 7)


def test_both_ways_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    for _ in range(40):
        usual, careful = both(written(dice), monkeypatch)
        assert usual == careful


def test_both_ways_give_the_same_of_changed_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(6)
    read = 0
    for _ in range(60):
        data = bytearray(written(dice))
        at = dice.randrange(len(data))
        how = dice.randrange(4)
        if how == 0:
            data[at] = dice.randrange(256)
        elif how == 1:
            data[at:] = b""
        elif how == 2:
            data[at:at] = dice.choice((b"\n", b" ", b'"', b"\\", b",", b"{", b"]", b"\xff", b"\0"))
        else:
            del data[at : at + dice.randrange(1, 40)]
        usual, careful = both(bytes(data), monkeypatch)
        assert usual == careful
        read += not isinstance(usual[0], type)
    assert read > 20


def plain_text(records: int, indent: int | None = 1) -> bytes:
    dice = random.Random(1)
    made = chat(dice, 1, 0)
    made["messages"] = [
        {"id": n, "type": "message", "date": "2024-01-01T10:00:00", "date_unixtime": str(START + n)}
        | {"from": "Ana", "from_id": "user1", "text": 'a "b" 💬\nc'}
        | {"text_entities": [{"type": "plain", "text": 'a "b" 💬\nc'}]}
        for n in range(records)
    ]
    return json.dumps(made, indent=indent, ensure_ascii=False).encode()


def test_a_file_of_the_app_is_read_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the careful reader nor the reader of single records is needed."""
    monkeypatch.delattr(chats, "_carefully")
    monkeypatch.delattr(chats.Recorder, "read")
    parsed = read_export(NamedBytes("result.json", plain_text(50)), keep_text=True)
    assert parsed.events["text"].to_list() == ['a "b" 💬\nc'] * 50
    assert parsed.events["source_line"].to_list() == list(range(1, 51))


@pytest.mark.parametrize("indent", [None, 4])
def test_a_file_of_another_layout_is_read_the_careful_way(indent: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(plain_text(9, indent))[0][0]["n_chars"] == 9
    monkeypatch.delattr(chats, "_carefully")
    assert "E292" in str(outcome(plain_text(9, indent)))


@pytest.mark.parametrize("cut", [-1, -4, -30, -300])
def test_a_cut_file_keeps_what_it_has(cut: int) -> None:
    events, _, rejects, reading = outcome(plain_text(9)[:cut])
    assert len(events) >= 7
    assert rejects or [note["code"] for note in reading["notes"]] == ["E222"]


def test_a_field_that_stands_twice_is_seen() -> None:
    data = plain_text(3).replace(b'   "id": 1,\n', b'   "id": 1,\n   "id": 8,\n')
    events, _, rejects, reading = outcome(data)
    assert [reject["code"] for reject in rejects] == ["E224"]
    assert len(events) == 2
    assert "E224" in [note["code"] for note in reading["notes"]]

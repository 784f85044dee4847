"""One minimal valid export of each kind that is JSON: records by number, a minute apart, by two people."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, Final

START: Final = 1_704_103_200
"""2024-01-01T10:00:00Z"""


def dumped(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()


def second(number: int) -> int:
    return START + 60 * number


def iso(number: int) -> str:
    return f"2024-01-01T10:{number:02}:00"


def telegram_message(number: int, **more: Any) -> dict[str, Any]:
    who = {"from": ("Bob", "Ana")[number % 2], "from_id": ("user2", "user1")[number % 2]}
    unix = {"date": iso(number), "date_unixtime": str(second(number))}
    return {"id": number, "type": "message", **unix, **who, "text": "hello you", **more}


def telegram(*messages: Any, **more: Any) -> bytes:
    return dumped({"name": "Bob", "type": "personal_chat", "id": 2, "messages": list(messages), **more})


def meta_message(number: int, **more: Any) -> dict[str, Any]:
    return {
        "sender_name": ("Bob Day", "Ana Sol")[number % 2],
        "timestamp_ms": 1000 * second(number),
        "content": "hello you",
        **more,
    }


def meta(*messages: Any, **more: Any) -> bytes:
    people = [{"name": "Bob Day"}, {"name": "Ana Sol"}]
    head = {"title": "Bob Day", "is_still_participant": True, "thread_path": "inbox/bob_123", "magic_words": []}
    return dumped({"participants": people, "messages": list(reversed(messages)), **head, **more})


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def instagram_thread(thread: bytes) -> bytes:
    return packed({"your_instagram_activity/messages/inbox/bob_123/message_1.json": thread})


def discord_message(number: int, **more: Any) -> dict[str, Any]:
    name = ("bob", "ana")[number % 2]
    return {
        "id": str(1_240_000_000_000_000_000 + number),
        "type": "Default",
        "timestamp": iso(number) + ".0010000+00:00",
        "timestampEdited": None,
        "content": "hello you",
        "author": {"id": str(100 + number % 2), "name": name, "nickname": name.title(), "isBot": False},
        **more,
    }


def discord(*messages: Any, **more: Any) -> bytes:
    channel = {"id": "555", "type": "DirectTextChat", "categoryId": None, "category": "Private", "name": "Bob"}
    head = {"guild": {"id": "0", "name": "Direct Messages"}, "channel": channel, "dateRange": {"after": None}}
    return dumped({**head, "exportedAt": "2024-02-01T00:00:00+00:00", "messages": list(messages), **more})


def slack_message(number: int, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "ts": f"{second(number)}.000100",
        "user": ("U2", "U1")[number % 2],
        "text": "hello you",
        **more,
    }


def slack(*messages: Any) -> bytes:
    return dumped(list(messages))


def slack_day(day: bytes) -> bytes:
    users = [{"id": "U1", "name": "ana", "profile": {}}, {"id": "U2", "name": "bob", "profile": {}}]
    dms = [{"id": "D01", "created": START, "members": ["U1", "U2"]}]
    lists = {"users.json": dumped(users), "dms.json": dumped(dms), "channels.json": b"[]"}
    return packed({**lists, "D01/2024-01-01.json": day})


def signal_message(number: int, **more: Any) -> dict[str, Any]:
    sent = str(1000 * second(number))
    way: dict[str, Any] = {"outgoing": {}} if number % 2 else {"incoming": {"dateReceived": sent}}
    said = {"standardMessage": {"text": {"body": "hello you"}}}
    return {"chatItem": {"chatId": "11", "authorId": "12"[1 - number % 2], "dateSent": sent, **way, **said, **more}}


def signal(*items: Any) -> bytes:
    frames = [
        {"version": "1", "backupTimeMs": str(1000 * second(99_999)), "mediaRootBackupKey": ""},
        {"account": {"givenName": "Ana"}},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": "2", "contact": {"e164": "4915112345", "profileGivenName": "Bob"}}},
        {"chat": {"id": "11", "recipientId": "2"}},
    ]
    return b"".join(json.dumps(frame).encode() + b"\n" for frame in [*frames, *items])


def whatsapp_message(number: int, **more: Any) -> dict[str, Any]:
    return {
        "from_me": bool(number % 2),
        "timestamp": second(number),
        "time": "10:00",
        "media": False,
        "key_id": f"KEY{number}",
        "meta": False,
        "data": "hello you",
        "sender": None,
        "reply": None,
        "message_type": 0,
        **more,
    }


def whatsapp(*messages: Any, **more: Any) -> bytes:
    about = {"name": "Bob", "type": "android", "my_avatar": None, "their_avatar": None, "status": None}
    numbered = {str(n): one for n, one in enumerate(messages, 1)}
    return dumped({"4915112345@s.whatsapp.net": {**about, "messages": numbered, **more}})


def matrix_message(number: int, **more: Any) -> dict[str, Any]:
    who = {"sender": ("@bob:hs", "@ana:hs")[number % 2], "event_id": f"$e{number}", "room_id": "!r:hs"}
    said = {"content": {"msgtype": "m.text", "body": "hello you"}, "origin_server_ts": 1000 * second(number)}
    return {"type": "m.room.message", **who, **said, **more}


def matrix(*messages: Any, **more: Any) -> bytes:
    top = {"room_name": "Home", "room_creator": "Ana", "topic": "", "export_date": "1/2/2024", "exported_by": "Ana"}
    return dumped({**top, "messages": list(messages), **more})


def teams_message(number: int, **more: Any) -> dict[str, Any]:
    who = {"displayName": ("Bob", "Ana")[number % 2], "from": ("8:live:bob", "8:live:ana")[number % 2]}
    said = {"messagetype": "RichText/Html", "content": "<p>hello you</p>", "conversationid": "8:live:bob"}
    return {"id": str(1000 * second(number)), "originalarrivaltime": f"{iso(number)}.123Z", **who, **said, **more}


def teams(*messages: Any, **more: Any) -> bytes:
    chat = {"id": "8:live:bob", "displayName": "Bob", "properties": {}, "MessageList": list(messages)}
    return dumped({"userId": "8:live:ana", "exportDate": "2024-02-01T09:00", "conversations": [chat], **more})


def as_it_is(data: bytes) -> bytes:
    return data


Of = tuple[str, Callable[..., bytes], Callable[..., dict[str, Any]], Callable[[bytes], bytes]]
EXPORTS: Final[dict[str, Of]] = {
    "Telegram": ("result.json", telegram, telegram_message, as_it_is),
    "Messenger": ("message_1.json", meta, meta_message, as_it_is),
    "Instagram": ("instagram.zip", meta, meta_message, instagram_thread),
    "Discord": ("Bob [555].json", discord, discord_message, as_it_is),
    "Slack": ("slack.zip", slack, slack_message, slack_day),
    "Signal": ("main.jsonl", signal, signal_message, as_it_is),
    "WhatsApp JSON": ("result.json", whatsapp, whatsapp_message, as_it_is),
    "Matrix": ("export.json", matrix, matrix_message, as_it_is),
    "Teams": ("messages.json", teams, teams_message, as_it_is),
}
"""The kind of export: its file's name, the JSON of these records, one record, and the file around the JSON."""
MARK: Final = "@@"
"""Stands where a piece of JSON is put in that no writer of JSON would write."""


def name(kind: str) -> str:
    return EXPORTS[kind][0]


def message(kind: str, number: int, **more: Any) -> dict[str, Any]:
    return EXPORTS[kind][2](number, **more)


def text(kind: str, **second_has: Any) -> bytes:
    """The JSON of three messages, the second with other fields."""
    return EXPORTS[kind][1](message(kind, 1), message(kind, 2, **second_has), message(kind, 3))


def around(kind: str, json_text: bytes) -> bytes:
    return EXPORTS[kind][3](json_text)


def three(kind: str, **second_has: Any) -> bytes:
    """Three messages as a file."""
    return around(kind, text(kind, **second_has))


def written(kind: str, piece: bytes, **second_has: Any) -> bytes:
    """Three messages as a file, with a piece of JSON where the second has MARK."""
    return around(kind, text(kind, **second_has).replace(f'"{MARK}"'.encode(), piece))

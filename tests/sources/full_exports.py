"""One small invented export of every kind with all it can hold: what the table of formats is checked on."""

from __future__ import annotations

import json
import re
from typing import Any

from full_exports_apps import DISCORD, HANGOUTS, IMESSAGE, INSTAGRAM_OLD, MATRIX, SLACK, TEAMS
from full_exports_phone import IMAZING, SIGTOP, SIGTOP_JSON
from full_exports_text import (
    IMESSAGE_TEXT,
    KAKAOTALK,
    KAKAOTALK_CSV,
    LINE,
    MAIL,
    SIGNAL_TEXT,
    SMS,
    WHATSAPP,
    WHATSAPP_IPHONE,
)

T = 1_704_110_400  # 2024-01-01T12:00:00Z
Files = list[tuple[str, bytes]]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _lines(values: list[Any]) -> bytes:
    return b"".join(_json(value) + b"\n" for value in values)


def _whatsapp_json() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        said = {"from_me": bool(number % 2), "timestamp": T + 60 * number + 0.25, "time": "12:00", "media": False}
        said |= {"key_id": f"K{number}", "meta": False, "data": "hello you", "sender": None, "reply": None}
        return said | {"received_timestamp": "2024/01/01 12:00", "read_timestamp": "2024/01/01 12:01"} | more

    messages = [
        message(0, reactions={"You": "x"}),
        message(1, reply="K0"),
        message(2, data="Media/PTT-1.opus", media=True, mime="audio/ogg"),
        message(3, data="Message deleted", meta=True),
        message(4, data="Media/IMG-1.jpg", media=True, mime="image/jpeg"),
        message(5, data="Media/STK-1.webp", media=True, mime="image/webp", sticker=True),
        message(6, data="Messages and calls are end-to-end encrypted", meta=True),
    ]
    chat = {"name": "Bo", "type": "android", "my_avatar": None, "their_avatar": None}
    chat |= {"messages": {str(n): each for n, each in enumerate(messages)}}
    told = "A voice call from Bo was "
    calls = {
        "8": message(8, data=f"{told}initiated and lasted for 2 minutes with 1 MB data transferred", meta=True),
        "10": message(10, data=f"{told}missed", meta=True),
    }
    for each in calls.values():
        each["sender"] = "Bo"
    listed = {"name": "WhatsApp Calls", "type": "android", "my_avatar": None, "their_avatar": None, "messages": calls}
    return [("result.json", _json({"15550100200@s.whatsapp.net": chat, "000000000000000": listed}))]


def _telegram(*, newer: bool) -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        when = {"date": f"2024-01-01T13:{number:02}:00"} | ({"date_unixtime": str(T + 60 * number)} if newer else {})
        said = {"id": number, "type": "message", "from": "AB"[number % 2], "from_id": f"user{number % 2 + 1}"}
        return said | when | {"text": "hello you"} | more

    def service(number: int, **more: Any) -> dict[str, Any]:
        by = {"type": "service", "actor": "B", "actor_id": "user2", "text": ""}
        return {k: v for k, v in message(number).items() if not k.startswith("from")} | by | more

    dated = {"type": "emoji", "count": 2, "emoji": "x"}
    dated |= {"recent": [{"from": "B", "from_id": "user2", "date": "2024-01-01T13:01:30"}]}
    edited = {"edited": "2024-01-01T13:09:00"} | ({"edited_unixtime": str(T + 540)} if newer else {})
    messages = [
        message(0, **({"reactions": [dated]} if newer else {})),
        message(1, reply_to_message_id=0),
        message(2, media_type="voice_message", mime_type="audio/ogg", duration_seconds=7, text=""),
        message(3, **edited),
        message(4, photo="(File not included)", text=""),
        message(5, media_type="sticker", sticker_emoji="x", text=""),
        service(6, action="phone_call", duration_seconds=60, discard_reason="hangup"),
        service(7, action="phone_call", discard_reason="missed"),
        service(8, action="pin_message", message_id=0),
    ]
    return [("result.json", _json({"name": "B", "type": "personal_chat", "id": 2, "messages": messages}))]


def _meta(app: str) -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        return {"sender_name": ("Ana", "Bo")[number % 2], "timestamp_ms": 1000 * (T + 60 * number) + 5} | more

    dated = [{"reaction": "x", "actor": "Ana", "timestamp": T + 30}, {"reaction": "x", "actor": "Bo"}]
    messages = [
        message(0, content="hello you", reactions=dated),
        message(1, audio_files=[{"uri": "a.mp4", "creation_timestamp": T}]),
        message(2, is_unsent=True),
        message(3, photos=[{"uri": "p.jpg"}]),
        message(4, sticker={"uri": "s.png"}),
        message(5, call_duration=192, content="Bo called you."),
        message(6, call_duration=0, content="You missed a call from Bo."),
        message(7, type="Subscribe", content="Bo joined.", users=[{"name": "Bo"}]),
    ]
    thread = {"participants": [{"name": "Bo"}, {"name": "Ana"}], "messages": messages[::-1], "title": "Bo"}
    thread |= {"is_still_participant": True, "thread_path": "inbox/bo_1", "magic_words": []}
    return [(f"your_{app}_activity/messages/inbox/bo_1/message_1.json", _json(thread))]


def _encrypted() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        said = {"senderName": ("Ana", "Bo")[number % 2], "timestamp": 1000 * (T + 60 * number) + 5, "type": "text"}
        return said | {"text": "hello you", "isUnsent": False, "media": [], "reactions": []} | more

    messages = [
        message(0, reactions=[{"actor": "Bo", "reaction": "x"}]),
        message(1, type="media", text="", media=[{"uri": "./media/a.aac"}]),
        message(2, isUnsent=True, text=""),
        message(3, type="media", text="", media=[{"uri": "./media/p.jpg"}]),
        message(4, text="You called Bo."),
        message(5, text="You missed a call from Bo."),
    ]
    return [("Bo_1.json", _json({"participants": ["Ana", "Bo"], "threadName": "Bo_1", "messages": messages}))]


def _signal() -> Files:
    def item(number: int, *, told: bool = False, **content: Any) -> dict[str, Any]:
        sent = [{"recipientId": "2", "timestamp": str(1000 * (T + 60 * number) + 7), "read": {}}]
        who = {"outgoing": {"sendStatus": sent}} if number % 2 else {"incoming": {"read": True}}
        what = {"chatId": "11", "authorId": str(2 - number % 2), "dateSent": str(1000 * (T + 60 * number) + 5)}
        return {"chatItem": what | ({"directionless": {}} if told else who) | content}

    def call(number: int, **call: Any) -> dict[str, Any]:
        return item(number, told=True, updateMessage=call)

    start = 1000 * (T + 360)
    mark = {"emoji": "x", "authorId": "1", "sentTimestamp": str(1000 * T + 30_000)}
    one = {"type": "AUDIO_CALL", "direction": "INCOMING", "startedCallTimestamp": str(start)}
    many = {"state": "JOINED", "startedCallRecipientId": "2", "startedCallTimestamp": str(start)}
    older = {"chatId": "11", "authorId": "2", "dateSent": str(1000 * (T + 110)), "incoming": {}}
    older |= {"standardMessage": {"text": {"body": "helo"}}}
    frames = [
        {"version": "1", "backupTimeMs": f"{T + 9999}000"},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": "2", "contact": {"aci": "AAAA", "e164": "15550100200", "profileGivenName": "Bo"}}},
        {"chat": {"id": "11", "recipientId": "2"}},
        item(0, standardMessage={"text": {"body": "hello you"}, "reactions": [mark]}),
        item(1, standardMessage={"text": {"body": "hi"}, "quote": {"targetSentTimestamp": f"{T}005", "authorId": "2"}}),
        item(2, standardMessage={"text": {"body": "hello"}}, revisions=[older]),
        item(3, standardMessage={"attachments": [{"flag": "VOICE_MESSAGE", "pointer": {}}]}),
        item(4, remoteDeletedMessage={}),
        item(5, stickerMessage={"sticker": {}}),
        call(6, individualCall=one | {"state": "ACCEPTED"}),
        call(7, individualCall=one | {"state": "MISSED"}),
        call(8, groupCall=many | {"endedCallTimestamp": str(start + 60_000)}),
        call(9, simpleUpdate={"type": "IDENTITY_UPDATE"}),
        item(10, standardMessage={"attachments": [{"pointer": {"contentType": "image/jpeg"}}]}),
    ]
    return [("main.jsonl", _lines(frames))]


def _signal_json() -> Files:
    def record(minute: int, body: str = "hello you", **more: Any) -> dict[str, Any]:
        lists: dict[str, Any] = {"quote": "", "sticker": "", "reactions": [], "attachments": []}
        date = f"2024-05-02T19:{minute:02}:00.250000"
        return {"date": date, "sender": ("Me", "Bo")[minute % 2], "body": body + "  ", **lists, **more}

    records = [
        record(1, reactions=[["Me", "x"]]),
        record(2, "hi", quote="> hello you"),
        record(3, "", attachments=[{"name": "a.m4a", "path": "media/a.m4a"}]),
        record(4, "", deleted=True),
        record(5, "", sticker="x"),
        record(6, "Outgoing voice call (accepted, 3m 20s)"),
        record(7, "Missed voice call"),
        record(8, "hello", edits=[{"date": "2024-05-02T19:07:30", "body": "helo"}]),
        record(9, "look", attachments=[{"name": "a.jpg", "path": "media/a.jpg"}]),
        record(10, ""),
    ]
    return [("Bo/data.json", _lines(records))]


def _google_chat() -> Files:
    people = [{"name": name, "email": f"{name}@x.example", "user_type": "Human"} for name in ("Ana", "Bo")]

    def message(number: int, thread: int | None = None, **more: Any) -> dict[str, Any]:
        when = f"Monday, January 1, 2024 at 12:{number:02}:00\u202fPM UTC"
        topic = number if thread is None else thread
        ids = {
            "message_id": f"G/t{topic}/" + (f"t{topic}" if thread is None else f"m{number}"),
            "topic_id": f"t{topic}",
        }
        return {"creator": people[number % 2], "created_date": when} | ids | more

    def call(state: str) -> list[Any]:
        return [{"gsuite_integration_metadata": {"call_data": {"call_status": state}}}]

    later = "Monday, January 1, 2024 at 12:09:00\u202fPM UTC"
    messages = [
        message(0, text="hello you", reactions=[{"emoji": {"unicode": "x"}, "reactor_emails": ["bo@x.example"]}]),
        message(1, 0, text="hi"),
        message(2, text="hello", updated_date=later),
        message(3, attached_files=[{"original_name": "a.m4a", "export_name": "File-a.m4a"}]),
        message(4, attached_files=[{"original_name": "a.jpg", "export_name": "File-a.jpg"}]),
        message(5, message_state="DELETED"),
        message(6, text="", annotations=call("CALL_ENDED")),
        message(7, text="", annotations=call("CALL_MISSED")),
        message(8, text="added", creator={"name": "An app", "user_type": "Bot"}),
    ]
    folder = "Takeout/Google Chat/Groups/DM G"
    user = ("Takeout/Google Chat/Users/User 1/user_info.json", _json({"user": people[0]}))
    info = (f"{folder}/group_info.json", _json({"members": people}))
    return [(f"{folder}/messages.json", _json({"messages": messages})), info, user]


def _table(*, zoned: bool) -> Files:
    end = "Z" if zoned else ""
    rows = ["time,sender,text,type,duration,id,reply_to,edited,read"]
    rows += [f"2024-01-01T12:00:05{end},ana,hello,text,,1,,yes,seen", f"2024-01-01T12:01:05{end},bo,hi,text,,2,1,,seen"]
    kinds = ("voice,7", "call,60", "missed_call,", "deleted,", "sticker,", "photo,", "system,")
    rows += [f"2024-01-01T12:{minute:02}:00{end},ana,,{kind},{minute},,,seen" for minute, kind in enumerate(kinds, 3)]
    rows.append(f"2024-01-01T12:20:00{end},bo,,reaction,,20,1,,seen")
    return [("messages.csv", "\n".join([*rows, ""]).encode())]


def _signal_text_old() -> Files:
    """The same chat as older versions wrote it: a comma behind the day, no seconds."""
    name, content = SIGNAL_TEXT[0]
    return [(name, re.sub(rb"(?m)^\[(\S{10}) (\d\d:\d\d):\d\d\]", rb"[\1, \2]", content))]


FULL: dict[str, Files] = {
    "whatsapp-android": WHATSAPP,
    "whatsapp-iphone": WHATSAPP_IPHONE,
    "whatsapp-json": _whatsapp_json(),
    "messenger": _meta("facebook"),
    "messenger-encrypted": _encrypted(),
    "instagram": _meta("instagram"),
    "instagram-old": INSTAGRAM_OLD,
    "imessage": IMESSAGE,
    "imessage-text": IMESSAGE_TEXT,
    "imazing": IMAZING,
    "sms": SMS,
    "signal": _signal(),
    "signal-json": _signal_json(),
    "signal-text": SIGNAL_TEXT,
    "signal-text-old": _signal_text_old(),
    "signal-sigtop": SIGTOP,
    "signal-sigtop-json": SIGTOP_JSON,
    "telegram": _telegram(newer=True),
    "telegram-old": _telegram(newer=False),
    "discord": DISCORD,
    "line": LINE,
    "kakaotalk": KAKAOTALK,
    "kakaotalk-csv": KAKAOTALK_CSV,
    "mail": MAIL,
    "slack": SLACK,
    "google-chat": _google_chat(),
    "hangouts": HANGOUTS,
    "matrix": MATRIX,
    "teams": TEAMS,
    "table": _table(zoned=True),
    "table-local": _table(zoned=False),
}

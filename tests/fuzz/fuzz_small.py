"""One small honest export of every kind that is read, invented here: where fuzzing begins without any sample files."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from typing import Any

from fuzz_small_more import MORE

from evenstep.samples import sample_export

T = 1_704_110_400  # 2024-01-01T12:00:00Z
Files = list[tuple[str, bytes]]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _whatsapp() -> Files:
    lines = sample_export("short").splitlines()[:30]
    more = ["13/9/2024, 20:15 - Jon: <Media omitted>", "13/9/2024, 20:16 - Mira: two", "lines 😀", "garbage \u200e"]
    return [("WhatsApp Chat with Jon.txt", "\n".join([*lines, *more]).encode())]


def _whatsapp_json() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        said = {"from_me": bool(number % 2), "timestamp": T + 60 * number, "time": "12:00", "media": False}
        said |= {"key_id": f"K{number}", "meta": False, "data": "hello you", "sender": None, "reply": None}
        return said | more

    messages = {str(n): message(n) for n in range(4)} | {"9": message(9, data=None, media=True, mime="audio/ogg")}
    chat = {"name": "Bo", "type": "android", "my_avatar": None, "their_avatar": None, "messages": messages}
    return [("result.json", _json({"15550100200@s.whatsapp.net": chat}))]


def _telegram() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        who = number % 2
        said = {"id": number, "type": "message", "date": "2024-01-01T12:00:00", "date_unixtime": str(T + 60 * number)}
        return said | {"from": ("Ana", "Bo")[who], "from_id": f"user{who + 1}", "text": "hello you"} | more

    messages = [
        *(message(n) for n in range(1, 4)),
        message(4, text=["see ", {"type": "link", "text": "https://example.org"}], reply_to_message_id=2),
        message(5, media_type="voice_message", duration_seconds=7, text="", edited_unixtime=str(T + 400)),
        {"id": 6, "type": "service", "date_unixtime": str(T + 500), "action": "phone_call", "duration_seconds": 60}
        | {"actor": "Bo", "actor_id": "user2", "text": ""},
    ]
    return [("result.json", _json({"name": "Bo", "type": "personal_chat", "id": 7, "messages": messages}))]


def _table() -> Files:
    rows = 'time,sender,text\n2024-01-01T12:00:00Z,ana,hello\n2024-01-01T12:01:00Z,bo,"two, three"\n1704110520,ana,\n'
    return [("messages.csv", rows.encode())]


def _meta() -> Files:
    people = [{"name": "Ana"}, {"name": "Bo"}]
    messages = [
        {
            "sender_name": "Bo",
            "timestamp_ms": 1000 * T + 9,
            "content": "caf\u00c3\u00a9?",
            "is_geoblocked_for_viewer": False,
        },
        {"sender_name": "Ana", "timestamp_ms": 1000 * T + 5, "photos": [{"uri": "p.jpg"}]},
        {
            "sender_name": "Bo",
            "timestamp_ms": 1000 * T,
            "content": "hi",
            "reactions": [{"reaction": "x", "actor": "Ana"}],
        },
        {"sender_name": "Bo", "timestamp_ms": 1000 * T - 9, "call_duration": 192, "content": "Bo called you."},
    ]
    thread = {"participants": people, "messages": messages, "title": "Bo", "is_still_participant": True}
    thread |= {"thread_path": "inbox/bo_1", "magic_words": []}
    folder = "your_facebook_activity/messages/inbox/bo_1"
    return [(f"{folder}/message_1.json", _json(thread)), (f"{folder}/message_2.json", _json(thread))]


def _discord() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        author = {"id": str(number % 2 + 1), "name": "ab"[number % 2], "nickname": "AB"[number % 2], "isBot": False}
        when = f"2024-01-01T12:0{number}:00.000+00:00"
        said = {
            "id": str(10 + number),
            "type": "Default",
            "timestamp": when,
            "timestampEdited": None,
            "content": "hi you",
        }
        return said | {"callEndedTimestamp": None, "author": author, "attachments": [], "reactions": []} | more

    reply = message(2, type="Reply", reference={"messageId": "10", "channelId": "5", "guildId": "0"})
    call = message(3, type="Call", callEndedTimestamp="2024-01-01T12:09:00+00:00")
    channel = {
        "id": "5",
        "type": "DirectTextChat",
        "categoryId": None,
        "category": "Private",
        "name": "b",
        "topic": None,
    }
    whole = {"guild": {"id": "0", "name": "Direct Messages"}, "channel": channel, "dateRange": {"after": None}}
    whole |= {"exportedAt": "2024-01-02T00:00:00+00:00", "messages": [message(0), message(1), reply, call]}
    return [("Direct Messages - b.json", _json(whole | {"messageCount": 4}))]


def _slack() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        return {"type": "message", "user": f"U{number % 2}", "text": "hello you", "ts": f"{T + number}.000200"} | more

    day = [message(0), message(1, thread_ts=f"{T}.000200"), message(2, edited={"user": "U0", "ts": f"{T + 9}.000000"})]
    day += [message(3, subtype="channel_join"), message(4, files=[{"id": "F1", "mimetype": "audio/mp4"}])]
    users = [
        {"id": f"U{n}", "name": "ab"[n], "profile": {"real_name": "AB"[n], "email": "a@b.example"}} for n in (0, 1)
    ]
    dms = [{"id": "D1234567", "created": T, "members": ["U0", "U1"]}]
    files = {"users.json": users, "dms.json": dms, "channels.json": [], "D1234567/2024-01-01.json": day}
    return [(name, _json(value)) for name, value in files.items()]


def _line() -> Files:
    rows = ["[LINE] Chat history with Bo", "Saved on: 2024/01/03 10:00", "", "2024/01/01(Mon)", "12:00\tBo\thello you"]
    rows += ["12:01\tAna\t[Photo]", '12:02\tAna\t"two', 'lines"', "12:03\tBo\t☎ Call time 1:05", "", "2024/01/02(Tue)"]
    return [("[LINE] Chat with Bo.txt", "\n".join([*rows, "09:00\tBo\thi\n"]).encode())]


def _kakaotalk() -> Files:
    rows = 'Date,User,Message\n2024-01-01 12:00:00,"Ana","hello you"\n2024-01-01 12:01:00,"Bo","two\nlines"\n'
    return [("KakaoTalk_Chat_Bo_2024-01-02-10-00-00.csv", (rows + '2024-01-01 12:02:00,"Bo","Photo"\n').encode())]


def _sms() -> Files:
    text = f"""<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="3">
  <sms protocol="0" address="+15550100200" date="{T}000" type="1" body="hello &#55357;&#56832; you" contact_name="Bo" />
  <sms protocol="0" address="+15550100200" date="{T + 60}000" type="2" body="hi" contact_name="Bo" />
  <mms date="{T + 90}000" msg_box="1" address="+15550100200" m_type="132" contact_name="Bo"><parts>
    <part seq="0" ct="text/plain" text="see" /><part seq="1" ct="image/jpeg" name="a.jpg" data="AAAA" /></parts>
    <addrs><addr address="+15550100200" type="137" charset="106" /></addrs></mms>
</smses>"""
    calls = f'<calls count="1"><call number="+15550100200" duration="60" date="{T}000" type="1" /></calls>'
    return [("sms-20240101.xml", text.encode()), ("calls-20240101.xml", calls.encode())]


def _mail() -> Files:
    def mail(number: int, one: str, other: str) -> str:
        head = f"From {one}@x.example Mon Jan 01 12:0{number}:00 2024\nFrom: {one} <{one}@x.example>\n"
        head += f"To: =?utf-8?q?{other}?= <{other}@x.example>\nDate: Mon, 01 Jan 2024 12:0{number}:00 +0100\n"
        return head + f"Message-ID: <{number}@x>\nIn-Reply-To: <0@x>\nSubject: Hi\nMIME-Version: 1.0\n"

    parts = 'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    parts += "Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9\n--b\nContent-Type: audio/ogg\n\nAA\n--b--\n\n"
    plain = "Content-Type: text/plain\n\nhello you\n> quoted\n\n"
    return [("mail.mbox", (mail(0, "ana", "bo") + plain + mail(1, "bo", "ana") + parts).encode())]


def _signal() -> Files:
    def item(number: int, **content: Any) -> dict[str, Any]:
        who = {"outgoing": {}} if number % 2 else {"incoming": {"dateReceived": str(1000 * T), "read": True}}
        return {
            "chatItem": {"chatId": "11", "authorId": str(number % 2 + 1), "dateSent": str(1000 * T + number)}
            | who
            | content
        }

    frames = [
        {"version": "1", "backupTimeMs": f"{T + 999}000"},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": "2", "contact": {"aci": "AAAA", "e164": "15550100200", "profileGivenName": "Bo"}}},
        {"chat": {"id": "11", "recipientId": "2"}},
        item(0, standardMessage={"text": {"body": "hello you"}, "reactions": [{"emoji": "x", "authorId": "1"}]}),
        item(1, standardMessage={"text": {"body": "hi"}, "quote": {"targetSentTimestamp": f"{T}000", "authorId": "2"}}),
        item(2, remoteDeletedMessage={}),
        item(
            3,
            updateMessage={
                "individualCall": {"type": "AUDIO_CALL", "state": "ACCEPTED", "startedCallTimestamp": f"{T}000"}
            },
        ),
    ]
    return [("main.jsonl", "\n".join(json.dumps(frame) for frame in frames).encode() + b"\n")]


def _imessage() -> Files:
    database = sqlite3.connect(":memory:")
    database.executescript(
        """PRAGMA page_size = 512;
        CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, attributedBody BLOB,
          service TEXT, date INTEGER, is_from_me INTEGER, is_sent INTEGER, item_type INTEGER DEFAULT 0, error INTEGER,
          associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, cache_has_attachments INTEGER);
        CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
        CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT);
        CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
        CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
        INSERT INTO handle VALUES (1, '+15550100200', 'iMessage');
        INSERT INTO chat VALUES (1, 'iMessage;-;+15550100200', 45, '+15550100200');
        INSERT INTO chat_handle_join VALUES (1, 1);"""
    )
    for number in range(4):
        row = (number + 1, f"G{number}", "hello you", number % 2, "iMessage", (T - 978_307_200 + 60 * number) * 10**9)
        database.execute(
            "INSERT INTO message (ROWID, guid, text, handle_id, service, date, is_from_me, is_sent, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0)",
            (*row, 1 - number % 2),
        )
        database.execute("INSERT INTO chat_message_join VALUES (1, ?)", (number + 1,))
    database.execute(
        "UPDATE message SET associated_message_guid = 'p:0/G0', associated_message_type = 2000 WHERE ROWID = 4"
    )
    database.commit()
    return [("chat.db", database.serialize())]


def _matrix() -> Files:
    def event(number: int, kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
        who = {"sender": ("@ana:hs", "@bo:hs")[number % 2], "room_id": "!r:hs", "event_id": f"$e{number}"}
        return {"type": kind, "origin_server_ts": 1000 * T + number, "content": content} | who

    target = {"rel_type": "m.annotation", "event_id": "$e0", "key": "x"}
    events = [event(0, msgtype="m.text", body="hello you"), event(1, msgtype="m.audio", body="a", info={"duration": 7})]
    events += [event(2, "m.reaction", **{"m.relates_to": target}), event(3, "m.room.redaction", redacts="$e1")]
    events += [event(4, msgtype="m.text", body="x", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$e0"}}})]
    whole = {"room_name": "Home", "room_creator": "Ana", "export_date": "1/2/2024", "exported_by": "Ana"}
    return [("export.json", _json(whole | {"messages": events}))]


def _teams() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        said = {"id": str(1000 * T + number), "displayName": "AB"[number % 2], "messagetype": "RichText/Html"}
        said |= {"originalarrivaltime": f"2024-01-01T12:0{number}:00.123Z", "content": "<p>hello you</p>"}
        return said | {"conversationid": "8:live:bo", "from": ("8:live:ana", "8:live:bo")[number % 2]} | more

    call = message(
        3, messagetype="Event/Call", content="<ended/><partlist><part><duration>60</duration></part></partlist>"
    )
    chat = {"id": "8:live:bo", "displayName": "B", "properties": {}, "MessageList": [message(0), message(1), call]}
    return [
        ("messages.json", _json({"userId": "8:live:ana", "exportDate": "2024-02-01T09:00", "conversations": [chat]}))
    ]


def _google_chat() -> Files:
    people = [{"name": name, "email": f"{name}@x.example", "user_type": "Human"} for name in ("Ana", "Bo")]

    def message(number: int, **more: Any) -> dict[str, Any]:
        when = f"Monday, January 1, 2024 at 12:0{number}:00\u202fPM UTC"
        return {
            "creator": people[number % 2],
            "created_date": when,
            "message_id": f"G/t/{number}",
            "topic_id": "t",
        } | more

    messages = [
        message(0, text="hello you"),
        message(1, text="hi"),
        message(2, attached_files=[{"export_name": "a.jpg"}]),
    ]
    folder = "Takeout/Google Chat/Groups/DM G"
    user = ("Takeout/Google Chat/Users/User 1/user_info.json", _json({"user": people[0]}))
    info = (f"{folder}/group_info.json", _json({"members": people}))
    return [(f"{folder}/messages.json", _json({"messages": messages})), info, user]


SMALL = {
    "matrix": _matrix(),
    "teams": _teams(),
    "googlechat": _google_chat(),
    "whatsapp": _whatsapp(),
    "whatsappjson": _whatsapp_json(),
    "telegram": _telegram(),
    "table": _table(),
    "meta": _meta(),
    "discord": _discord(),
    "slack": _slack(),
    "linechat": _line(),
    "kakaotalk": _kakaotalk(),
    "sms": _sms(),
    "mail": _mail(),
    "signal": _signal(),
    "imessage": _imessage(),
    **MORE,
}


def archives() -> list[bytes]:
    """Zips of every form: packed, stored, with folders, with a zip inside."""
    methods = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)
    made = [_zip(SMALL[name], method) for method in methods for name in ("whatsapp", "telegram", "slack")]
    inside = [("whatsapp.zip", made[0]), ("photo.jpg", b"\xff\xd8" * 40)]
    return [*made, _zip(inside, zipfile.ZIP_STORED), _zip([("a.txt", b"1"), ("sub/", b"")], zipfile.ZIP_DEFLATED)]


def _zip(files: Files, method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in files:
            packed.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 12, 0, 0)), content, compress_type=method)
    return buffer.getvalue()

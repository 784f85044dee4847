"""The full exports of Discord, Slack, Hangouts, Matrix, Teams and Messages' database."""

from __future__ import annotations

import json
from typing import Any

from messages_db import Made

T = 1_704_110_400  # 2024-01-01T12:00:00Z
Files = list[tuple[str, bytes]]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _discord() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        author = {"id": str(number % 2 + 1), "name": "ab"[number % 2], "nickname": "AB"[number % 2], "isBot": False}
        said = {"id": str(10 + number), "type": "Default", "timestamp": f"2024-01-01T13:{number:02}:00.125+01:00"}
        said |= {"timestampEdited": None, "callEndedTimestamp": None, "content": "hello you", "author": author}
        return said | {"attachments": [], "stickers": [], "reactions": []} | more

    def file(name: str) -> list[dict[str, Any]]:
        return [{"id": "90", "url": f"https://example.com/{name}", "fileName": name, "fileSizeBytes": 9}]

    def call(number: int, minutes: int) -> dict[str, Any]:
        ended = f"2024-01-01T13:{number + minutes:02}:00.125+01:00"
        people = [{"id": "1"}, {"id": "2"}][: 2 if minutes else 1]
        return message(number, type="Call", content="", callEndedTimestamp=ended, call={"participants": people})

    messages = [
        message(0, reactions=[{"emoji": {"name": "x"}, "count": 2}]),
        message(1, type="Reply", reference={"messageId": "10", "channelId": "5", "guildId": None}),
        message(2, timestampEdited="2024-01-01T13:09:00+01:00"),
        message(3, content="", attachments=file("voice-message.ogg")),
        message(4, content="", attachments=file("a.jpg")),
        message(5, content="", stickers=[{"id": "7", "name": "x", "format": "Png"}]),
        call(6, 5),
        call(7, 0),
        message(8, type="ChannelPinnedMessage", content="Pinned a message."),
    ]
    channel = {"id": "5", "type": "DirectTextChat", "categoryId": None, "category": "Private", "name": "b"}
    whole = {"guild": {"id": "0", "name": "Direct Messages"}, "channel": channel, "dateRange": {"after": None}}
    whole |= {"exportedAt": "2024-01-02T00:00:00+00:00", "messages": messages, "messageCount": len(messages)}
    return [("Direct Messages - b.json", _json(whole))]


def _slack() -> Files:
    def message(number: int, **more: Any) -> dict[str, Any]:
        said = {"type": "message", "user": f"U{number % 2}", "text": "hello you", "ts": f"{T + 60 * number}.000200"}
        return said | more

    def huddle(number: int, **room: Any) -> dict[str, Any]:
        began = {"created_by": "U0", "date_start": T + 60 * number}
        return message(number, subtype="huddle_thread", user="USLACKBOT", text="A huddle started", room=began | room)

    day = [
        message(0, reactions=[{"name": "x", "users": ["U1"], "count": 1}], reply_count=1, thread_ts=f"{T}.000200"),
        message(1, thread_ts=f"{T}.000200"),
        message(2, edited={"user": "U0", "ts": f"{T + 200}.000000"}),
        message(
            3, text="", files=[{"id": "F1", "mimetype": "audio/mp4", "subtype": "slack_audio", "duration_ms": 4000}]
        ),
        message(4, text="", files=[{"id": "F2", "mimetype": "image/png"}]),
        message(5, subtype="tombstone", text="This message was deleted.", user="USLACKBOT"),
        huddle(6, date_end=T + 420, participant_history=["U0", "U1"]),
        huddle(8, date_end=T + 490, participant_history=["U0"], was_missed=True),
        message(9, subtype="channel_join", text="joined"),
    ]
    users = [{"id": f"U{n}", "name": "ab"[n], "profile": {"real_name": "AB"[n]}} for n in (0, 1)]
    dms = [{"id": "D1234567", "created": T, "members": ["U0", "U1"]}]
    files = {"users.json": users, "dms.json": dms, "channels.json": [], "D1234567/2024-01-01.json": day}
    return [(name, _json(value)) for name, value in files.items()]


def hangouts_event(number: int, kind: str = "REGULAR_CHAT_MESSAGE", **more: Any) -> dict[str, Any]:
    """An event of Hangouts ``number`` minutes after noon, by one of two in turn."""
    who = {"gaia_id": str(100 + number % 2), "chat_id": str(100 + number % 2)}
    said = {"conversation_id": {"id": "C1"}, "sender_id": who, "timestamp": f"{T + 60 * number}123456"}
    return said | {"event_id": f"e{number}", "event_type": kind} | more


def hangouts_call(number: int, what: str, *people: str, seconds: str | None = None) -> dict[str, Any]:
    """The beginning or the end of a call."""
    told = {"event_type": what, "participant_id": [{"gaia_id": who} for who in people], "media_type": "AUDIO_VIDEO"}
    told |= {} if seconds is None else {"hangout_duration_secs": seconds}
    return hangouts_event(number, "HANGOUT_EVENT", hangout_event=told)


def hangouts_text(*segments: tuple[str, str], **more: Any) -> dict[str, Any]:
    """The field of a message: pieces of text, and what is attached."""
    return {"message_content": {"segment": [{"type": kind, "text": text} for kind, text in segments], **more}}


def hangouts_about() -> dict[str, Any]:
    """What the conversation of the two says of itself."""
    ids = [{"gaia_id": "100", "chat_id": "100"}, {"gaia_id": "101", "chat_id": "101"}]
    people = [{"id": own, "fallback_name": name} for own, name in zip(ids, ("Ana", "Bo"), strict=True)]
    mine = {"self_read_state": {"participant_id": ids[0], "latest_read_timestamp": "1704110400000000"}}
    inner = {"id": {"id": "C1"}, "type": "STICKY_ONE_TO_ONE", "self_conversation_state": mine}
    return inner | {"participant_data": people}


def _hangouts() -> Files:
    def attached(*types: str) -> dict[str, Any]:
        return {"message_content": {"attachment": [{"embed_item": {"type": list(types)}}]}}

    events = [
        hangouts_event(
            0, chat_message=hangouts_text(("TEXT", "hello "), ("LINE_BREAK", "\n"), ("LINK", "you.example"))
        ),
        hangouts_event(1, chat_message=hangouts_text(("TEXT", "hi"))),
        hangouts_event(2, chat_message=attached("PLUS_PHOTO")),
        hangouts_event(3, chat_message=attached("PLUS_AUDIO_V2")),
        hangouts_event(4, chat_message=attached("PLACE_V2", "THING_V2", "THING")),
        hangouts_call(5, "START_HANGOUT", "100", "101"),
        hangouts_call(7, "END_HANGOUT", "100", "101", seconds="120"),
        hangouts_call(8, "START_HANGOUT", "100"),
        hangouts_call(9, "END_HANGOUT", "100", seconds="30"),
        hangouts_event(10, "RENAME_CONVERSATION", conversation_rename={"new_name": "us", "old_name": ""}),
    ]
    whole = {"conversation": {"conversation_id": {"id": "C1"}, "conversation": hangouts_about()}, "events": events}
    return [("Hangouts.json", _json({"conversations": [whole]}))]


def instagram_said(number: int, **more: Any) -> dict[str, Any]:
    """A message of Instagram's older layout, ``number`` minutes after noon, by one of two in turn."""
    return {"sender": ("ana.s", "bo_e")[number % 2], "created_at": f"2024-01-01T12:{number:02}:00.123456+00:00"} | more


def _instagram_old() -> Files:
    likes = [{"username": "bo_e", "date": "2024-01-01T12:00:30.000000+00:00"}]
    messages = [
        instagram_said(0, likes=likes, text="hello you"),
        instagram_said(1, heart="\u2764\ufe0f"),
        instagram_said(2, media="https://x.example/a.jpg?x=1"),
        instagram_said(3, voice_media="https://x.example/a.mp4"),
        instagram_said(4, video_call_action="started"),
        instagram_said(5, video_call_action="bo_e missed a video chat"),
        instagram_said(6, video_call_action="Video chat ended"),
        instagram_said(7, action="bo_e named the group us"),
        instagram_said(8, story_share="Shared ana.s's story"),
        instagram_said(9, location_name="A place", city="X"),
    ]
    conversation = {"participants": ["ana.s", "bo_e"], "conversation": messages[::-1]}
    return [("messages.json", _json([conversation])), ("profile.json", _json({"username": "ana.s"}))]


def _matrix() -> Files:
    def event(number: int, kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
        who = {"sender": ("@ana:hs", "@bo:hs")[number % 2], "room_id": "!r:hs", "event_id": f"$e{number}"}
        return {"type": kind, "origin_server_ts": 1000 * (T + 10 * number) + 5, "content": content} | who

    def relation(kind: str, **more: Any) -> dict[str, Any]:
        return {"m.relates_to": {"rel_type": kind, "event_id": "$e0"} | more}

    newer = {"m.new_content": {"msgtype": "m.text", "body": "hello"}}
    voice = {"org.matrix.msc3245.voice": {}, "info": {"duration": 7000}}
    events = [
        event(0, msgtype="m.text", body="helo"),
        event(1, "m.reaction", **relation("m.annotation", key="x")),
        event(2, msgtype="m.text", body="* hello", **newer, **relation("m.replace")),
        event(3, msgtype="m.text", body="hi", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$e0"}}}),
        event(4, msgtype="m.audio", body="a.ogg", **voice),
        event(5, msgtype="m.image", body="a.jpg"),
        event(6, "m.sticker", body="x"),
        event(7) | {"unsigned": {"redacted_because": {"type": "m.room.redaction"}}},
        event(8, "m.call.invite", call_id="a", lifetime=60_000),
        event(9, "m.call.answer", call_id="a"),
        event(15, "m.call.hangup", call_id="a"),
        event(16, "m.call.invite", call_id="b", lifetime=60_000),
        event(22, "m.call.hangup", call_id="b", reason="invite_timeout"),
        event(23, "m.room.name", name="Home"),
    ]
    whole = {"room_name": "Home", "room_creator": "Ana", "export_date": "1/2/2024", "exported_by": "Ana"}
    return [("export.json", _json(whole | {"messages": events}))]


def _teams() -> Files:
    people = ("8:live:ana", "8:live:bo")

    def message(number: int, content: str = "<p>hello you</p>", **more: Any) -> dict[str, Any]:
        said = {"id": str(1000 * (T + 60 * number)), "displayName": "AB"[number % 2], "messagetype": "RichText/Html"}
        said |= {"originalarrivaltime": f"2024-01-01T12:{number:02}:00.123Z", "content": content}
        return said | {"conversationid": people[1], "from": people[number % 2]} | more

    def call(number: int, state: str, *lengths: int) -> dict[str, Any]:
        parts = "".join(
            f'<part identity="{who}"><duration>{length}</duration></part>'
            for who, length in zip(people, lengths, strict=False)
        )
        return message(
            number, f'<partlist type="{state}" callId="c{state}">{parts}</partlist>', messagetype="Event/Call"
        )

    marks = [{"key": "like", "users": [{"mri": people[1], "time": 1000 * T + 30_000}, {"mri": people[0]}]}]
    quote = f'<blockquote itemtype="http://schema.skype.com/Reply" itemid="{1000 * T}"><p>hello you</p></blockquote>'
    audio = '<URIObject type="Audio.1/Message.1" duration_ms="7000"></URIObject>'
    messages = [
        message(0, properties={"emotions": json.dumps(marks)}),
        message(1, f"{quote}<p>hi</p>"),
        message(2, properties={"edittime": str(1000 * T + 150_000)}),
        message(3, "", properties={"deletetime": str(1000 * T + 190_000)}),
        message(4, audio, messagetype="RichText/Media_AudioMsg"),
        message(5, '<URIObject type="Picture.1"></URIObject>', messagetype="RichText/UriObject"),
        call(6, "ended", 60, 59),
        call(8, "missed"),
        message(9, "<addmember></addmember>", messagetype="ThreadActivity/AddMember"),
    ]
    read = {"consumptionhorizon": f"{1000 * T};{1000 * T + 9};0"}
    chat = {"id": people[1], "displayName": "B", "properties": read, "MessageList": messages}
    whole = {"userId": people[0], "exportDate": "2024-02-01T09:00", "conversations": [chat]}
    return [("messages.json", _json(whole))]


def imessage(*, read: bool) -> Files:
    """Messages' database; with and without the times at which messages were read and delivered."""
    made = Made()
    chat, bo = made.single()
    seen = {"date_read": 725_803_300 * 10**9, "date_delivered": 725_803_260 * 10**9} if read else {}
    made.message(chat, 0, 0, **seen)
    made.message(chat, bo, 1, "hi", thread_originator_guid="GUID-1", **seen)
    made.message(chat, bo, 2, None, associated_message_guid="p:0/GUID-1", associated_message_type=2000)
    made.message(chat, bo, 3, "Loved “hello you”")
    made.attach(made.message(chat, bo, 4, "\ufffc", is_audio_message=1, cache_has_attachments=1), mime_type="audio/amr")
    made.attach(made.message(chat, bo, 5, "\ufffc", cache_has_attachments=1), mime_type="image/heic")
    made.attach(made.message(chat, bo, 6, "\ufffc", cache_has_attachments=1), mime_type="image/heic", is_sticker=1)
    made.message(chat, 0, 7, "hello", date_edited=725_803_900 * 10**9)
    made.message(chat, 0, 8, None, date_retracted=725_803_990 * 10**9)
    made.message(chat, bo, 9, None, item_type=2, group_title="Trip")
    return [("chat.db", made.data())]


DISCORD = _discord()
HANGOUTS = _hangouts()
IMESSAGE = imessage(read=True)
INSTAGRAM_OLD = _instagram_old()
MATRIX = _matrix()
SLACK = _slack()
TEAMS = _teams()

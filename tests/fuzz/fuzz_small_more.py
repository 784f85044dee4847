"""The same for formats that came later: small honest exports, invented here."""

from __future__ import annotations

import json
from typing import Any

T = 1_704_110_400  # 2024-01-01T12:00:00Z


def _hangouts() -> list[tuple[str, bytes]]:
    ids = [{"gaia_id": "100", "chat_id": "100"}, {"gaia_id": "101", "chat_id": "101"}]

    def event(number: int, kind: str, **more: Any) -> dict[str, Any]:
        said = {"conversation_id": {"id": "C1"}, "sender_id": ids[number % 2], "timestamp": f"{T + 60 * number}123456"}
        return said | {"event_id": f"e{number}", "event_type": kind} | more

    def message(number: int, text: str) -> dict[str, Any]:
        content = {"message_content": {"segment": [{"type": "TEXT", "text": text}]}}
        return event(number, "REGULAR_CHAT_MESSAGE", chat_message=content)

    def call(number: int, what: str, **more: str) -> dict[str, Any]:
        told = {"event_type": what, "participant_id": ids, "media_type": "AUDIO_VIDEO"} | more
        return event(number, "HANGOUT_EVENT", hangout_event=told)

    events = [
        *(message(0, "hi"), message(1, "Grüße 😀"), call(2, "START_HANGOUT")),
        *(call(4, "END_HANGOUT", hangout_duration_secs="90"), event(5, "ADD_USER", membership_change={"type": "JOIN"})),
    ]
    people = [{"id": own, "fallback_name": name} for own, name in zip(ids, ("Ana", "Bo"), strict=True)]
    inner = {"id": {"id": "C1"}, "type": "STICKY_ONE_TO_ONE", "participant_data": people}
    inner["self_conversation_state"] = {"self_read_state": {"participant_id": ids[0]}}
    chat = {"conversation": {"conversation_id": {"id": "C1"}, "conversation": inner}, "events": events}
    return [("Hangouts.json", json.dumps({"conversations": [chat]}, indent=1).encode())]


def _imazing() -> list[tuple[str, bytes]]:
    head = "Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Status,Replying to,Subject,Text,Attachment"
    rows = [
        f"{head},Attachment type",
        "Bea,2023-10-21 09:00:00,iMessage,Incoming,+491700000000,Bea,Read,,,hi,,",
        'Bea,2023-10-21 09:01:00,iMessage,Outgoing,,,Read,,,"ho, you",,',
        "Bea,2023-10-21 09:02:00,iMessage,Incoming,+491700000000,Bea,Read,,,,a.caf,Audio",
        "Bea,2023-10-21 09:03:00,iMessage,Notification,,,,,,Bea left,,",
    ]
    return [("Messages - Bea.csv", ("\n".join(rows) + "\n").encode())]


def _instagram() -> list[tuple[str, bytes]]:
    def said(number: int, **more: Any) -> dict[str, Any]:
        when = f"2020-01-01T12:{number:02}:00.123456+00:00"
        return {"sender": ("ana.s", "bo_e")[number % 2], "created_at": when} | more

    likes = [{"username": "bo_e", "date": "2020-01-01T12:09:00.000001+00:00"}, {"username": "bo_e"}]
    messages = [
        *(said(4, voice_media="https://x.example/a.mp4"), said(3, action="bo_e named the group us")),
        *(said(2, video_call_action="started"), said(1, heart="\u2764"), said(0, text="Grüße 😀", likes=likes)),
    ]
    talk = {"participants": ["ana.s", "bo_e"], "conversation": messages}
    profile = ("profile.json", json.dumps({"username": "ana.s"}).encode())
    return [("messages.json", json.dumps([talk, talk], indent=1).encode()), profile]


MORE = {"hangouts": _hangouts(), "imazing": _imazing(), "instagram": _instagram()}

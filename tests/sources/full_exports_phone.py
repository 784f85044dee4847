"""The full exports that other programs make of a phone or of Signal Desktop: iMazing's tables, sigtop."""

from __future__ import annotations

import json
from typing import Any

T = 1_704_110_400  # 2024-01-01T12:00:00Z
CHAT = "0f0f0f0f-1111-2222-3333-444444444444"
Files = list[tuple[str, bytes]]


def _imazing() -> Files:
    head = "Chat Session,Message ID,Message Date,Edited Date,Deleted Date,Service,Type,Sender ID,Sender Name,Status,"
    head += "Replying to,Subject,Text,Reactions,Attachment,Attachment type"
    bodies = ["hello you,,,", "hello,Ana: ❤,,", ",,a.jpg,Image", ",,note.caf,Audio", "new words,,,", ",,,", "bye,,,"]
    rows = [head]
    for n, body in enumerate(bodies):
        who = "Incoming,+15550100200,Bo" if n % 2 else "Outgoing,,"
        edited, deleted = ("2024-01-01 12:30:00" if n == 4 else ""), ("2024-01-01 12:31:00" if n == 5 else "")
        rows.append(f"Bo,ID-{n},2024-01-01 12:{n:02}:05,{edited},{deleted},iMessage,{who},Read,,,{body}")
    calls = ["Call type,Date,Duration,Number,Contact,Location,Service"]
    calls.append("Outgoing,2024-01-01 13:00:05,00:01:05,+15550100200,Bo,Germany,Phone")
    calls.append("Missed,2024-01-01 14:00:05,00:00:00,+15550100200,Bo,Germany,Phone")
    return [
        ("iMazing/Messages - Bo.csv", "\n".join([*rows, ""]).encode()),
        ("iMazing/Call history.csv", "\n".join([*calls, ""]).encode()),
    ]


def _sigtop() -> Files:
    blocks = ["Conversation: Bo (+15550100200)\n"]
    quote = "> From: You\n> Sent: Mon, 1 Jan 2024 12:00:05 +0000\n>\n> hello you\n\nhello"
    bodies = ["hello you", quote, "Attachment: note (audio/aac, 9 bytes)", "Reaction: ❤ from You\n\nhello", "bye"]
    edit = "Edited: 2 versions\n\n| Version: 2\n| Sent: Mon, 1 Jan 2024 12:30:05 +0000\n|\n| new\n|\n"
    bodies.append(edit + "| Version: 1\n| Sent: Mon, 1 Jan 2024 12:05:05 +0000\n|\n| old")
    for n, body in enumerate(bodies):
        who = "From: Bo (+15550100200)\nType: incoming" if n % 2 else "From: You\nType: outgoing"
        field = body.startswith(("Attachment", "Reaction", "Edited"))
        sent = f"Sent: Mon, 1 Jan 2024 12:{n:02}:05 +0000"
        blocks.append(f"{who}\n{sent}\n{'' if field else chr(10)}{body}\n")
    received = "Received: Mon, 1 Jan 2024 13:00:05 +0000"
    blocks.append(f"From: Bo (+15550100200)\nType: call-history\n{received}\n")
    return [("Bo (+15550100200).txt", "\n".join([*blocks, ""]).encode())]


def _sigtop_json() -> Files:
    def record(minute: int, own: bool, **more: Any) -> dict[str, Any]:
        sent = 1_000 * (T + 60 * minute) + 7
        who = {"type": "outgoing"} if own else {"type": "incoming", "source": "+15550100200"}
        return {"conversationId": CHAT, "sent_at": sent, "readStatus": 0, **who, **more}

    first = 1_000 * T + 7
    reacted = [{"emoji": "x", "fromId": CHAT, "timestamp": first + 30_000}, {"emoji": "y", "fromId": CHAT}]
    edits = [{"timestamp": first + 200_000}, {"timestamp": first + 180_000}]
    call = {"wasIncoming": False, "acceptedTime": first + 420_000, "endedTime": first + 480_000}
    records = [
        record(0, own=True, body="hello you", reactions=reacted),
        record(1, own=False, body="hello", quote={"id": first}),
        record(2, own=False, body="", attachments=[{"contentType": "audio/aac", "flags": 1}]),
        record(3, own=True, body="new", editHistory=edits),
        record(4, own=False, body=None, deletedForEveryone=True),
        record(7, own=True) | {"type": "call-history", "callHistoryDetails": call},
        record(9, own=True) | {"type": "call-history", "callHistoryDetails": {"wasIncoming": False}},
    ]
    return [("Bo (+15550100200).json", b"[\n" + b",\n".join(json.dumps(each).encode() for each in records) + b"\n]\n")]


IMAZING = _imazing()
SIGTOP = _sigtop()
SIGTOP_JSON = _sigtop_json()

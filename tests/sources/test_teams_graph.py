"""Chats of Teams as Microsoft Graph gives them: pages, several chats, calls, replies, reactions, what comes broken."""

from __future__ import annotations

import io
import json
import random
import zipfile
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

GROUP, TWO = "19:g@thread.v2", "19:a_b@unq.gbl.spaces"


def by(who: str, *, named: bool = True) -> dict[str, Any]:
    return {"application": None, "user": {"id": f"id-{who}", "displayName": who.title() if named else None}}


def message(minute: int, who: Any = "ana", content: str = "hello", **more: Any) -> dict[str, Any]:
    return {
        "id": str(minute),
        "messageType": "message",
        "createdDateTime": f"2024-03-04T10:{minute:02d}:00.5Z",
        "lastEditedDateTime": None,
        "deletedDateTime": None,
        "chatId": GROUP,
        "from": by(who) if isinstance(who, str) else who,
        "body": {"contentType": "html" if "<" in content else "text", "content": content},
        "attachments": [],
        "reactions": [],
        **more,
    }


def told(minute: int, what: str, **more: Any) -> dict[str, Any]:
    detail = {"@odata.type": f"#microsoft.graph.{what}EventMessageDetail", "initiator": by("ana", named=False), **more}
    return message(minute, None, "<systemEventMessage/>", messageType="systemEventMessage", eventDetail=detail)


def page(*messages: Any, chat: str = "19%3Ag%40thread.v2") -> dict[str, Any]:
    where = f"https://graph.microsoft.com/v1.0/$metadata#chats('{chat}')/messages"
    return {"@odata.context": where, "@odata.count": len(messages), "value": list(messages)}


def read(**files: Any) -> Parsed:
    data = {name: json.dumps(content).encode() for name, content in files.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in data.items():
            made.writestr(f"{name}.json", content)
    one = len(data) == 1
    parsed = read_export(
        NamedBytes("x.json", next(iter(data.values()))) if one else NamedBytes("x.zip", packed.getvalue()),
        keep_text=True,
    )
    assert parsed.reading.balances
    assert parsed.reading.source == "teams"
    return parsed


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    return parsed.events.select(pl.col(c).cast(pl.String) if c in ("kind", "sender") else c for c in columns).rows()


def test_kinds_edits_replies_and_dated_reactions() -> None:
    quote = {"id": "3", "contentType": "messageReference", "content": "{}"}
    file = {"id": "9F", "contentType": "reference", "name": "plan.docx"}
    moved = {"id": "1", "contentType": "forwardedMessageReference"}
    liked = {"createdDateTime": "2024-03-04T10:30:00Z", "user": {"user": {"id": "id-bob"}}}
    parsed = read(
        a=page(
            message(9, deletedDateTime="2024-03-04T11:00:00Z", content=""),
            message(8, content='<attachment id="1"></attachment>', attachments=[moved]),
            message(7, "bob", '<attachment id="3"></attachment><p>Agreed</p>', attachments=[quote]),
            message(6, {"application": {"id": "b"}, "user": None}, "Build passed"),
            told(5, "membersAdded"),
            message(4, content='<attachment id="9F"></attachment>', attachments=[file]),
            message(3, content='<div>so &amp; <emoji id="e" alt="👀"></emoji></div>', reactions=[liked, {}]),
            message(2, "bob", '<p><img src="https://x/hostedContents/y/$value"></p>', lastEditedDateTime="2024"),
        )
    )
    wanted = [
        ("Bob", "media", "", True, None),
        ("Ana", "text", "so & 👀", False, None),
        ("Ana", "media", "", False, None),
        ("Bob", "text", "Agreed", False, 1),
        ("Ana", "other", "", False, None),
        ("Ana", "deleted", "", False, None),
        ("Bob", "reaction", "", False, 1),
    ]
    assert rows(parsed, "sender", "kind", "text", "edited", "reply_to") == wanted
    assert (parsed.reading.system, [(note.code, note.count) for note in parsed.reading.notes]) == (2, [("E240", 1)])


@pytest.mark.parametrize(
    ("ended", "kind", "seconds"),
    [
        ({"callDuration": "PT1H6M2.5S", "callParticipants": [{}, {}]}, "call", 3962.5),
        ({"callDuration": "PT30S", "callParticipants": [{}]}, "missed_call", None),
        ({"callDuration": "PT0S", "callParticipants": []}, "missed_call", None),
        ({"callDuration": "an hour"}, "missed_call", None),
    ],
)
def test_a_call_is_one_event_with_its_length(ended: dict[str, Any], kind: str, seconds: float | None) -> None:
    parsed = read(a=page(told(20, "callEnded", callId="c", **ended), message(9), told(1, "callStarted", callId="c")))
    assert rows(parsed, "kind", "duration_s") == [(kind, seconds), ("text", None)]
    assert parsed.events["time"].dt.minute().to_list() == [1, 9]


def test_pages_chats_and_the_list_of_chats_are_joined() -> None:
    members = [{"userId": f"id-{who}", "displayName": f"{who} of the list"} for who in ("ana", "bob")]
    chats = [
        {"id": GROUP, "topic": "Crew", "chatType": "group", "createdDateTime": "x", "members": []},
        {"id": TWO, "topic": None, "chatType": "oneOnOne", "createdDateTime": "x", "members": members},
    ]
    channel = {"chatId": None, "channelIdentity": {"teamId": "t", "channelId": "19:c@thread.tacv2"}}
    root = message(1, content="root", **channel)
    parsed = read(
        chats={"value": chats},
        pages=[page(message(3), message(2)), page(message(2), message(1, "bob"))],
        two={"value": [message(5, by("bob", named=False), chatId=TWO), message(4, by("ana", named=False), chatId=TWO)]},
        channel={"value": [{**root, "replies": [message(2, "bob", "under it", replyToId="1", **channel)]}]},
    )
    assert parsed.events.group_by("conversation_id", maintain_order=True).len().rows() == [
        ("teams:19:a_b@unq.gbl.spaces", 2),
        ("teams:19:c@thread.tacv2", 2),
        ("teams:19:g@thread.v2", 3),
    ]
    assert rows(parsed, "sender", "reply_to")[:4] == [("Ana", None), ("Bob", None), ("Ana", None), ("Bob", 0)]
    assert (parsed.reading.seen, parsed.reading.already_there) == (8, 1)
    pairs = parsed.conversations.filter(pl.col("person_a").is_not_null())
    assert pairs.select("conversation_id", "person_a", "person_b").rows() == [(f"teams:{TWO}", "Ana", "Bob")]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (7, "E227"),
        (message(9, None), "E230"),
        (message(9, {"user": {}}), "E230"),
        (message(9, {"user": 7}), "E227"),
        (message(9, messageType=[]), "E227"),
        (message(9, createdDateTime=None), "E226"),
        (message(9, createdDateTime="soon"), "E225"),
        (message(9, body={"content": 7}), "E227"),
    ],
)
def test_a_message_that_cannot_be_used_is_kept_aside_alone(record: Any, code: str) -> None:
    parsed = read(a=page(message(1), record, message(3, "bob")))
    assert (parsed.reading.imported, parsed.rejects["code"].to_list()) == (2, [code])


def test_what_is_no_chat_is_not_taken_for_one() -> None:
    mail = {"id": "1", "createdDateTime": "2024-03-04T10:00:00Z", "from": {"emailAddress": {}}, "body": {"content": ""}}
    with pytest.raises(WrongKind):
        read_export(NamedBytes("x.json", json.dumps({"value": [mail]}).encode()))


def test_damaged_pages_balance_or_are_refused() -> None:
    chance = random.Random(3)
    good = json.dumps([page(message(2), message(1, "bob", reactions=[{}])), page(told(3, "callEnded", callId="c"))])
    odd = ["null", "NaN", "[" * 90, '"\\u0000"', "9" * 400, "{}", '"\\ud800"', "true", "[]", '"']
    seen = 0
    for _ in range(50):
        start = chance.randrange(40, len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(12) :]
        try:
            seen += read_export(NamedBytes("x.json", broken.encode()), zone="UTC").reading.seen
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
    assert seen > 10

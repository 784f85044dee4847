"""Telegram Desktop over the years: 2018's edit times, topics, messages it did not know, pages, and odd shapes."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

PAGE = b"""<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
 </head>
 <body onload="CheckLocation();"><div class="page_wrap"><div class="page_body chat_page"></div></div></body>
</html>
"""


def message(number: int, **more: Any) -> dict[str, Any]:
    said = {"id": number, "type": "message", "date": f"2023-03-01T10:{number:02}:00"}
    who = {"from": "Ana", "from_id": "user1"}
    return said | {"date_unixtime": str(1_677_664_800 + 60 * number)} | who | {"text": "hi", "text_entities": []} | more


def oldest(number: int, edited: str, **more: Any) -> dict[str, Any]:
    """As the first versions wrote it: numbers for people, no UTC time, and always an edit time."""
    said = {"id": number, "type": "message", "date": f"2018-11-18T20:{number:02}:00", "edited": edited}
    return said | {"from": "Ana", "from_id": 7, "text": "hi"} | more


def read(whole: Any, *, indent: int = 1, **options: Any) -> Parsed:
    data = json.dumps(whole, indent=indent).encode()
    parsed = read_export(NamedBytes("result.json", data), **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "telegram"
    return parsed


def chat(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"name": "Bo", "type": "personal_chat", "id": 2, "messages": list(messages)} | more


def test_an_edit_in_1970_is_none() -> None:
    texts = [oldest(1, "1970-01-01T05:00:00"), oldest(2, "1969-12-31T16:00:00"), oldest(3, "2018-11-18T20:09:00")]
    service = {"actor": "Ana", "actor_id": 7, "action": "phone_call", "duration_seconds": 9, "type": "service"}
    parsed = read(chat(*texts, oldest(4, "1970-01-01T01:00:00", **service)), zone="UTC")
    assert parsed.events["edited"].to_list() == [False, False, True, False]
    assert parsed.events["sender"].to_list() == ["Ana"] * 4


@pytest.mark.parametrize("indent", [1, 2], ids=["as the app writes it", "otherwise"])
def test_a_message_of_a_topic_is_no_answer_to_the_notice_that_began_it(indent: int) -> None:
    topic = {"id": 2, "type": "service", "date": "2023-03-01T10:02:00", "date_unixtime": "1677664920"}
    topic |= {"actor": "Ana", "actor_id": "user1", "action": "topic_created", "title": "T", "text": ""}
    entities = [{"type": "plain", "text": "hi"}]
    said = [message(n, reply_to_message_id=n - 1, text_entities=entities) for n in (3, 4)]
    parsed = read(chat(topic, *said, type="private_supergroup"), indent=indent)
    assert parsed.events["reply_to"].to_list() == [None, 0]
    assert (parsed.reading.system, [note.code for note in parsed.reading.notes]) == (1, [])


def notice(number: int, action: str, **more: Any) -> dict[str, Any]:
    told = message(number, text="") | {"type": "service", "actor": "Ana", "actor_id": "user1", "action": action}
    return told | more


@pytest.mark.parametrize("indent", [1, 2], ids=["as the app writes it", "otherwise"])
def test_what_notices_tell_of_missing_messages(indent: int) -> None:
    gone, back = notice(1, "set_messages_ttl", period=86_400), notice(3, "set_messages_ttl", period=0)
    parsed = read(chat(notice(0, "clear_history"), gone, message(2), back), indent=indent)
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E238", 1), ("E273", 1)]
    assert (parsed.conversations["capped"].to_list(), parsed.reading.system) == ([True], 3)
    usual = read(chat(message(2), back), indent=indent)
    assert (usual.reading.notes, usual.conversations["capped"].to_list()) == ((), [False])


def test_a_message_that_telegram_did_not_know_is_told_as_that() -> None:
    parsed = read(chat(message(1), {"id": 2, "type": "unsupported"}))
    assert parsed.rejects.select("code", "place", "detail").rows() == [
        ("E226", "/messages/1/date", "a kind of message that Telegram Desktop did not know")
    ]


def test_a_message_in_blocks_has_its_words_there() -> None:
    def plain(text: str) -> dict[str, Any]:
        return {"type": "plain", "text": text}

    bold = {"type": "bold", "text": plain("big")}
    table = {"type": "table", "title": {"type": "empty"}, "rows": [{"cells": [{"text": plain("one two")}]}]}
    item = {"task_state": "none", "content": "blocks", "blocks": [{"type": "paragraph", "text": plain("milk")}]}
    blocks = [
        {"type": "heading", "level": 1, "text": {"type": "concat", "text": [plain("a "), bold, plain("ger")]}},
        {"type": "list", "kind": "bullet", "items": [item, {"content": "text", "text": plain("tea")}]},
        {"type": "divider"},
        table,
    ]
    said = message(1, rich_message={"rtl": False, "part": False, "blocks": blocks})
    del said["text"], said["text_entities"]
    empty = said | {"id": 2, "rich_message": {"blocks": [{"type": "photo", "unsupported": True, "photo_id": "5"}]}}
    paid = message(3, text="", paid_stars_amount=5)
    parsed = read(chat(said, empty, paid), keep_text=True)
    assert parsed.events["text"].to_list() == ["a bigger\nmilk\ntea\none two", "", ""]
    assert parsed.events["kind"].cast(pl.String).to_list() == ["text", "other", "media"]


def test_messages_or_chats_that_somebody_has_cut_out_are_read() -> None:
    assert len(read([message(1), message(2)]).events) == 2
    assert read({"chats": [chat(message(1))]}).events["conversation_id"].to_list() == ["telegram:2"]


@pytest.mark.parametrize(
    "whole",
    [
        chat() | {"messages": {"0": message(1)}},
        {"chats": {"list": {"0": chat(message(1))}}},
        {"chats": {"list": [chat(message(1)), 5]}},
        chat(message(1)) | {"left_chats": "none"},
    ],
    ids=["messages", "chats", "a number as chat", "words as chats"],
)
def test_another_shape_is_not_called_broken(whole: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        read(whole)
    assert refused.value.code == "E228"
    assert refused.value.detail.startswith("here should be ")


def test_its_web_pages_are_answered_with_the_way_to_json() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ChatExport/messages.html", PAGE)
        archive.writestr("ChatExport/css/style.css", "x")
    for file in (NamedBytes("messages.html", PAGE), NamedBytes("ChatExport.zip", packed.getvalue())):
        with pytest.raises(InputError) as refused:
            read_export(file)
        assert (refused.value.code, "JSON" in refused.value.detail) == ("E272", True)

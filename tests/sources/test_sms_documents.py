"""Backups of texts as one JSON document: arrays of SMS Import/Export, Fossify Messages, QUIK; cut and broken ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evenstep.errors import InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ANA = "+491512345678"
BEA = "+491700000000"
START = 1_650_000_000_000


def read(document: Any, name: str = "backup.json", indent: int | None = None) -> Parsed:
    text = document if isinstance(document, str) else json.dumps(document, indent=indent)
    return read_export(NamedBytes(name, text.encode()), keep_text=True)


def rows(parsed: Parsed) -> list[tuple[Any, ...]]:
    return parsed.events.select("conversation_id", "sender", "kind", "text", "duration_s").rows()


def android(minute: int, kind: int, **more: Any) -> dict[str, Any]:
    date = str(START + minute * 60_000)
    return {"_id": str(minute), "thread_id": "3", "address": ANA, "date": date, "type": str(kind), **more}


def camel(minute: int, kind: int, body: str | None, **more: Any) -> dict[str, Any]:
    return {"subscriptionId": 1, "address": ANA, "body": body, "date": START + minute * 60_000, "type": kind, **more}


CALLS = [
    {"_id": "1", "number": ANA, "date": str(START), "duration": "65", "type": "1", "new": "1", "name": "Ana"},
    {"_id": "2", "number": ANA, "date": str(START + 60_000), "duration": "0", "type": "3", "name": None},
    {"_id": "3", "number": ANA, "date": str(START + 120_000), "duration": "7", "type": "2"},
]


@pytest.mark.parametrize("indent", [None, 2])
def test_calls_in_an_array_keep_who_called_and_how_long(indent: int | None) -> None:
    parsed = read(CALLS, "calls-2022.json", indent)
    assert rows(parsed) == [
        (f"sms:{ANA}", "Ana", "call", "", 65.0),
        (f"sms:{ANA}", "Ana", "missed_call", "", None),
        (f"sms:{ANA}", "Me", "call", "", 7.0),
    ]
    assert parsed.reading.source == "sms"


def test_messages_in_an_array_with_the_first_names_of_the_fields() -> None:
    group = {
        "_id": "9",
        "thread_id": "4",
        "date": str(START // 1000 + 120),
        "msg_box": "1",
        "m_type": "132",
        "sender_address": {"address": BEA, "type": "137", "display_name": "Bea"},
        "recipient_addresses": [{"address": ANA, "type": "151"}, {"address": "+49555000111", "type": "151"}],
        "parts": [{"ct": "text/plain", "text": "to all"}],
    }
    texts = [android(0, 1, body="hi", display_name="Ana"), android(1, 2, body="hello")]
    parsed = read([*texts, group], "messages.json")
    assert [row[1:4] for row in rows(parsed)] == [
        ("Ana", "text", "hi"),
        ("Me", "text", "hello"),
        ("Bea", "text", "to all"),
    ]


def fossify_mms() -> dict[str, Any]:
    return {
        "date": START // 1000 + 60,
        "messageBox": 1,
        "messageType": 132,
        "subject": None,
        "backupType": "mms",
        "addresses": [{"address": BEA, "type": 137}, {"address": ANA, "type": 151}, {"address": "+49555", "type": 151}],
        "parts": [
            {"contentType": "text/plain", "text": "look", "contentLocation": "t.txt"},
            {"contentType": "image/jpeg", "text": None, "data": "AAAA"},
        ],
    }


def test_fossify_messages_reads_texts_and_mms() -> None:
    parsed = read([camel(0, 1, "hi", backupType="sms"), camel(1, 2, None, backupType="sms"), fossify_mms()], indent=4)
    assert [row[1:4] for row in rows(parsed)] == [
        (ANA, "text", "hi"),
        ("Me", "other", ""),
        (BEA, "media", "look"),
    ]


def test_simple_messages_wrote_a_list_of_threads() -> None:
    parsed = read([{"sms": [camel(0, 1, "hi"), camel(1, 2, "ho")], "mms": [fossify_mms()]}, {"sms": [], "mms": []}])
    assert parsed.reading.seen == parsed.reading.imported == 3


def test_quik_wraps_the_messages_in_an_object() -> None:
    own = {"date": START, "dateSent": 0, "address": ANA, "read": True, "serviceCenter": "+49", "subId": 1}
    messages = [{**own, "type": 1, "body": "hi"}, {**own, "type": 2, "date": START + 1, "body": "ho"}]
    parsed = read({"messageCount": 2, "messages": messages})
    assert [row[1:4] for row in rows(parsed)] == [(ANA, "text", "hi"), ("Me", "text", "ho")]


def test_a_document_that_is_cut_gives_what_it_has() -> None:
    whole = json.dumps([android(minute, 1, body=f"text {minute}") for minute in range(4)])
    parsed = read(whole[:-30])
    assert (parsed.reading.imported, parsed.rejects["code"].to_list()) == (3, ["E222"])


def test_a_record_of_another_shape_takes_no_other_with_it() -> None:
    parsed = read([android(0, 1, body="hi"), "x", None, {"sms": "x"}, android(1, 9, body="y"), android(2, 2, body="z")])
    assert parsed.reading.imported == 2
    assert parsed.reading.balances
    assert set(parsed.rejects["code"]) == {"E227"}
    assert parsed.rejects["place"][0] == "record 2"  # a line and a column would cost a look through the file each


def test_what_is_no_json_further_on_is_refused() -> None:
    with pytest.raises(InputError, match="E223"):
        read(json.dumps([android(0, 1, body="hi")])[:-1] + ", nonsense]")


@pytest.mark.parametrize(
    "other",
    [[{"date": "2024-01-02T10:00:00Z", "sender": "Ana", "text": "hi"}], [{"number": 1, "duration": 2, "date": "x"}]],
)
def test_other_arrays_are_no_backup_of_a_phone(other: Any) -> None:
    try:
        source = read(other).reading.source
    except InputError:
        source = ""
    assert source != "sms"

"""Hangouts from Takeout: both layouts, calls of two events, people by id, whose it is, order, and broken files."""

from __future__ import annotations

import json
import random
from typing import Any

import polars as pl
from full_exports_apps import T, hangouts_about, hangouts_call, hangouts_event, hangouts_text

from evenstep.errors import EvenstepError
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export


def said(number: int, text: str = "hello you", **more: Any) -> dict[str, Any]:
    return hangouts_event(number, chat_message=hangouts_text(("TEXT", text)), **more)


def newer(*events: Any, about: dict[str, Any] | None = None) -> dict[str, Any]:
    inner = hangouts_about() if about is None else about
    return {"conversation": {"conversation_id": {"id": "C1"}, "conversation": inner}, "events": list(events)}


def older(*events: Any) -> dict[str, Any]:
    state = {"conversation_id": {"id": "C1"}, "conversation": hangouts_about(), "event": list(events)}
    return {"conversation_id": {"id": "C1"}, "response_header": {"status": "OK"}, "conversation_state": state}


def as_file(*conversations: Any, key: str = "conversations") -> bytes:
    return json.dumps({"continuation_end_timestamp": "0", key: list(conversations)}, indent=1).encode()


def read(data: bytes, **options: Any) -> Parsed:
    parsed = read_export(NamedBytes("Hangouts.json", data), keep_text=True, **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def test_both_layouts_read_alike() -> None:
    events = [said(0, "hi"), said(1, "Grüße 😀"), hangouts_event(2, "ADD_USER", membership_change={"type": "JOIN"})]
    new = read(as_file(newer(*events)))
    old = read(as_file(older(*events), key="conversation_state"))
    assert new.events.equals(old.events)
    assert new.conversations.equals(old.conversations)
    assert new.reading.source == "hangouts"
    assert new.events["time"].dt.epoch("us").to_list() == [T * 10**6 + 123_456, (T + 60) * 10**6 + 123_456]
    assert new.events["text"].to_list() == ["hi", "Grüße 😀"]
    assert new.conversations.select("conversation_id", "person_a", "person_b", "me").row(0) == (
        "hangouts:C1",
        "Ana",
        "Bo",
        "Ana",
    )
    assert (new.reading.title, new.reading.system, new.reading.zone) == ("Bo", 1, None)


def test_a_call_is_one_event_with_the_length_that_its_end_tells() -> None:
    begins, ends = hangouts_call(1, "START_HANGOUT", "100"), hangouts_call(4, "END_HANGOUT", "100", "101", seconds="90")
    joined = hangouts_call(2, "JOIN_HANGOUT", "101")
    parsed = read(as_file(newer(said(0), begins, joined, ends)))
    assert (kinds(parsed), parsed.events["duration_s"].to_list()) == (["text", "call"], [None, 90.0])
    assert (parsed.reading.seen, parsed.reading.system) == (4, 2)
    alone = read(as_file(newer(said(0), ends)))
    assert alone.events["time"].dt.epoch("s").to_list() == [T, T + 240 - 90]  # the end, less its length
    unanswered = read(as_file(newer(begins, hangouts_call(2, "END_HANGOUT", "100", seconds="40"))))
    assert (kinds(unanswered), unanswered.events["duration_s"].to_list()) == (["missed_call"], [None])


def test_events_stand_in_the_order_of_time_and_once() -> None:
    mixed = read(as_file(newer(said(3), said(1), said(2), said(1))))
    assert mixed.events["source_line"].to_list() == [2, 3, 1]
    assert (mixed.reading.seen, mixed.reading.already_there) == (4, 1)
    turned = [hangouts_call(4, "END_HANGOUT", "100", "101", seconds="90"), hangouts_call(1, "START_HANGOUT", "100")]
    assert read(as_file(newer(*turned))).events["duration_s"].to_list() == [90.0]


def test_people_without_a_name_and_a_voicemail() -> None:
    about = hangouts_about()
    about["participant_data"][1] = {"id": {"gaia_id": "101"}, "phone_number": {"e164": "+15550100"}}
    voicemail = said(1, "words by a machine") | {"event_type": "VOICEMAIL"}
    parsed = read(as_file(newer(said(0), voicemail, about=about)))
    assert parsed.events.select("sender", "kind", "n_words").rows() == [("Ana", "text", 2), ("+15550100", "voice", 0)]
    del about["participant_data"][1]["phone_number"]
    assert read(as_file(newer(said(1), about=about))).events["sender"].to_list() == ["unknown 1"]


def test_each_broken_event_is_kept_aside() -> None:
    no_time, no_one = said(1), said(2)
    del no_time["timestamp"], no_one["sender_id"]
    events = [said(0), no_time, no_one, said(3, timestamp="x"), said(4, timestamp="9" * 40), "no event", said(5)]
    parsed = read(as_file(newer(*events)))
    assert parsed.rejects["code"].to_list() == ["E226", "E230", "E225", "E207", "E227"]
    assert parsed.rejects["place"][0] == "/conversations/0/events/1/timestamp"
    cut = read(as_file(newer(said(0), said(1), said(2)))[:-400])
    assert (len(cut.events), cut.rejects["code"].to_list()) == (2, ["E222"])


def test_hostile_changes_never_escape() -> None:
    rng = random.Random(5)
    valid = as_file(newer(said(0), hangouts_call(1, "START_HANGOUT"), hangouts_call(2, "END_HANGOUT", seconds="5")))
    odd = [b"null", b"[]", b"{}", b"-1", b"NaN", b'"\\ud83d"', b"9" * 5_000, b'"x"']
    values = [at for at in range(len(valid) - 1) if valid[at : at + 2] == b": "]
    for _ in range(60):
        at = rng.choice(values) + 2
        end = min(valid.find(b"\n", at), len(valid))
        changed = valid[:at] + rng.choice(odd) + (b"," if valid[end - 1 : end] == b"," else b"") + valid[end:]
        try:
            read(changed)
        except EvenstepError:
            continue

"""Instagram's download until 2020: order, likes, whose it is, times without an offset, and broken messages."""

from __future__ import annotations

import json
import random
from typing import Any

import polars as pl
import pytest
from full_exports_apps import INSTAGRAM_OLD, instagram_said
from test_what_is_read import upload

from evenstep.errors import EvenstepError, NeedsAnswer
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

TWO = ["bo_e", "ana.s"]


def as_file(*conversations: Any) -> bytes:
    return json.dumps(list(conversations), indent=1).encode()


def talk(*messages: Any, people: Any = TWO) -> dict[str, Any]:
    """A conversation as the app wrote it: the newest message first."""
    return {"participants": people, "conversation": list(messages[::-1])}


def read(data: bytes, **options: Any) -> Parsed:
    return checked(read_export(NamedBytes("messages.json", data), keep_text=True, **options))


def checked(parsed: Parsed) -> Parsed:
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    assert parsed.reading.source == "instagram"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def test_the_whole_layout() -> None:
    parsed = checked(read_export(upload(INSTAGRAM_OLD)))
    assert kinds(parsed) == [
        *("text", "reaction", "text", "media", "voice", "call", "missed_call", "other", "location"),
    ]
    assert (parsed.reading.system, parsed.reading.me, parsed.reading.title) == (2, "ana.s", "bo_e")
    assert parsed.events["reply_to"].to_list()[:3] == [None, 0, None]
    assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me").row(0) == (
        *("instagram:ana.s, bo_e", "ana.s", "bo_e", "ana.s"),
    )


def test_the_oldest_comes_first_and_numbers_are_those_of_the_file() -> None:
    said = [instagram_said(n, text=f"{n} ünï") for n in range(3)]
    parsed = read(as_file(talk(*said)))
    assert parsed.events.select("text", "source_line").rows() == [("0 ünï", 3), ("1 ünï", 2), ("2 ünï", 1)]
    assert read(as_file({"participants": TWO, "conversation": said})).events["source_line"].to_list() == [1, 2, 3]


def test_it_belongs_to_whoever_is_in_all_of_several_conversations() -> None:
    said = instagram_said(0, text="hi")
    parsed = read(as_file(talk(said), talk(said, people=["ana.s", "cy"]), talk(said)))
    assert parsed.reading.me == "ana.s"
    ids = set(parsed.conversations["conversation_id"])
    assert ids == {"instagram:ana.s, bo_e", "instagram:ana.s, cy", "instagram:ana.s, bo_e (2)"}
    assert read(as_file(talk(said))).reading.me is None


def test_a_time_without_its_offset_is_asked() -> None:
    data = as_file(talk(instagram_said(0, text="hi") | {"created_at": "2018-05-12T05:30:00"}))
    with pytest.raises(NeedsAnswer) as asked:
        read(data)
    assert asked.value.option == "zone"
    assert read(data, zone="Europe/Berlin").events["time"].dt.hour().to_list() == [3]


def test_each_broken_message_is_kept_aside() -> None:
    broken = [
        "no record",
        {"sender": "bo_e", "text": "no time"},
        {"created_at": "2024-01-01T12:00:00+00:00", "text": "nobody"},
        instagram_said(1, text=5),
        instagram_said(2, text="when") | {"created_at": "yesterday"},
    ]
    likes = [{"username": "bo_e"}, {"username": "bo_e", "date": "2024-01-01T12:59:00+00:00"}, 5]
    parsed = read(as_file(talk(instagram_said(3, text="hi", likes=likes), *broken)))
    assert sorted(parsed.rejects["code"]) == ["E226", "E226", "E227", "E227", "E230"]
    assert (kinds(parsed), parsed.reading.seen) == (["text", "reaction"], 7)
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E240", 2)]


def test_hostile_changes_never_escape() -> None:
    rng = random.Random(7)
    valid = as_file(talk(instagram_said(0, text="hi", likes=[{"username": "bo_e", "date": "2024"}]), instagram_said(1)))
    odd = [b"null", b"[]", b"{}", b"-1", b"NaN", b'"\\ud83d"', b"9" * 5_000, b'"x"', b'"0001-01-01T00:00:00+23:59"']
    values = [at for at in range(len(valid) - 1) if valid[at : at + 2] == b": "]
    for _ in range(50):
        at = rng.choice(values) + 2
        end = min(valid.find(b"\n", at), len(valid))
        changed = valid[:at] + rng.choice(odd) + (b"," if valid[end - 1 : end] == b"," else b"") + valid[end:]
        try:
            assert read_export(NamedBytes("messages.json", changed), zone="UTC").reading.balances
        except EvenstepError:
            continue

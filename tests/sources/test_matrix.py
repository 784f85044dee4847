"""Matrix rooms from Element: edits, reactions, replies, removals, calls, and events that come broken."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_704_103_200_000  # 2024-01-01T10:00:00Z
ANA, BOB = "@ana:hs", "@bob:hs"


def event(number: int, sender: Any = ANA, kind: Any = "m.room.message", **more: Any) -> dict[str, Any]:
    base = {"type": kind, "sender": sender, "origin_server_ts": START + 60_000 * number, "event_id": f"$e{number}"}
    return base | {"room_id": "!r:hs", "content": {"msgtype": "m.text", "body": "hello you"}} | more


def said(
    number: int, body: Any = "hello you", sender: str = ANA, msgtype: str = "m.text", **more: Any
) -> dict[str, Any]:
    return event(number, sender, content={"msgtype": msgtype, "body": body, **more})


def room(*events: Any, **fields: Any) -> dict[str, Any]:
    top = {"room_name": "Home", "room_creator": "Ana", "topic": "", "export_date": "1/2/2024", "exported_by": "Ana"}
    return {**top, "messages": list(events), **fields}


def read(export: Any, **options: Any) -> Parsed:
    data = export if isinstance(export, bytes) else json.dumps(export).encode()
    parsed = read_export(NamedBytes("export.json", data), **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "matrix"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


NAMES = [
    event(0, ANA, "m.room.member", state_key=ANA, content={"membership": "join", "displayname": "Ana"}, event_id="$m1"),
    event(0, BOB, "m.room.member", state_key=BOB, content={"membership": "join", "displayname": "Bob"}, event_id="$m2"),
]


def test_a_room_has_its_people_times_and_name() -> None:
    parsed = read(room(*NAMES, said(1), said(2, sender=BOB)))
    assert parsed.events["sender"].cast(pl.String).to_list() == ["Ana", "Bob"]
    assert parsed.events["time"][0] == datetime(2024, 1, 1, 10, 1, tzinfo=UTC)
    assert parsed.conversations["conversation_id"].to_list() == ["matrix:!r:hs"]
    reading = parsed.reading
    assert (reading.title, reading.me, reading.system, reading.seen) == ("Home", "Ana", 2, 4)
    assert read(room(said(1)), chat="Home").reading.imported == 1
    with pytest.raises(NeedsAnswer):
        read(room(said(1)), chat="Away")
    assert read([said(1), said(2)]).reading.imported == 2  # a plain list of events


def test_every_kind_of_event() -> None:
    voice = {"org.matrix.msc3245.voice": {}, "info": {"duration": 4_200}}
    parsed = read(
        room(
            said(1, "one two"),
            said(2, "waves", msgtype="m.emote"),
            said(3, "a.jpg", msgtype="m.image"),
            said(4, "a.mp4", msgtype="m.video", info={"duration": 9_000}),
            said(5, "a.ogg", msgtype="m.audio", **voice),
            said(6, "song.mp3", msgtype="m.audio", info={"duration": 9_000}),
            said(7, "here", msgtype="m.location"),
            event(8, kind="m.sticker", content={"body": "cat"}),
            event(9, kind="org.matrix.msc3381.poll.start", content={"question": {}}),
            event(10, kind="m.room.encrypted", content={"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"}),
            event(11, content={}, unsigned={"redacted_because": {"type": "m.room.redaction"}}),
            event(12, kind="m.room.encrypted", content={}),
            said(13, "", msgtype=["m.text"]),  # type: ignore[arg-type]
            event(14, kind="m.room.topic", content={"topic": "x"}),
            said(15, "verify", msgtype="m.key.verification.request"),
            event(16, kind="org.matrix.msc3381.poll.response", content={"x": 1}),
        )
    )
    first = ["text", "text", "media", "media", "voice", "media", "location", "sticker", "poll"]
    assert kinds(parsed) == [*first, "other", "deleted", "deleted", "other"]
    assert parsed.events["duration_s"].to_list()[3:6] == [9.0, pytest.approx(4.2), 9.0]
    assert parsed.events["n_words"].to_list()[:3] == [2, 1, 0]
    assert parsed.reading.system == 3


def test_an_edit_is_laid_over_its_message() -> None:
    def edit(number: int, target: str, body: str, sender: str = ANA) -> dict[str, Any]:
        relation = {"rel_type": "m.replace", "event_id": target}
        return said(number, f"* {body}", sender, **{"m.new_content": {"body": body}, "m.relates_to": relation})

    parsed = read(
        room(
            edit(3, "$e1", "three words now"),
            said(1, "one"),
            said(2, "two", BOB),
            edit(4, "$e1", "older", ANA) | {"origin_server_ts": START},
            edit(5, "$e2", "not mine", ANA),
            edit(6, "$gone", "x"),
            said(7, "bundled") | {"unsigned": {"m.relations": {"m.replace": {"event_id": "$x"}}}},
        ),
        keep_text=True,
    )
    assert parsed.events["text"].to_list() == ["three words now", "two", "bundled"]
    assert parsed.events["edited"].to_list() == [True, False, True]
    assert (parsed.reading.system, parsed.reading.seen) == (4, 7)
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E229", 1)]


def test_replies_threads_and_dated_reactions() -> None:
    def reaction(number: int, target: str) -> dict[str, Any]:
        relation = {"rel_type": "m.annotation", "event_id": target, "key": "+"}
        return event(number, BOB, "m.reaction", content={"m.relates_to": relation})

    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": "$e1"}}}
    thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$e1", "is_falling_back": True}}
    thread["m.relates_to"]["m.in_reply_to"] = {"event_id": "$e3"}  # type: ignore[assignment]
    parsed = read(
        room(
            said(1),
            said(3, "> <@ana:hs> hello you\n> more\n\nmy answer", BOB, **answer),
            said(4, "in the thread", BOB, **thread),
            said(5, "> no reply, a quote"),
            reaction(6, "$e1"),
            reaction(7, "$gone"),
            reaction(8, "$e1"),
            event(9, BOB, "m.room.redaction", content={}, redacts="$e8"),
        ),
        keep_text=True,
    )
    assert parsed.events["text"].to_list()[1:4] == ["my answer", "in the thread", "> no reply, a quote"]
    assert kinds(parsed)[4:] == ["reaction", "reaction"]
    assert parsed.events["reply_to"].to_list() == [None, 0, 0, None, 0, None]
    assert parsed.reading.system == 2  # the reaction that was taken back, and what took it


def test_a_removal_that_stands_apart_removes_its_message() -> None:
    parsed = read(room(said(1), event(2, kind="m.room.redaction", content={"redacts": "$e1"}), said(3)))
    assert kinds(parsed) == ["deleted", "text"]
    assert parsed.events["n_chars"].to_list() == [0, 9]


def test_calls_have_their_length() -> None:
    def call(number: int, what: str, call_id: str, sender: str = ANA, **more: Any) -> dict[str, Any]:
        return event(number, sender, f"m.call.{what}", content={"call_id": call_id, **more})

    parsed = read(
        room(
            call(1, "invite", "a", lifetime=60_000),
            call(2, "answer", "a", BOB),
            call(5, "hangup", "a"),
            call(10, "invite", "b"),
            call(11, "hangup", "b", reason="invite_timeout"),
            call(20, "invite", "c"),
            call(21, "reject", "c", BOB),
            call(30, "invite", "d"),
            call(40, "candidates", "d"),
            event(50, kind="m.call.notify", content={"call_id": ""}),
        )
    )
    assert kinds(parsed) == ["call", "missed_call", "missed_call", "call", "call"]
    assert parsed.events["duration_s"].to_list() == [180.0, None, None, None, None]
    unanswered = read(
        room(call(1, "invite", "a"), call(2, "hangup", "a"), call(5, "invite", "b"), call(9, "hangup", "b"))
    )
    assert kinds(unanswered) == ["missed_call", "call"]  # without answers: what lasts longer than it rings was answered
    assert unanswered.events["duration_s"].to_list() == [None, 240.0]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (7, "E227"),
        (event(9, kind=7), "E227"),
        (event(9, None), "E230"),
        (event(9, 7), "E227"),
        (event(9, origin_server_ts=None), "E226"),
        (event(9, origin_server_ts="soon"), "E225"),
        (event(9, origin_server_ts=True), "E225"),
        (event(9, origin_server_ts=int("9" * 400)), "E207"),
        (event(9, origin_server_ts=10**15), "E226"),
        (event(9, origin_server_ts=1_000), "E226"),
        (said(9, ["a"]), "E227"),
        (said(9, {"a": 1}), "E227"),
    ],
)
def test_an_event_that_cannot_be_used_is_kept_aside_alone(record: Any, code: str) -> None:
    parsed = read(room(said(1), record, said(3, sender=BOB)))
    assert (parsed.reading.imported, parsed.reading.skipped) == (2, 1)
    assert parsed.rejects.select("code", "line").rows() == [(code, 2)]


def test_an_event_in_the_file_twice_is_one_and_odd_json_is_told() -> None:
    assert read(room(said(1), said(1), said(2))).reading.already_there == 1
    whole = json.dumps(room(said(1), said(2)))
    cut = read(whole[:-40].encode())
    assert cut.rejects["code"].to_list() == ["E222"]
    assert cut.reading.imported == 1
    numbers = whole.replace(str(START + 120_000), "NaN")
    assert read(numbers.encode()).rejects["code"].to_list() == ["E225"]
    with pytest.raises(InputError) as refused:
        read((whole + "{}").encode())
    assert refused.value.code == "E223"
    with pytest.raises(InputError) as deep:
        read(room(said(1), said(2, x=json.loads("[" * 70 + "]" * 70))))
    assert deep.value.code == "E221"
    half = read(whole.replace('"hello you"', '"\\ud83d half"').encode())
    assert [note.code for note in half.reading.notes] == ["E204"]


def test_mutations_balance_or_are_refused() -> None:
    chance = random.Random(13)
    edit = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$e1"}, "m.new_content": {"body": "x"}}
    good = json.dumps(room(*NAMES, said(1), said(2, **edit), event(3, BOB, "m.call.invite", content={"call_id": "a"})))
    odd = ["null", "NaN", "-1", "[" * 90, '"\\u0000"', "9" * 400, "{}", '"\\ud800"', "true", "1e999", "[]", '"']
    seen = 0
    for _ in range(60):
        start = chance.randrange(150, len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(12) :]
        try:
            seen += read_export(NamedBytes("x.json", broken.encode()), zone="UTC").reading.seen
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
    assert seen > 20

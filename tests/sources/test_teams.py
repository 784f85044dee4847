"""Teams and Skype exports: kinds of messages, words out of HTML, calls, reactions, and what comes broken."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ANA, BOB = "8:live:ana", "8:live:bob"


def message(number: int, sender: Any = ANA, content: Any = "<p>hello you</p>", **more: Any) -> dict[str, Any]:
    return {
        "id": f"17041032{number:05d}",
        "displayName": {ANA: "Ana", BOB: "Bob"}.get(str(sender)),
        "originalarrivaltime": f"2024-01-01T10:{number:02d}:00.123Z",
        "messagetype": "RichText/Html",
        "content": content,
        "conversationid": BOB,
        "from": sender,
        **more,
    }


def chat(*messages: Any, chat_id: str = BOB, name: Any = "Bob", **more: Any) -> dict[str, Any]:
    return {"id": chat_id, "displayName": name, "properties": {}, "MessageList": list(messages), **more}


def export(*chats: Any, **more: Any) -> dict[str, Any]:
    return {"userId": ANA, "exportDate": "2024-02-01T09:00", "conversations": list(chats), **more}


def read(source: Any, **options: Any) -> Parsed:
    if isinstance(source, dict):
        source = json.dumps(source).encode()
    named = NamedBytes("messages.json", source) if isinstance(source, bytes) else source
    parsed = read_export(named, **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "teams"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def test_conversations_in_order_with_their_people() -> None:
    newest_first = chat(message(2, BOB), message(1), message(1, BOB, id="9"))
    group = chat(
        message(3), message(4, "8:orgid:cy"), chat_id="19:x@thread.v2", name=None, threadProperties={"topic": "T"}
    )
    parsed = read(export(newest_first, group, chat(chat_id="8:empty")))
    assert parsed.events["sender"].cast(pl.String).to_list() == ["Ana", "unknown 1", "Bob", "Ana", "Bob"]
    rows = parsed.conversations.sort("conversation_id").select("conversation_id", "person_a", "person_b", "me").rows()
    assert rows == [("teams:19:x@thread.v2", None, None, None), (f"teams:{BOB}", "Ana", "Bob", "Ana")]
    assert parsed.reading.me == "Ana"
    one = read(export(newest_first, group), chat=BOB)
    assert one.events["time"].is_sorted()
    assert one.events["time"][0] == datetime(2024, 1, 1, 10, 1, 0, 123_000, UTC)
    assert read(export(newest_first, group), chat="T").reading.imported == 2
    with pytest.raises(NeedsAnswer):
        read(export(newest_first), chat="nobody")
    late = read(export(newest_first, exportDate="2024-02-01T09:00:00Z")).conversations["observed_until"]
    assert late[0] == datetime(2024, 2, 1, 9, tzinfo=UTC)


def test_every_kind_of_message() -> None:
    def typed(number: int, what: str, content: str | None = "", **more: Any) -> dict[str, Any]:
        return message(number, content=content, messagetype=what, **more)

    picture = '<p><img itemtype="http://schema.skype.com/AMSImage" src="x"></p>'
    smile = '<p><img itemtype="http://schema.skype.com/Emoji" alt="x"></p>'
    parsed = read(
        export(
            chat(
                typed(1, "Text", "one <b> &amp; two"),
                typed(2, "RichText", "one &amp; two"),
                message(3, content="<p>one&nbsp;two</p><p>three<br/>four</p>"),
                message(4, content=picture),
                message(5, content=smile),
                typed(6, "RichText/UriObject", '<URIObject type="Picture.1">x</URIObject>'),
                typed(7, "RichText/Media_AudioMsg", '<URIObject type="Audio.1" duration_ms="4200">'),
                typed(8, "RichText/Media_Video"),
                typed(9, "RichText/Location"),
                typed(10, "Poll"),
                typed(11, "RichText/Media_FlikMsg"),
                typed(12, "Event/Unheard", None),
                message(13, content="", properties={"deletetime": 1_704_103_200_000}),
                message(14, content="", properties={"files": "[{}]"}),
                typed(15, "ThreadActivity/AddMember"),
                typed(16, "RichText/Media_CallRecording"),
                message(17, "28:bot"),
            )
        ),
        keep_text=True,
    )
    kinds_wanted = ["text", "text", "text", "media", "text", "media", "voice", "media", "location", "poll", "sticker"]
    assert kinds(parsed) == [*kinds_wanted, "other", "deleted", "media"]
    assert parsed.events["text"].to_list()[:3] == ["one <b> &amp; two", "one & two", "one two\nthree\nfour"]
    assert parsed.events["duration_s"][6] == pytest.approx(4.2)
    assert parsed.reading.system == 3


def test_replies_edits_and_dated_reactions() -> None:
    quote = '<blockquote itemtype="http://schema.skype.com/Reply" itemid="1704103200001"><p>hello you</p></blockquote>'
    emotions = [{"key": "like", "users": [{"mri": BOB, "time": 1_704_103_500_000}, {"mri": BOB}]}]
    parsed = read(
        export(
            chat(
                message(3, content=quote + "<p>my answer</p>", properties={"edittime": "1704103300000"}),
                message(2, BOB),
                message(1, properties={"emotions": json.dumps(emotions)}),
            )
        ),
        keep_text=True,
    )
    assert kinds(parsed) == ["text", "text", "text", "reaction"]
    assert parsed.events["text"][2] == "my answer"
    assert parsed.events["reply_to"].to_list() == [None, None, 0, 0]
    assert parsed.events["edited"].to_list() == [False, False, True, False]
    assert (parsed.reading.seen, [(note.code, note.count) for note in parsed.reading.notes]) == (4, [("E240", 1)])


def test_a_call_is_one_event_with_its_length() -> None:
    def call(number: int, content: str) -> dict[str, Any]:
        return message(number, messagetype="Event/Call", content=content)

    def part(name: str, seconds: float | None) -> str:
        length = "" if seconds is None else f"<duration>{seconds}</duration>"
        return f'<part identity="{name}"><name>{name}</name>{length}</part>'

    both = part(ANA, 84.82) + part(BOB, 80)
    parsed = read(
        export(
            chat(
                call(1, f'<partlist type="started" alt="" callId="a">{part(ANA, None)}</partlist>'),
                call(3, f'<partlist type="ended" alt="" callId="a">{both}</partlist>'),
                call(4, f'<partlist alt="" type="ended">{both}</partlist>'),
                call(5, f'<partlist type="ended" callId="b">{part(ANA, 0)}</partlist>'),
                call(6, '<partlist type="missed"></partlist>'),
                call(7, '<partlist type="started" callId="c"></partlist>'),
            )
        )
    )
    assert kinds(parsed) == ["call", "call", "missed_call", "missed_call", "call"]
    assert parsed.events["duration_s"].to_list() == [pytest.approx(84.82), pytest.approx(84.82), None, None, None]
    assert parsed.events["time"].dt.minute().to_list() == [1, 4, 5, 6, 7]
    assert parsed.reading.system == 1


def test_a_zip_a_folder_and_a_tar_are_read_and_a_packed_tar_is_refused_with_what_to_do(tmp_path: Path) -> None:
    whole = json.dumps(export(chat(message(1), message(2, BOB)))).encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as made:
        made.writestr("messages.json", whole)
        made.writestr("endpoints.json", "{}")
    assert read(NamedBytes("8_live.zip", zipped.getvalue())).reading.imported == 2
    (tmp_path / "messages.json").write_bytes(whole)
    assert read(tmp_path).reading.imported == 2
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as packed:
        packed.add(tmp_path / "messages.json", "messages.json")
    assert read(NamedBytes("8_live.tar", tarred.getvalue())).reading.imported == 2
    with pytest.raises(InputError) as refused:
        read(NamedBytes("8_live.tar.gz", gzip.compress(tarred.getvalue())))
    assert refused.value.code == "E289"
    assert "Unpack it" in str(refused.value)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (7, "E227"),
        (message(9, messagetype=None), "E227"),
        (message(9, None), "E230"),
        (message(9, 7), "E227"),
        (message(9, content=["x"]), "E227"),
        (message(9, originalarrivaltime=None), "E226"),
        (message(9, originalarrivaltime="2024-13-01T10:00:00Z"), "E226"),
        (message(9, originalarrivaltime="1970-01-01T00:00:00Z"), "E226"),
        (message(9, originalarrivaltime="soon"), "E225"),
        (message(9, originalarrivaltime=7), "E225"),
        (message(9, originalarrivaltime="9" * 5_000), "E207"),
    ],
)
def test_a_record_that_cannot_be_used_is_kept_aside_alone(record: Any, code: str) -> None:
    parsed = read(export(chat(message(1), record, message(3, BOB))))
    assert (parsed.reading.imported, parsed.reading.skipped) == (2, 1)
    assert parsed.rejects.select("code", "line").rows() == [(code, 2)]


def test_times_with_an_offset_and_without_one() -> None:
    offset = read(export(chat(message(1, originalarrivaltime="2024-01-01T12:01:00.1234567+02:00"))))
    assert offset.events["time"][0] == datetime(2024, 1, 1, 10, 1, 0, 123_456, UTC)
    naive = export(chat(message(1, originalarrivaltime="2024-01-01T12:01:00")))
    with pytest.raises(NeedsAnswer) as asked:
        read(naive)
    assert asked.value.option == "zone"
    assert read(naive, zone="Europe/Berlin").events["time"][0] == datetime(2024, 1, 1, 11, 1, tzinfo=UTC)


def test_a_file_that_ends_early_gives_what_it_has() -> None:
    whole = json.dumps(export(chat(message(1), message(2, BOB)), chat(message(3), chat_id="8:cy")))
    cut = read(whole[: whole.index("10:03:00")].encode())
    assert cut.rejects["code"].to_list() == ["E222"]
    assert cut.reading.imported == 2
    with pytest.raises(InputError) as refused:
        read((whole + "x").encode())
    assert refused.value.code == "E223"
    twice = read(export(chat(message(1)), chat(message(2, BOB))))
    assert twice.conversations["conversation_id"].to_list() == [f"teams:{BOB}"]


def test_mutations_balance_or_are_refused() -> None:
    chance = random.Random(14)
    call = message(
        3, messagetype="Event/Call", content='<partlist type="ended" callId="a"><part><duration>3</duration>'
    )
    good = json.dumps(export(chat(message(1, properties={"emotions": "[]"}), message(2, BOB), call)))
    odd = ["null", "NaN", "-1", "[" * 90, '"\\u0000"', "9" * 400, "{}", '"\\ud800"', "true", "<quote>", "[]", '"']
    seen = 0
    for _ in range(60):
        start = chance.randrange(40, len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(12) :]
        try:
            seen += read_export(NamedBytes("x.json", broken.encode()), zone="UTC").reading.seen
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
    assert seen > 20

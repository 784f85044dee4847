"""Other shapes of a Matrix room: the newest first, captions, voice notes of newer apps, Element's text and page."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ANA, BOB = "@ana:home", "@bob:home"


def event(second: int, sender: str = ANA, what: str = "m.room.message", **content: Any) -> dict[str, Any]:
    return {
        "type": what,
        "sender": sender,
        "content": content or {"msgtype": "m.text", "body": "hello"},
        "origin_server_ts": 1_704_103_200_000 + 1_000 * second,
        "event_id": f"${second}",
        "room_id": "!r:home",
    }


def read(export: Any) -> Parsed:
    parsed = read_export(NamedBytes("x.json", json.dumps(export).encode()), keep_text=True)
    assert parsed.reading.balances
    assert parsed.reading.source == "matrix"
    return parsed


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    return parsed.events.select(pl.col(c).cast(pl.String) if c in ("kind", "sender") else c for c in columns).rows()


def test_a_page_with_the_newest_first_is_turned_round() -> None:
    answer = event(3, msgtype="m.text", body="you", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$1"}}})
    liked = event(4, BOB, "m.reaction", **{"m.relates_to": {"rel_type": "m.annotation", "event_id": "$3", "key": "x"}})
    forward = [event(1, BOB), event(2), answer, liked]
    turned = read({"start": "a", "end": "b", "chunk": forward[::-1]})
    assert rows(turned, "kind", "reply_to") == [("text", None), ("text", None), ("text", 0), ("reaction", 2)]
    assert turned.reading.notes == ()
    assert read(forward[::-1]).events.drop("source_line").equals(read(forward).events.drop("source_line"))


def test_what_is_written_below_a_picture_counts_as_words() -> None:
    parsed = read(
        [
            event(1, msgtype="m.image", body="the sea", filename="IMG_1.jpg"),
            event(2, msgtype="m.image", body="IMG_1.jpg", filename="IMG_1.jpg"),
            event(3, msgtype="m.video", body="IMG_1.mp4", info={"duration": 1_500}),
            event(4, msgtype="m.file", body="read it", filename="a.pdf"),
        ]
    )
    assert rows(parsed, "kind", "text") == [("media", "the sea"), ("media", ""), ("media", ""), ("media", "read it")]


@pytest.mark.parametrize(
    "more",
    [
        {"info": {"duration": 7_000}, "org.matrix.msc3245.voice": {}},
        {"info": {"size": 1}, "org.matrix.msc3245.voice.v2": {}, "org.matrix.msc1767.audio": {"duration": 7_000}},
        {"m.voice": {}, "m.audio_details": {"duration": 7_000, "waveform": []}},
    ],
)
def test_the_length_of_a_voice_note_wherever_it_stands(more: dict[str, Any]) -> None:
    assert rows(read([event(1, msgtype="m.audio", body="Voice message", **more)]), "kind", "duration_s") == [
        ("voice", 7.0)
    ]


def test_an_event_as_it_was_sent_and_as_it_was_read() -> None:
    sent = {**event(1), "type": "m.room.encrypted", "content": {"algorithm": "m.megolm", "ciphertext": "x"}}
    parsed = read({"room_name": "Home", "exported_by": ANA, "messages": [{"decrypted": event(1), "encrypted": sent}]})
    assert rows(parsed, "kind", "text") == [("text", "hello")]


PAGE = '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div id="matrixchat"></div></body></html>'
TEXT = "1/2/2024, 10:00:00 AM - Ana: hello\n1/2/2024, 10:00:{} AM - {}\n1/13/2024, 10:00:00 AM - Bob: you\n"


def zipped(name: str, content: str) -> NamedBytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(f"Element - Home - Chat Export/{name}", content)
        made.writestr("Element - Home - Chat Export/images/a.png", b"\x89PNG")
    return NamedBytes("Element - Home - Chat Export.zip", data.getvalue())


@pytest.mark.parametrize(
    "line", ["Bob joined the room", 'Bob: <Ana "hello"> you', "Bob sent an image. (Media omitted)"]
)
def test_element_s_text_and_page_are_refused_with_what_to_choose(line: str) -> None:
    text = TEXT.format("05", line)
    for export in (NamedBytes("matrix-Home-export.txt", text.encode()), zipped("export.txt", text)):
        with pytest.raises(WrongKind, match=r"Element.*choose JSON"):
            read_export(export, zone="UTC")
    for export in (NamedBytes("messages.html", PAGE.encode()), zipped("messages.html", PAGE)):
        with pytest.raises(InputError, match=r"a page of Element.*choose JSON") as refused:
            read_export(export)
        assert refused.value.code == "E272"


def test_whatsapp_with_seconds_is_not_taken_for_it() -> None:
    text = TEXT.format("05", "Ana created group “Home”") + "1/13/2024, 10:00:09 AM - Bob: I joined the room\n"
    assert read_export(NamedBytes("chat.txt", text.encode()), zone="UTC").reading.source == "whatsapp"

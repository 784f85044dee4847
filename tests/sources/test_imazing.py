"""iMazing's tables: messages of each version, WhatsApp, calls beside them, and rows that cannot be used."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ZONE = "Europe/Berlin"
BEA = "+491700000000"
OLD = (
    "Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Status,Replying to,Subject,Text,"
    "Attachment,Attachment type"
)
NEW = (
    "Chat Session,Message ID,Message Date,Delivered Date,Read Date,Edited Date,Deleted Date,Service,Type,Sender ID,"
    "Sender Name,Status,Replying to,Subject,Text,Reactions,Attachment,Attachment type"
)
WHATSAPP = (
    "Chat Session,Message Date,Sent Date,Type,Sender ID,Sender Name,Status,Forwarded,Replying to,Text,Reactions,"
    "Attachment,Attachment type,Attachment info"
)
CALLS = "Call type,Date,Duration,Number,Contact,Location,Service"


def old(minute: int, sort: str = "Incoming", text: str = "hi", chat: str = "Bea", file: str = ",") -> str:
    who = f"{BEA},Bea" if sort == "Incoming" else ","
    return f"{chat},2023-10-21 09:{minute:02}:00,iMessage,{sort},{who},Read,,,{text},{file}"


def new(minute: int, name: str, text: str = "", *, edited: str = "", deleted: str = "", more: str = ",,") -> str:
    when = f"2023-10-21 09:{minute:02}:00,,,{edited},{deleted}"
    return f'Bea,{name},{when},iMessage,Incoming,+49 170 0000000,Bea,Read,,,"{text}",{more}'


def call(minute: int, sort: str, length: str, number: str = BEA) -> str:
    return f"{sort},2023-10-21 10:{minute:02}:00,{length},{number},Bea,Germany,Phone: +49155"


def read(*lines: str, name: str = "Messages - Bea.csv", **options: Any) -> Parsed:
    data = "\n".join(lines) + "\n"
    return read_export(NamedBytes(name, data.encode()), **({"zone": ZONE, "keep_text": True} | options))


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    return parsed.events.with_columns(pl.col("kind").cast(pl.String)).select(*columns).rows()


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_messages_of_the_first_version(start: str) -> None:
    parsed = read(start + OLD, old(0), old(1, "Outgoing", "ho"), old(2, file="a.caf,Audio"), old(3, "Notification"))
    assert rows(parsed, "conversation_id", "sender", "kind", "text") == [
        (f"imessage:{BEA}", "Bea", "text", "hi"),
        (f"imessage:{BEA}", "Me", "text", "ho"),
        (f"imessage:{BEA}", "Bea", "voice", "hi"),
    ]
    assert (parsed.reading.system, parsed.reading.me, parsed.reading.source) == (1, "Me", "imessage")
    assert parsed.events["source_line"].to_list() == [2, 3, 4]


def test_rows_of_one_message_are_one_event() -> None:
    parsed = read(
        NEW,
        new(0, "A", more=",a.png,Image"),
        new(0, "A", "look, a cat", more="Me: ❤,,"),
        new(1, "B", "changed", edited="2023-10-21 09:05:00"),
        new(2, "C", "gone", deleted="2023-10-21 09:05:00"),
        new(3, "D", more=",s.heic,Sticker"),
    )
    assert rows(parsed, "kind", "text", "edited") == [
        ("media", "look, a cat", False),
        ("text", "changed", True),
        ("deleted", "", False),
        ("sticker", "", False),
    ]
    assert parsed.reading.already_there == 1
    assert {note.code: note.count for note in parsed.reading.notes} == {"E240": 1}


def test_times_without_an_offset_ask_for_the_zone() -> None:
    with pytest.raises(NeedsAnswer) as caught:
        read(OLD, old(0), zone=None)
    assert caught.value.option == "zone"
    assert read(OLD, old(0).replace("09:00:00", "09:00:00Z"), zone=None).reading.imported == 1


def test_a_group_keeps_all_who_wrote() -> None:
    other = old(1, chat="Bea & Cy").replace(f"{BEA},Bea", "cy@example.org,Cy")
    parsed = read(OLD, old(0, chat="Bea & Cy"), other, old(2, "Outgoing", chat="Bea & Cy"))
    assert set(parsed.events["conversation_id"]) == {"imessage:Bea & Cy"}
    assert set(parsed.events["sender"]) == {"Bea", "Cy", "Me"}


def test_calls_stand_in_the_chat_of_their_number(tmp_path: Path) -> None:
    (tmp_path / "Messages - Bea.csv").write_text(f"{OLD}\n{old(0)}\n", "utf-8")
    calls = (call(0, "Outgoing", "00:01:05"), call(1, "Incoming", "1:00:00"), call(2, "Missed", "00:00:00"))
    (tmp_path / "Call history.csv").write_text("\n".join((CALLS, *calls)), "utf-8")
    parsed = read_export(tmp_path, zone=ZONE)
    assert rows(parsed, "conversation_id", "sender", "kind", "duration_s") == [
        (f"imessage:{BEA}", "Bea", "text", None),
        (f"imessage:{BEA}", "Me", "call", 65.0),
        (f"imessage:{BEA}", "Bea", "call", 3_600.0),
        (f"imessage:{BEA}", "Bea", "missed_call", None),
    ]


def test_whatsapp_is_whatsapp_and_is_not_mixed_with_messages() -> None:
    line = f"Bea,2023-10-21 09:00:00,,Incoming,{BEA},Bea,Read,,,hi,,,,"
    assert read(WHATSAPP, line).reading.source == "whatsapp"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("WhatsApp - Bea.csv", f"{WHATSAPP}\n{line}\n")
        packed.writestr("Messages - Bea.csv", f"{OLD}\n{old(0)}\n")
    with pytest.raises(NeedsAnswer) as caught:
        read_export(NamedBytes("all.zip", buffer.getvalue()), zone=ZONE)
    assert caught.value.option == "member"


def test_rows_that_cannot_be_used_are_listed() -> None:
    bad = old(1).replace("2023-10-21 09:01:00", "yesterday")
    parsed = read(OLD, old(0), bad, "Bea,2023", old(2).replace("2023-10-21 09:02:00", ""), call(0, "x", "y"), old(3))
    assert sorted(parsed.rejects["code"]) == ["E225", "E226", "E231", "E231"]
    assert (parsed.reading.imported, parsed.reading.balances) == (2, True)


def test_a_text_may_have_lines_and_quotes() -> None:
    parsed = read(OLD, old(0, text='"one ""two""\nthree"'), old(1))
    assert parsed.events["text"].to_list() == ['one "two"\nthree', "hi"]

"""sigtop's exports of Signal Desktop: the long text, the short text, and the records as JSON."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.signal.sigtop import sigtop_score

ZONE = "Europe/Berlin"
CHAT = "0f0f0f0f-1111-2222-3333-444444444444"
BEA = "9a9a9a9a-1111-2222-3333-444444444444"
NUMBER = "+491700000000"
START = 1_700_000_000_000
LONG = f"""Conversation: Bea ({NUMBER})

From: You
Type: outgoing
Sent: Wed, 30 Jul 2025 09:17:39 +0200

hello

From: Bea ({NUMBER})
Type: incoming
Sent: Wed, 30 Jul 2025 09:18:39 +0200
Received: Wed, 30 Jul 2025 09:18:40 +0200
Attachment: no filename (audio/aac, 100 bytes)
Reaction: ❤ from You
Reaction: 😀 from Cy

> From: You
> Sent: Wed, 30 Jul 2025 09:17:39 +0200
>
> hello

two

paragraphs

From: Bea ({NUMBER})
Type: incoming
Sent: Wed, 30 Jul 2025 09:29:39 +0200
Received: Wed, 30 Jul 2025 09:28:40 +0200
Edited: 2 versions

| Version: 2
| Sent: Wed, 30 Jul 2025 09:29:39 +0200
|
| newer
|
| Version: 1
| Sent: Wed, 30 Jul 2025 09:28:39 +0200
|
| old

Type: keychange
Received: Wed, 30 Jul 2025 09:38:40 +0200

Type: call-history
Received: Wed, 30 Jul 2025 09:39:40 +0200

From: Bea ({NUMBER})
Type: call-history
Received: Wed, 30 Jul 2025 09:40:40 +0200

"""
SHORT = """2025-07-30 09:17 You: hello
and more
2025-07-30 09:18 Bea: [reply to You on 2025-07-30 09:17, edited, 2 attachments] look
2025-07-30 09:19 Bea: [call-history message]
2025-07-30 09:20 Bea: [keychange message]
2025-07-30 09:21 You: [not a detail] bye
"""


def read(content: str | bytes, name: str = "Bea.txt", **options: Any) -> Parsed:
    data = content.encode() if isinstance(content, str) else content
    parsed = read_export(NamedBytes(name, data), keep_text=True, **options)
    assert parsed.reading.source == "signal"
    return parsed


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    return parsed.events.with_columns(pl.col("kind").cast(pl.String)).select(*columns).rows()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_long_text(line_end: str) -> None:
    parsed = read("\ufeff" + LONG.replace("\n", line_end))
    assert rows(parsed, "conversation_id", "sender", "kind", "text", "reply_to", "edited") == [
        (f"signal:{NUMBER}", "Me", "text", "hello", None, False),
        (f"signal:{NUMBER}", "Bea", "voice", "two\n\nparagraphs", 0, False),
        (f"signal:{NUMBER}", "Bea", "text", "newer", None, True),
        (f"signal:{NUMBER}", "Bea", "call", "", None, False),
    ]
    assert parsed.events["time"][2] == datetime.fromisoformat("2025-07-30T07:28:39Z")
    assert parsed.rejects["code"].to_list() == ["E230"]  # a call, and nobody says whose
    assert (parsed.reading.system, parsed.reading.me) == (1, "Me")
    assert {note.code: note.count for note in parsed.reading.notes}["E240"] == 2


def test_a_time_without_a_known_offset_is_utc_wherever_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        parsed = read_export(NamedBytes("Bea.txt", LONG.replace("+0200", "-0000").encode()))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert parsed.events["time"][0] == datetime(2025, 7, 30, 9, 17, 39, tzinfo=UTC)


def test_the_short_text_counts_minutes_and_asks_for_the_zone() -> None:
    with pytest.raises(NeedsAnswer):
        read(SHORT)
    parsed = read(SHORT, zone=ZONE)
    assert rows(parsed, "sender", "kind", "text", "edited") == [
        ("Me", "text", "hello\nand more", False),
        ("Bea", "media", "look", True),
        ("Bea", "call", "", False),
        ("Me", "text", "[not a detail] bye", False),
    ]
    assert set(parsed.events["resolution_s"]) == {60.0}
    assert parsed.reading.system == 1


def test_other_lines_with_a_day_are_no_short_text() -> None:
    log = "2025-07-30 09:17 server: started\n2025-07-30 09:18 server: stopped\n2025-07-30 09:19 disk: full\n"
    assert sigtop_score(log) == 0.0


def record(minute: int, kind: str = "incoming", **more: Any) -> dict[str, Any]:
    own = {} if kind == "outgoing" else {"sourceServiceId": BEA}
    sent = START + minute * 60_000
    return {"id": f"m{minute}", "conversationId": CHAT, "type": kind, "sent_at": sent, "timestamp": sent} | own | more


RECORDS = [
    record(0, "outgoing", body="hello", reactions=[{"emoji": "x", "fromId": CHAT, "timestamp": START + 1_000}]),
    record(1, attachments=[{"contentType": "audio/aac", "flags": 1}], body=""),
    record(
        2, body="yes", quote={"id": START}, reactions=[{"emoji": "x", "fromId": "me", "timestamp": START + 130_000}]
    ),
    record(3, body="new", editHistory=[{"body": "new", "timestamp": START + 200_000}, {"timestamp": START + 180_000}]),
    record(4, body=None, deletedForEveryone=True),
    record(5, sticker={"packId": "p"}),
    record(6, body="", isViewOnce=True),
    record(7, "keychange"),
    record(8, "call-history", callId="1"),
    record(
        *(9, "call-history"),
        callHistoryDetails={"wasIncoming": True, "acceptedTime": START + 540_000, "endedTime": START + 570_000},
    ),
    record(10, "call-history", callHistoryDetails={"wasIncoming": False, "endedTime": START + 600_000}),
]


def test_records_of_signal_desktop() -> None:
    parsed = read(json.dumps(RECORDS, indent=1), f"Bea ({NUMBER}).json")
    said = rows(parsed, "sender", "kind", "text", "duration_s", "reply_to")
    assert sorted(row for row in said if row[1] == "reaction") == [
        ("Bea", "reaction", "", None, 0),
        ("Me", "reaction", "", None, 2),
    ]
    assert [row[:4] for row in said if row[1] != "reaction"] == [
        ("Me", "text", "hello", None),
        ("Bea", "voice", "", None),
        ("Bea", "text", "yes", None),
        ("Bea", "text", "new", None),
        ("Bea", "deleted", "", None),
        ("Bea", "sticker", "", None),
        ("Bea", "view_once", "", None),
        ("Bea", "call", "", 30.0),
        ("Me", "missed_call", "", None),
    ]
    assert parsed.events.filter(pl.col("edited")).height == 1
    assert (parsed.rejects["code"].to_list(), parsed.reading.system) == (["E230"], 1)
    assert set(parsed.events["conversation_id"]) == {f"signal:{NUMBER}"}


def test_several_chats_in_a_folder(tmp_path: Path) -> None:
    for name in ("Bea", "Cy"):
        (tmp_path / f"{name}.json").write_text(json.dumps(RECORDS[:3]), "utf-8")
    parsed = read_export(tmp_path)
    assert set(parsed.events["conversation_id"]) == {"signal:Bea", "signal:Cy"}


@pytest.mark.parametrize("bad", [{"sent_at": None, "timestamp": None}, {"sent_at": "x"}, {"sourceServiceId": 5}])
def test_a_record_that_cannot_be_used_takes_no_other_with_it(bad: dict[str, Any]) -> None:
    parsed = read(json.dumps([record(0, body="a"), record(1, body="b", **bad), "x", record(2, body="c")]), "Bea.json")
    assert (parsed.reading.imported, parsed.reading.skipped, parsed.reading.balances) == (2, 2, True)


def test_half_a_letter_in_an_id_is_repaired() -> None:
    parsed = read(json.dumps([record(0, body="a", sourceServiceId="x\ud800")]), "Bea.json")
    assert parsed.reading.imported == 1


def test_a_cut_file_gives_what_it_has() -> None:
    parsed = read(json.dumps(RECORDS[:4])[:-20], "Bea.json")
    assert parsed.rejects["code"].to_list() == ["E222"]

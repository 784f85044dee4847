"""Threads of Messenger in parts: their order, copies, the encrypted archive joined, and what is said to be missing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.meta.threads import FULL_PART
from evenstep.sources.read import read_export

START = 1_600_000_000_000
INBOX = "your_facebook_activity/messages/inbox/bob_123"
CUTOVER = "your_facebook_activity/messages/e2ee_cutover/bob_123"


def row(number: float, who: str = "Ana Sol", **more: Any) -> dict[str, Any]:
    return {"sender_name": who, "timestamp_ms": START + int(60_000 * number), "content": f"line {number}", **more}


def secure_row(number: float, who: str = "Ana Sol", **more: Any) -> dict[str, Any]:
    always = {"type": "text", "isUnsent": False, "media": [], "reactions": []}
    return {"senderName": who, "timestamp": START + int(60_000 * number), "text": f"line {number}", **always, **more}


def thread(*rows: Any, people: tuple[str, ...] = ("Bob Day", "Ana Sol"), slug: str = "bob_123") -> str:
    newest = sorted(rows, key=lambda each: -each["timestamp_ms"])
    path = {"title": people[0], "thread_path": f"inbox/{slug}"}
    return json.dumps({"participants": [{"name": name} for name in people], "messages": newest, **path})


def secure(*rows: Any, people: tuple[str, ...] = ("Ana Sol", "Bob Day"), name: str = "Bob Day_7") -> str:
    return json.dumps({"participants": list(people), "threadName": name, "messages": list(rows)})


def read(files: Mapping[str, str], name: str = "export.zip", **options: Any) -> Parsed:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    parsed = read_export(NamedBytes(name, buffer.getvalue()), keep_text=True, **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


def lines(parsed: Parsed) -> list[str]:
    return [text.removeprefix("line ") for text in parsed.events["text"]]


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def test_parts_stand_in_the_order_of_their_numbers_ten_after_two() -> None:
    files = {f"{INBOX}/message_{part}.json": thread(row(20 - part), row(19.5 - part)) for part in range(1, 11)}
    parsed = read(files)
    assert lines(parsed) == [str(number / 2) if number % 2 else str(number // 2) for number in range(19, 39)]
    assert notes(parsed) == {}
    assert parsed.conversations["capped"].to_list() == [False]


def test_times_that_are_the_same_keep_the_order_of_the_file() -> None:
    one, other = row(1, content="line first"), row(1, "Bob Day", content="line second")
    parsed = read({f"{INBOX}/message_1.json": thread(row(2), other, one, row(0))})
    assert lines(parsed) == ["0", "first", "second", "2"]


def test_a_file_that_runs_forward_is_read_forward() -> None:
    forward = json.loads(thread(row(0), row(1), row(2)))
    forward["messages"].reverse()
    assert lines(read({f"{INBOX}/message_1.json": json.dumps(forward)})) == ["0", "1", "2"]


@pytest.mark.parametrize(("parts", "lacking"), [((1, 2), 0), ((2,), 1), ((1, 3), 1)])
def test_a_part_that_is_missing_is_said(parts: tuple[int, ...], lacking: int) -> None:
    parsed = read({f"{INBOX}/message_{part}.json": thread(row(10 - part)) for part in parts})
    assert notes(parsed).get("E239", 0) == lacking
    assert parsed.conversations["capped"].to_list() == [False]


def test_a_last_part_that_is_full_has_older_ones_behind_it() -> None:
    full = read({f"{INBOX}/message_1.json": thread(*(row(number) for number in range(FULL_PART)))})
    assert full.conversations["capped"].to_list() == [True]
    assert notes(full) == {"E239": 1}


def test_the_same_thread_twice_counts_once() -> None:
    """Groups stand in inbox and once more in groups/; an export chosen twice overlaps too."""
    reactions = [{"actor": "Bob Day", "reaction": "x", "timestamp": START // 1_000 + 7}]
    rows = [row(0), row(1, "Bob Day", reactions=reactions), row(1, "Bob Day", reactions=reactions), row(2)]
    parsed = read(
        {
            f"{INBOX}/message_1.json": thread(*rows),
            "your_facebook_activity/groups/your_group_messages/77.json": thread(*rows, row(3)),
        }
    )
    assert lines(parsed) == ["0", "1", "1", "", "", "2", "3"]
    assert (parsed.reading.seen, parsed.reading.already_there) == (13, 6)


def test_two_records_that_look_the_same_inside_a_file_stay_two() -> None:
    parsed = read({f"{INBOX}/message_1.json": thread(row(0), row(0))})
    assert (parsed.events.height, parsed.reading.already_there) == (2, 0)


def test_the_encrypted_archive_continues_the_ordinary_thread() -> None:
    parsed = read(
        {
            f"{CUTOVER}/message_1.json": thread(row(0), row(1, "Bob Day")),
            "Bob Day_7.json": secure(secure_row(1, "Bob Day"), secure_row(2), secure_row(3, "Bob Day")),
        }
    )
    assert lines(parsed) == ["0", "1", "2", "3"]
    assert set(parsed.events["conversation_id"]) == {"messenger:bob_123"}
    assert (parsed.reading.already_there, notes(parsed)) == (1, {})
    assert parsed.conversations.select("me", "capped").row(0) == ("Ana Sol", False)


def test_overlapping_archives_are_woven_together() -> None:
    parsed = read(
        {
            f"{CUTOVER}/message_1.json": thread(row(0), row(2), row(4)),
            "Bob_7.json": secure(secure_row(1), secure_row(3), secure_row(5)),
        }
    )
    assert lines(parsed) == ["0", "1", "2", "3", "4", "5"]


def test_kinds_of_the_encrypted_archive() -> None:
    rows = [
        secure_row(0),
        secure_row(1, type="media", text="", media=[{"uri": "./media/a.jpeg"}]),
        secure_row(2, type="media", text="", media=[{"uri": "./media/a.ogg"}]),
        secure_row(3, type="media", text="", media=[{"uri": "Failed to download media"}]),
        secure_row(4, type="link", text="https://a.example"),
        secure_row(5, type="placeholder", text=""),
        secure_row(6, isUnsent=True),
        secure_row(7, reactions=[{"actor": "Bob Day", "reaction": "x"}]),
    ]
    parsed = read({"Bob_7.json": secure(*rows), "Empty_8.json": secure(people=("Ana Sol", "Cy"))})
    kinds = parsed.events["kind"].cast(pl.String).to_list()
    assert kinds == ["text", "media", "voice", "media", "text", "other", "deleted", "text"]
    assert set(parsed.events["conversation_id"]) == {"messenger:Ana Sol, Bob Day"}
    assert notes(parsed) == {"E240": 1, "E274": 1}
    assert (parsed.reading.me, parsed.reading.title) == ("Ana Sol", "Bob Day")


def test_one_half_of_a_switch_to_encryption_is_said() -> None:
    before = read({f"{CUTOVER}/message_1.json": thread(row(0), row(1, "Bob Day"))})
    assert (notes(before), before.conversations["capped"].to_list()) == ({"E274": 1}, [False])
    after = read({"Bob_7.json": secure(secure_row(2), secure_row(3, "Bob Day"))})
    assert (notes(after), after.conversations["capped"].to_list()) == ({"E274": 1}, [True])


def test_an_encrypted_chat_of_others_is_its_own_and_has_no_start_missing() -> None:
    parsed = read(
        {
            f"{INBOX}/message_1.json": thread(row(0), row(1, "Bob Day")),
            "Cy_7.json": secure(secure_row(2), people=("Ana Sol", "Cy"), name="Cy_7"),
        }
    )
    assert set(parsed.conversations["conversation_id"]) == {"messenger:bob_123", "messenger:Ana Sol, Cy"}
    assert notes(parsed) == {}


def test_two_threads_of_the_same_two_people_are_not_mixed() -> None:
    other = "your_facebook_activity/messages/inbox/bob_999"
    parsed = read(
        {
            f"{INBOX}/message_1.json": thread(row(0)),
            f"{other}/message_1.json": thread(row(1), slug="bob_999"),
            "Bob_7.json": secure(secure_row(2)),
        }
    )
    assert parsed.conversations.height == 3


def test_both_products_in_one_folder_keep_their_names(tmp_path: Path) -> None:
    for path, slug in ((INBOX, "bob_123"), ("your_instagram_activity/messages/inbox/bobby_5", "bobby_5")):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "message_1.json").write_text(thread(row(0), row(1, "Bob Day"), slug=slug))
    parsed = read_export(tmp_path)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    sources = dict(parsed.events.select("conversation_id", pl.col("source").cast(pl.String)).unique().iter_rows())
    assert sources == {"messenger:bob_123": "messenger", "instagram:bobby_5": "instagram"}
    assert sorted(parsed.conversations["sources"].to_list()) == [["instagram"], ["messenger"]]


def test_an_instagram_zip_is_told_by_its_folder() -> None:
    parsed = read({"your_instagram_activity/messages/inbox/bob_123/message_1.json": thread(row(0))})
    assert parsed.reading.source == "instagram"
    old = read({"messages/inbox/bob_123/message_1.json": thread(row(0))}, "instagram-ana-2023.zip")
    assert old.reading.source == "instagram"

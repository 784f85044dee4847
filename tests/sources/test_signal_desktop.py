"""signal-export's files: records a line and texts, calls in words, folders, the zone that is asked, broken lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

ZONE = "Europe/Berlin"


def record(minute: int, sender: str = "Me", body: str = "hello you", **more: Any) -> dict[str, Any]:
    lists: dict[str, Any] = {"quote": "", "sticker": "", "reactions": [], "attachments": []}
    date = f"2024-05-02T19:{minute:02}:00.250000"
    return {"date": date, "sender": sender, "body": body + "  ", **lists, **more}


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)


def read(data: bytes | str, name: str = "data.json", **options: Any) -> Parsed:
    raw = data.encode() if isinstance(data, str) else data
    parsed = read_export(NamedBytes(name, raw), **{"zone": ZONE, **options})
    assert parsed.reading.source == "signal"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def test_chat_miners_sample(samples: Path) -> None:
    path = samples / "joweich+chat-miner" / "test" / "signal" / "test_export.txt"
    with pytest.raises(NeedsAnswer) as caught:
        read_export(path)
    assert caught.value.option == "zone"
    parsed = read_export(path, zone="UTC", keep_text=True)
    rows = list(zip(parsed.events["time"].dt.strftime("%Y-%m-%dT%H:%M:%S"), parsed.events["sender"], strict=True))
    assert rows == [("2019-12-24T12:23:00", "Jane Doe"), ("2020-01-17T21:49:00", "John Doe")]
    assert parsed.events["text"].to_list() == ["Hello John!", "Hello\nJane!"]
    assert set(parsed.events["resolution_s"]) == {60.0}


def test_records_carry_the_computers_clock() -> None:
    with pytest.raises(NeedsAnswer, match="zone"):
        read(lines(record(1)), zone=None)
    parsed = read(lines(record(1), record(2, "Bob", "hi 😀")))
    assert parsed.events["time"].dt.strftime("%H:%M:%S%.3f").to_list() == ["17:01:00.250", "17:02:00.250"]
    assert parsed.events["sender"].to_list() == ["Me", "Bob"]
    assert parsed.events["n_chars"].to_list() == [9, 4]
    assert (parsed.reading.me, parsed.reading.title, parsed.reading.zone) == ("Me", "Bob", ZONE)
    row = parsed.conversations.row(0, named=True)
    assert (row["conversation_id"], row["person_a"], row["person_b"]) == ("signal:Bob", "Bob", "Me")
    assert parsed.events["resolution_s"].unique().to_list() == [pytest.approx(0.001)]


def test_a_date_with_an_offset_needs_no_zone() -> None:
    parsed = read(lines({**record(1), "date": "2024-05-02T19:01:00+02:00"}), zone=None)
    assert parsed.events["time"].dt.strftime("%H:%M").to_list() == ["17:01"]


@pytest.mark.parametrize(
    ("kind", "seconds", "body", "more"),
    [
        ("text", None, "x", {}),
        ("text", None, "answer", {"quote": "\n\n> before\n\n"}),
        ("sticker", None, "", {"sticker": "😀"}),
        ("voice", None, "", {"attachments": [{"name": "a.m4a", "path": "media/a.m4a"}]}),
        ("media", None, "look", {"attachments": [{"name": "a.jpg", "path": "media/a.jpg"}]}),
        ("deleted", None, "", {"deleted": True}),
        ("other", None, "", {"reactions": [["Me", "❤"]]}),
        ("call", None, "", {"call": True}),
        ("missed_call", None, "", {"call": True, "missed": True}),
        ("call", None, "Incoming call", {}),
        ("call", 200.0, "Incoming voice call (accepted, 3m 20s)", {}),
        ("call", 7.0, "Outgoing video call (accepted, 7s)", {}),
        ("missed_call", None, "Missed voice call", {}),
        ("missed_call", None, "Outgoing voice call (unanswered)", {}),
        ("missed_call", None, "Incoming video call (declined)", {}),
        ("text", None, "Missed voice calls are sad", {}),
    ],
)
def test_kinds_of_records(kind: str, seconds: float | None, body: str, more: dict[str, Any]) -> None:
    parsed = read(lines(record(1, "Bob", body, **more)))
    assert kinds(parsed) == [kind]
    assert parsed.events["duration_s"].to_list() == [seconds]


def test_records_without_anything_in_them_are_notices() -> None:
    parsed = read(lines(record(1), record(2, "Bob", ""), record(3)))
    assert (parsed.reading.seen, parsed.reading.system, parsed.reading.imported) == (3, 1, 2)


def test_edits_reactions_and_repeats() -> None:
    edits = [{"date": "2024-05-02T18:59:00", "body": "helo"}]
    once = record(1, reactions=[["Bob", "❤"], ["Me", "😀"]], edits=edits)
    parsed = read(lines(once, record(2), record(2)))
    assert parsed.events["edited"].to_list() == [True, False]
    assert parsed.events["time"].dt.strftime("%H:%M").to_list() == ["16:59", "17:02"]
    assert notes(parsed) == {"E240": 2}
    assert (parsed.reading.seen, parsed.reading.already_there) == (3, 1)


def test_records_that_cannot_be_used() -> None:
    bad: list[dict[str, Any]] = [
        record(1, "No-Sender"),
        record(2, sender=5),  # type: ignore[arg-type]
        {**record(3), "date": "yesterday"},
        {**record(3), "date": 5},
        {**record(3), "date": "1970-01-01T01:00:00"},
        {**record(3), "body": ["x"]},
    ]
    data = lines(record(0), *bad) + b'{"date": "x",}\n[]\n' + lines(record(9)) + b'{"date": "2024-05'
    parsed = read(data)
    assert [code for code, _ in codes(parsed)] == [
        "E230",
        "E227",
        "E226",
        "E226",
        "E226",
        "E227",
        "E227",
        "E227",
        "E222",
    ]
    assert codes(parsed)[0] == ("E230", "record 2, /sender")
    assert parsed.reading.imported == 2


def write(folder: Path, chat: str, data: bytes | None, text: str | None, name: str = "chat.md") -> None:
    (folder / chat / "media").mkdir(parents=True)
    (folder / chat / "media" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / chat / "index.html").write_text("<!doctype html><html></html>")
    if data is not None:
        (folder / chat / "data.json").write_bytes(data)
    if text is not None:
        (folder / chat / name).write_text(text)


def test_a_folder_has_a_chat_in_each_folder(tmp_path: Path) -> None:
    write(tmp_path, "Bob", lines(record(1), record(2, "Bob")), "[2024-05-02 19:01:00] Me: hello you  \n\n")
    write(tmp_path, "Cy", None, "[2024-05-02 19:01:00] Cy: hi  \n\n[2024-05-02 19:02:00] Me: hi  \n\n")
    write(tmp_path, "Club", lines(record(3, "Bob"), record(4, "Cy"), record(5)), None)
    parsed = read_export(tmp_path, zone=ZONE)
    counts = parsed.events.group_by("conversation_id").len().sort("conversation_id")
    assert list(counts.iter_rows()) == [("signal:Bob", 2), ("signal:Club", 3), ("signal:Cy", 2)]
    assert read_export(tmp_path, zone=ZONE, chat="Cy").reading.seen == 2
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path, zone=ZONE, chat="Zed")
    assert [choice.value for choice in caught.value.choices] == ["Club", "Bob", "Cy"]


TEXT = """[2024-05-02 19:01:00] Me: hello you  \x20

[2024-05-02 19:02:11] Bob: two
lines
(- Me: ❤, Cy: 😀 -)  \x20

[2024-05-02 19:03:00] Bob:\x20

> what he answers

fine  \x20

[2024-05-02 19:04:00] Bob:  \x20
(( 😀 ))

[2024-05-02 19:05:00] Me:   ![2024.jpg](./media/2024.jpg)  \x20

[2024-05-02 19:06:00] Bob:   [note.m4a](./media/note.m4a)  \x20

[2024-05-02 19:07:00] Bob: Incoming voice call (accepted, 1m 5s)  \x20

[2024-05-02 19:08:00] Bob: Missed video call  \x20

[2024-05-02 19:09:00] Bob:   \x20

"""


def test_texts_hold_the_same_kinds() -> None:
    parsed = read(TEXT, "chat.md", keep_text=True)
    assert kinds(parsed) == ["text", "text", "text", "sticker", "media", "voice", "call", "missed_call"]
    assert parsed.events["text"].to_list()[:3] == ["hello you", "two\nlines", "fine"]
    assert parsed.events["duration_s"].to_list()[6] == 65.0
    assert parsed.events["source_line"].to_list()[:3] == [1, 3, 7]
    assert (parsed.reading.system, parsed.reading.me, notes(parsed)) == (1, "Me", {"E240": 2})
    assert set(parsed.events["resolution_s"]) == {1.0}


CLOSE = """[2024-05-02 19:01:00] Bob: hello  \x20
(- Me: ❤ -)
[2024-05-02 19:02:11] Bob: (This message was deleted)
[2024-05-02 19:03:00] Me:   [😀](../exported_stickers/ab12/3.webp)  \x20
[2024-05-02 19:04:00] Bob:  \x20
(( sticker ))
[2024-05-02 19:05:00] Bob: and so on  \x20
[2024-05-02 19:06:00] No-Sender:  \x20
"""


def test_texts_without_empty_lines_between_the_messages() -> None:
    parsed = read(CLOSE, "chat.md", keep_text=True)
    assert kinds(parsed) == ["text", "deleted", "sticker", "sticker", "text"]
    assert parsed.events["text"].to_list() == ["hello", "", "", "", "and so on"]
    assert (parsed.reading.system, notes(parsed)) == (1, {"E240": 1})


def test_a_chat_in_which_only_the_other_wrote() -> None:
    parsed = read("".join(f"[2024-05-02 19:0{minute}:00] Bob: text {minute}  \n" for minute in range(4)), "chat.md")
    assert (parsed.reading.imported, parsed.reading.me) == (4, None)


def test_37_a_pasted_piece_of_a_chat_stays_in_its_message() -> None:
    pasted = TEXT.replace("two\nlines", "two\n[2023-01-01 10:00:00] Zed: pasted\nlines")
    parsed = read(pasted, "chat.md", keep_text=True)
    assert set(parsed.reading.senders) == {"Me", "Bob"}
    assert parsed.events["text"][1] == "two\n[2023-01-01 10:00:00] Zed: pasted\nlines"
    assert notes(parsed)["E212"] == 1


@pytest.mark.parametrize(
    "head", ["[2019-05-29, 15:04] Me: hi", "[2019-05-29 15:04] Me: hi  \n[2019-05-29 15:05] Bob: x  "]
)
def test_old_texts_count_minutes(head: str) -> None:
    parsed = read(head + "\n", "index.md")
    assert set(parsed.events["resolution_s"]) == {60.0}


def test_texts_that_are_not_ours() -> None:
    bagoup = "[2020-03-01 15:34:05] Me: hi\n[2020-03-01 15:34:41] Novak: hello\n"
    iphone = "[2024-05-02 19:01:00] Anna: Hej\n[2024-05-02 19:02:00] Bo: Hej  \n"
    for other in (bagoup, iphone):
        try:
            assert read_export(NamedBytes("chat.txt", other.encode()), zone=ZONE).reading.source != "signal"
        except (NeedsAnswer, InputError) as error:
            assert "signal" not in str(error).lower()


def test_lines_that_belong_to_nothing() -> None:
    text = TEXT.replace("19:02:11", "25:99:11") + "[2024-05-02 19:10:00] No-Sender: x  \n"
    parsed = read(text, "chat.md")
    assert [code for code, _ in codes(parsed)] == ["E217", "E230"]
    with pytest.raises(InputError, match="E205"):
        read(TEXT + "x" * 2_000, "chat.md", limits=Limits(line_bytes=1_000))

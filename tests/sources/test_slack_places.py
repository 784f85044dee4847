"""Where Slack's chats stand: several workspaces in one export, files of any name, days that are cut off or empty."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from evenstep.errors import WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

LISTED = [{"id": "C1", "name": "general", "members": ["UA", "UB"]}]


def said(second: int, who: str = "UA", **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": who, "text": "hello", "ts": f"17040960{second:02d}.000100", **more}


def read(**files: Any) -> Parsed:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in files.items():
            made.writestr(name, content if isinstance(content, str) else json.dumps(content))
    parsed = read_export(NamedBytes("export.zip", data.getvalue()))
    assert parsed.reading.balances
    assert parsed.reading.source == "slack"
    return parsed


def chats(parsed: Parsed) -> dict[str, int]:
    return dict(parsed.events.group_by("conversation_id", maintain_order=True).len().rows())


def test_channels_of_one_name_in_two_workspaces_are_two_chats() -> None:
    two = {f"{name}/general/2024-01-01.json": [said(1)] for name in ("one", "two")}
    lists = {f"{name}/channels.json": [{"id": key, "name": "general"}] for name, key in (("one", "C1"), ("two", "C2"))}
    assert chats(read(**two, **lists)) == {"slack:C1": 1, "slack:C2": 1}
    assert chats(read(**two)) == {"slack:one/general": 1, "slack:two/general": 1}


def test_a_channel_both_workspaces_share_is_one_chat() -> None:
    both = {f"{name}/channels.json": LISTED for name in ("one", "two")}
    days = {f"{name}/general/2024-01-01.json": [said(1), said(second)] for name, second in (("one", 2), ("two", 3))}
    parsed = read(**both, **days)
    assert chats(parsed) == {"slack:C1": 3}
    assert parsed.events["time"].is_sorted()
    assert (parsed.reading.seen, parsed.reading.already_there) == (4, 1)


@pytest.mark.parametrize("above", ["", "export/", "a/b/"])
def test_what_stands_above_the_lists_changes_nothing(above: str) -> None:
    parsed = read(**{f"{above}channels.json": LISTED, f"{above}general/2024-01-01.json": [said(1), said(2, "UB")]})
    assert chats(parsed) == {"slack:C1": 2}
    assert chats(read(**{f"{above}general/2024-01-01.json": [said(1)]})) == {"slack:general": 1}


def test_slackdump_s_files_may_be_called_anything() -> None:
    replies = [said(2, "UB", thread_ts=said(1)["ts"])]
    channel = {"name": "general", "messages": [said(1, slackdump_thread_replies=replies), said(3)], "channel_id": "C1"}
    thread = {"name": "general", "messages": [said(1), *replies], "channel_id": "C1", "thread_ts": said(1)["ts"]}
    other = {"channel_id": "D2", "name": "ben", "messages": [said(9)]}
    parsed = read(**{"general.json": channel, "its thread.json": thread, "ben.json": other})
    assert chats(parsed) == {"slack:C1": 3, "slack:D2": 1}
    assert parsed.reading.already_there == 2
    assert parsed.events["reply_to"].to_list() == [None, 0, None, None]


@pytest.mark.parametrize("day", ["[", "[{", '[{"type": "message", "ts'])
def test_a_day_cut_off_in_its_first_record_is_told(day: str) -> None:
    alone = read(**{"channels.json": LISTED, "users.json": "[]", "general/2024-01-01.json": day})
    beside = read(
        **{"channels.json": LISTED, "general/2024-01-01.json": day, "general/2024-01-02.json": [said(1)]},
    )
    for parsed, kept in ((alone, 0), (beside, 1)):
        told = [*parsed.rejects["code"].to_list(), *(note.code for note in parsed.reading.notes)]
        assert (told, parsed.reading.imported) == (["E222"], kept)
        places = [*parsed.rejects["file"].to_list(), *(note.place for note in parsed.reading.notes)]
        assert places[0].startswith("general/2024-01-01.json")


def test_an_export_of_empty_days_holds_nothing_and_is_no_fault() -> None:
    parsed = read(**{"channels.json": LISTED, "users.json": "[]", "general/2024-01-01.json": "[]"})
    assert (parsed.reading.seen, parsed.reading.notes, parsed.reading.title) == (0, (), "general")


def test_slackdump_s_own_archive_and_database_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for name in ("channels.json.gz", "CO69735E8A.json.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"{}"))
    with pytest.raises(WrongKind, match="slackdump make an export"):
        read_export(tmp_path)
    (tmp_path / "db").mkdir()
    made = sqlite3.connect(tmp_path / "db" / "slackdump.sqlite")
    made.execute("CREATE TABLE MESSAGE (ID INTEGER NOT NULL, CHUNK_ID INTEGER NOT NULL, TS TEXT)")
    made.close()
    with pytest.raises(WrongKind, match="slackdump make an export"):
        read_export(tmp_path / "db" / "slackdump.sqlite")


def test_a_recording_among_other_files_is_a_voice_note() -> None:
    photo = {"id": "F1", "mimetype": "image/png"}
    odd = {"id": "F2", "mimetype": "video/mp4", "subtype": "slack_audio", "duration_ms": 4200}
    parsed = read(**{"D1/2024-01-01.json": [said(1, files=[photo, odd]), said(2, files=[photo]), said(3, files=[{}])]})
    kinds = parsed.events.select("kind", "duration_s").cast({"kind": str}).rows()
    assert kinds == [("voice", pytest.approx(4.2)), ("media", None), ("text", None)]


def test_stamps_and_senders_as_other_programs_write_them() -> None:
    day = [
        {"user": "U1", "text": "by its id", "ts": "1704096001.0"},
        {"user": "ana.lee", "text": "by a name", "ts": "1704096002.5", "type": "message"},
        {"user": "ana.lee", "text": "again", "ts": "1704096003.0001"},
    ]
    parsed = read_export(NamedBytes("history.json", json.dumps(day).encode()))
    assert parsed.reading.source == "slack"
    assert parsed.events["sender"].cast(str).to_list() == ["unknown 1", "ana.lee", "ana.lee"]
    assert parsed.events["time"].dt.microsecond().to_list() == [0, 500_000, 100]

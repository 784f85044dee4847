"""Messenger's JSON as it comes broken: every record accounted for, both ways of reading the same."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from evenstep.errors import EvenstepError, InputError
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources import json_messages
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.collector import collector_resting
from evenstep.sources.meta import part
from evenstep.sources.read import SOURCES, read_export

START = 1_600_000_000_000


def row(number: int, who: str = "Ana", **more: Any) -> dict[str, Any]:
    return {"sender_name": who, "timestamp_ms": START + 60_000 * number, "content": f"caf\u00c3\u00a9 {number}", **more}


def document(*rows: Any, **fields: Any) -> dict[str, Any]:
    people = {"participants": [{"name": "Bob"}, {"name": "Ana"}], "title": "Bob", "thread_path": "inbox/bob_1"}
    return {**people, "messages": list(rows), **fields}


def read(content: Any, **options: Any) -> Parsed:
    text = content if isinstance(content, str) else json.dumps(content)
    parsed = read_export(NamedBytes("message_1.json", text.encode("utf-8", "surrogatepass")), keep_text=True, **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


BROKEN: list[tuple[Any, str, str]] = [
    ("x", "E227", ""),
    ({**row(1), "sender_name": 5}, "E227", "/sender_name"),
    ({**row(1), "sender_name": None}, "E230", ""),
    ({**row(1), "sender_name": 10**30}, "E207", "/sender_name"),
    ({**row(1), "timestamp_ms": "soon"}, "E225", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": None}, "E226", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": True}, "E225", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": float("nan")}, "E225", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": float("inf")}, "E225", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": 10**18}, "E226", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": 0}, "E226", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": -5}, "E226", "/timestamp_ms"),
    ({**row(1), "timestamp_ms": 10**30}, "E207", "/timestamp_ms"),
    ({**row(1), "content": ["a"]}, "E227", "/content"),
    ({**row(1), "content": {"a": 1}}, "E227", "/content"),
]


def test_broken_records_take_no_other_with_them() -> None:
    parsed = read(document(row(2), *(bad for bad, _, _ in BROKEN), row(0)))
    assert parsed.events["text"].to_list() == ["café 0", "café 2"]
    found = {(code, place) for code, place in parsed.rejects.select("code", "place").iter_rows()}
    assert found == {(code, f"/messages/{at}{end}") for at, (_, code, end) in enumerate(BROKEN, start=1)}


def test_a_number_without_end_is_never_computed() -> None:
    text = json.dumps(document(row(1), row(0))).replace(str(START), "9" * 5_000)
    assert read(text).rejects["code"].to_list() == ["E207"]


def test_a_file_cut_off_gives_what_it_has() -> None:
    text = json.dumps({"messages": [row(number) for number in range(4)], "participants": []})
    inside = read(text[: text.index("content", text.index(f"{START + 120_000}"))])
    assert (inside.events.height, inside.rejects["code"].to_list(), inside.reading.seen) == (2, ["E222"], 3)
    behind = read(text[: text.index("participants")])
    assert (behind.events.height, [note.code for note in behind.reading.notes]) == (4, ["E202", "E222"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps(document(row(0))).replace("}]", "},]"), "E223"),
        (json.dumps(document(row(0))) * 2, "E223"),
        (json.dumps(document(row(0))).replace('"title": "Bob"', "'title': 'Bob'"), "E223"),
        (json.dumps(document({**row(0), "ip": "@"})).replace('"@"', "[" * 100 + "]" * 100), "E221"),
        (json.dumps(document({**row(0), "ip": "@"})).replace('"@"', "[" * 100_000), "E221"),
        (json.dumps({"participants": [], "thread_path": "inbox/a", "messages": []}), "E110"),
    ],
)
def test_what_is_not_an_export_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.code == code


def test_a_field_named_twice() -> None:
    text = json.dumps(document(row(2), row(1), row(0)))
    twice = text.replace(f'"timestamp_ms": {START}', f'"timestamp_ms": {START}, "timestamp_ms": {START}')
    same = read(twice)
    assert (same.events.height, [note.code for note in same.reading.notes][-1]) == (3, "E224")
    other = read(twice.replace(f'"timestamp_ms": {START},', '"timestamp_ms": 77,', 1))
    assert other.rejects["code"].to_list() == ["E224"]


def test_odd_letters_and_names_are_repaired_and_counted() -> None:
    rows = [row(1, "An\x00a"), {**row(0), "content": "half \ud83d"}]
    parsed = read(document(*rows))
    assert parsed.events["text"].to_list() == ["half \ufffd", "café 1"]
    codes = {note.code for note in parsed.reading.notes}
    assert {"E202", "E203", "E204"} <= codes


def test_hostile_shapes_everywhere_else() -> None:
    odd: tuple[Any, ...] = (None, 5, "x", [], {}, [[]], [None, 7, {"actor": 5}], {"link": 7}, True, 10**30)
    names = (
        "photos",
        "audio_files",
        "sticker",
        "share",
        "reactions",
        "users",
        "type",
        "call_duration",
        "missed",
        "poll",
    )
    rows = [{**row(number), name: value} for name in names for number, value in enumerate(odd)]
    parsed = read(document(*rows))
    assert parsed.reading.seen == len(rows)
    for name in ("participants", "title", "thread_path", "threadName"):
        for value in odd:
            assert read(document(row(0), row(1, "Bob"), **{name: value})).events.height == 2


def quick_and_careful(text: str) -> tuple[Any, Any]:
    quick = json_messages.plainly(text)
    careful = json_messages.carefully(text, "x", 64)
    return quick, careful


@pytest.mark.parametrize("seed", range(20))
def test_both_ways_of_reading_give_the_same(seed: int) -> None:
    chance = random.Random(seed)
    texts = ['say "hi": yes', "back\\slash", "ok", "", "[{", "caf\u00c3\u00a9", "\ud83d", "😀"]
    extra: tuple[dict[str, Any], ...] = (
        {},
        {"reactions": [{"actor": "Bob"}]},
        {"share": {"link": "a"}},
        {"a": [[[1]]]},
    )
    rows = [{**row(n), "content": chance.choice(texts), **chance.choice(extra)} for n in range(30)]
    indent = chance.choice([None, 2])
    quick, careful = quick_and_careful(json.dumps(document(*rows), indent=indent))
    assert quick is not None
    assert (quick.records, quick.fields, quick.notes) == (careful.records, careful.fields, careful.notes)


@pytest.mark.parametrize(
    "text",
    [
        '{"messages": [{"a": 1, "a": 1}]}',
        '{"messages": [{"a": {"b": 1, "b": 2}}]}',
        '{"messages": [], "title": "x", "title": "y"}',
        '{"messages": [{"a": "\\":", "b": 1, "b": 1}]}',
        '{"messages": [{"a\\\\": 1, "b": 1, "b": 1}]}',
        '{"messages": [{"a" : 1}]}',
        '{"messages": [' + '{"a":' * 20 + "1" + "}" * 20 + "]}",
        '{"messages": 5}',
        "[]",
        "{",
        "",
    ],
)
def test_the_quick_way_leaves_what_is_not_plain_to_the_careful_one(text: str) -> None:
    assert json_messages.plainly(text) is None


def test_the_events_do_not_depend_on_the_way_of_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(n, "Ana" if n % 3 else "Bob", reactions=[{"actor": "Ana"}]) for n in range(50)] + [
        b for b, _, _ in BROKEN
    ]
    quick = read(document(*rows))
    monkeypatch.setattr(json_messages, "plainly", lambda _: None)
    careful = read(document(*rows))
    assert quick.events.equals(careful.events)
    assert quick.rejects.equals(careful.rejects)
    assert quick.reading == careful.reading


def test_plain_lines_are_read_as_any_other_record_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["caf\u00c3\u00a9", "", "  ", "\u00c2\u00a0", "You sent an attachment.", "Ana left the group.", "You too"]
    usual = {"type": "Generic", "is_unsent": False}
    more: tuple[dict[str, Any], ...] = ({}, usual, {"is_unsent": True}, {"type": "Call"})
    rows = [
        {**row(n, "An\u00c3\u00ads" if n % 2 else "Ana"), "content": text, **extra}
        for n, (text, extra) in enumerate((text, extra) for text in said for extra in more)
    ]
    quick = read(document(*rows))
    assert quick.reading.system == 1  # the one that names its own sender
    monkeypatch.setattr(part, "PLAIN", frozenset())
    slow = read(document(*rows))
    assert quick.events.equals(slow.events)
    assert quick.reading == slow.reading


def test_the_collector_runs_again_after_a_fault() -> None:
    import gc

    with pytest.raises(ValueError, match="x"), collector_resting():
        assert not gc.isenabled()
        raise ValueError("x")
    assert gc.isenabled()


def test_a_mangled_file_balances_or_is_refused() -> None:
    chance = random.Random(4)
    rows = [
        row(n, "Ana" if n % 2 else "Bob", reactions=[{"actor": "Bob", "timestamp": START // 1_000}]) for n in range(4)
    ]
    whole = json.dumps(document(*rows)).encode()
    read_well = 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.choice(b'"{}[]:,0\\x\xff\x00eE9')
        try:
            read_well += read_export(NamedBytes("message_1.json", bytes(data))).reading.balances
        except EvenstepError:
            continue
    assert read_well > 10


def test_only_metas_files_are_metas(samples: Path) -> None:
    """Each sample file of another kind is left to its own source."""
    from evenstep.sources.archive import open_export
    from evenstep.sources.meta.source import Meta

    ours = ("fbmessenger", "instagram")
    checked = 0
    for path in sorted(samples.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".txt", ".csv", ".xml", ".zip") and "LICENSE" not in path.name:
            mine = any(name in str(path.relative_to(samples)) for name in ours) and path.name != "target.json"
            if "broken_BAD" in str(path):
                continue
            assert (Meta().score(open_export(path)) > 0) == mine, path
            checked += 1
    assert checked > 50
    assert any(isinstance(source, Meta) for source in SOURCES)

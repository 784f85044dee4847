"""The one entry point: the right source reads, strangers are named, and only our own errors come out."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstep.errors import EvenstepError, InputError, NeedsAnswer, OptionError, WrongKind
from evenstep.events.schema import SOURCE_NAMES
from evenstep.sources import read as read_module
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Opened, Parsed, ReadOptions
from evenstep.sources.read import SOURCES, read_export
from evenstep.sources.table.source import Table

TABLE = b"time,from,to,text\n1700000000,Ana,Bob,hi\n1700000060,Bob,Ana,ho\n"
TELEGRAM = json.dumps(
    {
        "name": "Bob",
        "type": "personal_chat",
        "id": 2,
        "messages": [
            {
                "id": i,
                "type": "message",
                "date_unixtime": str(1_700_000_000 + i),
                "from": "Bob",
                "from_id": "user2",
                "text": "x",
            }
            for i in range(5)
        ],
    },
    indent=1,
).encode()
WHATSAPP = b"13/11/2023, 22:13 - Ana: hi\n13/11/2023, 22:14 - Bob: ho\n14/11/2023, 08:00 - Ana: <Media omitted>\n"
ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("_chat.txt", WHATSAPP)
with closing(sqlite3.connect(":memory:")) as another:
    another.execute("CREATE TABLE notes (body TEXT)")
    DATABASE = another.serialize()
SEEDS = (TABLE, TELEGRAM, WHATSAPP, ZIP.getvalue(), json.dumps([{"time": 1, "sender": "a"}]).encode())


def test_the_sources_can_be_read_in_one_tuple() -> None:
    names = [source.name for source in SOURCES]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    assert twice == ["whatsapp", "imessage"]  # what the apps and their phones keep, and what a program makes of it
    assert set(names) <= set(SOURCE_NAMES)
    assert names[-1] == "table"  # whatever is of no kind we know may still be a table


@pytest.mark.parametrize(
    ("data", "name", "source"),
    [
        (TABLE, "x.txt", "table"),
        (TELEGRAM, "x.csv", "telegram"),
        (WHATSAPP, "x.json", "whatsapp"),
        (ZIP.getvalue(), "x", "whatsapp"),
    ],
)
def test_content_decides_never_the_name(data: bytes, name: str, source: str) -> None:
    assert read_export(NamedBytes(name, data), zone="Europe/Berlin").reading.source == source


def test_a_path_a_string_and_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE)
    forms = [read_export(path), read_export(str(path)), read_export(NamedBytes("t.csv", TABLE))]
    assert all(form.events.equals(forms[0].events) for form in forms)
    assert all(form.reading == forms[0].reading for form in forms)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.db", DATABASE, "it is a database"),
        ("x.pdf", b"%PDF-1.7\nx", "PDF"),
        ("x.jpg", b"\xff\xd8\xff\xe0jfif", "picture"),
        ("x.opus", b"OggS" + bytes(60), "a recording or a film"),
        ("x.mp4", b"\0\0\0\x18ftypmp42" + bytes(60), "a recording or a film"),
        ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a word processor"),
        ("contacts.csv", b"name,phone\nBo,12\nAl,34\n", "one has to be called “time”, another “sender”"),
        ("new.json", b'{"conversation":{"items":[{"body":"x"}]}}', "fields seen: conversation, items, body"),
        ("x.bin", bytes(range(256)), "we read the exports of WhatsApp"),
    ],
)
def test_53_strangers_are_named_with_what_to_do(name: str, data: bytes, words: str) -> None:
    with pytest.raises(WrongKind) as caught:
        read_export(NamedBytes(name, data))
    assert caught.value.code == "E228"
    assert words in caught.value.detail
    assert "we read the exports of WhatsApp" in caught.value.detail


@pytest.mark.parametrize("magic", ["1f8b08", "425a6839", "fd377a585a00", "377abcaf271c", "526172211a07"])
def test_archives_of_other_kinds_are_refused_with_what_to_do(magic: str) -> None:
    with pytest.raises(InputError, match="Unpack it") as caught:
        read_export(NamedBytes("export.tgz", bytes.fromhex(magic) + bytes(600)))
    assert caught.value.code == "E289"


def test_a_folder_says_what_it_holds_instead_of_a_chat(tmp_path: Path) -> None:
    for name, data, words in (
        ("IMG_1.jpg", b"\xff\xd8\xff", "only pictures and recordings"),
        ("chat.zip", ZIP.getvalue(), "choose those themselves"),
    ):
        (tmp_path / "second.jpg").write_bytes(b"\xff\xd8\xff")
        (tmp_path / name).write_bytes(data)
        with pytest.raises(WrongKind) as caught:
            read_export(tmp_path)
        assert caught.value.code == "E115"
        assert words in caught.value.detail


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("chat.rtf", rb"{\rtf1\ansi 13/11/2023, 22:13 - Ana: hi\par}", "save it there as plain text"),
        ("msgstore.db.crypt15", b"\x0a\x9b" + bytes(range(255)), "an encrypted backup of WhatsApp"),
    ],
    ids=["rich text", "backup"],
)
def test_what_people_take_for_the_export_is_told(name: str, data: bytes, said: str) -> None:
    with pytest.raises(WrongKind, match=said):
        read_export(NamedBytes(name, data), zone="UTC")


def test_zips_of_strangers_are_named_too() -> None:
    for names, code, words in (
        (["[Content_Types].xml", "word/document.xml"], "E228", "a word processor"),
        (["your_facebook_activity/messages/inbox/a_1/message_1.json"], "E228", "Messenger"),
        (["a.jpg", "b.jpg"], "E115", ""),
    ):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(name, "<x/>" if ".xml" in name else '[{"ts": "17.1", "user": "U1", "text": "x"}]')
        with pytest.raises(WrongKind) as caught:
            read_export(NamedBytes("x.zip", buffer.getvalue()))
        assert caught.value.code == code
        assert words in caught.value.detail


def test_json_that_is_none_of_ours_and_broken_says_where() -> None:
    with pytest.raises(InputError) as caught:
        read_export(NamedBytes("x.json", b'{"a": 1,\n "b": }'))
    assert (caught.value.code, caught.value.place) == ("E223", "line 2, column 7")


def test_an_unknown_zone_is_refused_before_reading() -> None:
    with pytest.raises(OptionError) as caught:
        read_export("does not exist", zone="Middle/Earth")
    assert caught.value.option == "zone"


def test_a_naive_file_without_zone_asks() -> None:
    for data in (WHATSAPP, TABLE.replace(b"1700000000", b"2023-01-01 10:00")):
        with pytest.raises(NeedsAnswer) as caught:
            read_export(NamedBytes("x", data))
        assert caught.value.option == "zone"


def test_me_must_be_one_of_the_senders() -> None:
    assert read_export(NamedBytes("t.csv", TABLE), me="Ana").reading.me == "Ana"
    with pytest.raises(OptionError, match=r"nobody here is called 'ana'. There are: Ana, Bob"):
        read_export(NamedBytes("t.csv", TABLE), me="ana")


def test_notes_of_the_container_reach_the_reading() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../t.csv", TABLE)
    parsed = read_export(NamedBytes("x.zip", buffer.getvalue()))
    assert [(note.code, note.place) for note in parsed.reading.notes] == [("E105", "../t.csv")]


class _Fixed(Table):
    """A source that returns what the test wants."""

    def __init__(self, change: Any) -> None:
        self.change = change

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        parsed = super().parse(opened, options)
        return self.change(parsed)  # type: ignore[no-any-return]


def _fault(_: Parsed) -> Parsed:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: replace(p, reading=replace(p.reading, seen=p.reading.seen + 1)), "E291"),
        (lambda p: replace(p, reading=replace(p.reading, imported=1, skipped=1)), "E291"),
        (_fault, "E292"),
    ],
)
def test_a_reading_that_does_not_add_up_is_refused(change: Any, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_module, "SOURCES", (_Fixed(change),))
    with pytest.raises(InputError) as caught:
        read_export(NamedBytes("t.csv", TABLE))
    assert caught.value.code == code


def test_a_table_that_breaks_the_contract_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_it(parsed: Parsed) -> Parsed:
        return replace(
            parsed, events=parsed.events.with_columns(event_id=pl.lit(0, pl.Int64), conversation_id=pl.lit("x"))
        )

    monkeypatch.setattr(read_module, "SOURCES", (_Fixed(break_it),))
    with pytest.raises(EvenstepError, match="event_id"):
        read_export(NamedBytes("t.csv", TABLE))


def only_ours(data: bytes) -> None:
    """Read ``data``; any error must be one of ours, and none may be our catch-all for faults."""
    try:
        read_export(NamedBytes("x", data), zone="Europe/Berlin", date_order="dmy")
    except InputError as error:
        assert error.code != "E292", error.__cause__
        assert error.code != "E291"
    except EvenstepError:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_random_bytes_raise_only_our_errors(data: bytes) -> None:
    only_ours(data)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
def test_mutated_exports_raise_only_our_errors(seed: bytes, number: int) -> None:
    rng = random.Random(number)
    data = bytearray(seed)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(4)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 30)]
        elif kind == 2:
            data[at:at] = data[: rng.randint(0, 60)]
        else:
            data[at:at] = rng.choice(
                [b"[", b"{", b'"', b",", b"\0", b"\n", b"\xff", b"NaN", b"9" * 30, b"\\ud83d", b"\\x0b"]
            )
    only_ours(bytes(data))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.text(alphabet=st.sampled_from("time,sender;\n\t\"'{}[]:0123456789-/ aé\ud83d\u202e"), max_size=40),
        max_size=8,
    )
)
def test_random_text_after_a_header_raises_only_our_errors(lines: list[str]) -> None:
    only_ours(b"time,sender,text\n" + "\n".join(lines).encode("utf-8", "surrogatepass"))


def test_a_disk_that_fails_while_we_read_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("1/2/24, 9:00 AM - Ana: hi\n")

    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("evenstep.sources.member.FileMember.head", fail)
    with pytest.raises(InputError, match=r"E110 · chat\.txt · .*Input/output error"):
        read_export(path)

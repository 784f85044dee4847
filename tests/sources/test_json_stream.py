"""JSON a window at a time: the same values and places whatever the size of the window, and ends that are too early."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evenstep.errors import InputError
from evenstep.sources import json_stream
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import ReadOptions
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly

WINDOWS = (1, 2, 3, 7, 64, 2**20)
VALUES: list[Any] = [1234567890, -1.5e3, 'é😀\u2028\\"\n', {"a": [True, None, {}], "": "x"}, [], "", 0.25, "\ud83d"]


def stream(data: bytes) -> JsonStream:
    return JsonStream(open_export(NamedBytes("a.json", data)).members[0], ReadOptions())


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_stream, "WINDOW_BYTES", request.param)
    return int(request.param)


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize("ascii_only", [True, False])
def test_values_in_an_array_and_in_an_object(ascii_only: bool) -> None:
    plain = VALUES if ascii_only else VALUES[:-1]
    array = stream(json.dumps(plain, ensure_ascii=ascii_only, indent=1).encode())
    assert [array.value() for _ in array.elements()] == plain
    array.finish()
    named = {f"key {n}": value for n, value in enumerate(plain)}
    fields = stream(b"\xef\xbb\xbf " + json.dumps(named, ensure_ascii=ascii_only).encode() + b"\n")
    assert {name: fields.value() for name in fields.fields()} == named
    fields.finish()


@pytest.mark.usefixtures("window")
def test_empty_lists_and_what_stands_behind_the_end() -> None:
    for text in (b"[ ]", b"{ }"):
        empty = stream(text)
        assert list(empty.elements() if text[:1] == b"[" else empty.fields()) == []
        empty.finish()
    more = stream(b"[1] 2")
    assert [more.value() for _ in more.elements()] == [1]
    with pytest.raises(InputError, match=r"E223.*line 1, column 5"):
        more.finish()


@pytest.mark.usefixtures("window")
def test_a_bad_line_is_left_and_places_are_those_of_the_file() -> None:
    lines = stream(b'{"a": 1}\n{"b": 2,}\n  {"c"\xc3\xa9: 3}\n{"d": 4}\n')
    assert lines.value() == {"a": 1}
    for column in (1, 3):
        lines.peek()
        assert lines.place().endswith(f"column {column}")
        with pytest.raises(InputError, match="E223"):
            lines.value()
        lines.skip_line()
    lines.peek()
    assert lines.place() == "line 4, column 1"
    assert lines.value() == {"d": 4}
    assert lines.peek() == ""


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize("cut", [b"[1, 2", b"[1, ", b'["ab', b'["a\\u12', b"[tru", b"[-", b'[{"a": ', b"[1.", b"["])
def test_a_cut_text_ends_early(cut: bytes) -> None:
    ended = stream(cut)
    with pytest.raises((EndsEarly, InputError)) as caught:
        for _ in ended.elements():
            ended.value()
    assert caught.type is EndsEarly or cut == b"[1."  # which is no number, cut or not


@pytest.mark.usefixtures("window")
def test_depth_repeats_and_damaged_bytes() -> None:
    deep = stream(b"[1,\n" + b"[" * 100 + b"]" * 100 + b"]")
    with pytest.raises(InputError, match=r"E221.*byte"):
        for _ in deep.elements():
            deep.value()
    twice = stream(b'[{"a": 1, "a": 1}, {"a": 1, "a": 2}]')
    clashes = []
    for _ in twice.elements():
        twice.value()
        clashes.append(twice.clash)
    assert clashes == [False, True]
    assert [(note.code, note.count) for note in twice.notes()] == [("E224", 2)]


def test_damaged_bytes_far_behind_the_head_are_counted_with_their_line(window: int) -> None:
    head = json.dumps(["é" * 10] * 4_000, ensure_ascii=False, indent=0).encode()[:-1]
    if window < 64:
        return  # the same, only slower
    damaged = stream(head + b',\n"a\xffb\xfe"]')
    assert [damaged.value() for _ in damaged.elements()][-1] == "a\ufffdb\ufffd"
    assert [(note.code, note.place, note.count) for note in damaged.notes()] == [("E201", "line 4,003", 2)]


def test_one_endless_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "WINDOW_BYTES", 64)
    monkeypatch.setattr(json_stream, "LONGEST_VALUE", 1_000)
    endless = stream(b'["' + b"x" * 5_000 + b'"]')
    with pytest.raises(InputError, match="E205"):
        for _ in endless.elements():
            endless.value()

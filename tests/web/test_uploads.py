"""Memory only: what the handler keeps, and where it stops."""

from __future__ import annotations

import pytest
from django.core.files.uploadhandler import SkipFile

from evenstep.web.uploads import MemoryOnly


def handler(most_bytes: int) -> MemoryOnly:
    made = MemoryOnly(most_bytes=most_bytes)
    begin(made, "a.txt")
    return made


def begin(made: MemoryOnly, name: str) -> None:
    made.new_file("files", name, "text/plain", None, None, {})


def test_bytes_come_back_whole() -> None:
    made = handler(100)
    made.receive_data_chunk(b"one ", 0)
    made.receive_data_chunk(b"two", 4)
    file = made.file_complete(7)
    assert file.read() == b"one two"
    assert file.size == 7


def test_the_ceiling_counts_all_files_together() -> None:
    made = handler(10)
    made.receive_data_chunk(b"x" * 6, 0)
    made.file_complete(6)
    begin(made, "b.txt")
    with pytest.raises(SkipFile):
        made.receive_data_chunk(b"x" * 5, 0)
    assert made.too_large == ["b.txt"]


def test_exactly_the_ceiling_is_fine() -> None:
    made = handler(10)
    made.receive_data_chunk(b"x" * 10, 0)
    assert made.file_complete(10).size == 10
    assert made.too_large == []


def test_a_file_that_was_skipped_frees_its_room() -> None:
    made = handler(10)
    made.receive_data_chunk(b"x" * 8, 0)
    with pytest.raises(SkipFile):
        made.receive_data_chunk(b"x" * 8, 8)
    begin(made, "b.txt")
    made.receive_data_chunk(b"y" * 9, 0)
    assert made.file_complete(9).read() == b"y" * 9

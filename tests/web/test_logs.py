"""The terminal is told the kind of fault and its place, never a value."""

from __future__ import annotations

import logging
import sys

from evenstep.web.logs import PlaceOnly


def line(message: str, fails: bool) -> str:
    info = None
    if fails:
        try:
            raise ValueError("Ada wrote: my secret")
        except ValueError:
            info = sys.exc_info()
    return PlaceOnly().format(logging.LogRecord("django", logging.ERROR, "f.py", 1, message, (), info))


def test_a_fault_gives_class_and_place() -> None:
    text = line("Internal Server Error: /n/opaque", fails=True)
    assert "ValueError" in text
    assert "line:" in text
    assert "secret" not in text
    assert "opaque" not in text


def test_a_plain_record_gives_no_message() -> None:
    assert "my path" not in line("my path", fails=False)

"""Telegram's known ways of writing invalid JSON, put right byte by byte before anything is parsed."""

from __future__ import annotations

import json
import re
from typing import Final

CONTROL_ESCAPE: Final = re.compile(rb"(?<!\\)((?:\\\\)*+)\\x([0-9A-Fa-f]{2})")
"""``\\x0b`` inside a string: control characters of versions before the fix of tdesktop#27571."""

DOCUMENT_ID: Final = re.compile(rb'(?<!\\)("document_id"[ \t]*:[ \t]*)([^"\s\r\n][^\r\n]*)')
"""An unquoted file name behind document_id: custom emoji of versions 4.1.x (tdesktop#24961)."""


def repair(data: bytes) -> tuple[bytes, int]:
    """The bytes with both faults put right, and how many there were. Valid JSON comes back unchanged."""
    count = 0
    if b"\\x" in data:
        data, count = CONTROL_ESCAPE.subn(rb"\1\\u00\2", data)
    if b'"document_id"' not in data:
        return data, count
    quoted = 0

    def quote(match: re.Match[bytes]) -> bytes:
        nonlocal quoted
        value = match[2].rstrip()
        if _starts_with_literal(value):
            return match[0]
        quoted += 1
        comma = b"," if value.endswith(b",") else b""
        name = value.removesuffix(b",").decode("utf-8", "replace")
        return match[1] + json.dumps(name, ensure_ascii=False).encode() + comma

    data = DOCUMENT_ID.sub(quote, data)
    return data, count + quoted


def _starts_with_literal(value: bytes) -> bool:
    """True when a JSON number, literal, list or object stands here, followed by what may follow it."""
    return re.match(rb"(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null)\s*([,}\]]|$)|[\[{]", value) is not None

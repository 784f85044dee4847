"""Several files as one run of bytes that a fuzzer may change anywhere: a line with each file's name, then the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = b"\n\x00\x00file "
NAMED = re.compile(re.escape(MARK) + rb"([^\n]{0,200})\n")


def pack(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The files one after the other."""
    return b"".join(MARK + name.encode() + b"\n" + content for name, content in files)


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """The files again; bytes without any mark are one file."""
    pieces = NAMED.split(data)
    if len(pieces) == 1:
        return [("export", data)]
    return [
        (name.decode(errors="replace") or "export", content)
        for name, content in zip(pieces[1::2], pieces[2::2], strict=True)
    ]

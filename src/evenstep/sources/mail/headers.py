"""The header fields of a mail that matter here: found by name, unfolded, encoded words decoded, never raising."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Final

HEADER_BYTES: Final = 2**18
VALUE_BYTES: Final = 2**16
FOLD: Final = re.compile(rb"\r?\n[ \t]+")
WANTED: Final = re.compile(
    rb"\n(from|to|cc|bcc|auto-submitted|d(?:ate|elivered-to)|s(?:ender|ubject)|re(?:ceived|ferences)|message-id"
    rb"|in-reply-to|list-(?:id|unsubscribe)|precedence|x-(?:gmail-labels|mozilla-status)"
    rb"|content-(?:type|transfer-encoding|disposition)):[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)",
    re.I,
)
ADDRESS: Final = re.compile(
    r"""(?:"((?:[^"\\]|\\.){0,300})"|([^",<>()]{0,300}?))\s{0,20}<\s{0,20}([^<>\s"]{1,254}@[^<>\s"]{1,254})\s{0,20}>"""
    r"""|([^\s<>,;:"()]{1,254}@[^\s<>,;:"()]{1,254})"""
)
QUOTED_PAIR: Final = re.compile(r"\\(.)")


class Headers:
    """The header block of one mail or part. ``cut``: it was longer than HEADER_BYTES."""

    def __init__(self, block: bytes) -> None:
        self.cut = len(block) > HEADER_BYTES
        found = WANTED.findall(b"\n" + block[:HEADER_BYTES])
        self._fields = {name.lower(): value for name, value in reversed(found)}  # the first of a name counts

    def raw(self, name: bytes) -> bytes:
        """The first field ``name`` (lower case), unfolded; empty when there is none."""
        value = self._fields.get(name)
        if value is None:
            return b""
        value = value[:VALUE_BYTES]
        return (FOLD.sub(b" ", value) if b"\n" in value else value).strip()

    def text(self, name: bytes) -> str:
        """The first field ``name`` as text; bytes beyond ASCII are read as UTF-8. Encoded words stay as they are."""
        return self.raw(name).decode("utf-8", "replace") if name in self._fields else ""

    def has(self, name: bytes) -> bool:
        """True when there is a field ``name``."""
        return name in self._fields


def split_mail(data: bytes) -> tuple[bytes, bytes]:
    """(header block, body): the first empty line stands between them."""
    if data.startswith((b"\n", b"\r\n")):
        return b"", data.lstrip(b"\r\n")
    plain = data.find(b"\n\n")
    other = data.find(b"\n\r\n", 0, plain + 1 if plain >= 0 else len(data))
    if other >= 0:
        return data[: other + 1], data[other + 3 :]
    return (data, b"") if plain < 0 else (data[: plain + 1], data[plain + 2 :])


def decoded(value: str) -> str:
    """A value with its encoded words (RFC 2047) decoded; what cannot be decoded stays as it is."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value))).strip() or value
    except (ValueError, LookupError, RecursionError, MessageError):
        return value


def addresses(value: str) -> list[tuple[str, str]]:
    """(name, address in lower case) for each address of a From, To or Cc field; groups without members give none."""
    found: list[tuple[str, str]] = []
    for match in ADDRESS.finditer(value):
        quoted, plain, address, bare = match.groups()
        name = QUOTED_PAIR.sub(r"\1", quoted) if quoted else plain or ""
        found.append((name.strip(), (address or bare).strip().casefold()))
    return found

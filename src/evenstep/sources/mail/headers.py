"""The header fields of a mail that matter here: found by name, unfolded, encoded words decoded, never raising."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Final

HEADER_BYTES: Final = 2**18
VALUE_BYTES: Final = 2**16
FOLDS: Final = (b" ", b"\t")
MOST_FIELDS: Final = 20
WANTED: Final = frozenset(
    b"from sender to cc bcc date received message-id in-reply-to references delivered-to subject list-id "
    b"list-unsubscribe precedence auto-submitted x-gmail-labels x-mozilla-status content-type "
    b"content-transfer-encoding content-disposition".split()
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
        self._fields: dict[bytes, list[bytes]] = {}
        last: list[bytes] | None = None
        for line in (block[:HEADER_BYTES] if self.cut else block).split(b"\n"):
            if line[:1] in FOLDS:
                if last is not None and len(last[-1]) < VALUE_BYTES:
                    last[-1] += b" " + line.strip()
                continue
            name, colon, value = line.partition(b":")
            last = None
            name = name.lower()
            if name in WANTED and colon:
                last = self._fields.setdefault(name, [])
                if len(last) < MOST_FIELDS:
                    last.append(value.strip())

    def raw(self, name: bytes) -> bytes:
        """The first field ``name`` (lower case), unfolded; empty when there is none."""
        found = self._fields.get(name)
        return found[0][:VALUE_BYTES] if found else b""

    def text(self, name: bytes) -> str:
        """The first field ``name`` as text; bytes beyond ASCII are read as UTF-8. Encoded words stay as they are."""
        found = self._fields.get(name)
        return found[0][:VALUE_BYTES].decode("utf-8", "replace") if found else ""

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

"""The header fields of a mail that matter here: found by name, unfolded, encoded words decoded, never raising."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Final

HEADER_BYTES: Final = 2**18
VALUE_BYTES: Final = 2**16
FOLD: Final = re.compile(rb"\r?\n[ \t]+")
ENCODED: Final = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?=")
ADDRESS: Final = re.compile(
    r"""(?:"((?:[^"\\]|\\.){0,300})"|([^",<>()]{0,300}?))\s{0,20}<\s{0,20}([^<>\s"]{1,254}@[^<>\s"]{1,254})\s{0,20}>"""
    r"""|([^\s<>,;:"()]{1,254}@[^\s<>,;:"()]{1,254})"""
)
QUOTED_PAIR: Final = re.compile(r"\\(.)")


class Headers:
    """The header block of one mail or part. ``cut``: it was longer than HEADER_BYTES."""

    def __init__(self, block: bytes) -> None:
        self.cut = len(block) > HEADER_BYTES
        self._block = b"\n" + block[:HEADER_BYTES] + b"\n"
        self._names = self._block.lower()

    def raw(self, name: bytes) -> bytes:
        """The first field ``name`` (lower case), unfolded; empty when there is none."""
        found = self._find(name, 0)
        return found[0] if found else b""

    def text(self, name: bytes) -> str:
        """The first field ``name`` as text; bytes beyond ASCII are read as UTF-8. Encoded words stay as they are."""
        return self.raw(name).decode("utf-8", "replace")

    def every(self, name: bytes, most: int = 20) -> list[str]:
        """All fields ``name``, in their order, up to ``most``."""
        values: list[str] = []
        at = 0
        while len(values) < most and (found := self._find(name, at)) is not None:
            values.append(found[0].decode("utf-8", "replace"))
            at = found[1]
        return values

    def has(self, name: bytes) -> bool:
        """True when there is a field ``name``."""
        return b"\n" + name + b":" in self._names

    def _find(self, name: bytes, at: int) -> tuple[bytes, int] | None:
        at = self._names.find(b"\n" + name + b":", at)
        if at < 0:
            return None
        start = at + len(name) + 2
        end = self._block.find(b"\n", start)
        folded = False
        while self._block[end + 1 : end + 2] in (b" ", b"\t"):
            folded = True
            end = self._block.find(b"\n", end + 1)
        value = self._block[start : min(end, start + VALUE_BYTES)]
        return (FOLD.sub(b" ", value) if folded else value).strip(), end


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
        return str(make_header(decode_header(ENCODED.sub(lambda match: match[0].replace("\n", ""), value))))
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

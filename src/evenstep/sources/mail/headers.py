"""The header fields of a mail that matter here: found by name, unfolded, encoded words decoded, never raising."""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Final

HEADER_BYTES: Final = 2**18
VALUE_BYTES: Final = 2**16
FOLD: Final = re.compile(rb"\r?\n[ \t]+")
WANTED: Final = re.compile(
    rb"\n(from|to|cc|bcc|auto-submitted|d(?:ate|elivered-to)|s(?:ender|ubject)|re(?:ceived|ferences|turn-path)"
    rb"|message-id|in-reply-to|list-(?:id|post|unsubscribe)|precedence|envelope-to"
    rb"|x-(?:gmail-labels|mozilla-(?:status|draft-info)|status|original-to|mailing-list|beenthere"
    rb"|auto-?re(?:ply|spond|sponse-suppress))"
    rb"|content-(?:type|transfer-encoding|disposition))[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)",
    re.I,
)
ADDRESS: Final = re.compile(
    r"""(?:"((?:[^"\\]|\\.){0,300})"|([^",<>()]{0,300}?))\s{0,20}<\s{0,20}([^<>\s"]{1,254}@[^<>\s"]{1,254})\s{0,20}>"""
    r"""|([^\s<>,;:"()]{1,254}@[^\s<>,;:"()]{1,254})(?:[ \t]{1,20}\(([^()]{1,300})\))?"""
)
IN_WORD: Final = re.compile(r"=\?[^?\s]{1,40}\?[Qq]\?[^?\s]{0,500}\?=")
"""An encoded word may hold a bare comma, which elsewhere ends an address."""
WORD: Final = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([BbQq])\?([^?]{0,1000})\?=")
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
        """The first field ``name`` as text. Encoded words stay as they are."""
        return as_text(self.raw(name)) if name in self._fields else ""

    def has(self, name: bytes) -> bool:
        """True when there is a field ``name``."""
        return name in self._fields

    def has_any(self, names: frozenset[bytes]) -> bool:
        """True when there is a field of one of the ``names``."""
        return not names.isdisjoint(self._fields)


def as_text(raw: bytes) -> str:
    """A field's bytes as text: UTF-8, else as Western programs wrote before it; none of them is lost."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


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
        plain = str(make_header(decode_header(value))).strip()
        return (plain[1:-1] if len(plain) > 2 and plain[0] == plain[-1] == '"' else plain) or value
    except (ValueError, LookupError, RecursionError, MessageError):
        return value


def beginning(value: str) -> str:
    """The first encoded word of a value that begins with one, else the value: quick, and good enough to compare."""
    word = WORD.match(value)
    if word is None:
        return value
    charset, kind, content = word.groups()
    try:
        data = a2b_base64(content) if kind in "bB" else a2b_qp(content.replace("_", " "), header=True)
        return data.decode(charset, "replace")
    except (ValueError, LookupError, RecursionError):
        return value


def addresses(value: str) -> list[tuple[str, str]]:
    """(name, address in lower case) for each address of a From, To or Cc field; groups without members give none."""
    found: list[tuple[str, str]] = []
    if "=?" in value and "," in value:
        value = IN_WORD.sub(lambda word: word[0].replace(",", "=2C"), value)
    for match in ADDRESS.finditer(value):
        quoted, plain, address, bare, comment = match.groups()
        name = QUOTED_PAIR.sub(r"\1", quoted) if quoted else plain or comment or ""
        found.append((name.strip(), (address or bare).strip().casefold()))
    return found

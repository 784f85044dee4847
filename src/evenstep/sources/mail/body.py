"""The parts of a mail: which is its text, how many are attached. Nothing attached is unpacked."""

from __future__ import annotations

import binascii
import re
from codecs import lookup
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evenstep.sources.decode import NO_FILES
from evenstep.sources.mail.headers import Headers, split_mail
from evenstep.sources.mail.html_text import html_text

DEEPEST: Final = 20
MOST_PARTS: Final = 1_000
LONGEST_TEXT: Final = 2**20
PARAMETER: Final = rb"""\s{0,20}=\s{0,20}(?:"([^"]{1,200})"|([^\s;"]{1,200}))"""
BOUNDARY: Final = re.compile(rb"boundary" + PARAMETER, re.I)
BETWEEN: Final = re.compile(rb"^--([^\s-][^\r\n]{0,199}?|-[^\r\n]{1,199}?)[ \t]*\r?\n(?=Content-)", re.M | re.I)
BETWEEN_BYTES: Final = 16_384
CHARSET: Final = re.compile(rb"charset" + PARAMETER, re.I)
NAMED: Final = re.compile(rb"\bname\*?\d?\*?\s{0,20}=", re.I)
ESCAPED_FROM: Final = re.compile(rb"^>(>*From )", re.M)
SUPERSETS: Final = {
    smaller: larger
    for larger, names in (
        *(("cp1252", "iso8859-1"), ("cp1254", "iso8859-9"), ("cp874", "iso8859-11 tis-620"), ("cp950", "big5")),
        *(("gb18030", "gb2312 gbk"), ("cp932", "shift_jis"), ("cp949", "euc_kr")),
    )
    for smaller in names.split()
}
"""What programs write under a smaller name: each holds the smaller one, and the letters it is often used for."""

ALIASES: Final = {
    alias: name
    for name, names in (
        *(("cp932", "x-sjis"), ("cp874", "windows-874"), ("iso8859-8", "iso-8859-8-i"), ("utf-8", "utf8mb4")),
        *(("mac_roman", "x-mac-roman macintosh"), ("cp850", "cp-850"), ("gb18030", "x-gbk")),
    )
    for alias in names.split()
}
NO_LETTERS: Final = NO_FILES - {"utf-7"}  # which no file is written in, but some mails are
NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass
class Body:
    """What a mail holds. ``deep``: more parts, or parts in parts, than are read. ``odd``: texts in no known charset."""

    text: str = ""
    attached: int = 0
    audio: int = 0
    closed: bool = False  # encrypted: that there is a text is all that can be seen
    deep: bool = False
    odd: int = 0


def read_body(headers: Headers, body: bytes) -> Body:
    """The text that is shown of a mail, and what is attached to it."""
    found = Body()
    plain: list[str] = []
    html: list[tuple[Headers, bytes]] = []
    waiting: list[tuple[Headers, bytes, int]] = [(headers, body, 0)]
    parts = 0
    while waiting:
        part, content, depth = waiting.pop()
        parts += 1
        kind = part.raw(b"content-type").lower()
        if b"/" not in kind[:20]:  # none is named, or as old programs wrote: "text"
            kind = b"text/plain" + kind[kind.find(b";") :] if b";" in kind else b"text/plain"
        if parts > MOST_PARTS or depth > DEEPEST:
            found.deep = True
            break
        if kind.startswith(b"multipart/"):
            found.closed = found.closed or kind.startswith(b"multipart/encrypted")
            inner = _parts(part, content, MOST_PARTS - parts)
            waiting += [(*piece, depth + 1) for piece in reversed(inner)]
        elif not kind.startswith(b"text/") or _is_attached(part, kind):
            found.attached += 1
            found.audio += kind.startswith(b"audio/")
            found.closed = found.closed or kind.startswith((b"application/pkcs7-mime", b"application/x-pkcs7-mime"))
        elif kind.startswith(b"text/plain"):
            plain.append(_decoded(part, kind, content, found))
        elif kind.startswith(b"text/html"):
            html.append((part, content))
    found.text = "\n".join(plain)
    if not found.text.strip() and html:
        found.text = "\n".join(
            html_text(_decoded(part, part.raw(b"content-type").lower(), content, found)) for part, content in html[:5]
        )
    return found


def _parts(part: Headers, content: bytes, most: int) -> list[tuple[Headers, bytes]]:
    """The parts of a multipart, its preamble and what stands behind its end left out."""
    boundary = _boundary(part, content)
    if boundary is None:
        return []
    mark = b"\n--" + boundary
    pieces = (b"\n" + content).split(mark, max(1, most) + 1)[1:]
    found: list[tuple[Headers, bytes]] = []
    for piece in pieces:
        if piece.startswith(b"--"):
            break
        block, inner = split_mail(piece.partition(b"\n")[2])
        found.append((Headers(block), inner))
    return found


def _boundary(part: Headers, content: bytes) -> bytes | None:
    """What stands between the parts: as the mail says, else, where it names none or another, its first such line."""
    said = BOUNDARY.search(part.raw(b"content-type"))
    boundary = (said[1] or said[2]).rstrip() if said is not None else None
    if boundary is not None and b"--" + boundary in content:
        return boundary
    first = BETWEEN.search(content[:BETWEEN_BYTES])
    return first[1] if first is not None else None


def _is_attached(part: Headers, kind: bytes) -> bool:
    return part.raw(b"content-disposition").lower().startswith(b"attachment") or (
        NAMED.search(kind) is not None and not kind.startswith((b"text/plain", b"text/html"))
    )


def _decoded(part: Headers, kind: bytes, content: bytes, found: Body) -> str:
    """The text of a part: its transfer encoding undone, its charset read; what is unknown is read as UTF-8."""
    data = _transferred(part.raw(b"content-transfer-encoding").lower(), content[: 2 * LONGEST_TEXT])
    charset = CHARSET.search(kind)
    codec = _codec(charset[1] or charset[2]) if charset else "ascii"
    if codec == "ascii":
        return _unnamed(data)[:LONGEST_TEXT]
    try:
        if codec is not None:
            return data.decode(codec, "replace")[:LONGEST_TEXT]
    except (LookupError, ValueError, RecursionError):
        pass  # counted below: a codec that makes no text of bytes
    found.odd += 1
    return _unnamed(data)[:LONGEST_TEXT]


@lru_cache(maxsize=500)
def _codec(charset: bytes) -> str | None:
    """The codec for a charset, None for one that is not known or is none of text."""
    name = charset.decode("ascii", "replace").strip().lower()
    try:
        codec = lookup(ALIASES.get(name, name)).name
    except (LookupError, ValueError, RecursionError):
        return None
    return None if codec.replace("_", "-") in NO_LETTERS else SUPERSETS.get(codec, codec)


def _unnamed(data: bytes) -> str:
    """Letters beyond ASCII of a part that names no letters, or none that are known."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252" if _sounds_western(data) else "utf-8", "replace")


def _sounds_western(data: bytes) -> bool:
    """True when hardly any of the bytes are UTF-8: a cut or broken letter does not make the rest Western."""
    plain = data.decode("utf-8", "replace")
    return plain.count("\ufffd") * 2 > sum(letter > "\x7f" for letter in plain)


def _transferred(encoding: bytes, content: bytes) -> bytes:
    if encoding.startswith(b"base64"):
        return _from_base64(content)
    if encoding.startswith(b"quoted-printable"):
        try:
            return binascii.a2b_qp(content)
        except (binascii.Error, ValueError):
            return content
    return ESCAPED_FROM.sub(rb"\1", content) if b">From " in content else content


def _from_base64(content: bytes) -> bytes:
    """As much as can be read: a broken or cut end does not take the rest with it."""
    try:
        return binascii.a2b_base64(content)
    except (binascii.Error, ValueError):
        letters = NOT_BASE64.sub(b"", content)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])

"""The text of a message that stands only in its attributedBody: an archived string, read within its bounds."""

from __future__ import annotations

from typing import Final

NAME: Final = b"NSString"
MARK: Final = b"\x84\x01+"  # a shared type "+": bytes with their length before them
NEAR: Final = 16
SHORT, LONG = 0x81, 0x82
OBJECT: Final = "\ufffc"
"""Stands in a text where a picture, a file or a sticker is."""


class Unreadable(Exception):
    """The archived string is cut off or of another shape."""


def archived_text(body: bytes) -> str:
    """The first string of the archive. Raises Unreadable; UnicodeDecodeError for bytes that are no text."""
    name = body.find(NAME)
    mark = body.find(MARK, name, name + len(NAME) + NEAR) if name >= 0 else -1
    at = mark + len(MARK)
    if mark < 0 or at >= len(body):
        raise Unreadable
    size = body[at]
    at += 1
    if size in (SHORT, LONG):
        width = 2 if size == SHORT else 4
        size, at = int.from_bytes(body[at : at + width], "little"), at + width
    elif size > LONG:
        raise Unreadable
    if at + size > len(body):
        raise Unreadable
    return body[at : at + size].decode()

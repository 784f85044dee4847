"""The text of a message that stands only in its attributedBody: an archived string, read within its bounds."""

from __future__ import annotations

from typing import Final

NAME: Final = b"NSString"
MARK: Final = b"\x84\x01+"  # a shared type "+": bytes with their length before them
FAR: Final = len(NAME) + 16
SHORT, LONG = 0x81, 0x82
OBJECT: Final = "\ufffc"
"""Stands in a text where a picture, a file or a sticker is."""


class Unreadable(Exception):
    """The archived string is cut off or of another shape."""


def archived_text(body: bytes) -> str:
    """The first string of the archive. Raises Unreadable; UnicodeDecodeError for bytes that are no text."""
    name = body.find(NAME)
    at = body.find(MARK, name, name + FAR) + len(MARK)
    if name < 0 or at < len(MARK) or at >= len(body):
        raise Unreadable
    size = body[at]
    at += 1
    if size >= SHORT:
        if size > LONG:
            raise Unreadable
        width = 2 if size == SHORT else 4
        size, at = int.from_bytes(body[at : at + width], "little"), at + width
    if at + size > len(body):
        raise Unreadable
    return body[at : at + size].decode()

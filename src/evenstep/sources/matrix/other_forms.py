"""Element's other two forms of a room, which lack too much to be read: the plain text and the web page."""

from __future__ import annotations

import re
from typing import Final

PAGE: Final = re.compile(rb"mx_MatrixChat|id=[\"']matrixchat|mx_Export_|mx_RoomView")
LINE: Final = r"^\d[^\n]{4,30}?\d[:.]\d\d[:.]\d\d[^\n:]{0,8} - "
NOTICE: Final = (
    r"created and configured the room|joined the room|left the room|turned on end-to-end encryption|"
    r"changed the room name|made the room|sent an image\.|sent a sticker\.|invited [^\n]{1,80}\Z|\(Media omitted|"
    r"\(File Attached\)|hat den Raum (?:erstellt|betreten|verlassen)|ist dem Raum beigetreten|hat ein Bild gesendet|"
    r"hat die Ende-zu-Ende-Verschlüsselung aktiviert|\(Medien ausgelassen"
)
ANSWER: Final = r"[^\n:]{1,80}: <[^\n<>\"]{1,80} \"[^\n]{1,40}\"> "
TEXT: Final = re.compile(rf"{LINE}(?:[^\n:]{{1,120}}(?:{NOTICE})|{ANSWER})", re.M)
"""A time with seconds as the browser writes it, and what only Element says: who came in, an image, whom one answers."""


def is_element_page(head: bytes) -> bool:
    """True for the beginning of a room as a web page."""
    return PAGE.search(head.replace(b"\0", b"")) is not None


def is_element_text(head: str) -> bool:
    """True for the beginning of a room as plain text."""
    return head[:1].isdigit() and TEXT.search(head) is not None

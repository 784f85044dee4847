"""Web pages that programs make of a phone's messages: recognised, so that the answer can say what to use instead."""

from __future__ import annotations

import re
from typing import Final

from evenstep.spoken import N_, words

PAGES: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (
        re.compile(rb"""message_part|class=["']expressive|sms://open\?message-guid|\.tapbacks?\b"""),
        N_("pages of imessage-exporter; run it again with --format txt, or choose the database chat.db itself"),
    ),
    (
        re.compile(rb"""class=["']hChatLog|class=["']haudio"""),
        N_("pages of Google Voice, which we can't read yet"),
    ),
    (
        re.compile(rb"""signalbackup-tools|class=["']msg msg-(?:incoming|outgoing)"""),
        N_("pages of signalbackup-tools; export the chats in Signal itself, or use signal-export or sigtop"),
    ),
)


def page_looks_like(head: bytes) -> str:
    """Which program wrote a page and what to use instead, in words; "" for any other page."""
    found = next((looks for sign, looks in PAGES if sign.search(head.replace(b"\0", b""))), "")
    return words(found) if found else ""

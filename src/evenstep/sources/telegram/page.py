"""Telegram Desktop's export as web pages: recognised, so that the answer can say how to ask for JSON."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.base import Opened
from evenstep.spoken import words

PAGE_SIGN: Final = re.compile(
    rb'<title>\s*Exported Data\s*</title>|class="(?:page_body chat_page|page_body list_page|message default clearfix)'
)
LOOKED_AT: Final = 20
HOW_JSON: Final = words("pages of Telegram Desktop; when you export again, the format can be changed to JSON")


def is_telegram_page(head: bytes) -> bool:
    """True for a web page with the marks of Telegram Desktop's own export."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    return start.startswith((b"<!doctype html", b"<html")) and PAGE_SIGN.search(head) is not None


def web_pages(opened: Opened) -> bool:
    """True when there are such pages among the first of the files."""
    pages = [member for member in opened.members if member.name.lower().endswith((".html", ".htm"))]
    return any(is_telegram_page(member.head(8_192)) for member in pages[:LOOKED_AT])

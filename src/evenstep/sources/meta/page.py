"""Messenger's and Instagram's threads as web pages: recognised, so that the answer can say how to ask for JSON."""

from __future__ import annotations

import re
from typing import Final

PAGE_NAME: Final = re.compile(r"(?:^|/)message_\d{1,6}\.html?$", re.I)
PAGE_SIGN: Final = re.compile(
    rb'class="[^"]{0,80}\b(?:_a6-[a-z]|_a70[0-9a-f]|_2ph_|_3-9[0-9a-z]|_2pi[0-9a-z]|uiBoxWhite)\b'
    rb"|<div[^>]{0,80}>Participants: "
    rb"|\._(?:a6-[a-z]|a70[0-9a-f]|2ph_|3-9[0-9a-z])\b"
)


def is_meta_page(name: str, head: bytes) -> bool:
    """True for a web page with Meta's own marks, or one that is called as the parts of its threads are."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if not start.startswith((b"<!doctype html", b"<html")):
        return False
    return PAGE_NAME.search(name) is not None or PAGE_SIGN.search(head) is not None

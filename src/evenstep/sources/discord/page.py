"""The web-page form of DiscordChatExporter, known by what only its pages hold."""

from __future__ import annotations

import re
from typing import Final

WEB_PAGE: Final = re.compile(rb"DiscordFonts|DiscordChatExporter|chatlog__|font-family: ?\"?(?:gg sans|Whitney)", re.I)


def is_discord_page(head: bytes) -> bool:
    """True for the beginning of such a page."""
    return WEB_PAGE.search(head.replace(b"\0", b"")) is not None

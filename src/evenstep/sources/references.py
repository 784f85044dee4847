"""HTML's references to letters, resolved; Python's own way raises an error for a number of thousands of digits."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

ENDLESS: Final = re.compile(r"&#[xX]?[0-9a-fA-F]{20,}")


def resolved(text: str) -> str:
    """The text with each reference as the letter it stands for."""
    return unescape(ENDLESS.sub("\ufffd", text)) if "&" in text else text

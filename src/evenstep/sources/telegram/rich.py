"""Telegram's messages in blocks (headings, lists, tables), which have no "text" of their own: their words."""

from __future__ import annotations

from typing import Any, Final

PARTS: Final = ("title", "text", "formula", "source", "blocks", "block", "items", "rows", "cells", "caption")
"""The fields of a block, a list's item, a table's row or a piece of text in which there are words."""


def rich_words(node: Any) -> str:
    """All words of a message in blocks, each block in a line of its own; what shows none has none."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "\n".join(filter(None, map(rich_words, node)))
    if not isinstance(node, dict):
        return ""
    if node.get("type") == "concat" and isinstance(node.get("text"), list):
        return "".join(map(rich_words, node["text"]))
    return "\n".join(filter(None, (rich_words(node[part]) for part in PARTS if part in node)))

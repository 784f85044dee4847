"""The text of a mail that is HTML only: nothing is rendered or fetched; quotations, styles and scripts are left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

LONGEST: Final = 2**17
HIDDEN: Final = frozenset(("style", "script", "head", "title", "template", "noscript", "blockquote"))
BREAKS: Final = frozenset(("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"))
VOID: Final = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
QUOTE_CLASSES: Final = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra")
QUOTE_IDS: Final = ("divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container")
TAG: Final = re.compile(r"<[^<>]{0,2000}>")


def html_text(html: str) -> str:
    """The visible text of ``html``, its first LONGEST letters, one line a block."""
    reader = _Text()
    try:
        reader.feed(html[:LONGEST])
        reader.close()
    except (AssertionError, ValueError, RecursionError):  # the parser's own checks, on what is no HTML
        return TAG.sub(" ", html[:LONGEST])
    return "".join(reader.pieces)


class _Text(HTMLParser):
    """Collects text; inside an element that is left out, only its end is looked for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = ""  # the element whose end is waited for
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            self._depth += tag == self._hidden
            return
        if tag not in VOID and (tag in HIDDEN or _is_quote(attrs)):
            self._hidden, self._depth = tag, 1
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._depth -= tag == self._hidden
            if not self._depth:
                self._hidden = ""
        elif tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(" ".join(data.split()) + " " if data.strip() else " ")


def _is_quote(attrs: list[tuple[str, str | None]]) -> bool:
    for name, value in attrs:
        if name == "class" and value and any(mark in value for mark in QUOTE_CLASSES):
            return True
        if name == "id" and value and any(mark in value for mark in QUOTE_IDS):
            return True
    return False

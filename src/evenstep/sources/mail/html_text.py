"""The text of a mail that is HTML only: nothing is rendered or fetched; quotations, styles and scripts are left out.

The standard library's parser needs time in the square of the length for a few thousand "<a " (the Python this
was written with), so tags are cut by hand: each letter is looked at once.
"""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.references import resolved

LONGEST: Final = 2**17
HIDDEN: Final = frozenset(("style", "script", "head", "title", "template", "noscript", "blockquote"))
BREAKS: Final = frozenset(("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"))
VOID: Final = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
QUOTES: Final = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|isReplyContent|gmail_signature|moz-signature"
    r"|ms-outlook-mobile-signature|AppleMailSignature|protonmail_signature_block"
)
"""Marks of elements that hold what is quoted, or a signature."""

REST: Final = re.compile(
    r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|stopSpelling|(?:mail-editor|ms-outlook-mobile)-reference-message"
)
"""Marks of elements behind which Outlook puts the mail before, down to the end."""

TAG: Final = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")


def html_text(html: str) -> str:
    """The visible text of ``html``, of its first LONGEST letters, one line a block."""
    scan = _Scan()
    first, *pieces = html[:LONGEST].split("<")
    scan.data(first)
    for piece in pieces:
        scan.piece(piece)
        if scan.over:
            break
    return "".join(scan.found)


class _Scan:
    """Goes from tag to tag; inside an element that is left out, only its end is looked for."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.over = False  # what follows is the mail before
        self._hidden = ""  # the element whose end is waited for
        self._depth = 0
        self._comment = False

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._hidden or not text:
            return
        plain = resolved(text)
        self.found.append(" ".join(plain.split()) + " " if plain.strip() else " ")

    def piece(self, piece: str) -> None:
        """What stands behind a "<" up to the next one: a tag and the text behind it, or only text."""
        if self._comment or piece.startswith("!--"):
            _, end, after = piece.partition("-->")
            self._comment = not end
            self.data(after if end else "")
            return
        tag, _, text = piece.partition(">")
        named = TAG.match(tag)
        if named is None:
            self.data(text if tag[:1] in ("!", "?", "/") else f"<{piece}")
            return
        self._tag(named[2].lower(), tag, end=bool(named[1]))
        self.over = not self._hidden and " " in tag and REST.search(tag[:2_000]) is not None
        self.data("" if self.over else text)

    def _tag(self, name: str, tag: str, *, end: bool) -> None:
        if self._hidden:
            if name == self._hidden and name not in VOID:
                self._depth += -1 if end else 1
                self._hidden = self._hidden if self._depth else ""
            return
        if not end and name not in VOID and (name in HIDDEN or QUOTES.search(tag[:2_000])):
            self._hidden, self._depth = name, 1
        if name in BREAKS:
            self.found.append("\n")

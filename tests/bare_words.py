"""What of a page is still bare English: letters that the longer made language would have accented."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SPOKEN = {"alt", "title", "placeholder", "aria-label", "data-busy"}
UNHEARD = {"style", "script"}
ACCENTED = "aceinosuyzACEINOSUYZ"  # tests/pseudo.py puts an accent on each of these
BARE = re.compile(rf"[^\W\d_]*[{ACCENTED}][^\W\d_]*")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unheard = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unheard += tag in UNHEARD
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._unheard -= tag in UNHEARD

    def handle_data(self, data: str) -> None:
        if not self._unheard:
            self.found.append(data)


def bare_words(page: str, *known: str) -> list[str]:
    """Pieces of ``page`` with a bare English word in them; ``known`` are names that stand in every language."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    names = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True))) if known else None
    texts = (names.sub("", text) if names else text for text in reader.found)
    return [text.strip() for text in texts if BARE.search(text)]

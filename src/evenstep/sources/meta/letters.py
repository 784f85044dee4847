"""Meta writes UTF-8 bytes as if each were a letter of its own: every string is put right by itself, and counted."""

from __future__ import annotations

from evenstep.sources.json_text import LONE_SURROGATE


class Letters:
    """Puts strings right. ``repaired``: strings that were wrong (each name once); ``halves``: lone surrogates.

    ``names``: the names met so far, as they stand in the file -> as they are shown.
    """

    def __init__(self) -> None:
        self.repaired = 0
        self.halves = 0
        self.names: dict[str, str] = {}

    def text(self, raw: str) -> str:
        """The string as it was written, where its letters are the bytes of valid UTF-8; else unchanged."""
        if raw.isascii():
            return raw
        try:
            right = raw.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return self._whole(raw)
        self.repaired += 1
        return right

    def name(self, raw: str) -> str:
        """The same for a name, remembered, without the space around it."""
        known = self.names.get(raw)
        if known is None:
            known = self.names[raw] = self.text(raw).strip()
        return known

    def _whole(self, raw: str) -> str:
        right, halves = LONE_SURROGATE.subn("\ufffd", raw)
        self.halves += halves
        return right

"""The short way for sms elements that look exactly like the one before: one expression instead of the XML parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evenstep.sources.sms.backup import UNNAMED, Backup
from evenstep.sources.sms.records import HIDDEN, OTHER, TEXT

FIELDS: Final = ("address", "date", "type", "body", "contact_name")
PLAIN_NAME: Final = re.compile(r"[A-Za-z_]{1,40}")
VALUE: Final = rb'[^"<&\r\n\t]*'
"""What XML means as it stands: no reference, no tag, no white space that the parser would change."""

TAKEN: Final = {
    "address": rb"(" + VALUE + rb")",
    "date": rb"(\d{1,15})",
    "type": rb"([12])",
    "body": rb"(" + VALUE + rb")",
    "contact_name": rb"(" + VALUE + rb")",
}
MOST_LAYOUTS: Final = 16
MOST_STRINGS: Final = 20_000


class Quick:
    """Reads runs of elements of one layout; whatever differs in the least is left to the parser."""

    def __init__(self, into: Backup) -> None:
        self._backup = into
        self._patterns: dict[tuple[str, ...], re.Pattern[bytes]] = {}
        self._pattern: re.Pattern[bytes] | None = None
        self._order: tuple[int, ...] = ()
        self._strings: dict[bytes, str] = {}

    def learn(self, names: Sequence[str]) -> None:
        """The fields of an element that the parser has read, in their order."""
        key = tuple(names)
        usable = set(FIELDS) <= set(key) and len(set(key)) == len(key) and all(map(PLAIN_NAME.fullmatch, key))
        if not usable or (key not in self._patterns and len(self._patterns) >= MOST_LAYOUTS):
            self._pattern = None
            return
        if key not in self._patterns:
            fields = b" ".join(name.encode() + b'="' + TAKEN.get(name, VALUE) + b'"' for name in key)
            self._patterns[key] = re.compile(rb"\s*<sms " + fields + rb" ?/>")
        taken = [name for name in key if name in TAKEN]
        self._pattern = self._patterns[key]
        self._order = tuple(taken.index(field) + 1 for field in FIELDS)

    def run(self, data: bytes, at: int) -> int:
        """Read the elements that stand at ``at`` one behind the other; where the first that differs begins."""
        if self._pattern is None:
            return at
        backup, match, order = self._backup, self._pattern.match, self._order
        while (found := match(data, at)) is not None:
            address, date, kind, body, name = found.group(*order)
            chat, contact = self._text(address), self._text(name)
            if chat in HIDDEN or body == b"null":
                return at
            backup.seen += 1
            if contact not in UNNAMED:
                backup.names[chat] = contact
            text = body.decode()
            backup.add(chat, chat if kind == b"1" else None, TEXT if text else OTHER, int(date), text)
            at = found.end()
        return at

    def _text(self, value: bytes) -> str:
        """A value that comes again and again, decoded once."""
        text = self._strings.get(value)
        if text is None:
            if len(self._strings) >= MOST_STRINGS:
                self._strings.clear()
            text = self._strings[value] = value.decode()
        return text

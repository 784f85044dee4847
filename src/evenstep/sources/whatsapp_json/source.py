"""WhatsApp from the JSON of WhatsApp-Chat-Exporter: all chats in one file, or a file a chat."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.whatsapp_json.store import Store

FIRST: Final = re.compile(
    r'\A\{\s*"(?:[^"\\@]{1,64}@(?:s\.whatsapp\.net|g\.us|lid|c\.us|broadcast|newsletter|bot)|0{14}[01]|ExportedChat)"'
    r"\s*:\s*\{"
)
MESSAGES: Final = re.compile(r'"messages"\s*:\s*\{')
FIELDS: Final = re.compile(r'"(?:from_me|key_id|their_avatar|my_avatar)"\s*:')
ENDINGS: Final = (".json", ".txt")


class WhatsAppJson:
    """The JSON that WhatsApp-Chat-Exporter makes of a phone's database."""

    @property
    def name(self) -> str:
        """The source's name in the events table: the same app, read from another file."""
        return "whatsapp"

    def score(self, opened: Opened) -> float:
        """1 for chats under WhatsApp's addresses, else 0."""
        return float(any(_is_ours(member) for member in _candidates(opened)))

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all chats. Raises InputError, NeedsAnswer("chat") or ("encoding").

        ``source_line`` is the number of the record. Read and received times are not used.
        """
        ours = [member for member in _candidates(opened) if _is_ours(member)]
        total = sum(member.size for member in ours)
        store = Store(options, total)
        for member in ours:
            store.read(member)
        if options.progress is not None:
            options.progress(total, total)
        return store.parsed(ours[0].name if len(ours) == 1 else opened.name)


def _candidates(opened: Opened) -> list[Member]:
    ours = [member for member in opened.members if member.name.lower().endswith(ENDINGS)]
    return ours or (list(opened.members) if len(opened.members) == 1 else [])


def _is_ours(member: Member) -> bool:
    text = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    return bool(FIRST.match(text) and MESSAGES.search(text) and FIELDS.search(text))

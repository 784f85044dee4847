"""Databases and backups that apps keep for themselves: recognised, so that a refusal can say what to use instead."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.base import Member
from evenstep.sources.sqlite.schema_pages import first_named
from evenstep.spoken import N_, words

NEAR: Final = 2**18
SIGNAL_DESKTOP: Final = N_("it is Signal Desktop's own database; what sigtop or signal-export writes can be read")
WHATSAPP: Final = N_("it is WhatsApp's own database of an Android phone; in WhatsApp, use Export chat")
SIGNS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"conversationId", SIGNAL_DESKTOP),
    (b"ZWAMESSAGE", N_("it is WhatsApp's own database of an iPhone; in WhatsApp, use Export chat")),
    (b"message_quoted", WHATSAPP),
    (b"chat_row_id", WHATSAPP),
    (
        b"CREATE TABLE pdu",
        N_("it is Android's own database of texts; the app SMS Backup & Restore can make a file of it"),
    ),
    (b"madrid_", N_("it is a database of Messages from before 2012, which we can't read yet")),
    (b"CHUNK_ID", N_("it is slackdump's own database; let slackdump make an export of it and choose that")),
    (
        b"normalized_url",
        N_("it is a file of Discord History Tracker, which we can't read; DiscordChatExporter's JSON can be read"),
    ),
    (b"ABMultiValue", N_("it is an address book, not a chat")),
)
SIGNAL_BACKUP: Final = re.compile(r"(?:^|/)signal-\d{4}[\d-]*\.backup$", re.I)


def is_signal_backup(name: str) -> bool:
    """True for a file that Signal names as it names its encrypted backups, whose bytes say nothing."""
    return SIGNAL_BACKUP.search(name) is not None


def database_looks_like(member: Member) -> str:
    """Whose database it is, by the names in its list of tables, and what to use instead."""
    if is_signal_backup(member.name):
        return words("it is an encrypted backup of Signal; Signal's own export as plain text can be read")
    found = first_named(member, [sign for sign, _ in SIGNS], NEAR)
    return words(dict(SIGNS)[found]) if found else words("it is a database, which we can't read yet")

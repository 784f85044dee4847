"""Who is in which chat: handles in one form, and chats of one person over several services as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.chats import Chat
from evenstep.sources.sqlite.database import Database

ME: Final = "Me"
GROUP, SINGLE = 43, 45  # chat.style
ROOM: Final = re.compile(r"chat\d{6,}")
EXTRA: Final = re.compile(r"\((?:smsfp|smsft|smsft_fi|smsft_rm|filtered)[^)]*\)$")
PHONE: Final = re.compile(r"\+?[\d\s().\-\u00a0/]{5,}")
NUMBER_CHARS: Final = 5
Key = object


@dataclass(frozen=True)
class People:
    """``handles``: row of a handle -> sender key; ``chats``: row of a chat -> its Chat, one a conversation."""

    handles: dict[Key, str]
    chats: dict[Key, Chat]
    notes: list[Note] = field(default_factory=list)

    @property
    def all_chats(self) -> list[Chat]:
        """Each conversation once, in the order of the file."""
        return list({id(chat): chat for chat in self.chats.values()}.values())


def text_of(cell: object) -> str:
    """A cell as text: bytes are decoded, numbers written out, NULL is empty."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return "" if cell is None else str(cell)


def handle_key(address: str) -> str:
    """One form for a phone number or an e-mail address: "+49 151 23" is "+4915123", addresses in small letters."""
    plain = EXTRA.sub("", address.strip()).removeprefix("tel:").removeprefix("mailto:")
    if "@" in plain:
        return plain.lower()
    if not PHONE.fullmatch(plain):
        return plain
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("00") and len(digits) > NUMBER_CHARS + 2:
        return "+" + digits[2:]
    return ("+" if plain.startswith("+") else "") + digits


def read_people(database: Database) -> People:
    """The handles and chats of the database."""
    handles: dict[Key, str] = {}
    persons: dict[object, set[str]] = {}
    for batch in database.rows("handle", ("rowid", "id", "person_centric_id")) if database.has("handle") else ():
        for _, row, address, person in batch:
            handles[row] = handle_key(text_of(address))
            if person:
                persons.setdefault(person, set()).add(handles[row])
    several = sum(len(keys) > 1 for keys in persons.values())
    notes = [Note("E278", "handle", f"{several:,}", several)] if several else []
    return People(handles, _chats(database, _members(database, handles)), notes)


def _members(database: Database, handles: dict[Key, str]) -> dict[Key, set[str]]:
    members: dict[Key, set[str]] = {}
    if database.has("chat_handle_join"):
        for batch in database.rows("chat_handle_join", ("chat_id", "handle_id")):
            for _, chat, handle in batch:
                if handle in handles:
                    members.setdefault(chat, set()).add(handles[handle])
    return members


def _chats(database: Database, members: dict[Key, set[str]]) -> dict[Key, Chat]:
    chats: dict[Key, Chat] = {}
    one: dict[str, Chat] = {}
    columns = ("rowid", "guid", "chat_identifier", "display_name", "style")
    for batch in database.rows("chat", columns):
        for _, row, guid, identifier, display, style in batch:
            fresh = _chat(text_of(row), text_of(guid), text_of(identifier), style, members.get(row, set()))
            chat = chats[row] = one.setdefault(fresh.id, fresh)
            chat.name = chat.name or text_of(display).strip()
    for chat in one.values():
        chat.name = chat.name or chat.id
    return chats


def _chat(row: str, guid: str, identifier: str, style: object, members: set[str]) -> Chat:
    """A chat of two has its partner's handle for its id, a group the last part of its guid, which services share."""
    address = guid.split(";", 2)[2] if guid.count(";") >= 2 else identifier
    if _is_group(guid, identifier, style, members):
        return Chat(address or identifier or f"chat {row}")
    partner = handle_key(identifier or address) or next(iter(members), "")
    return Chat(partner or f"chat {row}", pair=(ME, partner) if partner else None)


def _is_group(guid: str, identifier: str, style: object, members: set[str]) -> bool:
    if style in (GROUP, SINGLE):
        return style == GROUP
    if ";+;" in guid or ";-;" in guid:
        return ";+;" in guid
    return len(members) > 1 or bool(ROOM.fullmatch(identifier))

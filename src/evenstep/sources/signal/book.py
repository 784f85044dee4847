"""Who and where in Signal's export: recipients by the file's own ids, their names, and the chat of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evenstep.sources.chats import Chat
from evenstep.sources.json_text import whole
from evenstep.sources.signal.fields import account_id, full_name, group_id, is_set, key, part

NOTE_TO_SELF = "note-to-self"
SIGNAL_ITSELF = "release-notes"
ME = "Me"  # the name of whoever made the export, where the file has none


@dataclass(frozen=True)
class Recipient:
    """Somebody or a group: an id that is the same in each export, a name, whether it is one person."""

    id: str
    name: str
    person: bool


@dataclass
class Book:
    """Recipients and chats as the file names them. ``me``: the recipient who made the export.

    ``timed``: the chats whose messages disappear after a while.
    """

    me: str | None = None
    own_name: str = ""
    recipients: dict[str, Recipient] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    timed: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)
    _to: dict[str, str] = field(default_factory=dict)
    _timed_groups: set[str] = field(default_factory=set)

    def add_account(self, account: dict[str, Any]) -> None:
        """The owner's own name."""
        self.own_name = whole(full_name(account, "givenName", "familyName"))

    def add_recipient(self, record: dict[str, Any]) -> None:
        """Somebody, a group, or the owner. Raises Unusable for an id that is no number."""
        recipient = key(record.get("id"), "/recipient/id")
        if isinstance(record.get("self"), dict):
            self.me = recipient
            self.recipients[recipient] = Recipient(NOTE_TO_SELF, "", person=True)
        elif isinstance(record.get("contact"), dict):
            self.recipients[recipient] = _contact(record["contact"], recipient)
        elif isinstance(record.get("group"), dict):
            self.recipients[recipient] = _group(record["group"], recipient)
            if _disappearing(record["group"]):
                self._timed_groups.add(recipient)
        elif isinstance(record.get("releaseNotes"), dict):
            self.recipients[recipient] = Recipient(SIGNAL_ITSELF, "Signal", person=True)

    def add_chat(self, record: dict[str, Any]) -> None:
        """A chat with a recipient. Raises Unusable for an id that is no number."""
        chat, recipient = key(record.get("id"), "/chat/id"), key(record.get("recipientId"), "/chat/recipientId")
        if chat in self.chats:
            return
        known = self.recipients.get(recipient)
        made = self._new(chat, known.id if known else f"recipient {recipient}")
        made.name = known.name if known else ""
        self.partners[chat] = recipient
        if recipient in self._timed_groups or is_set(record.get("expirationTimerMs")):
            self.timed.add(chat)

    def chat(self, chat: str) -> Chat:
        """The chat of an item; one the file never introduced is called after its number."""
        return self.chats.get(chat) or self._new(chat, f"chat {chat}")

    def to(self, chat: Chat) -> str:
        """The conversation_id, one string for all lines of the chat."""
        return self._to.setdefault(chat.id, f"signal:{chat.id}")

    def partner(self, chat: str) -> str | None:
        """The other person of a chat of two."""
        recipient = self.partners.get(chat)
        known = self.recipients.get(recipient or "")
        return recipient if known is not None and known.person and recipient != self.me else None

    def all_chats(self) -> list[Chat]:
        """The chats in the order of the file, with the two of those that have two."""
        for own, chat in self.chats.items():
            other = self.partner(own)
            if self.partners.get(own) == self.me:
                chat.name = self.own_name
            elif other is not None and self.me is not None:
                chat.pair = (self.me, other)
        return list(self.chats.values())

    def names(self) -> dict[str, str]:
        """Sender key -> name."""
        named = {recipient: known.name for recipient, known in self.recipients.items()}
        return named | ({self.me: self.own_name or ME} if self.me is not None else {})

    def _new(self, chat: str, chat_id: str) -> Chat:
        one, n = chat_id, 1
        while one in self._taken:
            n += 1
            one = f"{chat_id} ({n})"
        self._taken.add(one)
        self.chats[chat] = Chat(one)
        return self.chats[chat]


def _contact(contact: dict[str, Any], recipient: str) -> Recipient:
    """A person: the name the owner gave, else the one of the phone's contacts, else the person's own, else a number."""
    phone, username = _phone(contact.get("e164")), contact.get("username")
    handle = whole(username) if isinstance(username, str) else ""
    name = (
        full_name(part(contact, "nickname"), "given", "family")
        or full_name(contact, "systemGivenName", "systemFamilyName")
        or full_name(contact, "profileGivenName", "profileFamilyName")
        or phone
        or handle
    )
    stable = account_id(contact.get("aci")) or phone or account_id(contact.get("pni")) or handle
    return Recipient(stable or f"recipient {recipient}", whole(name), person=True)


def _group(group: dict[str, Any], recipient: str) -> Recipient:
    title = part(part(group, "snapshot"), "title").get("title")
    return Recipient(
        group_id(group.get("masterKey")) or f"recipient {recipient}",
        whole(title) if isinstance(title, str) else "",
        person=False,
    )


def _disappearing(group: dict[str, Any]) -> bool:
    timer = part(part(group, "snapshot"), "disappearingMessagesTimer")
    return bool(timer.get("disappearingMessagesDuration"))


def _phone(value: Any) -> str:
    """A phone number with its plus; the file has it as a number of digits."""
    digits = str(value).removeprefix("+") if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return f"+{digits}" if digits.isascii() and digits.isdecimal() and len(digits) <= 20 else ""

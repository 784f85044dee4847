"""Bad senders: an id without a name stays one person, and so does one who took another name."""

from __future__ import annotations

from typing import Any, Final

from bad_file import Bad
from valid_exports import EXPORTS, around, message, name, signal, signal_message, whatsapp, whatsapp_message


def two_people(kind: str, what: str, *each_has: dict[str, Any], says: str) -> Bad:
    """Messages of which each has other fields; two people wrote them, one of whom is called as ``says``."""

    def made() -> bytes:
        whole = [message(kind, number, **has) for number, has in enumerate(each_has, start=1)]
        return around(kind, EXPORTS[kind][1](*whole))

    n = len(each_has)
    return Bad(52, f"{kind}, {what}", name(kind), made, "ok", seen=n, kept=n, aside=0, people=2, person=says)


def discord_author(shown: str | None, username: str = "bob") -> dict[str, Any]:
    return {"author": {"id": "100", "name": username, "nickname": shown, "isBot": False}}


def nameless_signal() -> bytes:
    whole = signal(*(signal_message(number) for number in (1, 2, 3)))
    return whole.replace(b'{"e164": "4915112345", "profileGivenName": "Bob"}', b'{"e164": "4915112345"}')


def nameless_whatsapp() -> bytes:
    return whatsapp(*(whatsapp_message(number) for number in (1, 2, 3)), name=None)


NO_NAME: Final = (
    two_people("Telegram", "an id without a name", {}, {"from": None}, {}, says="unknown 1"),
    two_people("Discord", "an id without a name", {}, discord_author(None, ""), {}, says="unknown 1"),
    two_people("Slack", "a person who is in no list", {}, {"user": "U9"}, {}, says="unknown 1"),
    two_people("Teams", "an id without a name", {}, {"displayName": None}, {}, says="Bob"),
    two_people("Matrix", "ids are all there is", {}, {}, {}, says="@bob:hs"),
    Bad(52, "Signal, a number without a name", name("Signal"), nameless_signal, "ok",
        seen=3, kept=3, people=2, person="+4915112345"),
    Bad(52, "WhatsApp JSON, a number without a name", name("WhatsApp JSON"), nameless_whatsapp, "ok",
        seen=3, kept=3, people=2, person="+4915112345"),
)  # fmt: skip
RENAMED: Final = (
    two_people("Telegram", "a contact renamed", {}, {}, {}, {"from": "Bobby"}, says="Bobby"),
    two_people("Discord", "a contact renamed", {}, discord_author("Bob"), {}, discord_author("Bobby"), says="Bobby"),
    two_people("Teams", "a contact renamed", {}, {}, {}, {"displayName": "Bobby"}, says="Bobby"),
)
SENDER_ROWS: Final = (*NO_NAME, *RENAMED)

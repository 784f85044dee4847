"""A message as Discord's own interface gives it and other programs write it down, in DiscordChatExporter's words."""

from __future__ import annotations

import re
from typing import Any, Final

AUTHOR: Final = re.compile(r'"author"\s*:\s*\{[^{}]{0,2000}?"username"\s*:')
CHANNEL: Final = re.compile(r'"channel_id"\s*:\s*"?(\d{1,20})')
SIGNS: Final = (re.compile(r'"edited_timestamp"\s*:'), CHANNEL, AUTHOR)
VOICE_FLAG: Final = 1 << 13


def is_raw(head: str) -> bool:
    """True for the beginning of a list of such messages."""
    return all(sign.search(head) is not None for sign in SIGNS)


def channel_of(head: str) -> str | None:
    """The channel of the first message."""
    found = CHANNEL.search(head)
    return found[1] if found is not None else None


def plain(record: Any) -> Any:
    """The record as DiscordChatExporter writes it; anything else as it is."""
    author = record.get("author") if isinstance(record, dict) else None
    if not isinstance(author, dict) or "username" not in author or "isBot" in author:
        return record
    call, reference = record.get("call"), record.get("message_reference")
    return {
        **record,
        "author": _author(author, record.get("member")),
        "timestampEdited": record.get("edited_timestamp"),
        "callEndedTimestamp": call.get("ended_timestamp") if isinstance(call, dict) else None,
        "stickers": record.get("sticker_items") or record.get("stickers"),
        "attachments": _attachments(record),
        "reference": _reference(reference) if isinstance(reference, dict) else None,
        "forwardedMessage": _forwarded(record.get("message_snapshots")),
    }


def _author(author: dict[str, Any], member: Any) -> dict[str, Any]:
    nick = member.get("nick") if isinstance(member, dict) else None
    shown = nick or author.get("global_name")
    return {"id": author.get("id"), "name": author.get("username"), "nickname": shown, "isBot": author.get("bot")}


def _attachments(record: dict[str, Any]) -> Any:
    """The files; the one of a voice note under the name that marks it."""
    files = record.get("attachments")
    flags = record.get("flags")
    voice = type(flags) is int and bool(flags & VOICE_FLAG)
    if not isinstance(files, list):
        return files
    each = [one for one in files if isinstance(one, dict)]
    return [{**one, "fileName": "voice-message.ogg" if voice else one.get("filename")} for one in each]


def _reference(reference: dict[str, Any]) -> dict[str, Any]:
    return {"messageId": reference.get("message_id"), "channelId": reference.get("channel_id")}


def _forwarded(snapshots: Any) -> Any:
    first = snapshots[0] if isinstance(snapshots, list) and snapshots else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(message, dict):
        return None
    return {**message, "attachments": _attachments(message), "stickers": message.get("sticker_items")}

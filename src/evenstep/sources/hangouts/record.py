"""One event of a Hangouts conversation to a line: who by id, when, what kind; some stand in the file twice."""

from __future__ import annotations

from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.hangouts.calls import marked
from evenstep.sources.json_text import is_endless
from evenstep.sources.timeline import Line

LONGEST_DIGITS: Final = 20


class Recorder:
    """Reads events. ``names``: person's id -> name; ``met``: ids of events per chat, as some stand there twice."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._met: set[tuple[str, str]] = set()

    def read(self, record: Any, number: int, chat: Chat) -> bool:
        """Add the event's line; False for a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        if self._is_met(record, chat):
            chat.already_there += 1
            return True
        call, said = record.get("hangout_event"), record.get("chat_message")
        if not isinstance(call, dict) and not isinstance(said, dict):
            return False
        sender, utc = self.person(record.get("sender_id")), _time(record.get("timestamp"))
        if isinstance(call, dict):
            line = marked(call, Line("", sender, "call", utc, None, number))
        else:
            kind, text = _content(said or {}, voicemail=record.get("event_type") == "VOICEMAIL")
            line = Line("", sender, kind, utc, None, number, text)
        if line is not None:
            chat.lines.append(line)
        return line is not None

    def person(self, someone: Any) -> str:
        """The key of a person: Google's id. Raises Unusable E207, E227 or E230."""
        if someone is None:
            raise Unusable("E230")
        key = (someone.get("gaia_id") or someone.get("chat_id")) if isinstance(someone, dict) else None
        if is_endless(key):
            raise Unusable("E207", "/sender_id")
        if not isinstance(key, str | int) or isinstance(key, bool) or not str(key).strip():
            raise Unusable("E227", "/sender_id")
        self.names.setdefault(str(key), "")
        return str(key)

    def _is_met(self, record: dict[str, Any], chat: Chat) -> bool:
        own = record.get("event_id")
        if not isinstance(own, str) or not own:
            return False
        known = (chat.id, own) in self._met
        self._met.add((chat.id, own))
        return known


def _time(value: Any) -> int:
    """Microseconds since 1970, which stand in the file as a string. Raises Unusable E207, E225 or E226."""
    if value is None:
        raise Unusable("E226", "/timestamp")
    if is_endless(value) or (isinstance(value, str) and len(value) > LONGEST_DIGITS):
        raise Unusable("E207", "/timestamp")
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value)
    if type(value) is not int:
        raise Unusable("E225", "/timestamp")
    if abs(value) >= 10**18:
        raise Unusable("E226", "/timestamp")
    return int(value)


def _content(said: dict[str, Any], *, voicemail: bool) -> tuple[str, str]:
    """(kind, the person's own words) of a message; a voicemail's words were written down by a machine."""
    content = said.get("message_content")
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise Unusable("E227", "/chat_message/message_content")
    text = _text(content.get("segment"))
    if voicemail:
        return "voice", ""
    attached = content.get("attachment")
    if isinstance(attached, list) and attached:
        return _attached(attached[0]), text
    return ("text", text) if text.strip() else ("other", "")


def _text(segments: Any) -> str:
    """The words of all pieces; a line break is a piece of its own."""
    if segments is None:
        return ""
    if not isinstance(segments, list):
        raise Unusable("E227", "/chat_message/message_content/segment")
    parts = []
    for segment in segments:
        told = segment.get("text") if isinstance(segment, dict) else None
        if isinstance(segment, dict) and segment.get("type") == "LINE_BREAK":
            parts.append("\n")
        elif isinstance(told, str):
            parts.append(told)
        elif told is not None or not isinstance(segment, dict):
            raise Unusable("E227", "/chat_message/message_content/segment")
    return "".join(parts)


def _attached(attachment: Any) -> str:
    """A place on a map, a recording, or a photo, film or other thing."""
    item = attachment.get("embed_item") if isinstance(attachment, dict) else None
    types = item.get("type") if isinstance(item, dict) else None
    said = " ".join(each for each in types if isinstance(each, str)) if isinstance(types, list) else str(types)
    if "PLACE" in said:
        return "location"
    return "voice" if "AUDIO" in said else "media"
